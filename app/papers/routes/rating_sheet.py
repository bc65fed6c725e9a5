"""The sheet on which one side rates the balance, in Word."""

from __future__ import annotations

from flask import Response, request

from app.partnerships.rules import Side

from .blueprint import bp
from .outreach import word_paper


@bp.get("/partnerships/<key>/balance/rating-sheet.docx")
def rating_sheet(key: str) -> Response:
    """For the plan unless ours is asked for; it holds nothing of ours, so it is always fit to be sent."""
    side = request.args.get("side", "")
    return word_paper(key, "M22", side if side in list(Side) else None, partner_copy=True)
