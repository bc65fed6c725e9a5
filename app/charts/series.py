"""Lines over months with a target band and a trigger line, and what they say. Pure.

    told = series("Caseload", [("here", {date(2026, 5, 1): 24}), ("forecast", {...})],
                  band=Band(18, 22), trigger=Trigger(15, "talk at 15 or fewer"), frames=PAPER)

A month that nobody entered is a gap in the line, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import takewhile

from app.core.calendar import add_months, month_start

from .scales import (
    LABEL_ROOM,
    NARROW,
    TOP,
    WIDE,
    Bound,
    Frame,
    LineChart,
    Scale,
    Value,
    line_chart,
    round_span,
)
from .told import COUNT, Told, Unit

MOST_MONTHS = 24  # drawn in one chart
PAGE = (WIDE, NARROW)
PAPER = (Frame(600, 250),)  # the width of a Word page, six inches
LETTER = 6.7  # about the width of a letter in the charts
Values = Mapping[date, Value | None]
Lines = Sequence[tuple[str, Values]]


@dataclass(frozen=True, slots=True)
class Band:
    """Where the first line should lie; both ends belong to it. None: open to that side."""

    low: Value | None
    high: Value | None

    @property
    def marks(self) -> tuple[Value, ...]:
        """The ends that there are."""
        return tuple(one for one in (self.low, self.high) if one is not None)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A value that calls for something, in words like "talk at 15 or fewer".

    It is reached at the value and below it, or above it where `below` is false.
    """

    value: Value
    words: str
    below: bool = True

    def reached(self, value: Value) -> bool:
        """Whether a value calls for it."""
        return value <= self.value if self.below else value >= self.value


def series(
    title: str,
    lines: Lines,
    *,
    unit: Unit = COUNT,
    band: Band | None = None,
    trigger: Trigger | None = None,
    finding: str = "",
    frames: Sequence[Frame] = PAGE,
    every: int = 1,
) -> Told:
    """Up to three lines over months, each a name and its values by month; the first one is what matters.

    Without a `finding` of the caller's own, `series_words` says it. Drawn from two known months on, the
    newest 24 of them; `frames` is PAGE (wide and narrow) or PAPER. Values that stand for
    `every` so many months carry the first one of these.
    """
    months = months_of([values for _name, values in lines], every)
    kept = [(name, [values.get(month) for month in months]) for name, values in lines]
    rows = tuple(
        (f"{month:%B %Y}", *(unit.shown(values[at]) for _name, values in kept))
        for at, month in reversed(list(enumerate(months)))
    )
    drawn = [_drawn(months, kept, unit, band, trigger, frame) for frame in frames] if len(months) > 1 else []
    return Told(
        "series",
        title,
        finding or series_words(title, lines, unit=unit, band=band, trigger=trigger),
        tuple(drawn),
        ("Month", *(name.capitalize() for name, _values in kept)),
        rows,
    )


def months_of(values: Sequence[Values], every: int = 1) -> tuple[date, ...]:
    """Each month (each third one, say) from the first known one through the last; at most the newest 24."""
    known = {month_start(on) for one in values for on, value in one.items() if value is not None}
    if not known:
        return ()
    last = max(known)
    first = min(known)
    steps = ((last.year - first.year) * 12 + last.month - first.month) // every
    return tuple(add_months(last, -every * place) for place in range(min(steps + 1, MOST_MONTHS)))[::-1]


def series_words(
    title: str, lines: Lines, *, unit: Unit = COUNT, band: Band | None = None, trigger: Trigger | None = None
) -> str:
    """What the newest month says of the first line, against target, comparison and trigger."""
    months = months_of([values for _name, values in lines])
    if not months:
        return f"{title} is not known yet."
    newest = months[-1]
    (_name, values), *others = lines
    value = values.get(newest)
    if value is None:
        return f"{title} is not known for {newest:%B %Y}."
    words = f"{title} was {unit.written(value)} in {newest:%B %Y}"
    if band is not None:
        words += f", {_against(value, band)} the target of {band_range(band, unit)}"
    elif others and (beside := others[0][1].get(newest)) is not None:
        words += f", {_apart(value, beside, unit)} {others[0][0]}"
    return f"{words}.{_trigger_words(trigger, months, values)}"


def band_range(band: Band, unit: Unit) -> str:
    """18 to 22; at least 18; at most 22"""
    if band.low is None or band.high is None:
        side = "at least" if band.high is None else "at most"
        return f"{side} {', '.join(unit.written(one) for one in band.marks)}"
    return f"{unit.written(band.low)} to {unit.written(band.high)}"


def _against(value: Value, band: Band) -> str:
    if band.low is not None and value < band.low:
        return "below"
    return "above" if band.high is not None and value > band.high else "within"


def _apart(value: Value, beside: Value, unit: Unit) -> str:
    if value == beside:
        return "the same as"
    return f"{unit.written(abs(Decimal(value) - beside))} {'more' if value > beside else 'less'} than"


def _trigger_words(trigger: Trigger | None, months: Sequence[date], values: Values) -> str:
    """Whether the newest month reaches the trigger, and for how long in a row."""
    if trigger is None:
        return ""
    newest_first = [values.get(month) for month in reversed(months)]
    run = len(list(takewhile(lambda one: one is not None and trigger.reached(one), newest_first)))
    if not run:
        return ""
    long = "" if run == 1 else f" for {run} months in a row"
    return f" It has reached the trigger{long}: {trigger.words}."


# --- the picture


def _drawn(
    months: Sequence[date],
    lines: Sequence[tuple[str, Sequence[Value | None]]],
    unit: Unit,
    band: Band | None,
    trigger: Trigger | None,
    frame: Frame,
) -> LineChart:
    bounds = [*(band.marks if band else ()), *([trigger.value] if trigger else [])]
    step, low, high = round_span([*(value for _name, values in lines for value in values), *bounds])
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
    area = _band(band, up, unit) if band else None
    return replace(chart, band=area, trigger=_trigger(trigger, up, area) if trigger else None)


def roomy(
    frame: Frame, lines: Sequence[tuple[str, Sequence[Value | None]]], unit: Unit, grid: Sequence[int]
) -> Frame:
    """The frame with room for the words at both ends."""
    longest = max(
        (
            len(f"{name} {unit.written(value)}")
            for name, values in lines
            for value in values[::-1]
            if value is not None
        ),
        default=0,
    )
    before = max(len(unit.on_grid(value)) for value in grid)
    room = max(frame.label_room, round(longest * LETTER) + 14)
    return replace(frame, label_room=room, left=max(frame.left, round(before * LETTER) + 12.0))


def _band(band: Band, up: Scale, unit: Unit) -> Bound:
    top = TOP if band.high is None else up.place(band.high)
    bottom = up.start if band.low is None else up.place(band.low)
    return Bound(top, round(bottom - top, 1), f"Target {band_range(band, unit)}", round(top + 13, 1))


def _trigger(trigger: Trigger, up: Scale, band: Bound | None) -> Bound:
    """The line with its words where they fit: not over those of the target, not out of the picture."""
    y = up.place(trigger.value)
    over, under = (y - 5, y - 19, y - 33), (y + 14, y + 28, y + 42)
    first, second = (under, over) if trigger.below else (over, under)
    wanted = [round(place, 1) for pair in zip(first, second, strict=True) for place in pair]
    free = [
        place
        for place in wanted
        if TOP <= place <= up.start and (band is None or abs(place - band.label_y) >= LABEL_ROOM)
    ]
    return Bound(y, 0.0, f"Trigger: {trigger.words}", free[0] if free else wanted[0])
