"""On which days a series of meetings falls. Pure: facts in, dates out.

The rhythm gives a grid of days. A dense span adds days between them, a free day is avoided or shown, a
pause leaves days out; outside the span and after the pause the grid is the old one again by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from app.core.calendar import add_months, is_business_day, local_moment
from app.core.recurrence import Recurrence, Rhythm

DENSE_KINDS = frozenset({"operations", "core_planning"})  # [T5 sustainability]
FIRST_YEAR_MONTHS = 12
PLAIN_WORDS = {1: "every week", 13: "every quarter", 26: "twice a year", 52: "once a year"}
_DOUBLINGS = 6


class FreeDays(StrEnum):
    """What happens to a date that falls on a free day of ours."""

    MOVE = "move"  # to the next business day
    SHOW = "show"  # it stays, and says so


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days in which it is denser, both ends included."""

    starts_on: date
    ends_on: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a series. `planned_on` is the day the rhythm gives; it names the date for good."""

    planned_on: date
    on: date
    holiday: str = ""  # of the planned day, when it is a free one
    dense: bool = False  # comes only because of a dense span


@dataclass(frozen=True, slots=True)
class Cadence:
    """Everything that decides the days of one series.

    `skipped` and `moved` speak of planned days; a moved one takes place on the day it was given, free or
    not, since a person chose it. From `paused_until` on the grid goes on.
    """

    rhythm: Recurrence
    dense: tuple[Span, ...] = ()
    paused_until: date | None = None
    holidays: Mapping[date, str] = field(default_factory=dict)
    free_days: FreeDays = FreeDays.MOVE
    skipped: frozenset[date] = frozenset()
    moved: Mapping[date, date] = field(default_factory=dict)

    def between(self, start: date, end: date) -> tuple[Occurrence, ...]:
        """What takes place from `start` through `end`, in order, at most one a day [T5 sustainability]."""
        by_day: dict[date, Occurrence] = {}
        for planned, dense in self._planned(self._reach_back(start), end):
            if planned not in self.moved:
                # Where two are pushed onto one day, the later one stands.
                day = self._open_day(planned)
                by_day[day] = Occurrence(planned, day, self.holidays.get(planned, ""), dense)
        for planned, day in self.moved.items():
            if planned not in self.skipped and start <= day <= end:
                holiday = self.holidays.get(planned, "")
                by_day[day] = Occurrence(
                    planned, day, holiday, self._is_added(planned) and not self.gives(planned)
                )
        return tuple(by_day[day] for day in sorted(by_day) if start <= day <= end)

    def upcoming(self, day: date, count: int) -> tuple[Occurrence, ...]:
        """The next `count` from `day` on, that day included; fewer when the series ends before."""
        days_each = self.rhythm.interval * (7 if self.rhythm.rhythm is Rhythm.WEEKS else 31)
        beginning = max(day, self.rhythm.first, self.paused_until or day)
        reach = days_each * (count + 2)
        found: tuple[Occurrence, ...] = ()
        for _ in range(_DOUBLINGS):
            found = self.between(day, beginning + timedelta(days=reach))[:count]
            if len(found) == count:
                break
            reach *= 2
        return found

    def moments_between(self, start: date, end: date, at: time, zone_name: str) -> tuple[datetime, ...]:
        """The same as UTC moments: two in the afternoon stays two in the afternoon all year."""
        return tuple(local_moment(one.on, at, zone_name) for one in self.between(start, end))

    def gives(self, day: date) -> bool:
        """Whether the grid itself holds the day, skipped or not."""
        return bool(self.rhythm.between(day, day))

    def halfway(self) -> timedelta | None:
        """How long after a date of the grid the added one comes; None where it is weekly already."""
        if self.rhythm.rhythm is Rhythm.WEEKS:
            return timedelta(weeks=self.rhythm.interval // 2) if self.rhythm.interval > 1 else None
        return timedelta(weeks=2 * self.rhythm.interval)

    def _planned(self, start: date, end: date) -> Iterator[tuple[date, bool]]:
        """Planned days in order, each with whether it comes of a dense span."""
        half = self.halfway()
        grid = self.rhythm.between(start - (half or timedelta()), end)
        days = {day: False for day in grid if day >= start}
        if half is not None:
            added = (day + half for day in grid)
            days |= {day: True for day in added if start <= day <= end and self._is_added(day)}
        for day in sorted(days):
            paused = self.paused_until is not None and day < self.paused_until
            if not paused and day not in self.skipped:
                yield day, days[day]

    def _is_added(self, day: date) -> bool:
        ended = self.rhythm.until is not None and day > self.rhythm.until
        return not ended and any(span.holds(day) for span in self.dense)

    def _open_day(self, day: date) -> date:
        while self.free_days is FreeDays.MOVE and not is_business_day(day, self.holidays):
            day += timedelta(days=1)
        return day

    def _reach_back(self, start: date) -> date:
        """The earliest planned day that free days could push to `start` or beyond."""
        while self.free_days is FreeDays.MOVE and not is_business_day(
            start - timedelta(days=1), self.holidays
        ):
            start -= timedelta(days=1)
        return start


def past_first_year(stage_since: date, *, today: date) -> bool:
    """Whether a stage has lasted a year, so that the slower rhythm holds [T5 sustainability]."""
    return add_months(stage_since, FIRST_YEAR_MONTHS) <= today


def weeks_words(weeks: int) -> str:
    """Every 2 weeks, every quarter, once a year."""
    return PLAIN_WORDS.get(weeks, f"every {weeks} weeks")


def denser_words(rhythm: Recurrence) -> str:
    """How often it is while it is denser: "every week" for a rhythm of two weeks."""
    if rhythm.rhythm is Rhythm.WEEKS:
        return weeks_words(max(1, rhythm.interval // 2))
    return "every two weeks" if rhythm.interval == 1 else f"every {2 * rhythm.interval} weeks"


def rhythm_words(rhythm: Recurrence) -> str:
    """The rhythm as people say it, the weekday with it where it is a weekly one."""
    if rhythm.rhythm is Rhythm.WEEKS and rhythm.interval in PLAIN_WORDS and rhythm.interval > 1:
        words = weeks_words(rhythm.interval)
        return f"{words[:1].upper()}{words[1:]}, on a {rhythm.first:%A}"
    return rhythm.sentence()
