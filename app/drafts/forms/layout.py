"""Lays out the fields of the contract form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.core.money import format_cents
from app.documents.preview import gap_anchor
from app.terms.queries import TermSheet
from app.terms.values import (
    CONTACT_PARTS,
    Mark,
    TermDefinition,
    TermType,
    show,
)

from ..rules import condition_holds, condition_words, is_needed
from .reading import SPARE_ROWS, SheetForm

LONG_EXAMPLE = 48


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of a table field: its cells as text."""

    id: str
    cells: Mapping[str, str]
    errors: Mapping[str, str]

    @property
    def filled(self) -> bool:
        """Whether there is something to remove."""
        return bool(self.id) or any(self.cells.values())


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field as the page draws it.

    `idle`: only other choices need it. `askable`: "Not known yet" can be said, since nothing is there.
    """

    term: TermDefinition
    control: str
    raw: Any
    was: str
    unknown: bool
    gap: bool
    error: str
    hint: str
    note: str = ""
    rows: tuple[RowView, ...] = ()
    fixed: str = ""
    shown: str = ""
    idle: bool = False
    askable: bool = False
    seal: str = ""  # the box to tick when the words look like a patient
    sealed: bool = False

    @property
    def name(self) -> str:
        """The field's name in the form."""
        return self.term.home

    @property
    def id(self) -> str:
        """The anchor to which gaps and errors lead."""
        return gap_anchor(self.term.home)

    @property
    def marks(self) -> str:
        """The letters of what stands under the label: hint, gap, note, error."""
        said = {"h": self.hint, "g": self.gap, "n": self.note, "e": self.error}
        return "".join(letter for letter, there in said.items() if there)


@dataclass(frozen=True, slots=True)
class SectionView:
    """The fields of one section; `other` are those that only other choices need."""

    id: str
    title: str
    fields: tuple[FieldView, ...]
    other: tuple[FieldView, ...]

    @property
    def measured(self) -> bool:
        """Whether a field here is filled from the list of measures."""
        return any(one.control == TermType.REFS for one in (*self.fields, *self.other))

    @property
    def other_open(self) -> bool:
        """Whether something in there has to be seen."""
        return any(one.error for one in self.other)


def lay_out(
    terms: Iterable[TermDefinition],
    known: Mapping[str, TermDefinition],
    titles: Mapping[str, str],
    values: Mapping[str, Any],
    sheet: TermSheet,
    form: SheetForm | None,
    gaps: frozenset[str],
    fixed: Mapping[str, Any],
) -> tuple[SectionView, ...]:
    """The fields of one group by section. `fixed` are terms that the kind of document settles."""
    shown: dict[str, tuple[list[FieldView], list[FieldView]]] = {}
    for term in terms:
        view = _field(term, known, values, sheet, form or SheetForm(), term.home in gaps, fixed)
        shown.setdefault(term.section, ([], []))[1 if view.idle else 0].append(view)
    return tuple(
        SectionView(ident, titles.get(ident, ident), tuple(main), tuple(other))
        for ident, (main, other) in shown.items()
    )


def _field(
    term: TermDefinition,
    known: Mapping[str, TermDefinition],
    values: Mapping[str, Any],
    sheet: TermSheet,
    form: SheetForm,
    gap: bool,
    fixed: Mapping[str, Any],
) -> FieldView:
    key = term.home
    typed = key in form.read
    raw = form.raw[key] if typed else as_typed(term, values.get(key))
    unknown = key in form.unknown if typed else key in sheet.unknown
    rows: tuple[RowView, ...] = ()
    if term.type is TermType.TABLE:
        rows = _rows(term, raw, form.cells, spare=0 if typed else SPARE_ROWS)
    later = sheet.later.get(key)
    needed = condition_holds(term.required_if, values) or is_needed(term, values)
    idle = bool(term.required_if) and not needed
    asked = gap or term.required or bool(term.required_if)
    return FieldView(
        term=term,
        control=_control(term),
        raw=raw,
        was=form.seen[key] if typed else sheet.fingerprints.get(key, ""),
        unknown=unknown,
        gap=gap,
        error=form.errors.get(key, ""),
        seal=form.seals.get(key, ""),
        sealed=form.seals.get(key) in form.confirmed,
        hint=_hint(term, known if idle else {}),
        note=f"From {later[0]:%B} {later[0].day}, {later[0].year}: {later[1]}." if later else "",
        rows=rows,
        idle=idle,
        askable=unknown or (asked and key not in values),
        shown="not known yet" if unknown else show(term, values[key]) if key in values else "not set",
        fixed=", ".join(term.choices.get(entry, entry) for entry in fixed.get(key, ())),
    )


def _control(term: TermDefinition) -> str:
    if term.type is TermType.TEXT:
        return "textarea" if len(str(term.example or "")) > LONG_EXAMPLE else "text"
    if term.type is TermType.LIST:
        return "text" if term.item is not TermType.TEXT else "textarea"
    if term.type is TermType.OPTIONS:
        return "radio" if term.pick_one and not term.together else "boxes"
    return {TermType.MULTI_CHOICE: "boxes", TermType.CHOICE: "select", TermType.BOOLEAN: "select"}.get(
        term.type, term.type.value
    )


def _hint(term: TermDefinition, known: Mapping[str, TermDefinition]) -> str:
    parts = [condition_words(term.required_if, known)]
    if term.type in (TermType.MONEY, TermType.PERCENT):
        unit = term.unit.removeprefix("USD").removeprefix("percent").strip()
        parts.append(f"{unit[:1].upper()}{unit[1:]}." if unit else "")
    parts.append(term.hint)
    if term.type is TermType.LIST:
        parts.append(
            "One on each line." if term.item is TermType.TEXT else "Numbers with commas between them."
        )
    if term.type is TermType.REFS:
        parts.append("Type a few letters and choose from the list.")
    return " ".join(part for part in parts if part)


def _rows(
    term: TermDefinition,
    raw: Iterable[Mapping[str, str]],
    cells: Mapping[tuple[str, int, str], str],
    spare: int,
) -> tuple[RowView, ...]:
    rows = [dict(row) for row in raw]
    rows += [{} for _ in range(spare if rows else max(spare, 1))]
    return tuple(
        RowView(
            id=row.get("id", ""),
            cells={name: row.get(name, "") for name in term.columns},
            errors={
                column: sentence
                for (key, at, column), sentence in cells.items()
                if key == term.home and at == place
            },
        )
        for place, row in enumerate(rows)
    )


def as_typed(term: TermDefinition, value: Any) -> Any:
    """A value as a person would type it into its field."""
    if term.type is TermType.TABLE:
        return [{name: _cell(term, name, part) for name, part in row.items()} for row in value or ()]
    if term.type is TermType.CONTACT:
        return {part: (value or {}).get(part, "") for part in CONTACT_PARTS}
    if term.type is TermType.REFS:
        return [term.choices.get(entry, entry) for entry in value or ()]
    if term.type in (TermType.MULTI_CHOICE, TermType.OPTIONS):
        return list(value or ())
    if value is None or isinstance(value, Mark):
        return ""
    if term.type is TermType.LIST:
        return ("\n" if term.item is TermType.TEXT else ", ").join(str(part) for part in value)
    return _text(term.type, value)


def _cell(term: TermDefinition, name: str, value: Any) -> str:
    if name not in term.columns:
        return str(value)
    column = term.columns[name]
    return ", ".join(map(str, value)) if isinstance(value, list) else _text(column.type, value)


def _text(kind: TermType, value: Any) -> str:
    if kind is TermType.MONEY:
        return format_cents(value).removeprefix("$")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
