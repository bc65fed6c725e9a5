"""The working papers of a service design, in Word."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import require
from app.documents.formats import WORD_TYPE
from app.partnerships.queries import get_by_key
from app.web.request import actor, today
from app.web.responses import file_to_save

from ..service import Wanted
from ..service.design import design_paper
from .blueprint import bp


@bp.get("/partnerships/<key>/design.docx", endpoint="design_papers")
def design_papers(key: str) -> Response:
    """Filled as far as known, with room to write."""
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    made = design_paper(partnership, Wanted(today(), None, request.args.get("copy") == "partner"))
    return file_to_save(made.data, WORD_TYPE, made.filename)
