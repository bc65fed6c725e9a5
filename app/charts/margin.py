"""What is left over since the start, month by month: above and below a line at zero. Pure.

Places below zero have another marker and stand beside the word "short", so that nothing hangs on a color.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from app.core.calendar import add_months

from .scales import LABEL_ROOM, TOP, Frame, LineChart, Scale, Value, line_chart, round_span, runs_of
from .series import PAGE, Values, months_of, roomy
from .told import DOLLARS, Told, Unit

Place = tuple[float, float]
MOST_MARKED = 12  # months; more markers would hide the line, and the words beside zero say it as well


@dataclass(frozen=True, slots=True)
class MarginChart:
    """One line with the zero it is measured by; `over` and `short` are areas, `below` places under zero."""

    width: int
    height: int
    lines: LineChart
    zero: float
    over: tuple[str, ...]
    short: tuple[str, ...]
    below: tuple[Place, ...]
    over_y: float | None  # where the words "left over" and "short" stand
    short_y: float | None


def running_margin(
    title: str, values: Values, *, unit: Unit = DOLLARS, frames: Sequence[Frame] = PAGE, finding: str = ""
) -> Told:
    """What all months up to each one leave over (below zero: what they lack), in whole dollars.

    Drawn from two known months on; a month that is not known is a gap.
    """
    months = months_of([values])
    kept = [values.get(month) for month in months]
    rows = tuple((f"{month:%B %Y}", unit.shown(value)) for month, value in zip(months, kept, strict=True))
    drawn = [_drawn(months, kept, unit, frame) for frame in frames] if len(months) > 1 else []
    words = finding or margin_words(values, unit)
    return Told("margin", title, words, tuple(drawn), ("Month", title), rows[::-1])


def margin_words(values: Values, unit: Unit = DOLLARS) -> str:
    """What is left over or short at the newest known month, and how it moved since the month before."""
    months = months_of([values])
    if not months:
        return "What is left over since the start is not known yet."
    newest = months[-1]
    value, before = values.get(newest), values.get(add_months(newest, -1))
    size = unit.written(abs(Decimal(value or 0)))
    when = f"from the start through {newest:%B %Y}"
    if not value:
        words = f"Payment just covered cost {when}"
    else:
        words = f"{size} {'is left over' if value > 0 else 'is short'} {when}"
    if value is None or before is None:
        return f"{words}."
    moved = value - before
    if not moved:
        return f"{words}, as a month before."
    return (
        f"{words}; the newest month {'added' if moved > 0 else 'took'} {unit.written(abs(Decimal(moved)))}."
    )


# --- the picture


def _drawn(months: Sequence[date], kept: Sequence[Value | None], unit: Unit, frame: Frame) -> MarginChart:
    step, low, high = round_span(kept)
    lines = [("", kept)]
    frame = roomy(frame, lines, unit, range(low, high + 1, step))
    chart = line_chart(
        months,
        lines,
        low=low,
        high=high,
        step=step,
        frame=frame,
        monthly=True,
        written=unit.written,
        on_grid=unit.on_grid,
    )
    up = Scale(low, high, frame.bottom, TOP)
    across = Scale(months[0].toordinal(), months[-1].toordinal(), frame.left, frame.right)
    runs = runs_of([across.place(month.toordinal()) for month in months], kept, up)
    zero = up.place(0)
    room = LABEL_ROOM + 4
    return MarginChart(
        frame.width,
        frame.height,
        replace(chart, grid=tuple(replace(one, axis=one.y == zero) for one in chart.grid)),
        zero,
        tuple(_area([(x, min(y, zero)) for x, y in _split(run, zero)], zero) for run in runs if len(run) > 1),
        tuple(_area([(x, max(y, zero)) for x, y in _split(run, zero)], zero) for run in runs if len(run) > 1),
        tuple(place for run in runs for place in run if place[1] > zero and len(months) <= MOST_MARKED),
        round(zero - 5, 1) if zero - TOP >= room else None,
        round(zero + 14, 1) if frame.bottom - zero >= room else None,
    )


def _split(run: Sequence[Place], zero: float) -> list[Place]:
    """The run with a place wherever it crosses zero."""
    found = [run[0]]
    for (x, y), (after_x, after_y) in pairwise(run):
        if (y - zero) * (after_y - zero) < 0:
            found.append((round(x + (after_x - x) * (zero - y) / (after_y - y), 1), zero))
        found.append((after_x, after_y))
    return found


def _area(places: Sequence[Place], zero: float) -> str:
    """From zero along the places and back to zero; nothing where all of them lie on zero."""
    if all(y == zero for _x, y in places):
        return ""
    whole = [(places[0][0], zero), *places, (places[-1][0], zero)]
    return "M" + "L".join(f"{x} {y}" for x, y in whole) + "z"
