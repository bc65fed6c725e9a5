"""The handover brief of a partnership, in Word."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import require
from app.documents.formats import WORD_TYPE
from app.partnerships.queries import get_by_key
from app.web.request import actor, today
from app.web.responses import file_to_save

from ..service import Wanted
from ..service.handover_brief import handover_brief_paper
from .blueprint import bp


@bp.get("/partnerships/<key>/handover-brief.docx", endpoint="handover_brief")
def handover_brief(key: str) -> Response:
    """What somebody who takes over has to know; a copy for the partner is refused."""
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    made = handover_brief_paper(partnership, Wanted(today(), None, request.args.get("copy") == "partner"))
    return file_to_save(made.data, WORD_TYPE, made.filename)
