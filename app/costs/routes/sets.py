"""Pages: what care costs in a partnership, what payment brings, and scenarios beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may
from app.core.errors import Conflict
from app.partnerships.models import Partnership
from app.web.filters import full_day
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, partial, see_other, toast

from .. import forms, queries, rules, service
from ..models import CostSet
from ..queries import SetView
from .blueprint import bp, opened

MEANWHILE = (
    "Somebody saved these costs since. What you typed stands here: keep it as a scenario, "
    "or open the page anew."
)


@bp.get("")
def index(key: str) -> Response:
    """The current costs, or the way to begin."""
    partnership = opened(key, Verb.SEE)
    kept = queries.sets_of(partnership.id)
    if not kept:
        can_edit = may(actor(), Verb.EDIT, partnership.id)
        return page("costs/begin.html", partnership=partnership, can_edit=can_edit)
    return _show(partnership, kept, kept[0])


@bp.post("/begin")
def begin(key: str) -> Response:
    """Begin with invented numbers, to be replaced one by one."""
    partnership = opened(key)
    known = queries.known_of(partnership.id, today())
    note = f"Begun on {full_day(today())} with invented numbers. Replace them with your own."
    case = rules.Case(queries.typical(known), known.layers, {})
    service.begin(partnership, case, note, actor=actor(), now=now())
    toast("Here are numbers to begin with. Put your own in their place.")
    return see_other("costs.index", key=key)


@bp.get("/<public_id>")
def scenario(key: str, public_id: str) -> Response:
    """One scenario."""
    partnership = opened(key, Verb.SEE)
    row = queries.get_set(partnership.id, public_id)
    kept = queries.sets_of(partnership.id)
    return _show(partnership, kept, queries.view_of(row))


@bp.post("/<public_id>")
def save(key: str, public_id: str) -> Response:
    """Save what was typed, keep it as a scenario, or only work it out."""
    partnership = opened(key)
    row = queries.get_set(partnership.id, public_id)
    typed, form = forms.read_costs(request.form)
    what, name = form.choice("do", ("look", "scenario", "save")), ""
    if what == "scenario":
        name = form.text("name", "Give the scenario a name, like “Ask for $960”.", forms.NAME_LENGTH)
    if typed is None or not form.ok:
        return _again(partnership, row, form, typed, 422)
    if what == "look":
        return _again(partnership, row, form, typed, 200)
    if what == "scenario":
        if queries.name_taken(partnership.id, name):
            form.fail("name", f"There is a scenario “{name}” already. Give this one another name.")
            return _again(partnership, row, form, typed, 422)
        made = service.add_scenario(partnership, name, typed.case, row.note, actor=actor(), now=now())
        toast(f"“{name}” is kept beside the other costs.")
        return see_other("costs.scenario", key=key, public_id=made.public_id)
    try:
        batch = service.save(row, typed.case, own=form.flag("own"), seen=typed.seen, actor=actor(), now=now())
    except Conflict:
        form.fail("seen", MEANWHILE)
        return _again(partnership, row, form, typed, 409)
    toast("The costs are saved.", undo=url_for("costs.undo", key=key, batch_id=batch))
    return see_other("costs.scenario", key=key, public_id=row.public_id)


@bp.post("/<public_id>/result")
def result(key: str, public_id: str) -> Response:
    """What the figures typed so far come to; nothing is saved."""
    partnership = opened(key)
    queries.get_set(partnership.id, public_id)
    typed, form = forms.read_costs(request.form)
    found = queries.answer(typed.case) if typed else None
    return partial(
        "costs/_answer.html",
        answer=found,
        faults=form.errors,
        say=rules,
        swapped=True,
    )


@bp.get("/<public_id>/change")
def change(key: str, public_id: str) -> Response:
    """Try a change that somebody proposes."""
    partnership = opened(key, Verb.SEE)
    return _change_page(partnership, queries.get_set(partnership.id, public_id), forms.change_form(), None)


@bp.post("/<public_id>/change")
def try_change(key: str, public_id: str) -> Response:
    """What the change would do; kept as a scenario when that is asked for."""
    partnership = opened(key)
    row = queries.get_set(partnership.id, public_id)
    base = queries.view_of(row)
    proposed, form = forms.read_change(request.form, base.case.inputs)
    keep = form.choice("do", ("look", "keep")) == "keep"
    if keep and not form.values.get("name", "").strip():
        form.fail("name", "Give the proposal a name, like “Two nurse visits a month”.")
    elif keep and queries.name_taken(partnership.id, form.values["name"].strip()):
        form.fail("name", "There is a scenario of this name already. Give this one another name.")
    if proposed is None or not form.ok:
        return _change_page(partnership, row, form, None, 422)
    if not keep:
        return _change_page(partnership, row, form, proposed)
    case = replace(base.case, raw=rules.as_raw(rules.changed(base.case.inputs, proposed.change)))
    made = service.add_scenario(partnership, proposed.name, case, base.note, actor=actor(), now=now())
    toast(f"“{proposed.name}” is kept beside the other costs.")
    return see_other("costs.scenario", key=key, public_id=made.public_id)


@bp.post("/<public_id>/change/result")
def change_result(key: str, public_id: str) -> Response:
    """What the change typed so far would do; nothing is saved."""
    partnership = opened(key)
    base = queries.view_of(queries.get_set(partnership.id, public_id))
    proposed, form = forms.read_change(request.form, base.case.inputs)
    effect = queries.effect_of(base.case, proposed.change) if proposed else None
    return partial(
        "costs/_effect.html",
        effect=effect,
        faults=form.errors,
        base=base,
        warning=_warning(proposed),
        say=rules,
    )


def _warning(proposed: forms.Proposed | None) -> Mapping[str, Any] | None:
    """What to think of when a fixed number of visits is proposed."""
    return queries.minimum_warning() if proposed and proposed.change.least else None


def _change_page(
    partnership: Partnership,
    row: CostSet,
    form: FormData,
    proposed: forms.Proposed | None,
    status: int = 200,
) -> Response:
    base = queries.view_of(row)
    inputs = base.case.inputs
    return page(
        "costs/change.html",
        status,
        partnership=partnership,
        base=base,
        inputs=inputs,
        form=form,
        effect=queries.effect_of(base.case, proposed.change) if proposed else None,
        warning=_warning(proposed),
        faults=form.errors,
        kinds=[(name, name) for name in inputs.encounter_types],
        disciplines=[(one, "Office work" if one == rules.ADMIN else one) for one in inputs.hourly_cost],
        each=tuple(forms.EACH.items()),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
        say=rules,
    )


@bp.post("/<public_id>/remove")
def remove(key: str, public_id: str) -> Response:
    """Take a scenario away."""
    partnership = opened(key)
    row = queries.get_set(partnership.id, public_id)
    batch = service.remove(row, actor=actor(), now=now())
    toast(f"“{row.name}” is gone.", undo=url_for("costs.undo", key=key, batch_id=batch))
    return see_other("costs.index", key=key)


@bp.post("/undo/<batch_id>")
def undo(key: str, batch_id: str) -> Response:
    """Take the last saving or removal back."""
    found = service.undo(opened(key), batch_id, actor=actor(), now=now())
    toast("The costs are as they were." if not found.left else "Somebody changed them since, so they stay.")
    return see_other("costs.index", key=key)


def _again(
    partnership: Partnership, row: CostSet, form: FormData, typed: forms.Typed | None, status: int
) -> Response:
    kept = queries.sets_of(partnership.id)
    return _show(partnership, kept, queries.view_of(row), form, typed, status)


def _show(
    partnership: Partnership,
    kept: tuple[SetView, ...],
    one: SetView,
    form: FormData | None = None,
    typed: forms.Typed | None = None,
    status: int = 200,
) -> Response:
    """The page of one set: as it is kept, or as somebody typed it."""
    fresh = form is None
    form = form or forms.cost_form(one.case, one.version)
    case = typed.case if typed else one.case if fresh else None
    compared = [(each, queries.standing_of(each.case)) for each in kept] if len(kept) > 1 else []
    return page(
        "costs/index.html",
        status,
        partnership=partnership,
        one=one,
        kept=kept,
        compared=compared,
        form=form,
        unsaved=typed is not None,
        answer=queries.answer(case) if case else None,
        faults=form.errors,
        known=queries.known_of(partnership.id, today()),
        counts=forms.row_counts(form),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
        minutes=forms.MINUTES,
        tiers=forms.TIERS,
        at_start=forms.START,
        hour=forms.HOUR,
        usual_share=queries.usual_share(),
        mechanisms=queries.mechanisms(),
        say=rules,
    )
