"""The renewal and notice calendar: as a page, and in Word for all partnerships or for one."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import require
from app.documents.formats import WORD_TYPE
from app.web.request import actor, house, today
from app.web.responses import file_to_save, page

from ..queries.renewals import renewal_facts
from ..rules.renewals import without_gaps
from ..service.renewals import all_renewals_paper
from .blueprint import bp
from .outreach import INTERNAL, PARTNER, word_paper

MOST = 50


@bp.get("/contracts/calendar", endpoint="renewals")
def renewals() -> Response:
    """What ends, renews or is looked at in the next eighteen months."""
    require(actor(), Verb.SEE)
    facts = renewal_facts(house(), today())
    months = without_gaps(facts.months)
    return page("papers/renewals.html", facts=facts, months=months, today=today(), most=MOST)


@bp.get("/contracts/calendar.docx", endpoint="all_renewals")
def all_renewals() -> Response:
    """The same in Word."""
    require(actor(), Verb.SEE)
    made = all_renewals_paper(house(), today())
    return file_to_save(made.data, WORD_TYPE, made.filename)


@bp.get("/partnerships/<key>/dates.docx", endpoint="renewals_of")
def renewals_of(key: str) -> Response:
    """One agreement, for us or for both sides."""
    copy = request.args.get("copy", INTERNAL)
    return word_paper(key, "M7", None, partner_copy=copy == PARTNER)
