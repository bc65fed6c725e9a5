"""Reads the contract form: nothing typed is lost, nothing stored is erased unseen.

Each field that the page shows carries a hidden mark of the value it showed. A field without the mark was
not on the page and is left alone; one that showed a value and comes back empty was cleared by the person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from app.core.calendar import parse_day
from app.core.tripwire import seal, suspicions, warning
from app.terms.values import (
    CLEARED,
    CONTACT_PARTS,
    MAX_ROWS,
    UNKNOWN,
    TableErrors,
    TermDefinition,
    TermType,
    encode,
    fingerprint,
    parse,
)
from app.web.formdata import NOBODY_MEANT

NOT_KNOWN = "?"
SPARE_ROWS = 1  # empty rows at the end of a table
# What people write in their own words; the rest cannot hold a patient.
IN_WORDS = (TermType.TEXT, TermType.LIST, TermType.CONTACT, TermType.TABLE)


class Submitted(Protocol):
    """What a web form sends."""

    def get(self, key: str) -> str | None: ...

    def getlist(self, key: str) -> list[str]: ...


@dataclass(slots=True)
class SheetForm:
    """What a person typed into one group of terms, and what is wrong with it.

    `raw` is as typed, `changes` typed values of fields that differ from what was shown, `seen` the marks
    of what was shown, `values` every field of the form that has a value, `read` every field of the form.
    """

    effective_on: date | None = None
    effective_typed: str = ""
    raw: dict[str, Any] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    changes: dict[str, Any] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    errors: dict[str, str] = field(default_factory=dict)
    cells: dict[tuple[str, int, str], str] = field(default_factory=dict)
    seals: dict[str, str] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()

    def overlaid(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """The stored values with what the form says instead; a field with a mistake keeps what is stored."""
        kept = {key: value for key, value in stored.items() if key not in self.read or key in self.errors}
        return {**kept, **self.values}


def read_sheet(submitted: Submitted, terms: Iterable[TermDefinition]) -> SheetForm:
    """Read the fields of one group."""
    form = SheetForm(
        effective_typed=(submitted.get("effective_on") or "").strip(),
        confirmed=frozenset(submitted.getlist(NOBODY_MEANT)),
    )
    try:
        form.effective_on = parse_day(form.effective_typed)
    except ValueError as error:
        form.errors["effective_on"] = str(error)
    for term in terms:
        if submitted.getlist(f"{term.home}.was"):
            _read_field(form, submitted, term)
    return form


def _read_field(form: SheetForm, submitted: Submitted, term: TermDefinition) -> None:
    key = term.home
    was = form.seen[key] = submitted.get(f"{key}.was") or ""
    raw = form.raw[key] = _collect(submitted, term)
    form.read.add(key)
    unknown = bool(submitted.get(f"{key}.unknown"))
    if NOT_KNOWN in (raw if isinstance(raw, list) else [raw]) and term.type in (
        TermType.CHOICE,
        TermType.BOOLEAN,
        TermType.OPTIONS,
    ):
        unknown, raw = True, [] if isinstance(raw, list) else ""
    try:
        value = parse(term, _names_to_ids(term, raw))
    except TableErrors as error:
        form.cells |= {(key, row, column): sentence for (row, column), sentence in error.cells.items()}
        form.errors[key] = str(error)
        return
    except ValueError as error:
        form.errors[key] = str(error)
        return
    mark = fingerprint(encode(term, value)) if value is not None else ""
    if unknown and value is not None:
        if was == NOT_KNOWN:  # a value typed over "not known yet" ends it
            unknown = False
        elif mark != was:
            form.unknown.add(key)
            form.errors[key] = "Enter a value or tick “Not known yet”, not both."
            return
    if unknown:
        form.unknown.add(key)
        value, mark = None, NOT_KNOWN
    if value is not None:
        form.values[key] = value
    if mark != was:
        _watch(form, term, raw)
        form.changes[key] = UNKNOWN if unknown else CLEARED if value is None else value


def _watch(form: SheetForm, term: TermDefinition, raw: Any) -> None:
    """Words that look like a patient are a mistake until somebody says that nobody is meant."""
    found = suspicions("\n".join(_texts(raw))) if term.type in IN_WORDS else ()
    if found:
        form.seals[term.home] = seal(found)
        if form.seals[term.home] not in form.confirmed:
            form.errors[term.home] = warning(found)


def _texts(raw: Any) -> Iterable[str]:
    if isinstance(raw, Mapping):
        return (str(value) for key, value in raw.items() if key != "id")
    if isinstance(raw, list):
        return (text for one in raw for text in _texts(one))
    return (str(raw or ""),)


def _collect(submitted: Submitted, term: TermDefinition) -> Any:
    key = term.home
    if term.type is TermType.TABLE:
        return _collect_rows(submitted, term)
    if term.type is TermType.CONTACT:
        return {part: submitted.get(f"{key}.{part}") or "" for part in CONTACT_PARTS}
    if term.type in (TermType.MULTI_CHOICE, TermType.OPTIONS, TermType.REFS):
        return [entry for entry in submitted.getlist(key) if entry.strip()]
    return submitted.get(key) or ""


def _collect_rows(submitted: Submitted, term: TermDefinition) -> list[dict[str, str]]:
    """The rows as typed; the buttons beside a table add an empty row or take one out."""
    key = term.home
    count = submitted.get(f"{key}.rows") or ""
    rows = [
        {name: submitted.get(f"{key}.{place}.{name}") or "" for name in ("id", *term.columns)}
        for place in range(
            min(int(count) if count.isdecimal() and len(count) < 4 else 0, MAX_ROWS + SPARE_ROWS)
        )
    ]
    dropped = submitted.get("drop") or ""
    at, _, place = dropped.rpartition(":")
    if at == key and place.isdecimal() and int(place) < len(rows):
        del rows[int(place)]
    if submitted.get("add") == key and len(rows) < MAX_ROWS:
        rows.append({})
    return rows


def _names_to_ids(term: TermDefinition, raw: Any) -> Any:
    """Measures are picked by name; the catalogue's id is what is kept."""
    if term.type is not TermType.REFS:
        return raw
    by_name = {name.casefold(): ident for ident, name in term.choices.items()}
    found = []
    for entry in raw:
        name = entry.strip()
        ident = by_name.get(name.casefold()) or (name.upper() if name.upper() in term.choices else None)
        if ident is None:
            raise ValueError(f"“{name[:60]}” is not in the list. Choose one of its names.")
        found.append(ident)
    return found
