"""Papers of the referral plan in Word: the sheet for a visit, and the program sheets."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import require
from app.documents.formats import WORD_TYPE
from app.partnerships.queries import get_by_key
from app.web.request import actor, today
from app.web.responses import file_to_save

from ..service import make_paper
from .blueprint import bp

PARTNER, INTERNAL = "partner", "internal"


@bp.get("/partnerships/<key>/visit-sheet.docx")
def visit_sheet(key: str) -> Response:
    """For one site, or for the one that is visited next."""
    copy = request.args.get("copy", INTERNAL)
    return word_paper(key, "M9", request.args.get("of"), partner_copy=copy == PARTNER)


@bp.get("/partnerships/<key>/program-sheet.docx")
def program_sheet(key: str) -> Response:
    """For referrers, or for families: made to be handed out, so without our own notes unless asked for."""
    copy = request.args.get("copy", PARTNER)
    return word_paper(key, "M17", request.args.get("audience"), partner_copy=copy != INTERNAL)


def word_paper(key: str, kind: str, of: str | None, *, partner_copy: bool) -> Response:
    """A paper of a partnership as a file to save, for somebody who may see it."""
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    made = make_paper(partnership, kind, of=of, as_of=today(), partner_copy=partner_copy)
    return file_to_save(made.data, WORD_TYPE, made.filename)
