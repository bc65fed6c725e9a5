"""The gap analysis worksheet, in Word."""

from __future__ import annotations

from flask import Response, request

from .blueprint import bp
from .outreach import PARTNER, word_paper


@bp.get("/partnerships/<key>/readiness/worksheet.docx")
def readiness_worksheet(key: str) -> Response:
    """Of one assessment, for us or for both sides, or empty to fill by hand."""
    copy = request.args.get("copy")
    return word_paper(key, "M5", request.args.get("of") or None, partner_copy=copy == PARTNER)
