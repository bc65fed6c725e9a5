"""Pages: one review, how it is prepared, and what was decided in it."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.balance.queries import balance_words, newest_of, ratings
from app.core.errors import Conflict, RuleViolation
from app.partnerships.models import Partnership
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries, service
from ..models import Review
from ..rules import CONCLUSIONS, DECISIONS, KINDS, State, decision_words, packet_by, progress_words
from .blueprint import bp, opened, opened_review, owner_options, owners_of, sides_of

CHANGED = "Somebody saved this review since you opened it. Look at it, and save again to keep yours."


@bp.get("/<public_id>")
def show(key: str, public_id: str) -> Response:
    """One review: when, why, how far its worksheet is, what was decided and what follows."""
    return _show(*opened_review(key, public_id, Verb.SEE), FormData(initial={"side": "provider"}))


@bp.post("/<public_id>/hold")
def hold_this(key: str, public_id: str) -> Response:
    """Mark this review as held."""
    partnership, row = opened_review(key, public_id)
    form = FormData(request.form)
    held_on = form.day("held_on", missing="Enter the day on which it was held.")
    if held_on is None:
        return _show(partnership, row, form, 422)
    try:
        service.hold_review(partnership, row.due_on, held_on, actor=actor(), now=now(), today=today())
    except RuleViolation as refused:
        form.fail("held_on", refused.message)
        return _show(partnership, row, form, 422)
    toast("Marked as held.", undo=url_for("reviews.take_back", key=key, public_id=public_id))
    return see_other("reviews.show", key=key, public_id=public_id)


@bp.post("/<public_id>/remove")
def remove(key: str, public_id: str) -> Response:
    """Take away a review that was begun by mistake."""
    partnership, row = opened_review(key, public_id)
    try:
        service.remove_review(row, actor=actor(), now=now())
    except RuleViolation as refused:
        form = FormData(initial={"side": "provider"})
        form.fail("remove", refused.message)
        return _show(partnership, row, form, 422)
    toast("The review is taken away. If a date calls for it, it is due again.")
    return see_other("reviews.index", key=key)


@bp.post("/<public_id>/promise")
def promise(key: str, public_id: str) -> Response:
    """Note a promise that came of the review."""
    partnership, row = opened_review(key, public_id)
    facts, form = forms.read_promise(request.form, owners_of(partnership))
    if facts is None:
        return _show(partnership, row, form, 422)
    service.add_promise(row, facts, actor=actor(), now=now())
    toast("The action is noted.")
    return see_other("reviews.show", key=key, public_id=public_id, anchor="h-actions")


@bp.post("/<public_id>/learned")
def learned(key: str, public_id: str) -> Response:
    """Note what was learned on the way."""
    partnership, row = opened_review(key, public_id)
    text, seen, form = forms.read_learned(request.form)
    if text is None:
        return _show(partnership, row, form, 422)
    service.note_learned(row, text, seen=seen, actor=actor(), now=now())
    toast("Noted.")
    return see_other("reviews.show", key=key, public_id=public_id, anchor="h-learned")


def _show(partnership: Partnership, row: Review, form: FormData, status: int = 200) -> Response:
    parts, on = queries.worksheet(row), row.planned_on or row.due_on
    before = queries.review_before(row)
    return page(
        "reviews/show.html",
        status,
        partnership=partnership,
        row=row,
        on=on,
        kind=queries.kind_words(row),
        packet_on=packet_by(on),
        parts=parts,
        progress=progress_words(parts),
        signals=queries.signals_in(row.id),
        guests=queries.guests_of(row.id),
        actions=queries.actions_of(row),
        cost=queries.cost_of(row, today()),
        before=before,
        balance=balance_words(newest_of(ratings(partnership.id)), partnership.payer.name),
        decisions=DECISIONS,
        conclusions=CONCLUSIONS,
        steps=queries.steps_after(row),
        form=form,
        sides=sides_of(partnership),
        owners=owner_options(partnership),
        today=today(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


# --- before it takes place


@bp.get("/<public_id>/prepare")
def prepare(key: str, public_id: str) -> Response:
    """The form: when, who, and which signals."""
    partnership, row = opened_review(key, public_id)
    chosen = [one.public_id for one in queries.signals_in(row.id)]
    return _prepare(partnership, row, forms.preparation_form(row, queries.guests_of(row.id), chosen))


@bp.post("/<public_id>/prepare")
def save_preparation(key: str, public_id: str) -> Response:
    """Keep when it takes place, who comes and what is talked about."""
    partnership, row = opened_review(key, public_id)
    people = set(owners_of(partnership))
    people |= {one.public_id for one in queries.guests_of(row.id)}
    signals = {one.public_id for one in queries.signals_to_choose(row, today())}
    facts, seen, form = forms.read_preparation(request.form, people, signals)
    if facts is None:
        return _prepare(partnership, row, form, 422)
    try:
        service.prepare_review(row, facts, seen=seen, actor=actor(), now=now(), today=today())
    except RuleViolation as refused:
        form.fail("planned_on", refused.message)
        return _prepare(partnership, row, form, 422)
    except Conflict:
        _partnership, fresh = opened_review(key, public_id)
        form.values["seen"] = str(fresh.version)
        form.fail("kind", CHANGED)
        return _prepare(partnership, fresh, form, 409)
    toast("The preparation is saved.")
    return see_other("reviews.show", key=key, public_id=public_id)


def _prepare(partnership: Partnership, row: Review, form: FormData, status: int = 200) -> Response:
    here = dict(owner_options(partnership))
    for one in queries.guests_of(row.id):
        here.setdefault(one.public_id, one.words)
    return page(
        "reviews/prepare.html",
        status,
        partnership=partnership,
        row=row,
        form=form,
        kinds=list(KINDS.items()),
        people=list(here.items()),
        usual=queries.usual_guests(),
        signals=[
            (one.public_id, f"{one.title}, since {one.fired_on:%B} {one.fired_on.year}")
            for one in queries.signals_to_choose(row, today())
        ],
    )


# --- the decision


@bp.get("/<public_id>/decision")
def decision(key: str, public_id: str) -> Response:
    """The form of the decision."""
    partnership, row = opened_review(key, public_id)
    return _decision(partnership, row, forms.decision_form(row))


@bp.post("/<public_id>/decision")
def decide(key: str, public_id: str) -> Response:
    """Keep the decision, and begin the next review when a day is given for it."""
    partnership, row = opened_review(key, public_id)
    facts, seen, form = forms.read_decision(request.form, row.held_on, today())
    if facts is None:
        return _decision(partnership, row, form, 422)
    try:
        batch = service.decide(row, facts, seen=seen, actor=actor(), now=now(), today=today())
    except RuleViolation as refused:
        form.fail("next_on" if row.held_on else "decision", refused.message)
        return _decision(partnership, row, form, 422)
    except Conflict:
        _partnership, fresh = opened_review(key, public_id)
        form.values["seen"] = str(fresh.version)
        form.fail("decision", _decided_meanwhile(fresh))
        return _decision(partnership, fresh, form, 409)
    toast("The decision is kept.", undo=url_for("reviews.undo_decision", key=key, batch_id=batch))
    return see_other("reviews.show", key=key, public_id=public_id, anchor="h-decision")


@bp.post("/decision/undo/<batch_id>")
def undo_decision(key: str, batch_id: str) -> Response:
    """Take a decision back."""
    public_id, found = service.take_decision_back(opened(key), batch_id, actor=actor(), now=now())
    toast("It is as it was." if not found.left else "Somebody changed part of it since; that part stays.")
    return see_other("reviews.show", key=key, public_id=public_id, anchor="h-decision")


def _decided_meanwhile(fresh: Review) -> str:
    """What somebody else decided while this form was open, for both to be seen together."""
    if not fresh.decision:
        return CHANGED
    saved, why = decision_words(fresh.decision), f": {fresh.reasons}" if fresh.reasons else "."
    return f"Somebody saved “{saved}” since you opened it{why} Save again to keep yours."


def _decision(partnership: Partnership, row: Review, form: FormData, status: int = 200) -> Response:
    parts = queries.worksheet(row)
    return page(
        "reviews/decision.html",
        status,
        partnership=partnership,
        row=row,
        form=form,
        decisions=list(DECISIONS.items()),
        changes=[(part.title, one) for part in parts for one in part.questions if one.state == State.CHANGE],
        progress=progress_words(parts),
    )
