"""Many months in one file: out as CSV, in from CSV or Excel with every fault by its line; nothing half."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from app.core.errors import NotFound, RuleViolation
from app.documents.reader import NO_EXCEL, check_workbook

from ..queries import MonthFigures
from ..rules import COLUMNS, COMPUTED, FIGURES, Kind, column_name

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 600, 120
LARGEST, PLACES = Decimal(10) ** 11, 6
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_DAYS = range(20_000, 80_000)  # 1954 to 2119: what Excel keeps of a date
MONTH_HEADS = ("calendar_month", "month_on", "date", "month")
NOT_HERE = "What this file would bring is not kept any more. Bring the file back once more."
_NUMBER = re.compile(r"\$?(\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
_MONTHS = ("%Y-%m", "%Y-%m-%d", "%m/%Y", "%m/%d/%Y", "%b %Y", "%B %Y", "%b-%y", "%Y/%m")


@dataclass(frozen=True, slots=True)
class NewMonth:
    """The figures of one month as a file has them; a column that the file lacks is not among them."""

    line: int
    month_on: date
    values: Mapping[str, Any]


@dataclass(slots=True)
class Months:
    """What a file holds: its months by day, every fault by line, and the columns that nobody here knows."""

    months: list[NewMonth] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def write_csv(months: Iterable[MonthFigures]) -> bytes:
    """All figures, one row a month; money in dollars. Only numbers stand in it, so no cell is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["month", "calendar_month", *(column_name(name) for name in COLUMNS)])
    for one in months:
        cells = [_cell(name, one.values.get(name)) for name in COLUMNS]
        writer.writerow([one.month, f"{one.month_on:%Y-%m}", *cells])
    return out.getvalue().encode("utf-8-sig")


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    number = Decimal(value).scaleb(-2) if name.endswith("_cents") else Decimal(value)
    return f"{number.normalize():f}"


# --- what came back


def read_file_of_months(data: bytes) -> Months:
    """Every month of a CSV or Excel file. Raises RuleViolation for what is neither, or far too long."""
    rows = _excel(data) if data[:4] == b"PK\x03\x04" else _text(data)
    heads = [str(cell or "").strip() for cell in next(rows, ())]
    columns, unknown = _columns(heads)
    if "month_on" not in columns.values():
        raise RuleViolation("The first row must name the columns, among them “calendar_month” or “month”.")
    found = Months(unknown=unknown)
    seen: dict[date, int] = {}
    for line, cells in enumerate(rows, start=2):
        if line > MOST_ROWS + 1:
            raise RuleViolation(f"This file has more than {MOST_ROWS} rows. One row is one month.")
        if any(str(cell if cell is not None else "").strip() for cell in cells):
            _read_row(found, line, cells, columns, seen)
    if not found.months and not found.faults:
        raise RuleViolation("There is no month in this file.")
    return found


def _text(data: bytes) -> Iterator[Sequence[Any]]:
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RuleViolation("This is neither a CSV nor an Excel file.")
    text = _decoded(data)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise RuleViolation("This file is no CSV: a quotation mark is not closed.") from error


