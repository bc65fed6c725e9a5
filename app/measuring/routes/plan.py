"""Pages: the plan, what can be chosen, and one metric."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import may
from app.core.errors import RuleViolation
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage
from app.terms.queries import terms_in_force
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries, rules, service
from ..models import PlannedMetric
from ..service.plan import IN_CONTRACT, MEASURES, METRICS_TERM
from .blueprint import bp, opened, said


@bp.get("")
def index(key: str) -> Response:
    """What was agreed to measure, and what it came to last."""
    partnership = opened(key, Verb.SEE)
    rows = queries.plan(partnership.id, today())
    metrics = [row.metric for row in rows]
    in_contract = terms_in_force(partnership.id, today()).get(METRICS_TERM) or ()
    planned = {one.name: one.frequency for one in metrics if one.purpose == IN_CONTRACT}
    return page(
        "measuring/index.html",
        partnership=partnership,
        groups=_grouped(rows),
        words=rules.plan_words(metrics, sum(row.target is rules.Target.OUTSIDE for row in rows)),
        beside=rules.beside_contract(in_contract, planned),
        retired=queries.retired(partnership.id, today()),
        notes=queries.choosing_notes(),
        say=rules,
        can_edit=may(actor(), Verb.EDIT, partnership.id),
        signed=Stage(partnership.stage).is_signed,
    )


def _grouped(rows: tuple[queries.PlanRow, ...]) -> list[tuple[str, list[queries.PlanRow]]]:
    found = [(title, [row for row in rows if row.group == name]) for name, title in rules.GROUPS.items()]
    return [(title, each) for title, each in found if each]


@bp.get("/new")
def choose(key: str) -> Response:
    """What can be measured: the list of the catalogue, what is gathered elsewhere first."""
    partnership = opened(key)
    groups = queries.choices(partnership.id)
    rows = queries.plan(partnership.id, today())
    hours, _unknown = rules.hours_together([row.metric for row in rows])
    return page(
        "measuring/choose.html",
        partnership=partnership,
        groups=groups,
        notes=queries.choosing_notes(),
        hours=hours,
        say=rules,
    )


@bp.get("/new/<item>")
def new(key: str, item: str) -> Response:
    """The form of a metric that is not in the plan yet."""
    partnership, one = opened(key), queries.get_item(item)
    return _form_page(partnership, forms.new_metric_form(queries.start_values(one)), item)


@bp.post("/new/<item>")
def add(key: str, item: str) -> Response:
    """Put a metric into the plan."""
    partnership, one = opened(key), queries.get_item(item)
    facts, form = forms.read_metric(request.form)
    if facts is None:
        return _form_page(partnership, form, item, status=422)
    try:
        row, batch = service.add_metric(partnership, one.id if one else "", facts, actor=actor(), now=now())
    except RuleViolation as refused:
        form.fail("name", refused.message)
        return _form_page(partnership, form, item, status=422)
    said(key, f"“{row.name}” is in the plan.", batch)
    return see_other("measuring.show", key=key, public_id=row.public_id)


@bp.get("/<public_id>/edit")
def edit(key: str, public_id: str) -> Response:
    """The form of a metric of the plan."""
    partnership = opened(key)
    row = queries.get_metric(partnership.id, public_id)
    return _form_page(partnership, forms.metric_form(row), row.item or "own", row)


@bp.post("/<public_id>/edit")
def save(key: str, public_id: str) -> Response:
    """Save what was changed."""
    partnership = opened(key)
    row = queries.get_metric(partnership.id, public_id)
    facts, form = forms.read_metric(request.form)
    seen = form.whole("seen") or 0
    if facts is None:
        return _form_page(partnership, form, row.item or "own", row, 422)
    try:
        batch = service.save_metric(row, facts, seen=seen, actor=actor(), now=now())
    except RuleViolation as refused:
        moved = (name for name in MEASURES if facts[name] != getattr(row, name))
        form.fail(next(moved, "name"), refused.message)
        return _form_page(partnership, form, row.item or "own", row, 422)
    said(key, f"“{facts['name']}” is saved.", batch)
    return see_other("measuring.show", key=key, public_id=public_id)


@bp.post("/<public_id>/retire")
def retire(key: str, public_id: str) -> Response:
    """Gather it no longer, from today on."""
    row = queries.get_metric(opened(key).id, public_id)
    said(key, f"“{row.name}” is retired.", service.retire(row, today(), actor=actor(), now=now()))
    return see_other("measuring.index", key=key)


@bp.post("/<public_id>/back")
def back(key: str, public_id: str) -> Response:
    """Gather it again."""
    row = queries.get_metric(opened(key).id, public_id)
    said(key, f"“{row.name}” is gathered again.", service.bring_back(row, actor=actor(), now=now()))
    return see_other("measuring.show", key=key, public_id=public_id)


@bp.post("/<public_id>/remove")
def remove(key: str, public_id: str) -> Response:
    """Take a metric away that has no values."""
    row = queries.get_metric(opened(key).id, public_id)
    said(key, f"“{row.name}” is gone.", service.remove_metric(row, actor=actor(), now=now()))
    return see_other("measuring.index", key=key)


@bp.post("/from-contract")
def from_contract(key: str) -> Response:
    """Put what only the term sheet names into the plan."""
    number, batch = service.add_from_contract(opened(key), today(), actor=actor(), now=now())
    said(key, f"{number} more {'is' if number == 1 else 'are'} in the plan.", batch)
    return see_other("measuring.index", key=key)


@bp.post("/to-contract")
def to_contract(key: str) -> Response:
    """Put what only the plan has into the term sheet."""
    try:
        number, batch = service.to_contract(opened(key), today(), actor=actor(), now=now())
    except RuleViolation as refused:
        toast(refused.message)
    else:
        said(key, f"{number} more {'is' if number == 1 else 'are'} in the term sheet.", batch)
    return see_other("drafts.index", key=key, group="numbers")


@bp.post("/undo/<batch_id>")
def undo(key: str, batch_id: str) -> Response:
    """Take the last click back."""
    found = service.take_back(opened(key), batch_id, actor=actor(), now=now())
    toast("It is as it was." if not found.left else "Somebody worked on it since, so it stays.")
    return see_other("measuring.index", key=key)


def _form_page(
    partnership: Partnership, form: FormData, item: str, row: PlannedMetric | None = None, status: int = 200
) -> Response:
    sets: dict[str, Any] = {name: list(answers.items()) for name, (answers, _needed) in forms.SETS.items()}
    return page(
        "measuring/edit.html",
        status,
        partnership=partnership,
        form=form,
        item=item,
        known=queries.get_item(item),
        row=row,
        sets=sets,
        receivers=list(rules.RECEIVERS.items()),
        cautions=queries.choosing_notes()["cautions"],
    )
