"""Pages: what asks to be looked at, and one signal with its answer."""

from __future__ import annotations

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.core.errors import Conflict, RuleViolation
from app.metrics.queries import register
from app.metrics.rules import Holds
from app.partnerships.models import Partnership
from app.web.filters import full_day
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries, service
from ..models import Signal
from ..rules import ANSWERS, Standing
from .blueprint import bp, opened

# Where one goes to see or do what a signal is about.
PLACES = {
    "TM26": ("metrics.index", "Enter the numbers"),
    "TR03": ("relationship.concerns", "To the concerns"),
    "TR07": ("relationship.decisions", "To what waits for a decision"),
    "TD06": ("assessments.index", "To the needs assessment"),
    "TD07": ("costs.index", "To the costs"),
    "TD08": ("meetings.plan", "To the communication plan"),
    "TD09": ("outreach.index", "To the referral strategies"),
    "TD10": ("measuring.index", "To the metrics"),
    "TD11": ("costs.payment", "To the start-up support"),
}
FAMILIES = {
    "TM": ("metrics.index", "To the numbers"),
    "TR": ("home.relationship", "To the relationship"),
    "TB": ("balance.index", "To the balance"),
    "TD": ("dates.index", "To the key dates"),
}


def _place(trigger: str) -> tuple[str, str] | None:
    if trigger == "TD12":
        return FAMILIES["TR"]
    return PLACES.get(trigger) or FAMILIES.get(trigger[:2])


@bp.get("")
def index(key: str) -> Response:
    """What asks for an answer, what is watched, and what is over."""
    partnership = opened(key, Verb.SEE)
    offset, side = list_offset(), request.args.get("side", "")
    side = side if side in queries.SIDES else ""
    rows = queries.signals_of(partnership.id, offset=offset, side=side)
    shown, counts = rows[: queries.LISTED], queries.counts_of_all(partnership.id, today())
    return page(
        "triggers/index.html",
        partnership=partnership,
        parts=[(one, [row for row in shown if row.stands(today()) is one]) for one in Standing],
        counts=counts,
        some=any(counts.values()),
        side=side,
        sides=queries.SIDES,
        drifted=[] if offset or side else [one for one in register(partnership.id) if one.holds is Holds.NO],
        more=len(rows) > queries.LISTED,
        offset=offset,
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/<public_id>")
def show(key: str, public_id: str) -> Response:
    """One signal: since when, the numbers, questions, levers, and the answer."""
    partnership = opened(key, Verb.SEE)
    signal = queries.get_signal(partnership.id, public_id)
    return _show(partnership, signal, FormData(initial={"seen": str(signal.version)}))


@bp.post("/<public_id>/answer")
def answer(key: str, public_id: str) -> Response:
    """Keep an answer."""
    partnership = opened(key)
    signal = queries.get_signal(partnership.id, public_id)
    wanted, reason, seen, form = forms.read_answer(request.form)
    if wanted is None:
        return _show(partnership, signal, form, 422)
    try:
        batch = service.answer(signal, wanted, reason, seen=seen, actor=actor(), now=now(), today=today())
    except Conflict:
        fresh = queries.get_signal(partnership.id, public_id)
        form.values["seen"] = str(fresh.version)
        form.fail("answer", "This changed since you opened it. Look at it, and save again to keep yours.")
        return _show(partnership, fresh, form, 409)
    toast("Your answer is kept.", undo=url_for("triggers.undo", key=key, batch_id=batch))
    return see_other("triggers.show", key=key, public_id=public_id)


@bp.post("/<public_id>/agenda")
def agenda(key: str, public_id: str) -> Response:
    """Put it on the agenda of the next meeting."""
    partnership = opened(key)
    signal = queries.get_signal(partnership.id, public_id)
    try:
        _topic, on = service.put_on_agenda(partnership, signal, actor=actor(), now=now(), today=today())
    except RuleViolation as refused:
        form = FormData(initial={"seen": str(signal.version)})
        form.fail("answer", refused.message)
        return _show(partnership, signal, form, 422)
    toast(f"It is on the agenda of {full_day(on)}.")
    return see_other("triggers.show", key=key, public_id=public_id)


@bp.post("/undo/<batch_id>")
def undo(key: str, batch_id: str) -> Response:
    """Take the last answer back."""
    found = service.take_back(opened(key), batch_id, actor=actor(), now=now())
    toast("It is as it was." if not found.left else "Somebody answered anew since, so it stays.")
    return see_other("triggers.index", key=key)


def _show(partnership: Partnership, signal: Signal, form: FormData, status: int = 200) -> Response:
    row = queries.row_of(signal)
    return page(
        "triggers/show.html",
        status,
        partnership=partnership,
        row=row,
        stands=row.stands(today()),
        form=form,
        told=queries.chart_of(partnership, row.trigger, today()) if row.month else None,
        help=queries.help_for(partnership.id, row.trigger),
        beside=queries.beside(partnership.id, row.public_id, today()),
        place=_place(row.trigger),
        has_rule=row.trigger in {one.trigger for one in queries.rules_of(partnership.id)},
        answers=[(one.value, words) for one, words in ANSWERS.items()],
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )
