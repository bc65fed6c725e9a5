"""The term sheet as an Excel workbook: one sheet for each group, one for each table.

A hidden column keeps the mark of the value that was written, so that only what a person changed is taken
back, whatever happened to the term sheet meanwhile. Everything is written as text or as a plain number or
date: no formula leaves this program, and none is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from app.terms.values import CONTACT_PARTS, TermDefinition, TermType

from ..rules import GROUPS, Group, group_of
from .layout import as_typed

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

HEADS = ("Key", "Term", "Value", "Unit", "Not known yet", "What it is", "Mark")
KEY, TERM, VALUE, UNIT, UNKNOWN, HINT, MARK = range(1, 8)
FIRST, TABLE_FIRST = 2, 3
NOT_KNOWN_SIGN = "x"
SIGNATURE = "evenkeel terms"
SPARE = 10  # empty rows of a table that carry its lists of choices
MOST_LIST = 250  # signs that Excel takes in a list of choices


@dataclass(frozen=True, slots=True)
class BookFacts:
    """What a workbook is made from. `marks` stand for the stored values."""

    key: str
    kind: str
    on: date
    terms: tuple[TermDefinition, ...]
    values: Mapping[str, Any]
    unknown: frozenset[str]
    marks: Mapping[str, str]


def write_workbook(facts: BookFacts) -> bytes:
    """The term sheet of a day as .xlsx."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = f"{facts.key}: terms of {facts.on.isoformat()}"
    book.properties.description = f"{SIGNATURE} {facts.key} {facts.kind} {facts.on.isoformat()}"
    book.properties.creator = "Evenkeel"
    for group in GROUPS:
        terms = [one for one in facts.terms if group_of(one.section) is group]
        if terms:
            _group_sheet(book, group, [one for one in terms if one.type is not TermType.TABLE], facts)
            for one in terms:
                if one.type is TermType.TABLE:
                    _table_sheet(book, one, facts)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _group_sheet(book: Workbook, group: Group, terms: Iterable[TermDefinition], facts: BookFacts) -> None:
    sheet = book.create_sheet(_title(group.title))
    for place, head in enumerate(HEADS, start=1):
        _text(sheet, 1, place, head)
    row = FIRST
    for one in terms:
        for name, label, value in _lines(one, facts.values.get(one.home)):
            _text(sheet, row, KEY, name)
            _text(sheet, row, TERM, label)
            _put(sheet, row, VALUE, one.type, value)
            _text(sheet, row, UNIT, one.unit)
            if one.home in facts.unknown:
                _text(sheet, row, UNKNOWN, NOT_KNOWN_SIGN)
            _text(sheet, row, HINT, _what(one))
            _text(sheet, row, MARK, facts.marks.get(one.home, ""))
            _offer(sheet, row, VALUE, one)
            row += 1
    _dress(sheet, {KEY: 24, TERM: 34, VALUE: 44, UNIT: 16, UNKNOWN: 14, HINT: 60, MARK: 10}, MARK)


def _lines(one: TermDefinition, value: Any) -> list[tuple[str, str, Any]]:
    """The rows of a term: its key, its label, its value; a contact has a row for each part."""
    if one.type is TermType.CONTACT:
        held = value or {}
        return [(f"{one.home}:{part}", f"{one.label}: {part}", held.get(part, "")) for part in CONTACT_PARTS]
    return [(one.home, one.label, _cell_value(one, value))]


def _cell_value(one: TermDefinition, value: Any) -> Any:
    """Numbers and days as such, everything else as a person would type it, choices by their labels."""
    if value is None:
        return ""
    if one.type is TermType.MONEY:
        return Decimal(value) / 100
    if one.type in (TermType.INTEGER, TermType.NUMBER, TermType.PERCENT, TermType.DATE):
        return value
    if one.type is TermType.CHOICE:
        return one.choices.get(value, value)
    if one.type in (TermType.MULTI_CHOICE, TermType.OPTIONS, TermType.REFS):
        return "\n".join(one.choices.get(entry, entry) for entry in value)
    return as_typed(one, value)


def _table_sheet(book: Workbook, one: TermDefinition, facts: BookFacts) -> None:
    """Ids of the columns in the first row, labels in the second; the rows keep their own ids."""
    sheet = book.create_sheet(_title(one.home))
    names = ("id", *one.columns)
    for place, name in enumerate(names, start=1):
        _text(sheet, 1, place, name)
        _text(sheet, 2, place, "Row" if name == "id" else one.columns[name].label)
    mark = len(names) + 1
    _text(sheet, 1, mark, facts.marks.get(one.home, ""))
    _text(sheet, 2, mark, one.label)
    row = TABLE_FIRST
    for held in facts.values.get(one.home) or ():
        for place, name in enumerate(names, start=1):
            column = one.columns.get(name)
            value = held.get(name)
            if column is None:
                _text(sheet, row, place, str(value or ""))
            elif isinstance(value, list):
                _text(sheet, row, place, ", ".join(map(str, value)))
            else:
                _put(sheet, row, place, column.type, _cell_value(column, value))
        row += 1
    for line in range(TABLE_FIRST, row + SPARE):
        for place, name in enumerate(names[1:], start=2):
            _offer(sheet, line, place, one.columns[name])
    widths = {1: 22, mark: 12, **dict.fromkeys(range(2, mark), 30)}
    _dress(sheet, widths, mark)


def _put(sheet: Worksheet, row: int, column: int, kind: TermType, value: Any) -> None:
    if value is None or isinstance(value, str | bool):
        _text(sheet, row, column, str(value or ""))
        return
    cell = sheet.cell(row=row, column=column, value=value)
    formats = {TermType.MONEY: "#,##0.00", TermType.DATE: "mmmm d, yyyy", TermType.INTEGER: "0"}
    cell.number_format = formats.get(kind, "General")


def _text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Words as words, even when they begin with = or +."""
    cell = sheet.cell(row=row, column=column)
    if text:
        cell.value = text
        cell.data_type = "s"
    cell.number_format = "@"


def _offer(sheet: Worksheet, row: int, column: int, one: TermDefinition) -> None:
    """A list of choices where it fits into a cell."""
    from openpyxl.worksheet.datavalidation import DataValidation

    words = ["Yes", "No"] if one.type is TermType.BOOLEAN else list(one.choices.values())
    if one.type not in (TermType.BOOLEAN, TermType.CHOICE) or any(
        "," in word or '"' in word for word in words
    ):
        return
    joined = ",".join(words)
    if len(joined) > MOST_LIST:
        return
    offered = DataValidation(type="list", formula1=f'"{joined}"', allow_blank=True)
    offered.add(sheet.cell(row=row, column=column).coordinate)
    sheet.add_data_validation(offered)


def _what(one: TermDefinition) -> str:
    """The hint, and how several choices are written."""
    if one.type in (TermType.MULTI_CHOICE, TermType.OPTIONS):
        return f"One on each line, of: {'; '.join(one.choices.values())}"
    if one.type in (TermType.LIST, TermType.REFS):
        return f"One on each line. {one.hint}".strip()
    return one.hint


def _dress(sheet: Worksheet, widths: Mapping[int, int], hidden: int) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for place, width in widths.items():
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.column_dimensions[get_column_letter(hidden)].hidden = True
    top, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = top
            if cell.row == 1:
                cell.font = bold
    sheet.freeze_panes = "C2"


def _title(words: str) -> str:
    """The name of a sheet: Excel takes 31 signs and none of []:*?/\\."""
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in words)[:31]
