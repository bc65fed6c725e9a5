"""From values to places on a chart. Pure: numbers and days in, frozen places out.

Places are whole tenths of a unit of the picture, so that the same values always give the same text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import ceil, floor

Value = Decimal | int
LABEL_ROOM = 14.0  # two labels nearer than this would print over each other
# Days named nearer than this would print over each other; the first one is written to the right of its place.
FIRST_ROOM, MARK_ROOM = 120.0, 84.0


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight way from `low` to `high` onto the picture from `start` to `end`."""

    low: Value
    high: Value
    start: float
    end: float

    def place(self, value: Value) -> float:
        """Where a value stands; the middle when the scale has no length."""
        if self.high == self.low:
            return round((self.start + self.end) / 2, 1)
        share = float(Decimal(value - self.low) / Decimal(self.high - self.low))
        return round(self.start + share * (self.end - self.start), 1)


@dataclass(frozen=True, slots=True)
class GridLine:
    """One horizontal line with its value in words; the lowest one is the axis."""

    y: float
    words: str
    axis: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """One day below the chart; `words` name the month where the days stand for whole months."""

    x: float
    on: date
    words: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A level with its words: a target from `y` down to `y + height`, or a line where it has no height."""

    y: float
    height: float
    words: str
    label_y: float


@dataclass(frozen=True, slots=True)
class Line:
    """One series: runs of points (a gap where nothing is known), its last point and where its name stands."""

    name: str
    number: int  # 1 or 2: decides color, dash and marker
    runs: tuple[str, ...]
    dots: tuple[tuple[float, float], ...]  # points that no line reaches
    last: tuple[float, float] | None
    last_value: Value | None
    label_y: float
    last_words: str = ""


@dataclass(frozen=True, slots=True)
class LineChart:
    """Everything a line chart draws, in units of its picture."""

    width: int
    height: int
    left: float
    right: float
    grid: tuple[GridLine, ...]
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    band: Bound | None = None
    trigger: Bound | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """How large the picture is, and how much of it the names at the right may have."""

    width: int
    height: int
    label_room: int = 78
    left: float = 18.0  # where the lines begin; the words of the grid stand before it

    @property
    def right(self) -> float:
        """Where the lines end."""
        return float(self.width - self.label_room)

    @property
    def bottom(self) -> float:
        """Where the axis stands."""
        return float(self.height - 26)


WIDE, NARROW = Frame(370, 230), Frame(300, 200)
TOP = 14.0


def round_span(values: Iterable[Value | None]) -> tuple[int, int, int]:
    """The step between lines, the lowest line and the highest: round steps with zero among them."""
    known = [value for value in values if value is not None]
    least, most = min(known, default=0), max(known, default=0)
    least, most = min(least, 0), max(most, 0)
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if step * 5 >= most - least:
                low, high = step * floor(Decimal(least) / step), step * ceil(Decimal(most) / step)
                return step, low, high if high > low else step
        size *= 10


def round_scale(values: Iterable[Value | None]) -> tuple[int, int]:
    """The step between lines and the highest line for counts from 0."""
    step, _low, high = round_span(values)
    return step, high


def one_decimal(value: Value) -> str:
    """4.0"""
    return f"{value:.1f}"


def line_chart(
    days: Sequence[date],
    series: Sequence[tuple[str, Sequence[Value | None]]],
    *,
    low: int,
    high: int,
    step: int = 1,
    frame: Frame = WIDE,
    monthly: bool = False,
    written: Callable[[Value], str] = one_decimal,
    on_grid: Callable[[Value], str] = str,
) -> LineChart:
    """Lines over days, oldest first; None is a day on which nothing is known and breaks the line.

    A line of the grid stands at every `step` from `low` through `high`. `written` puts the last value of
    a line into words, `on_grid` a line of the grid; `monthly` names the months below, not the days.
    """
    numbers = [day.toordinal() for day in days]
    across = Scale(min(numbers, default=0), max(numbers, default=0), frame.left, frame.right)
    up = Scale(low, high, frame.bottom, TOP)
    xs = [across.place(number) for number in numbers]
    lines = [
        _line(name, place, [(x, v, up.place(v)) for x, v in _known(xs, values)], runs_of(xs, values, up))
        for place, (name, values) in enumerate(series, start=1)
    ]
    lines = [
        replace(one, last_words=written(one.last_value)) if one.last_value is not None else one
        for one in lines
    ]
    return LineChart(
        frame.width,
        frame.height,
        frame.left,
        frame.right,
        tuple(
            GridLine(up.place(value), on_grid(value), value == low) for value in range(low, high + 1, step)
        ),
        tuple(Mark(xs[at], days[at], f"{days[at]:%b %Y}" if monthly else "") for at in _named(xs)),
        _apart(lines),
    )


def _known(xs: Sequence[float], values: Sequence[Value | None]) -> list[tuple[float, Value]]:
    return [(x, value) for x, value in zip(xs, values, strict=True) if value is not None]


def runs_of(
    xs: Sequence[float], values: Sequence[Value | None], up: Scale
) -> list[list[tuple[float, float]]]:
    """Neighbors that are known, each run a list of places."""
    runs: list[list[tuple[float, float]]] = [[]]
    for x, value in zip(xs, values, strict=True):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((x, up.place(value)))
    return [run for run in runs if run]


def _line(
    name: str,
    number: int,
    points: Sequence[tuple[float, Value, float]],
    runs: Sequence[Sequence[tuple[float, float]]],
) -> Line:
    last = points[-1] if points else None
    return Line(
        name,
        number,
        tuple(" ".join(f"{x},{y}" for x, y in run) for run in runs if len(run) > 1),
        tuple(run[0] for run in runs if len(run) == 1 and (last is None or run[0] != (last[0], last[2]))),
        (last[0], last[2]) if last else None,
        last[1] if last else None,
        last[2] if last else 0.0,
    )


def _apart(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The names at the ends moved apart where they would print over each other."""
    order = sorted((line for line in lines if line.last), key=lambda line: (line.label_y, line.number))
    places: dict[int, float] = {}
    before: float | None = None
    for line in order:
        y = line.label_y if before is None else max(line.label_y, before + LABEL_ROOM)
        places[line.number] = before = round(y, 1)
    return tuple(replace(line, label_y=places.get(line.number, 0.0)) for line in lines)


def _named(xs: Sequence[float]) -> tuple[int, ...]:
    """Which of the days are named: the first, the last, and the one nearest the middle where it has room."""
    if len(xs) < 2:
        return tuple(range(len(xs)))
    last = len(xs) - 1
    middle = (xs[0] + xs[last]) / 2
    free = [
        place
        for place in range(1, last)
        if xs[place] - xs[0] >= FIRST_ROOM and xs[last] - xs[place] >= MARK_ROOM
    ]
    best = min(free, key=lambda place: abs(xs[place] - middle), default=None)
    return (0, last) if best is None else (0, best, last)
