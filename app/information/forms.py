"""What people type about requests, answers, aims and lessons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.text import trimmed
from app.web.formdata import LONG, FormData, Submitted

from .queries import AimsRow, ItemRow, TopicRow, aims_questions, items, own_fields
from .rules import Field, Kind, Side, Status
from .service import AimsFacts, ItemFacts, LessonFacts

SPARE_ROWS = 3
MOST_ROWS = 30
MOST_NUMBER = 100_000_000


@dataclass(frozen=True, slots=True)
class AskedTogether:
    """Several things asked on one day."""

    idents: tuple[str, ...]
    on: date
    wanted_by_on: date | None


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """What is known about a topic, and who told it when."""

    answer: Mapping[str, Any]
    told_by: str
    told_on: date | None


def read_item(
    submitted: Submitted, fields: Iterable[Field], today: date
) -> tuple[ItemFacts | None, FormData]:
    """How a request stands, and the answer."""
    form = FormData(submitted)
    status = form.choice("status", list(Status), "Choose how it stands.")
    asked_on, wanted_by_on, answered_on = (form.day(n) for n in ("asked_on", "wanted_by_on", "answered_on"))
    asked_by = form.text("asked_by")
    answer = read_answer(form, fields)
    if answered_on is not None and answered_on > today:
        form.fail("answered_on", "Enter the day of the answer once it has come.")
    if status == Status.ANSWERED and not answer and form.ok:
        form.fail("status", "Write the answer below, or choose “Not available”.")
    if status == Status.ANSWERED and answered_on is None:
        answered_on = today
    if status == Status.ASKED and asked_on is None:
        asked_on = today
    facts = ItemFacts(status, asked_on, asked_by, wanted_by_on, answered_on, answer)
    return (facts if form.ok else None), form


def read_answer(form: FormData, fields: Iterable[Field]) -> dict[str, Any]:
    """The fields of an answer that hold something; the rest are left out."""
    found = {one.name: _read(form, one) for one in fields}
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def _read(form: FormData, one: Field) -> Any:
    if one.kind is Kind.NUMBER:
        number = form.number(one.name, places=2, high=MOST_NUMBER)
        return None if number is None else f"{number:f}"
    if one.kind is Kind.CHOICE:
        return form.choice(one.name, [key for key, _words in one.choices])
    if one.kind is Kind.PICKED:
        return form.choices(one.name, [key for key, _words in one.choices])
    if one.kind is Kind.ROWS:
        return _read_rows(form, one.name)
    text = form.text(one.name, limit=LONG)
    if one.kind is Kind.LINES:
        return [line for line in (trimmed(part) for part in text.split("\n")) if line]
    return text


def _read_rows(form: FormData, name: str) -> list[list[str]]:
    rows = []
    for place in range(MOST_ROWS):
        if not form.sent(f"{name}.{place}.a"):
            break
        cells = [form.text(f"{name}.{place}.a"), form.text(f"{name}.{place}.b")]
        if cells[1] and not cells[0]:
            form.fail(f"{name}.{place}.a", "Say what this line is about.")
        if any(cells):
            rows.append(cells)
    return rows


def answer_values(fields: Iterable[Field], answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer as a form shows it, with some empty rows at the end of tables."""
    values: dict[str, Any] = {}
    for one in fields:
        value = answer.get(one.name)
        if one.kind is Kind.LINES:
            values[one.name] = "\n".join(value or ())
        elif one.kind is Kind.ROWS:
            for place, cells in enumerate([*(value or ()), *[("", "")] * SPARE_ROWS][:MOST_ROWS]):
                values[f"{one.name}.{place}.a"], values[f"{one.name}.{place}.b"] = cells
        else:
            values[one.name] = value if value is not None else ([] if one.kind is Kind.PICKED else "")
    return values


def item_form(row: ItemRow) -> FormData:
    """The form with what is known."""
    days = ("asked_on", "wanted_by_on", "answered_on")
    values: dict[str, Any] = {name: _iso(getattr(row, name)) for name in days}
    values |= {"status": row.status.value, "asked_by": row.asked_by, "seen": row.version}
    return FormData(initial=values | answer_values(row.item.fields, row.answer))


def read_topic(submitted: Submitted, fields: Iterable[Field]) -> tuple[TopicFacts | None, FormData]:
    """What is known about a topic."""
    form = FormData(submitted)
    answer = read_answer(form, fields)
    told_by, told_on = form.choice("told_by", list(Side)), form.day("told_on")
    return (TopicFacts(answer, told_by, told_on) if form.ok else None), form


def topic_form(row: TopicRow) -> FormData:
    """The form with what is known."""
    values = {"told_by": row.told_by, "told_on": _iso(row.told_on), "seen": row.version}
    return FormData(initial=values | answer_values(own_fields(row.topic.fields), row.answer))


def read_asked(submitted: Submitted, today: date) -> tuple[AskedTogether | None, FormData]:
    """Several things that were asked together."""
    form = FormData(submitted)
    picked = form.choices("items", [one.id for one in items()], "Tick what you asked.")
    on = form.day("on", "Enter the day you asked.")
    by = form.day("by")
    if on is not None and on > today:
        form.fail("on", "Enter the day you asked once it has come.")
    if on is not None and by is not None and by < on:
        form.fail("by", "Enter a day after the day you asked.")
    if not form.ok or on is None:
        return None, form
    return AskedTogether(tuple(picked), on, by), form


def read_aims(submitted: Submitted) -> tuple[dict[str, AimsFacts], dict[str, int], FormData]:
    """The worksheet of both sides, and the versions that were on the page."""
    form = FormData(submitted)
    lines, seen = {}, {}
    for ident, _words in aims_questions():
        if form.sent(f"{ident}.seen"):
            ours, theirs = (form.text(f"{ident}.{side}", limit=LONG) for side in ("ours", "theirs"))
            lines[ident] = AimsFacts(ours, theirs, form.flag(f"{ident}.talk"))
            seen[ident] = form.whole(f"{ident}.seen") or 0
    return lines, seen, form


def aims_form(rows: Iterable[AimsRow]) -> FormData:
    """The worksheet with what is known."""
    values: dict[str, Any] = {}
    for row in rows:
        values |= {f"{row.question}.ours": row.ours, f"{row.question}.theirs": row.theirs}
        values |= {f"{row.question}.talk": row.talk_about, f"{row.question}.seen": row.version}
    return FormData(initial=values)


def read_lesson(submitted: Submitted, today: date) -> tuple[LessonFacts | None, FormData]:
    """What was learned."""
    form = FormData(submitted)
    text = form.text("text", "Write what was learned.", LONG)
    ask_next = form.text("ask_next", limit=LONG)
    side = form.choice("side", list(Side), "Choose who learned it.")
    on = form.day("learned_on", "Enter the day.")
    if on is not None and on > today:
        form.fail("learned_on", "Enter today or an earlier day.")
    return (LessonFacts(side, on, text, ask_next) if form.ok and on is not None else None), form


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
