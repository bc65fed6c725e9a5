"""Pages: the term sheet to Excel and back, with a look at what would change before anything is saved."""

from __future__ import annotations

import hashlib
from contextlib import closing
from datetime import date
from typing import Any

from flask import Response, request

from app.accounts.rules import Verb
from app.core.errors import RuleViolation
from app.core.files import keep_file, read_file
from app.documents.formats import EXCEL_TYPE, file_name
from app.partnerships.models import Partnership
from app.terms.queries import TermSheet, definitions, shown_value, term_sheet
from app.terms.service import Overtaken, set_terms
from app.terms.values import TermDefinition
from app.web.filters import counted, full_day
from app.web.formdata import FormData
from app.web.request import actor, now, today
from app.web.responses import file_to_save, page, see_other, toast

from .. import queries
from ..forms import BookFacts, BookRead, from_kept, read_workbook, to_keep, write_workbook
from ..forms.workbook_reading import MOST_BYTES
from ..rules import END, START, first_day, order_problem
from .blueprint import bp, opened


@bp.get("/partnerships/<key>/contract/terms.xlsx")
def excel_file(key: str) -> Response:
    """The terms of one kind of document as a workbook, as of a day."""
    partnership, form = opened(key, Verb.SEE), FormData(request.args)
    on = form.day("on") or today()
    kind = queries.get_kind(request.args.get("kind") or queries.first_kind(partnership.stage))
    sheet = term_sheet(partnership.id, on)
    facts = BookFacts(
        key=partnership.key,
        kind=kind.id,
        on=on,
        terms=tuple(queries.terms_of(kind).values()),
        values=sheet.values,
        unknown=sheet.unknown,
        marks=sheet.fingerprints,
    )
    name = file_name(f"{partnership.name}, terms, {on.isoformat()}").removesuffix(".docx") + ".xlsx"
    return file_to_save(write_workbook(facts), EXCEL_TYPE, name)


@bp.get("/partnerships/<key>/contract/excel")
def excel(key: str) -> Response:
    """Take the terms out, or bring a workbook back."""
    asked = FormData(request.args)
    on = asked.day("on") or today()
    return _page(opened(key), FormData(initial={"as_of": on.isoformat()}))


@bp.post("/partnerships/<key>/contract/excel")
def look_at_excel(key: str) -> Response:
    """Read a workbook and show what it would change; nothing is saved yet."""
    partnership = opened(key)
    form = FormData(request.form)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        form.fail("file", "Choose the Excel file.")
        return _page(partnership, form, status=422)
    with closing(sent):
        data = sent.read(MOST_BYTES + 1)
    try:
        read = _of(partnership, read_workbook(data, _homes()))
    except RuleViolation as refused:
        form.fail("file", refused.message)
        return _page(partnership, form, status=422)
    digest = keep_file(to_keep(read, _homes()), now=now())
    start = _first(partnership)
    form = FormData(initial={"on": start.isoformat(), "file_digest": digest})
    return _page(partnership, form, read, term_sheet(partnership.id, start))


@bp.post("/partnerships/<key>/contract/excel/save")
def save_excel(key: str) -> Response:
    """Save what was shown, unless somebody saved one of these terms since."""
    partnership = opened(key)
    form = FormData(request.form)
    on = form.day("on", "Choose the day from which it holds.")
    digest, shown = form.text("file_digest", limit=64), form.text("shown", limit=64)
    read = _of(partnership, from_kept(read_file(digest), _homes()))
    sheet = term_sheet(partnership.id, on or today())
    if on is None or shown != _state(read, sheet):
        if on is not None:
            form.fail("on", "This is what would change from that day. Look at it, then save.")
        return _page(partnership, form, read, sheet, 422)
    problem = _order_problem(read, sheet)
    if problem:
        form.fail("file", problem)
        return _page(partnership, form, read, sheet, 422)
    seen = {home: sheet.fingerprints.get(home, "") for home in read.changes}
    try:
        saved = set_terms(
            partnership, read.changes, effective_on=on, actor=actor(), now=now(), seen=seen, seen_on=on
        )
    except Overtaken:
        form.fail("on", "Somebody saved one of these terms a moment ago. Look at what would change now.")
        return _page(partnership, form, read, term_sheet(partnership.id, on), 409)
    words = f"{counted(len(saved.changed), 'term holds', 'terms hold')} from {full_day(on)}."
    toast(words if saved.changed else "Nothing had changed.")
    return see_other("drafts.index", key=key, on=max(on, today()).isoformat())


def _first(partnership: Partnership) -> date:
    sheet = term_sheet(partnership.id, today())
    start = sheet.values.get("S03.start_date")
    return first_day(partnership.stage, start, today(), bool(sheet.since or sheet.later))


def _homes() -> dict[str, TermDefinition]:
    """Every kind's terms are known, whatever kind a workbook was made for."""
    return {key: one for key, one in definitions().items() if one.home == key and not one.computed}


def _of(partnership: Partnership, read: BookRead) -> BookRead:
    if read.made_for and read.made_for != partnership.key:
        raise RuleViolation(f"This workbook was made for {read.made_for}, not for {partnership.name}.")
    return read


def _order_problem(read: BookRead, sheet: TermSheet) -> str:
    """What would be wrong with the first and the last day; empty when the file changes neither."""
    if not {START, END} & set(read.changes):
        return ""
    after = {**sheet.values, **read.changes}
    return order_problem({name: after[name] for name in (START, END) if isinstance(after.get(name), date)})


def _state(read: BookRead, sheet: TermSheet) -> str:
    """Stands for what the person was shown: the changes, and the values they would replace."""
    told = sorted((home, sheet.fingerprints.get(home, "")) for home in read.changes)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _page(
    partnership: Partnership,
    form: FormData,
    read: BookRead | None = None,
    sheet: TermSheet | None = None,
    status: int = 200,
) -> Response:
    rows = [_row(home, read, sheet) for home in read.changes] if read and sheet else []
    return page(
        "drafts/excel.html",
        status,
        partnership=partnership,
        form=form,
        read=read,
        rows=rows,
        shown=_state(read, sheet) if read and sheet else "",
        problem=_order_problem(read, sheet) if read and sheet else "",
        kinds=queries.kinds_with_words(),
        kind=queries.first_kind(partnership.stage),
        signed=queries.is_signed(partnership.id),
    )


def _row(home: str, read: BookRead, sheet: TermSheet) -> dict[str, Any]:
    """One change in words, and whether somebody saved another value since the workbook was written."""
    one = definitions()[home]
    held = "not known yet" if home in sheet.unknown else shown_value(home, sheet.values.get(home))
    return {
        "label": one.label,
        "section": queries.section_title(one.section),
        "was": held,
        "becomes": shown_value(home, read.changes[home]),
        "meanwhile": sheet.fingerprints.get(home, "") != read.seen[home],
    }