def _decoded(data: bytes) -> str:
    """As Excel writes CSV: UTF-8, UTF-16 with its mark, else the code page of Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _excel(data: bytes) -> Iterator[Sequence[Any]]:
    check_workbook(data, MOST_BYTES)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        found = [
            tuple(f"={cell.value}" if cell.data_type == "f" else cell.value for cell in row)
            for row in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS)
        ]
    except Exception as error:  # the library raises whatever its parsers raise
        raise RuleViolation(NO_EXCEL) from error
    yield from found


def _plain(head: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", head.casefold()).strip("_")


def _columns(heads: Sequence[str]) -> tuple[dict[int, str], list[str]]:
    """Which figure stands in which column, by the name in our file or by the words of the form."""
    labels = {_plain(one.label): name for name, one in FIGURES.items()}
    names = labels | {column_name(name): name for name in COLUMNS}
    plain = [_plain(head) for head in heads]
    month = next((plain.index(head) for head in MONTH_HEADS if head in plain), None)
    columns = {at: names[head] for at, head in enumerate(plain) if head in names}
    if month is not None:
        columns[month] = "month_on"
    unknown = [
        head for at, head in enumerate(heads) if head and at not in columns and plain[at] not in MONTH_HEADS
    ]
    return columns, unknown


def _read_row(
    found: Months, line: int, cells: Sequence[Any], columns: Mapping[int, str], seen: dict[date, int]
) -> None:
    values: dict[str, Any] = {}
    month_on: date | None = None
    before = len(found.faults)
    for at, name in columns.items():
        raw = cells[at] if at < len(cells) else None
        try:
            if name == "month_on":
                month_on = _month(raw)
            elif name not in COMPUTED:
                values[name] = _figure(name, raw)
        except ValueError as error:
            label = "Month" if name == "month_on" else FIGURES[name].label
            found.faults.append(f"Line {line}, {label}: {error}")
    if month_on in seen:
        found.faults.append(f"Line {line}: {month_on:%B %Y} stands in line {seen[month_on]} already.")
    if month_on is not None and len(found.faults) == before:
        seen[month_on] = line
        found.months.append(NewMonth(line, month_on, values))


def _month(raw: Any) -> date:
    if isinstance(raw, datetime | date):
        return date(raw.year, raw.month, 1)
    text = str(raw if raw is not None else "").strip()
    if re.fullmatch(r"\d{5}(\.0+)?", text) and int(float(text)) in EXCEL_DAYS:
        return (EXCEL_EPOCH + timedelta(days=int(float(text)))).replace(day=1)
    for pattern in _MONTHS:
        try:
            found = datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a calendar month
        except ValueError:
            continue
        if found.year in range(1990, 2200):
            return found.replace(day=1)
    raise ValueError(f"“{text[:40]}” is no month. Write it like 2026-10 or October 2026.")


def _figure(name: str, raw: Any) -> int | Decimal | None:
    """The figure of a cell, or None for an empty one. Raises ValueError with what is wrong."""
    if isinstance(raw, bool | datetime | date):
        raise ValueError("This must be a number.")
    # Excel keeps numbers as floats; what it shows has at most fifteen digits.
    written = f"{Decimal(f'{raw:.12g}'):f}" if isinstance(raw, float) else raw
    text = str("" if written is None else written).strip()
    if not text:
        return None
    if text.startswith(("=", "+", "@")):
        raise ValueError("This cell holds a formula. Put its value there.")
    if text.startswith(("-", "−", "(")):
        raise ValueError(f"“{text[:40]}” is less than zero.")
    if not _NUMBER.fullmatch(text):
        hint = " Write a point before decimals and a comma only between thousands." if "," in text else ""
        raise ValueError(f"“{text[:40]}” is no number.{hint}")
    return _typed(FIGURES[name].kind, Decimal(text.replace(",", "").replace("$", "")))


def _typed(kind: Kind, value: Decimal) -> int | Decimal:
    if value > LARGEST:
        raise ValueError("This number is too large. Check its digits.")
    try:
        if kind is Kind.COUNT and value == value.to_integral_value():
            return int(value)
        if kind is Kind.MONEY and value == value.quantize(Decimal("0.01")):
            return int(value * 100)
        if kind is Kind.NUMBER and value == value.quantize(Decimal(1).scaleb(-PLACES)):
            return value.normalize()
    except InvalidOperation as error:
        raise ValueError("This number has too many digits.") from error
    places = {Kind.COUNT: "is no whole number", Kind.MONEY: "has more than two decimals"}
    raise ValueError(f"“{value:f}” {places.get(kind, 'has more than six decimals')}.")


# --- between the look and the save


def to_keep(months: Iterable[NewMonth], versions: Mapping[date, int]) -> bytes:
    """The months of a file as JSON, with the version that each had when they were shown (0: none)."""
    told = [
        {
            "on": one.month_on.isoformat(),
            "seen": versions.get(one.month_on, 0),
            "values": {name: None if value is None else str(value) for name, value in one.values.items()},
        }
        for one in months
    ]
    return json.dumps(told).encode()


def from_kept(data: bytes) -> list[tuple[NewMonth, int]]:
    """The months as they were shown, each with its version. Raises NotFound for anything else."""
    try:
        found = []
        for line, one in enumerate(json.loads(data), start=1):
            values = {name: _kept(name, text) for name, text in one["values"].items()}
            found.append((NewMonth(line, date.fromisoformat(one["on"]), values), int(one["seen"])))
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise NotFound(NOT_HERE) from error
    return found


def _kept(name: str, text: str | None) -> int | Decimal | None:
    if text is None:
        return None
    return Decimal(text) if FIGURES[name].kind is Kind.NUMBER else int(text)
