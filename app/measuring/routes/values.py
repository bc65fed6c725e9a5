"""Pages: one metric with its values, and the value of one period."""

from __future__ import annotations

from flask import Response, request

from app.accounts.rules import Verb
from app.accounts.service import may
from app.core.errors import Conflict, NotFound
from app.partnerships.models import Partnership
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other

from .. import forms, queries, rules, service
from ..models import PlannedMetric
from .blueprint import bp, opened, said


@bp.get("/<public_id>")
def show(key: str, public_id: str) -> Response:
    """A metric: what it means, who does the work, what it came to."""
    partnership = opened(key, Verb.SEE)
    row = queries.get_metric(partnership.id, public_id)
    told = queries.series(row, today())
    metric = queries.planned_of(row)
    finding = rules.finding(metric, told[0].period, *(one.value for one in told[:2]))
    return page(
        "measuring/show.html",
        partnership=partnership,
        row=row,
        metric=metric,
        told=told,
        finding=finding,
        chart=queries.drawn(metric, told, finding),
        computed=row.item in rules.FORMULAS,
        has_values=bool(queries.seen_values(row)),
        comparison=rules.comparison_words(
            row.comparison, row.months_before, row.months_after, row.calculates
        ),
        say=rules,
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/<public_id>/values/<period>")
def value(key: str, public_id: str, period: str) -> Response:
    """The form of one period's value."""
    partnership = opened(key)
    row = queries.get_metric(partnership.id, public_id)
    wanted = _period(row, period)
    return _value_page(partnership, row, wanted, forms.value_form(queries.get_value(row, wanted.start)))


@bp.post("/<public_id>/values/<period>")
def save_value(key: str, public_id: str, period: str) -> Response:
    """Save a value; an emptied form takes it out again."""
    partnership = opened(key)
    row = queries.get_metric(partnership.id, public_id)
    wanted = _period(row, period)
    found, note, form = forms.read_value(
        request.form, row.unit, beside_a_plan=row.item in rules.BESIDE_A_PLAN
    )
    seen = form.whole("seen") or 0
    if not form.ok:
        return _value_page(partnership, row, wanted, form, 422)
    try:
        batch = service.save_value(row, wanted.start, found, note, seen=seen, actor=actor(), now=now())
    except Conflict:
        held = queries.get_value(row, wanted.start)
        form.values["seen"] = str(held.version if held else 0)
        form.fail("seen", "Somebody saved a value here since. Save again to put yours in its place.")
        return _value_page(partnership, row, wanted, form, 409)
    said(key, f"{wanted.words} is saved." if found else f"{wanted.words} is empty again.", batch)
    return see_other("measuring.show", key=key, public_id=public_id)


def _period(row: PlannedMetric, text: str) -> rules.Period:
    """The period that begins on a day. Raises NotFound when there is none such, or it is not over yet."""
    found = rules.period_beginning(text, rules.months_of(row.frequency))
    if found is None or found.after > today():
        raise NotFound("This address names no period that is over.")
    return found


def _value_page(
    partnership: Partnership, row: PlannedMetric, period: rules.Period, form: FormData, status: int = 200
) -> Response:
    return page(
        "measuring/value.html",
        status,
        partnership=partnership,
        row=row,
        period=period,
        unit=rules.UNITS[row.unit],
        form=form,
        computed=queries.computed_value(row, period),
        say=rules,
    )
