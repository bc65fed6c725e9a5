"""Pages: the numbers of a partnership month by month, and the form of one month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Response, request, url_for

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.charts.told import Told
from app.core.calendar import add_months
from app.core.errors import NotFound
from app.documents.formats import EXCEL_TYPE
from app.partnerships.models import Partnership
from app.web.filters import month_name
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import file_to_save, page, partial, see_other, toast

from .. import forms, queries
from ..queries import MonthFigures
from ..rules import (
    GROUPS,
    State,
    checks,
    first_missing,
    let_follow,
    missing_months,
    newest_enterable,
)
from ..service import Wanted, save_months, take_back_month
from .blueprint import NUMBERS, bp, opened, start_of

MOST_TOLD = 2  # sums that do not fit, in the sentence after saving


@bp.get("/numbers")
def house() -> Response:
    """Every partnership's caseload and margin beside each other."""
    require(actor(), Verb.SEE)
    offset = list_offset()
    found = queries.house_numbers(offset)
    return page(
        "metrics/house.html",
        found=found,
        offset=offset,
        size=queries.PICTURED,
        can_edit=may(actor(), Verb.EDIT),
    )


@bp.get(NUMBERS)
def index(key: str) -> Response:
    """Every month with what it says at a glance, the newest first."""
    partnership = opened(key, Verb.SEE)
    offset = list_offset()
    rows = queries.month_page(partnership.id, offset)
    entered = queries.months_entered(partnership.id)
    return page(
        "metrics/index.html",
        partnership=partnership,
        rows=rows[: queries.PAGE],
        more=len(rows) > queries.PAGE,
        offset=offset,
        missing=first_missing(entered, today()),
        charts=_charts(rows) if rows and not offset else (),
        newest=max(entered, default=None),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


def _charts(rows: Sequence[queries.MonthRow]) -> tuple[tuple[str, Told], ...]:
    """The pictures above the list with the names of their places."""
    return (
        ("caseload", queries.caseload_chart(rows)),
        ("way", queries.funnel_chart(rows)),
        ("margin", queries.margin_chart(rows)),
        ("payment", queries.payment_chart(rows)),
    )


@bp.get(f"{NUMBERS}/file.csv")
def file(key: str) -> Response:
    """Every figure of every month as a file that Excel opens."""
    partnership = opened(key, Verb.SEE)
    data = forms.write_csv(queries.every_month(partnership.id))
    return file_to_save(data, "text/csv; charset=utf-8", f"{partnership.key}-numbers.csv")


@bp.get(f"{NUMBERS}/to-share.csv")
def file_to_share(key: str) -> Response:
    """The months as a partner may see them: small counts hidden unless both sides agreed to show them."""
    partnership = opened(key, Verb.SEE)
    up_to = queries.small_counts_up_to(partnership.id, today())
    data = forms.write_csv_to_share(queries.every_month(partnership.id), up_to)
    return file_to_save(data, "text/csv; charset=utf-8", f"{partnership.key}-numbers-to-share.csv")


@bp.get(f"{NUMBERS}/template.xlsx")
def template(key: str) -> Response:
    """A workbook with a row for each month that is missing."""
    partnership = opened(key, Verb.SEE)
    months = missing_months(queries.months_entered(partnership.id), today(), queries.MOST_OFFERED)
    return file_to_save(forms.write_template(months), EXCEL_TYPE, f"{partnership.key}-months-to-fill.xlsx")


@bp.get(f"{NUMBERS}/<month>")
def month(key: str, month: str) -> Response:
    """The form of one month."""
    partnership = opened(key)
    on = _month_on(month)
    held = queries.get_month(partnership.id, on)
    before = queries.get_month(partnership.id, add_months(on, -1))
    proposed = {"census_start": before.values["census_end"]} if before else {}
    form = forms.month_form(held.values if held else proposed, held.version if held else 0)
    return _month_page(partnership, on, form, held)


@bp.post(f"{NUMBERS}/<month>")
def save(key: str, month: str) -> Response:
    """Save the figures of one month."""
    partnership, on = opened(key), _month_on(month)
    held = queries.get_month(partnership.id, on)
    values, seen, form = forms.read_month(request.form)
    if values is None:
        return _month_page(partnership, on, form, held, 422)
    wanted = [Wanted(on, values, seen)]
    batch = save_months(
        partnership, wanted, start=start_of(partnership), actor=actor(), now=now(), today=today()
    )
    undo = url_for("metrics.undo", key=key, batch_id=batch)
    kept = queries.get_month(partnership.id, on)
    off = [
        one.sentence
        for one in _checks(partnership, on, kept.values if kept else {})
        if one.state is State.OFF
    ]
    saved = f"The numbers of {month_name(on)} are saved"
    toast(f"{saved}, but they do not fit yet: {' '.join(off[:MOST_TOLD])}" if off else f"{saved}.", undo=undo)
    return see_other("metrics.index", key=key)


@bp.post(f"{NUMBERS}/<month>/check")
def check(key: str, month: str) -> Response:
    """Whether the figures typed so far fit together; nothing is saved."""
    partnership, on = opened(key), _month_on(month)
    values, _seen, form = forms.read_month(request.form)
    held = queries.get_month(partnership.id, on)
    typed = let_follow(values or {}, held.values if held else {})
    found = _checks(partnership, on, typed)
    unread = any(form.values.get(name) for name in form.errors)  # nothing typed yet is no mistake here
    return partial("metrics/_checks.html", checks=found, readable=not unread)


@bp.post(f"{NUMBERS}/undo/<batch_id>")
def undo(key: str, batch_id: str) -> Response:
    """Take the last saving of a month back."""
    take_back_month(opened(key), batch_id, actor=actor(), now=now())
    toast("The numbers are as they were.")
    return see_other("metrics.index", key=key)


def _month_on(text: str) -> date:
    on = forms.read_month_on(text)
    if on is None:
        raise NotFound("This address names no month.")
    return on


def _checks(partnership: Partnership, on: date, values: dict[str, Any]) -> Any:
    before = queries.get_month(partnership.id, add_months(on, -1))
    return checks(values, before.values.get("census_end") if before else None)


def _month_page(
    partnership: Partnership, on: date, form: FormData, held: MonthFigures | None, status: int = 200
) -> Response:
    before = queries.get_month(partnership.id, add_months(on, -1))
    return page(
        "metrics/month.html",
        status,
        partnership=partnership,
        on=on,
        form=form,
        held=held,
        groups=GROUPS,
        before=before.values if before else {},
        before_on=add_months(on, -1),
        checks=_checks(partnership, on, held.values if held else {}),
        readable=True,
        over=on <= newest_enterable(today()),
    )
