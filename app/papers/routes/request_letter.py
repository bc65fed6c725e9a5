"""The letter that asks for information, in Word."""

from __future__ import annotations

from flask import Response, request

from .blueprint import bp
from .outreach import INTERNAL, PARTNER, word_paper


@bp.get("/partnerships/<key>/request-letter.docx")
def request_letter(key: str) -> Response:
    """To the plan, or as the plan's sheet to us; made to be sent, so without our notes unless asked for."""
    copy = request.args.get("copy", PARTNER)
    return word_paper(key, "M8", request.args.get("of"), partner_copy=copy != INTERNAL)
