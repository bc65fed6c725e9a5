"""Many months in one file: out as CSV, in from CSV or Excel with every fault by its line; nothing half.

A file is of one partnership, or it names the partnership of each row by its key or name.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, KeysView, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

from app.core.errors import RuleViolation
from app.core.text import folded
from app.web.csvfile import csv_file, safe_text, without_mark

from ..queries import MonthFigures
from ..rules import COLUMNS, COMPUTED, FIGURES, HEADINGS, SHARED, column_name, months_for_others
from .cells import figures_of, month_of
from .table import MEGABYTE, Limits, rows_of_file

OF_ONE = Limits(rows=600, bytes=5 * MEGABYTE)
OF_MANY = Limits(rows=30_000, bytes=20 * MEGABYTE, unpacked=160 * MEGABYTE)
MONTH_HEADS = ("calendar_month", "month_on", "date", "month")
HOME_HEADS = ("partnership_key", "key", "partnership", "partnership_name", "name")
MOST_FAULTS = 1000  # more of them help nobody
STEP = 2000  # rows between two words about how far the reading is


class Figures(Mapping[str, Any]):
    """The figures of a row by name; every row of a file shares the names."""

    __slots__ = ("_numbers", "_places")

    def __init__(self, places: Mapping[str, int], numbers: Sequence[Any]) -> None:
        self._places, self._numbers = places, numbers

    def __getitem__(self, name: str) -> Any:
        return self._numbers[self._places[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def keys(self) -> KeysView[str]:
        """The names, as fast as a dictionary has them."""
        return self._places.keys()


@dataclass(frozen=True, slots=True)
class NewMonth:
    """The figures of one month as a file has them; a column that the file lacks is not among them.

    `home` is the number of the partnership.
    """

    line: int
    month_on: date
    values: Mapping[str, Any]
    home: int


@dataclass(slots=True)
class Months:
    """What a file holds: its months, every fault by line, remarks, and the columns that nobody here knows."""

    months: list[NewMonth] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class Homes:
    """The partnerships by what a file may call them."""

    def __init__(self, partnerships: Iterable[tuple[int, str, str]]) -> None:
        self.names: dict[int, str] = {}
        self._by_key: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = {}
        for home, key, name in partnerships:
            self.names[home] = name
            self._by_key[folded(key)] = home
            self._by_name.setdefault(folded(name.strip()), []).append(home)

    def find(self, raw: Any) -> int:
        """The partnership that a cell names. Raises ValueError with what is wrong."""
        text = without_mark(str(raw if raw is not None else "")).strip()
        if not text:
            raise ValueError("No partnership stands here.")
        named = self._by_name.get(folded(text), ())
        home = self._by_key.get(folded(text))
        if home is not None:
            return home
        if not named:
            raise ValueError(f"There is no partnership “{text[:60]}”.")
        if len(named) > 1:
            raise ValueError(f"More than one partnership is called “{text[:60]}”. Write its short name.")
        return named[0]


# --- out


def write_csv(months: Iterable[MonthFigures]) -> bytes:
    """All figures, one row a month; money in dollars. Only numbers stand in it, so no cell is a formula."""
    return _written(["month", "calendar_month"], (([one.month], one) for one in months))


def write_csv_of_many(months: Iterable[tuple[str, str, MonthFigures]]) -> bytes:
    """As `write_csv`, with key and name of the partnership before each month; no cell of it is a formula."""
    heads = ["partnership", "partnership_name", "month", "calendar_month"]
    return _written(heads, (([safe_text(key), safe_text(name), one.month], one) for key, name, one in months))


def _written(heads: Sequence[str], rows: Iterable[tuple[list[Any], MonthFigures]]) -> bytes:
    head = [*heads, *(column_name(name) for name in COLUMNS)]
    lines = (
        [*before, f"{one.month_on:%Y-%m}", *(_cell(name, one.values.get(name)) for name in COLUMNS)]
        for before, one in rows
    )
    return csv_file(chain([head], lines))


def write_csv_to_share(months: Iterable[MonthFigures], up_to: int) -> bytes:
    """What a partner may see: no money, no hours of ours; small counts, and what gives them away, hidden."""
    listed, lines = list(months), [["Month", *(HEADINGS[name] for name in SHARED)]]
    hidden_in = months_for_others([(one.month_on, one.values) for one in listed], up_to)
    for one, hidden in zip(listed, hidden_in, strict=True):
        cells = [hidden[name] or _cell(name, one.values.get(name)) for name in SHARED]
        lines.append([f"{one.month_on:%Y-%m}", *cells])
    return csv_file(lines)


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not name.endswith("_cents"):
        return str(value)
    number = Decimal(value).scaleb(-2) if name.endswith("_cents") else Decimal(value)
    return f"{number.normalize():f}"


# --- in


class Reading:
    """One file on its way in: the first row at once, the others line by line.

    `homes` are the partnerships that it names row by row, or the number of the one that it is all about.
    Raises RuleViolation for what is no file of months, or far too long.
    """

    def __init__(self, data: bytes, limits: Limits, homes: Homes | int) -> None:
        self._rows, self._limits = rows_of_file(data, limits), limits
        self._homes = homes if isinstance(homes, Homes) else None
        self._one = homes if isinstance(homes, int) else 0
        heads = [str(cell if cell is not None else "").strip() for cell in next(self._rows, ())]
        plain = [_plain(head) for head in heads]
        self._month = _first(MONTH_HEADS, plain)
        self._home = _first(HOME_HEADS, plain) if self._homes else None
        if self._month is None:
            raise RuleViolation(
                "The first row must name the columns, among them “calendar_month” or “month”."
            )
        if self._homes and self._home is None:
            raise RuleViolation("The first row must name the columns, among them “partnership”.")
        columns = _columns(plain)
        self._places = {name: place for place, name in enumerate(columns.values())}
        figures = ((at, FIGURES[name]) for at, name in columns.items())
        self._readers = [(at, one.label, figures_of(one.kind)) for at, one in figures]
        known = {*MONTH_HEADS, *(HOME_HEADS if self._homes else ())}
        self.found = Months(
            unknown=[
                head for at, head in enumerate(heads) if head and plain[at] not in known | _names().keys()
            ]
        )
        self._seen: dict[tuple[int, date], int] = {}
        self._newest: dict[int, date] = {}
        self._disordered: set[int] = set()

    def lines(self) -> Generator[int, None, None]:
        """Read on to the end; answers now and then how many rows are read."""
        for line, cells in enumerate(self._rows, start=2):
            if any(cell is not None and str(cell).strip() for cell in cells):
                if line > self._limits.rows + 1:
                    raise RuleViolation(self._limits.too_many_rows)
                self._read(line, cells)
            if len(self.found.faults) >= MOST_FAULTS:
                self.found.faults.append(f"What stands after line {line} was not looked at.")
                break
            if not line % STEP:
                yield line
        if not self.found.months and not self.found.faults:
            raise RuleViolation("There is no month in this file.")
        if self._homes and self._disordered:
            names = sorted(self._homes.names[home] for home in self._disordered)
            self.found.remarks.append(
                f"The months of {', '.join(names[:5])}{' and others' if len(names) > 5 else ''} do not"
                " stand in order. They are put in order here."
            )

    def _read(self, line: int, cells: Sequence[Any]) -> None:
        before = len(self.found.faults)
        home = self._one
        if self._homes:
            home = self._cell(line, "Partnership", cells, self._home, self._homes.find)
        month_on = self._cell(line, "Month", cells, self._month, month_of)
        width = len(cells)
        try:
            numbers = [read(cells[at]) if at < width else None for at, _label, read in self._readers]
        except ValueError:
            numbers = [self._cell(line, label, cells, at, read) for at, label, read in self._readers]
        if home is None or month_on is None:
            return
        earlier = self._seen.get((home, month_on))
        if earlier is not None:
            whose = f" of {self._homes.names[home]}" if self._homes else ""
            self.found.faults.append(
                f"Line {line}: {month_on:%B %Y}{whose} stands in line {earlier} already."
            )
        if len(self.found.faults) == before:
            self._seen[home, month_on] = line
            if month_on < self._newest.setdefault(home, month_on):
                self._disordered.add(home)
            self._newest[home] = month_on
            self.found.months.append(NewMonth(line, month_on, Figures(self._places, numbers), home))

    def _cell(self, line: int, label: str, cells: Sequence[Any], at: int | None, read: Any) -> Any:
        try:
            return read(cells[at] if at is not None and at < len(cells) else None)
        except ValueError as error:
            self.found.faults.append(f"Line {line}, {label}: {error}")
            return None


def _plain(head: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", head.casefold()).strip("_")


def _first(heads: Sequence[str], plain: Sequence[str]) -> int | None:
    return next((plain.index(head) for head in heads if head in plain), None)


def _names() -> dict[str, str]:
    """Each figure by its name in our file, and by the words of the form."""
    headings = {_plain(heading): name for name, heading in HEADINGS.items()}
    return headings | {column_name(name): name for name in COLUMNS}


def _columns(plain: Sequence[str]) -> dict[int, str]:
    """Which figure stands in which column; what is worked out is not looked at."""
    names = _names()
    found: dict[int, str] = {}
    for at, head in enumerate(plain):
        name = names.get(head)
        if name is None or name in COMPUTED:
            continue
        if name in found.values():
            raise RuleViolation(f"Two columns hold “{HEADINGS[name]}”. Keep one of them.")
        found[at] = name
    return found
