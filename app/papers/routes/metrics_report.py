"""The metrics report to the payer, in Word."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import require
from app.documents.formats import WORD_TYPE
from app.partnerships.queries import get_by_key
from app.web.request import actor, today
from app.web.responses import file_to_save

from ..service import Wanted
from ..service.metrics_report import metrics_report_paper
from .blueprint import bp


@bp.get("/partnerships/<key>/metrics/report.docx")
def metrics_report(key: str) -> Response:
    """The report of one period, for us or for the plan."""
    partnership = get_by_key(key)
    require(actor(), Verb.SEE, partnership.id)
    wanted = Wanted(today(), request.args.get("of") or None, request.args.get("copy") == "partner")
    made = metrics_report_paper(partnership, wanted)
    return file_to_save(made.data, WORD_TYPE, made.filename)
