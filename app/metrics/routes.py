"""Pages: the numbers of a partnership month by month, and the form of one month."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask.blueprints import BlueprintSetupState

from app.accounts.rules import Verb
from app.accounts.service import may, require
from app.charts.told import Told
from app.core.calendar import add_months
from app.core.errors import Conflict, NotFound, RuleViolation
from app.core.files import keep_file, read_file
from app.documents.formats import EXCEL_TYPE
from app.partnerships.models import Partnership
from app.partnerships.queries import get_by_key
from app.terms.queries import terms_in_force
from app.web.filters import counted, month_name
from app.web.formdata import FormData
from app.web.request import actor, list_offset, now, today
from app.web.responses import file_to_save, page, partial, see_other, toast

from . import forms, queries
from .queries import MonthFigures
from .rules import (
    FACTS,
    FIGURES,
    GROUPS,
    USUAL_TOLERANCE,
    checks,
    figure,
    first_missing,
    let_follow,
    missing_months,
    month_number,
    month_problem,
    newest_enterable,
    register_words,
)
from .service import Wanted, save_assumptions, save_months, take_back_assumptions, take_back_month

bp = Blueprint("metrics", __name__, url_prefix="/partnerships/<key>/numbers")
START = "S03.start_date"


def _open(key: str, verb: Verb = Verb.EDIT) -> Partnership:
    partnership = get_by_key(key)
    require(actor(), verb, partnership.id)
    return partnership


@bp.record_once
def _beside(state: BlueprintSetupState) -> None:
    state.app.add_url_rule("/numbers", "metrics.house", house)


def house() -> Response:
    """Every partnership's caseload and margin beside each other."""
    require(actor(), Verb.SEE)
    offset = list_offset()
    return page("metrics/house.html", found=queries.house_numbers(offset), offset=offset)


@bp.get("")
def index(key: str) -> Response:
    """Every month with what it says at a glance, the newest first."""
    partnership = _open(key, Verb.SEE)
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


@bp.get("/file.csv")
def file(key: str) -> Response:
    """Every figure of every month as a file that Excel opens."""
    partnership = _open(key, Verb.SEE)
    data = forms.write_csv(queries.every_month(partnership.id))
    return file_to_save(data, "text/csv; charset=utf-8", f"{partnership.key}-numbers.csv")


@bp.get("/template.xlsx")
def template(key: str) -> Response:
    """A workbook with a row for each month that is missing."""
    partnership = _open(key, Verb.SEE)
    months = missing_months(queries.months_entered(partnership.id), today(), queries.MOST_OFFERED)
    return file_to_save(forms.write_template(months), EXCEL_TYPE, f"{partnership.key}-months-to-fill.xlsx")


@bp.get("/bring")
def bring(key: str) -> Response:
    """Bring many months from a file."""
    return _bring_page(_open(key), FormData())


@bp.post("/bring")
def look(key: str) -> Response:
    """Read a file and show what it would change; nothing is saved yet."""
    partnership, form = _open(key), FormData(request.form)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        form.fail("file", "Choose the file.")
        return _bring_page(partnership, form, 422)
    with closing(sent):
        data = sent.read(forms.MOST_BYTES + 1)
    try:
        found = forms.read_file_of_months(data)
    except RuleViolation as refused:
        form.fail("file", refused.message)
        return _bring_page(partnership, form, 422)
    start, known = _start(partnership), _first(partnership, found)
    for one in found.months:
        problem = month_problem(one.month_on, month_number(one.month_on, known, start), today())
        found.faults += [f"Line {one.line}: {problem}"] if problem else []
    held = {one.month_on: one for one in queries.every_month(partnership.id)}
    changed = [one for one in found.months if _differs(one, held.get(one.month_on))]
    digest = ""
    if changed and not found.faults:
        versions = {on: one.version for on, one in held.items()}
        digest = keep_file(forms.to_keep(changed, versions), now=now())
    return _bring_page(partnership, form, found=found, changed=changed, held=held, digest=digest)


@bp.post("/bring/save")
def save_file(key: str) -> Response:
    """Save what was shown, unless somebody saved one of these months since."""
    partnership, form = _open(key), FormData(request.form)
    kept = forms.from_kept(read_file(form.text("file_digest", limit=64)))
    wanted = [Wanted(one.month_on, one.values, seen) for one, seen in kept]
    batch = save_months(
        partnership, wanted, start=_start(partnership), actor=actor(), now=now(), today=today()
    )
    undo = url_for("metrics.undo", key=key, batch_id=batch)
    toast(f"{counted(len(wanted), 'month is', 'months are')} saved.", undo=undo)
    return see_other("metrics.index", key=key)


