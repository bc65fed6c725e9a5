"""The staff briefing of a contract, and the sheet for all of them, in Word."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import require
from app.documents.formats import WORD_TYPE
from app.partnerships.queries import get_by_key
from app.web.request import actor, house, today
from app.web.responses import file_to_save

from ..service import Wanted
from ..service.briefing import briefing_paper, contracts_paper
from .blueprint import bp

MOST_NAMED = 50


@bp.get("/partnerships/<key>/staff-briefing.docx", endpoint="briefing")
def briefing(key: str) -> Response:
    """What everybody who visits should have at hand; a copy for the partner is refused."""
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    made = briefing_paper(partnership, Wanted(today(), None, request.args.get("copy") == "partner"))
    return file_to_save(made.data, WORD_TYPE, made.filename)


@bp.get("/contracts/staff-sheet.docx", endpoint="all_contracts")
def all_contracts() -> Response:
    """What differs from contract to contract, on a page or two to laminate."""
    require(actor(), Verb.SEE)
    wanted = tuple(request.args.getlist("with"))[:MOST_NAMED]
    made = contracts_paper(house().name, wanted, today())
    return file_to_save(made.data, WORD_TYPE, made.filename)
