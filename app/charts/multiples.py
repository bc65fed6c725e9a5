"""One small chart for each partnership, all on the same scale and over the same months. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .scales import Frame, GridLine, Scale, Value, round_span, runs_of
from .series import LETTER, Values, months_of
from .told import COUNT, NOT_KNOWN, Row, Unit

SMALL = Frame(300, 92, label_room=8)
TOP, BELOW = 8.0, 8.0
Place = tuple[int, int]  # whole units: fifty pictures on a page stay small


@dataclass(frozen=True, slots=True)
class SmallLine:
    """One line on the common scale; `last` is its newest known place."""

    runs: tuple[str, ...]
    dots: tuple[Place, ...]
    last: Place


@dataclass(frozen=True, slots=True)
class Small:
    """A partnership by its key, with its newest value in words, and its line where there is one."""

    key: str
    name: str
    words: str
    line: SmallLine | None


@dataclass(frozen=True, slots=True)
class Multiples:
    """All of them: the common scale (zero and its ends), what they say together, and their numbers."""

    title: str
    finding: str
    width: int
    height: int
    left: float
    right: float
    grid: tuple[GridLine, ...]
    small: tuple[Small, ...]
    heads: Row
    rows: tuple[Row, ...]


def multiples(
    title: str,
    finding: str,
    cases: Sequence[tuple[str, str, Values]],
    *,
    unit: Unit = COUNT,
) -> Multiples:
    """`cases` are key, name and values by month; the scale holds all of them, so they can be compared."""
    months = months_of([values for _key, _name, values in cases])
    _step, low, high = round_span([values.get(on) for _key, _name, values in cases for on in months])
    ends = sorted({low, 0, high})
    left = round(max(len(unit.on_grid(one)) for one in ends) * LETTER) + 8.0
    up = Scale(low, high, SMALL.height - BELOW, TOP)
    days = [on.toordinal() for on in months]
    across = Scale(min(days, default=0), max(days, default=0), left, SMALL.right)
    return Multiples(
        title,
        finding,
        SMALL.width,
        SMALL.height,
        left,
        SMALL.right,
        tuple(GridLine(up.place(one), unit.on_grid(one), one == 0) for one in ends),
        tuple(_small(case, months, across, up, unit) for case in cases),
        ("Partnership", "Lowest", "Highest", "Newest", "Month"),
        tuple(_row(name, values, months, unit) for _key, name, values in cases),
    )


def newest_of(values: Mapping[date, Value | None], months: Sequence[date]) -> tuple[date, Value] | None:
    """The newest month that is known, with its value."""
    for on in reversed(months):
        value = values.get(on)
        if value is not None:
            return on, value
    return None


def _row(name: str, values: Values, months: Sequence[date], unit: Unit) -> Row:
    known = [value for on in months if (value := values.get(on)) is not None]
    newest = newest_of(values, months)
    if newest is None:
        return name, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, ""
    return name, *(unit.written(one) for one in (min(known), max(known), newest[1])), f"{newest[0]:%b %Y}"


def _small(
    case: tuple[str, str, Values], months: Sequence[date], across: Scale, up: Scale, unit: Unit
) -> Small:
    key, name, values = case
    newest = newest_of(values, months)
    if newest is None:
        return Small(key, name, NOT_KNOWN, None)
    words = f"{unit.written(newest[1])} in {newest[0]:%B %Y}"
    if len(months) < 2:
        return Small(key, name, words, None)
    xs = [across.place(on.toordinal()) for on in months]
    places = runs_of(xs, [values.get(on) for on in months], up)
    runs = [[(round(x), round(y)) for x, y in run] for run in places]
    line = SmallLine(
        tuple(" ".join(f"{x},{y}" for x, y in run) for run in runs if len(run) > 1),
        tuple(run[0] for run in runs[:-1] if len(run) == 1),
        runs[-1][-1],
    )
    return Small(key, name, words, line)
