"""Pages: many months of one partnership from a file."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import Any

from flask import Response, request, url_for

from app.core.errors import RuleViolation
from app.core.files import keep_file, read_file
from app.partnerships.models import Partnership
from app.terms.queries import terms_in_force
from app.web.filters import counted
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import page, see_other, toast

from .. import forms, queries
from ..queries import MonthFigures
from ..rules import FIGURES, hidden_up_to, month_number, month_problem
from ..service import Wanted, save_months
from .blueprint import NUMBERS, bp, opened, start_of


@bp.get(f"{NUMBERS}/bring")
def bring(key: str) -> Response:
    """Bring many months from a file."""
    return _bring_page(opened(key), FormData())


@bp.post(f"{NUMBERS}/bring")
def look(key: str) -> Response:
    """Read a file and show what it would change; nothing is saved yet."""
    partnership, form = opened(key), FormData(request.form)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        form.fail("file", "Choose the file.")
        return _bring_page(partnership, form, 422)
    with closing(sent):
        data = sent.read(forms.OF_ONE.bytes + 1)
    try:
        found = forms.read_file_of_months(data)
    except RuleViolation as refused:
        form.fail("file", refused.message)
        return _bring_page(partnership, form, 422)
    start, known = start_of(partnership), _first(partnership, found)
    for one in found.months:
        problem = month_problem(one.month_on, month_number(one.month_on, known, start), today())
        found.faults += [f"Line {one.line}: {problem}"] if problem else []
    held = {one.month_on: one for one in queries.every_month(partnership.id)}
    changed = [one for one in found.months if _differs(one, held.get(one.month_on))]
    digest = ""
    if changed and not found.faults:
        versions = {(0, on): one.version for on, one in held.items()}
        digest = keep_file(forms.to_keep(changed, versions), now=now())
    return _bring_page(partnership, form, found=found, changed=changed, held=held, digest=digest)


@bp.post(f"{NUMBERS}/bring/save")
def save_file(key: str) -> Response:
    """Save what was shown, unless somebody saved one of these months since."""
    partnership, form = opened(key), FormData(request.form)
    kept = forms.from_kept(read_file(form.text("file_digest", limit=64)))
    wanted = [Wanted(one.month_on, one.values, seen) for one, seen in kept]
    batch = save_months(
        partnership, wanted, start=start_of(partnership), actor=actor(), now=now(), today=today()
    )
    undo = url_for("metrics.undo", key=key, batch_id=batch)
    toast(f"{counted(len(wanted), 'month is', 'months are')} saved.", undo=undo)
    return see_other("metrics.index", key=key)


def _first(partnership: Partnership, found: forms.Months) -> tuple[int, date] | None:
    """The month by which the others are counted; in a file that brings the first ones, its earliest."""
    known = queries.known_month(partnership.id)
    if known is not None or not found.months:
        return known
    earliest = min(one.month_on for one in found.months)
    return month_number(earliest, None, start_of(partnership)), earliest


def _differs(one: forms.NewMonth, held: MonthFigures | None) -> bool:
    return held is None or any(held.values.get(name) != value for name, value in one.values.items())


def _bring_page(partnership: Partnership, form: FormData, status: int = 200, **context: Any) -> Response:
    up_to = hidden_up_to(terms_in_force(partnership.id, today()))
    shown = {"up_to": up_to, "found": None, "changed": (), "held": {}, "digest": "", **context}
    figures = {name: (one.label, one.kind.value) for name, one in FIGURES.items()}
    return page("metrics/bring.html", status, partnership=partnership, form=form, figures=figures, **shown)
