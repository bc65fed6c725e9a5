"""The papers on costs, in Word."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import require
from app.documents.formats import WORD_TYPE
from app.partnerships.queries import get_by_key
from app.web.request import actor, today
from app.web.responses import file_to_save

from ..service import Wanted
from ..service.costs import change_paper, cost_paper
from .blueprint import bp


@bp.get("/partnerships/<key>/costs/<public_id>/summary.docx", endpoint="cost_summary")
def cost_summary(key: str, public_id: str) -> Response:
    """The cost model summary of one set."""
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    made = cost_paper(partnership, _wanted(public_id))
    return file_to_save(made.data, WORD_TYPE, made.filename)


@bp.get("/partnerships/<key>/costs/<public_id>/change.docx", endpoint="priced_change")
def priced_change(key: str, public_id: str) -> Response:
    """The note on one scenario beside the current costs."""
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    made = change_paper(partnership, _wanted(public_id))
    return file_to_save(made.data, WORD_TYPE, made.filename)


def _wanted(public_id: str) -> Wanted:
    return Wanted(today(), public_id, request.args.get("copy") == "partner")