def _start(partnership: Partnership) -> date | None:
    found = terms_in_force(partnership.id, today()).get(START)
    return found if isinstance(found, date) else None


def _first(partnership: Partnership, found: forms.Months) -> tuple[int, date] | None:
    """The month by which the others are counted; in a file that brings the first ones, its earliest."""
    known = queries.known_month(partnership.id)
    if known is not None or not found.months:
        return known
    earliest = min(one.month_on for one in found.months)
    return month_number(earliest, None, _start(partnership)), earliest


def _differs(one: forms.NewMonth, held: MonthFigures | None) -> bool:
    return held is None or any(held.values.get(name) != value for name, value in one.values.items())


def _bring_page(partnership: Partnership, form: FormData, status: int = 200, **context: Any) -> Response:
    shown = {"found": None, "changed": (), "held": {}, "digest": "", **context}
    figures = {name: (one.label, one.kind.value) for name, one in FIGURES.items()}
    return page("metrics/bring.html", status, partnership=partnership, form=form, figures=figures, **shown)


@bp.get("/assumptions")
def assumed(key: str) -> Response:
    """What was assumed at signing, beside what the last months say."""
    partnership = _open(key, Verb.SEE)
    return _assumed_page(partnership, forms.assumption_form(queries.assumptions(partnership.id)))


@bp.post("/assumptions")
def save_assumed(key: str) -> Response:
    """Save what was assumed."""
    partnership = _open(key)
    wanted, form = forms.read_assumptions(request.form)
    if wanted is None:
        return _assumed_page(partnership, form, 422)
    try:
        batch = save_assumptions(partnership, wanted, actor=actor(), now=now())
    except Conflict:
        forms.name_changes(form, wanted, queries.assumptions(partnership.id))
        return _assumed_page(partnership, form, 409)
    toast("What was assumed is saved.", undo=url_for("metrics.undo_assumed", key=key, batch_id=batch))
    return see_other("metrics.assumed", key=key)


@bp.post("/assumptions/undo/<batch_id>")
def undo_assumed(key: str, batch_id: str) -> Response:
    """Take the last saving of assumptions back."""
    found = take_back_assumptions(_open(key), batch_id, actor=actor(), now=now())
    toast("The assumptions are as they were." if not found.left else "Somebody changed them since.")
    return see_other("metrics.assumed", key=key)


def _assumed_page(partnership: Partnership, form: FormData, status: int = 200) -> Response:
    rows = queries.register(partnership.id)
    return page(
        "metrics/assumptions.html",
        status,
        partnership=partnership,
        rows=rows,
        words=register_words(rows),
        form=form,
        facts=FACTS.values(),
        usual=USUAL_TOLERANCE,
        figure=figure,
        today=today(),
        can_edit=may(actor(), Verb.EDIT, partnership.id),
    )


@bp.get("/<month>")
def month(key: str, month: str) -> Response:
    """The form of one month."""
    partnership = _open(key)
    on = _month_on(month)
    held = queries.get_month(partnership.id, on)
    before = queries.get_month(partnership.id, add_months(on, -1))
    proposed = {"census_start": before.values["census_end"]} if before else {}
    form = forms.month_form(held.values if held else proposed, held.version if held else 0)
    return _month_page(partnership, on, form, held)


@bp.post("/<month>")
def save(key: str, month: str) -> Response:
    """Save the figures of one month."""
    partnership, on = _open(key), _month_on(month)
    held = queries.get_month(partnership.id, on)
    values, seen, form = forms.read_month(request.form)
    if values is None:
        return _month_page(partnership, on, form, held, 422)
    wanted = [Wanted(on, values, seen)]
    batch = save_months(
        partnership, wanted, start=_start(partnership), actor=actor(), now=now(), today=today()
    )
    undo = url_for("metrics.undo", key=key, batch_id=batch)
    toast(f"The numbers of {month_name(on)} are saved.", undo=undo)
    return see_other("metrics.index", key=key)


@bp.post("/<month>/check")
def check(key: str, month: str) -> Response:
    """Whether the figures typed so far fit together; nothing is saved."""
    partnership, on = _open(key), _month_on(month)
    values, _seen, form = forms.read_month(request.form)
    held = queries.get_month(partnership.id, on)
    typed = let_follow(values or {}, held.values if held else {})
    found = _checks(partnership, on, typed)
    unread = any(form.values.get(name) for name in form.errors)  # nothing typed yet is no mistake here
    return partial("metrics/_checks.html", checks=found, readable=not unread)


@bp.post("/undo/<batch_id>")
def undo(key: str, batch_id: str) -> Response:
    """Take the last saving of a month back."""
    found = take_back_month(_open(key), batch_id, actor=actor(), now=now())
    toast("The numbers are as they were." if not found.left else "Somebody changed them since, so they stay.")
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
