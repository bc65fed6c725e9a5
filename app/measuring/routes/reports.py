"""Page: a report of the metrics to the plan, and what stands beside its numbers."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import may
from app.core.errors import Conflict
from app.documents import formats
from app.partnerships.models import Partnership
from app.terms.queries import terms_in_force
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries, rules, service
from .blueprint import bp, opened

CONTACT = "S01.provider_lead"


@bp.get("/report")
def report(key: str) -> Response:
    """A period with every agreed metric in it."""
    partnership = opened(key, Verb.SEE)
    period = forms.read_period(request.args.get("of", ""), today())
    facts = queries.report_facts(partnership, period, today())
    lead = terms_in_force(partnership.id, today()).get(CONTACT)
    contact = formats.contact(lead) if lead else ""
    return _report_page(partnership, facts, forms.report_form(facts.kept, contact))


@bp.post("/report")
def save_report(key: str) -> Response:
    """Keep what stands beside the numbers."""
    partnership = opened(key)
    period = forms.read_period(request.args.get("of", ""), today())
    wanted, form = forms.read_report(request.form)
    seen = form.whole("seen") or 0
    if wanted is None:
        return _report_page(partnership, queries.report_facts(partnership, period, today()), form, 422)
    try:
        service.save_report(partnership, period, wanted, seen=seen, actor=actor(), now=now())
    except Conflict:
        facts = queries.report_facts(partnership, period, today())
        form.values["seen"] = str(facts.kept.version if facts.kept else 0)
        form.fail("seen", "Somebody saved this report since. Save again to put yours in its place.")
        return _report_page(partnership, facts, form, 409)
    toast(f"The report for {period.words} is saved.")
    return see_other("measuring.report", key=key, of=period.code)


def _report_page(
    partnership: Partnership, facts: queries.ReportFacts, form: FormData, status: int = 200
) -> Response:
    return page(
        "measuring/report.html",
        status,
        partnership=partnership,
        facts=facts,
        form=form,
        periods=forms.offered(today()),
        earlier=queries.newest_reports(partnership.id),
        say=rules,
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )
