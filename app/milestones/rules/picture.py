"""The picture of the plan: from days to places on a scale of months. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.core.calendar import add_months, month_start

MONTHS_BACK, MONTHS = 3, 9  # the columns of the picture
MOST_BARS = 12
MOST_DONE, MOST_LATE = 4, 5
# A step without a beginning is drawn from four weeks before its day [ours].
USUAL = timedelta(weeks=4)
SHORTEST = timedelta(days=5)


class BarState(StrEnum):
    """How a step stands, in words and in shape."""

    DONE = "done"
    LATE = "late"
    NOW = "under way"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Step:
    """A step as the picture needs it; `began_on` is the first day of its stage."""

    title: str
    topic: str
    due_on: date | None
    done_on: date | None
    began_on: date | None

    @property
    def day(self) -> date | None:
        """When it was or will be done."""
        return self.done_on or self.due_on


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the picture; places and widths are tenths of a percent of the scale."""

    title: str
    state: BarState
    starts_on: date
    ends_on: date
    left: int
    width: int


@dataclass(frozen=True, slots=True)
class Window:
    """The span of days a picture shows: whole months."""

    first_on: date
    last_on: date

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month."""
        return tuple(add_months(self.first_on, number) for number in range(MONTHS))

    def place(self, day: date) -> int:
        """Where the morning of a day lies, in tenths of a percent; outside it is 0 or 1000.

        Each month is as wide as the others, as the heads of the columns are.
        """
        if day <= self.first_on:
            return 0
        if day > self.last_on:
            return 1000
        month = month_start(day)
        number = (month.year - self.first_on.year) * 12 + month.month - self.first_on.month
        length = (add_months(month, 1) - month).days
        return round((number + (day.day - 1) / length) * 1000 / MONTHS)


def window_around(today: date) -> Window:
    """Three months back and the rest of nine ahead, in whole months."""
    first = add_months(month_start(today), -MONTHS_BACK)
    return Window(first, add_months(first, MONTHS) - timedelta(days=1))


def bar_state(starts_on: date, due_on: date | None, done_on: date | None, today: date) -> BarState:
    """Done, late, under way, or planned."""
    if done_on is not None:
        return BarState.DONE
    if due_on is not None and due_on < today:
        return BarState.LATE
    return BarState.NOW if starts_on <= today else BarState.PLANNED


def bars(steps: Sequence[Step], window: Window, today: date) -> tuple[Bar, ...]:
    """The rows of the picture, by day: each from the end of the step before it on the same topic, or
    from the first day of its stage, to its own day.
    """
    dated = sorted((step for step in steps if step.day is not None), key=lambda step: (step.day, step.title))
    latest: dict[str, date] = {}
    found = []
    for step in dated:
        end = step.day
        assert end is not None  # noqa: S101 - sorted out above
        before = latest.get(step.topic) or step.began_on or end - USUAL
        latest[step.topic] = end
        start = min(before, end - SHORTEST)
        if end < window.first_on or start > window.last_on:
            continue
        left, right = window.place(start), window.place(end + timedelta(days=1))
        state = bar_state(start, step.due_on, step.done_on, today)
        found.append(Bar(step.title, state, start, end, left, max(right - left, 6)))
    return _chosen(found)


def _chosen(every: Sequence[Bar]) -> tuple[Bar, ...]:
    """The latest of what is done and late, and what comes next, as far as there is room."""
    done = [bar for bar in every if bar.state is BarState.DONE][-MOST_DONE:]
    late = [bar for bar in every if bar.state is BarState.LATE][-MOST_LATE:]
    ahead = [bar for bar in every if bar.state in (BarState.NOW, BarState.PLANNED)]
    kept = done + late + ahead[: MOST_BARS - len(done) - len(late)]
    return tuple(bar for bar in every if bar in kept)
