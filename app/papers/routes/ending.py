"""The papers of an end, in Word."""

from __future__ import annotations

from flask import Response, request

from .blueprint import bp
from .outreach import INTERNAL, PARTNER, word_paper

OUTWARD = ("referrers", "teams", "joint")  # made to be handed out


@bp.get("/partnerships/<key>/ending.docx")
def ending(key: str) -> Response:
    """The calendar, a message, or what was learned: for us, for them, or for both sides."""
    of = request.args.get("of")
    copy = request.args.get("copy", PARTNER if of in OUTWARD else INTERNAL)
    return word_paper(key, "M14", of, partner_copy=copy == PARTNER)
