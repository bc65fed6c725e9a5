"""A workbook that came back: only what a person changed in it, and every mistake with its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from app.core.errors import RuleViolation
from app.core.tripwire import suspicions, warning
from app.documents.reader import NO_EXCEL, check_workbook
from app.terms.values import (
    CLEARED,
    CONTACT_PARTS,
    UNKNOWN,
    TableErrors,
    TermDefinition,
    TermType,
    encode,
    fingerprint,
    parse,
)

from .reading import IN_WORDS, NOT_KNOWN
from .workbook import FIRST, HEADS, KEY, MARK, SIGNATURE, TABLE_FIRST, VALUE
from .workbook import UNKNOWN as UNKNOWN_COLUMN

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 2000, 40
MOST_PLACES = 4  # of a number in the term sheet
ON_THE_PAGE = "type it on the contract page if nobody is meant"
FORMULA = "This cell holds a formula. Type the value itself."
Cells = Sequence[Any]


@dataclass(slots=True)
class BookRead:
    """What was changed in a workbook, what is wrong in it, and which rows nobody can place.

    `seen` holds the mark of the value that each changed term had when the workbook was written.
    """

    made_for: str = ""
    changes: dict[str, Any] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Typed:
    """A term as it stands in the workbook, before it is read."""

    raw: Any
    unknown: bool
    mark: str
    cell: str


def read_workbook(data: bytes, terms: Mapping[str, TermDefinition]) -> BookRead:
    """Read a workbook; `terms` are those of the kind, by home. Raises RuleViolation for what is none."""
    check_workbook(data, MOST_BYTES)
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        sheets = [(sheet.title, _rows(sheet)) for sheet in book.worksheets]
        made_for = str(book.properties.description or "")
    except Exception as error:  # the library raises whatever its parsers raise
        raise RuleViolation(NO_EXCEL) from error
    read = BookRead(
        made_for=made_for.removeprefix(SIGNATURE).split()[0] if made_for.startswith(SIGNATURE) else ""
    )
    typed: dict[str, _Typed] = {}
    for title, rows in sheets:
        if title in terms and terms[title].type is TermType.TABLE:
            _collect_table(title, terms[title], rows, typed, read)
        elif rows and [str(cell or "") for cell in _values(rows[0])[:2]] == list(HEADS[:2]):
            _collect_group(title, terms, rows, typed, read)
        else:
            read.unplaced.append(f"the sheet {title}")
    if not typed:
        raise RuleViolation("No term of ours is in this workbook. Take the file that was made here.")
    for home, one in typed.items():
        _read_term(read, terms[home], one)
    return read


def _rows(sheet: Any) -> list[Cells]:
    return [
        tuple(row)
        for row in sheet.iter_rows(min_row=1, max_row=MOST_ROWS, max_col=MOST_COLUMNS)
        if row and any(cell.value is not None for cell in row)
    ]


def _values(row: Cells) -> list[Any]:
    return [cell.value for cell in row]


def _at(row: Cells, column: int) -> Any:
    return row[column - 1] if len(row) >= column else None


def _collect_group(
    title: str,
    terms: Mapping[str, TermDefinition],
    rows: list[Cells],
    typed: dict[str, _Typed],
    read: BookRead,
) -> None:
    for row in rows[FIRST - 1 :]:
        name = _words(_at(row, KEY))
        home, _, part = name.partition(":")
        cell = _at(row, VALUE)
        place = f"{title}!{cell.coordinate}" if cell is not None and hasattr(cell, "coordinate") else title
        if home not in terms or (part and part not in CONTACT_PARTS):
            if name:
                read.unplaced.append(f"{title}: {name[:60]}")
            continue
        if _is_formula(cell):
            read.faults.append((place, FORMULA))
            continue
        value = _words(cell)
        unknown = bool(_words(_at(row, UNKNOWN_COLUMN)))
        if part:
            known = typed.setdefault(home, _Typed({}, unknown, _words(_at(row, MARK)), place))
            known.raw[part] = value
        else:
            typed[home] = _Typed(value, unknown, _words(_at(row, MARK)), place)


def _collect_table(
    title: str, one: TermDefinition, rows: list[Cells], typed: dict[str, _Typed], read: BookRead
) -> None:
    heads = [_words(cell) for cell in rows[0]] if rows else []
    places = {name: at for at, name in enumerate(heads) if name in one.columns or name == "id"}
    if "id" not in places or set(one.columns) - set(places):
        read.faults.append((title, "The first row no longer names the columns. Export the sheet again."))
        return
    mark = heads[len(one.columns) + 1] if len(heads) > len(one.columns) + 1 else ""
    found = []
    for row in rows[TABLE_FIRST - 1 :]:
        formula = next((cell for cell in row if _is_formula(cell)), None)
        if formula is not None:
            read.faults.append((f"{title}!{formula.coordinate}", FORMULA))
            return
        entry = {name: _words(row[at]) if at < len(row) else "" for name, at in places.items()}
        entry = {name: _choice(one.columns.get(name), text) for name, text in entry.items()}
        if any(text for name, text in entry.items() if name != "id"):
            found.append(entry)
    typed[one.home] = _Typed(found, False, mark, title)


def _is_formula(cell: Any) -> bool:
    return getattr(cell, "data_type", "") == "f"


def _words(cell: Any) -> str:
    """What a cell holds, as a person would type it."""
    value = getattr(cell, "value", None)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        # Excel keeps numbers as floats; what it shows has at most fifteen digits.
        return f"{Decimal(f'{value:.12g}'):f}"
    return str(value).strip()


def _choice(one: TermDefinition | None, text: str) -> str:
    """The id of a choice that was written by its label."""
    if one is None or one.type is not TermType.CHOICE:
        return text
    return _id_of(one, text)


def _id_of(one: TermDefinition, text: str) -> str:
    by_label = {label.casefold(): ident for ident, label in one.choices.items()}
    return by_label.get(text.casefold(), text)


def _typed_value(one: TermDefinition, raw: Any) -> Any:
    """The raw value as `parse` takes it."""
    if one.type is TermType.CHOICE:
        return _id_of(one, raw)
    if one.type in (TermType.MULTI_CHOICE, TermType.OPTIONS, TermType.REFS):
        return [_id_of(one, line.strip()) for line in str(raw).split("\n") if line.strip()]
    if one.type is TermType.BOOLEAN:
        return str(raw).casefold()
    return raw


def _read_term(read: BookRead, one: TermDefinition, typed: _Typed) -> None:
    try:
        value = parse(one, _typed_value(one, typed.raw))
    except TableErrors as error:
        for (row, column), sentence in error.cells.items():
            label = one.columns[column].label
            read.faults.append((f"{typed.cell}, row {row + TABLE_FIRST}, {label}", sentence))
        return
    except ValueError as error:
        read.faults.append((typed.cell, str(error)))
        return
    marks = _marks(one, value)
    if typed.unknown and value is not None and typed.mark == NOT_KNOWN:
        typed.unknown = False  # a value typed over "not known yet" ends it
    if typed.unknown:
        value, marks = None, {NOT_KNOWN}
    if typed.mark in marks:
        return
    found = suspicions("\n".join(_texts(typed.raw))) if one.type in IN_WORDS else ()
    if found:
        read.faults.append((typed.cell, warning(found, ON_THE_PAGE)))
        return
    read.changes[one.home] = UNKNOWN if typed.unknown else CLEARED if value is None else value
    read.seen[one.home] = typed.mark


def _marks(one: TermDefinition, value: Any) -> set[str]:
    """The marks that say the same as this value: Excel does not keep the zeros of 6.0."""
    if value is None:
        return {""}
    if not isinstance(value, Decimal):
        return {fingerprint(encode(one, value))}
    places = max(0, -int(value.normalize().as_tuple().exponent))
    exact = [value.quantize(Decimal(1).scaleb(-count)) for count in range(places, MOST_PLACES + 1)]
    return {fingerprint(encode(one, same)) for same in (value, *exact)}


def _texts(raw: Any) -> Iterator[str]:
    if isinstance(raw, Mapping):
        yield from (str(value) for value in raw.values())
    elif isinstance(raw, list):
        for one in raw:
            yield from _texts(one)
    else:
        yield str(raw or "")
