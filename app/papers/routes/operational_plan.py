"""The operational and financial plan, in Word."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import require
from app.documents.formats import WORD_TYPE
from app.partnerships.queries import get_by_key
from app.web.request import actor, today
from app.web.responses import file_to_save

from ..service import Wanted
from ..service.operational_plan import operational_plan_paper
from .blueprint import bp


@bp.get("/partnerships/<key>/operational-plan.docx")
def operational_plan(key: str) -> Response:
    """What was worked out, for us or for both sides."""
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    made = operational_plan_paper(partnership, Wanted(today(), None, request.args.get("copy") == "partner"))
    return file_to_save(made.data, WORD_TYPE, made.filename)
