"""Pages: decision requests, a short log."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.core.calendar import span_words
from app.partnerships.models import Partnership
from app.people.queries import usual_days_to_decide
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import page, partial, see_other, toast, wants_partial

from .. import forms, queries, service
from ..models import DecisionRequest
from .blueprint import bp, opened

PAGE = queries.PAGE


@bp.get("/partnerships/<key>/decision-requests", endpoint="decisions")
def index(key: str) -> Response:
    """What was asked of whom for decision, and how long it takes."""
    return _list_page(opened(key))


@bp.post("/partnerships/<key>/decision-requests", endpoint="create_decision")
def create(key: str) -> Response:
    """Note a request."""
    partnership = opened(key, Verb.EDIT)
    facts, form = forms.read_decision(request.form, today())
    if facts is None:
        return _list_page(partnership, form, 422)
    made = service.create_decision(partnership, facts, actor=actor(), now=now())
    toast("The request is noted.", undo=url_for("relationship.remove_decision", public_id=made.public_id))
    return see_other("relationship.decisions", key=key)


@bp.get("/decision-requests/<public_id>", endpoint="decision")
def show(public_id: str) -> Response:
    """One line of the log, for who closes its form; the list for everybody else."""
    decision = queries.get_decision(public_id)
    require(actor(), Verb.SEE, decision.partnership_id)
    return _row(decision)


@bp.get("/decision-requests/<public_id>/edit", endpoint="edit_decision")
def edit(public_id: str) -> Response:
    """The form with what is known, in place of its line."""
    decision = _open(public_id)
    return _form(forms.decision_form(decision), decision)


@bp.post("/decision-requests/<public_id>", endpoint="update_decision")
def update(public_id: str) -> Response:
    """Save what changed."""
    decision = _open(public_id)
    facts, form = forms.read_decision(request.form, today(), forms.row_prefix(public_id))
    seen = form.whole("seen")
    if facts is None:
        return _form(form, decision, 422)
    service.update_decision(decision, facts, actor=actor(), now=now(), seen=seen)
    toast("The request is saved.")
    return _row(decision)


@bp.post("/decision-requests/<public_id>/remove", endpoint="remove_decision")
def remove(public_id: str) -> Response:
    """Take it off the list, with a way back."""
    decision = _open(public_id)
    service.remove_decision(decision, actor=actor(), now=now())
    undo = url_for("relationship.restore_decision", public_id=public_id)
    toast("The request is off the list.", undo=undo)
    return see_other("relationship.decisions", key=decision.partnership.key)


@bp.post("/decision-requests/<public_id>/restore", endpoint="restore_decision")
def restore(public_id: str) -> Response:
    """Undo."""
    decision = _open(public_id)
    service.restore_decision(decision, actor=actor(), now=now())
    toast("The request is back.")
    return see_other("relationship.decisions", key=decision.partnership.key)


def _open(public_id: str) -> DecisionRequest:
    """The request of this address, for somebody who may change it."""
    require(actor(), Verb.EDIT)
    decision = queries.get_decision(public_id)
    require(actor(), Verb.EDIT, decision.partnership_id)
    return decision


def _row(decision: DecisionRequest) -> Response:
    if not wants_partial():
        return see_other("relationship.decisions", key=decision.partnership.key)
    return partial(
        "relationship/_decision.html",
        decision=queries.get_decision_row(decision.public_id),
        partnership=decision.partnership,
        today=today(),
        can_edit=may(actor(), Verb.EDIT, decision.partnership_id),
    )


def _form(form: FormData, decision: DecisionRequest, status: int = 200) -> Response:
    answer = partial if wants_partial() else page
    return answer(
        "relationship/_decision_form.html" if wants_partial() else "relationship/decision_form.html",
        status,
        form=form,
        decision=decision,
        prefix=forms.row_prefix(decision.public_id),
        partnership=decision.partnership,
        sides=forms.side_options(decision.partnership),
    )


def _list_page(partnership: Partnership, form: FormData | None = None, status: int = 200) -> Response:
    offset = list_offset()
    rows = queries.decision_page(partnership.id, offset=offset)
    usual = usual_days_to_decide(partnership.payer_id)
    measured = queries.measured_days_to_decide(partnership.payer_id)
    initial = {"asked_on": today().isoformat(), "side": "payer"}
    return page(
        "relationship/decisions.html",
        status,
        partnership=partnership,
        rows=rows[:PAGE],
        more=len(rows) > PAGE,
        offset=offset,
        prefix="",
        waiting=[row for row in rows[:PAGE] if row.decided_on is None],
        usual=span_words(usual) if usual is not None else "",
        measured=span_words(measured) if measured is not None else "",
        form=form or FormData(initial=initial),
        sides=forms.side_options(partnership),
        today=today(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )
