"""The staff briefing of a contract, in Word."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import require
from app.documents.formats import WORD_TYPE
from app.partnerships.queries import get_by_key
from app.web.request import actor, today
from app.web.responses import file_to_save

from ..service import Wanted
from ..service.briefing import briefing_paper
from .blueprint import bp


@bp.get("/partnerships/<key>/staff-briefing.docx", endpoint="briefing")
def briefing(key: str) -> Response:
    """What everybody who visits should have at hand; a copy for the partner is refused."""
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    made = briefing_paper(partnership, Wanted(today(), None, request.args.get("copy") == "partner"))
    return file_to_save(made.data, WORD_TYPE, made.filename)
