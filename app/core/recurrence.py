"""Rhythms as people say them: every second Tuesday, monthly on the 31st. Pure: dates in, dates out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import takewhile

from .calendar import add_months, local_moment, month_end

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}


class Rhythm(StrEnum):
    """The kinds of rhythm."""

    WEEKS = "weeks"  # every N weeks on the weekday of the first date
    MONTH_DAY = "month_day"  # every N months on the day number of the first date
    NTH_WEEKDAY = "nth_weekday"  # every N months on the nth (or last) weekday


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rhythm from `first` on.

    `interval` counts weeks or months. `nth` is 1 to 4, or -1 for the last, with NTH_WEEKDAY.
    `until` is the last possible day. `skipped` dates do not happen; `moved` maps a planned date to
    the day it takes place.
    """

    rhythm: Rhythm
    first: date
    interval: int = 1
    nth: int | None = None
    until: date | None = None
    skipped: frozenset[date] = frozenset()
    moved: dict[date, date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.interval < 1:
            raise ValueError("A rhythm repeats every 1 or more weeks or months.")
        if self.rhythm is Rhythm.NTH_WEEKDAY and self.nth not in ORDINALS:
            raise ValueError("Choose the first, second, third, fourth or last weekday of the month.")

    def between(self, start: date, end: date) -> tuple[date, ...]:
        """The days from `start` through `end` on which it takes place, in order.

        A moved date counts on its new day, also when its planned day lies outside the span.
        """
        reach = max([end, *(planned for planned, day in self.moved.items() if day <= end)])
        planned = takewhile(lambda day: day <= reach, self._planned())
        days = {self.moved.get(day, day) for day in planned if day not in self.skipped}
        return tuple(sorted(day for day in days if start <= day <= end))

    def next_after(self, day: date) -> date | None:
        """The first day after `day` on which it takes place, or None when the rhythm has ended."""
        horizon = max(day, self.first) + timedelta(days=31 * 12 * self.interval + 400)
        found = self.between(day + timedelta(days=1), horizon)
        return found[0] if found else None

    def moments_between(self, start: date, end: date, at: time, zone_name: str) -> tuple[datetime, ...]:
        """The same as UTC moments: two in the afternoon stays two in the afternoon all year."""
        return tuple(local_moment(day, at, zone_name) for day in self.between(start, end))

    def sentence(self) -> str:
        """The rhythm in words: "Every 2 weeks on Tuesday"."""
        weekday = WEEKDAYS[self.first.weekday()]
        if self.rhythm is Rhythm.WEEKS:
            return (
                f"Every week on {weekday}"
                if self.interval == 1
                else f"Every {self.interval} weeks on {weekday}"
            )
        months = "Every month" if self.interval == 1 else f"Every {self.interval} months"
        if self.rhythm is Rhythm.NTH_WEEKDAY:
            return f"{months} on the {ORDINALS[self.nth or 1]} {weekday}"
        return f"{months} on day {self.first.day}" + (", or the last day" if self.first.day > 28 else "")

    def _planned(self) -> Iterator[date]:
        step = 0
        while True:
            day = self._planned_at(step)
            if self.until is not None and day > self.until:
                return
            if day >= self.first:
                yield day
            step += 1

    def _planned_at(self, step: int) -> date:
        if self.rhythm is Rhythm.WEEKS:
            return self.first + timedelta(weeks=step * self.interval)
        if self.rhythm is Rhythm.MONTH_DAY:
            return add_months(self.first, step * self.interval)
        month = add_months(self.first.replace(day=1), step * self.interval)
        return nth_weekday(month, self.first.weekday(), self.nth or 1)


def nth_weekday(month: date, weekday: int, nth: int) -> date:
    """The nth `weekday` (0 is Monday) of the month that holds `month`; -1 gives the last."""
    if nth == -1:
        last = month_end(month)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = month.replace(day=1)
    return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=nth - 1)
