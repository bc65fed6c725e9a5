"""What one person chose: quiet days, lead times, the rhythm of late things, a deputy. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from .kinds import CAN_BE_LATE, Kind

DAYS_TO_CHOOSE = (60, 30, 21, 14, 7, 3, 1, 0)  # before the day
LATE_TO_CHOOSE = (1, 3, 7, 14)  # days late, after which a deputy hears of it
LONGEST_LATE = 366  # then the late things of each week go on


class Overdue(StrEnum):
    """How often what is late is told again."""

    USUAL = ""  # as the kind sets it; the first digest of each week names all of it
    DAILY = "daily"
    THIRD_DAY = "third_day"
    WEEKLY = "weekly"


EVERY: Mapping[Overdue, int] = {Overdue.DAILY: 1, Overdue.THIRD_DAY: 3, Overdue.WEEKLY: 7}


@dataclass(frozen=True, slots=True)
class Wishes:
    """The choices of one person. `before` and `escalate` hold only the kinds that differ from the usual."""

    quiet: frozenset[int] = frozenset()  # weekdays, Monday is 0
    quiet_holidays: bool = False
    overdue: Overdue = Overdue.USUAL
    before: Mapping[Kind, tuple[int, ...]] = field(default_factory=dict)
    escalate: Mapping[Kind, int] = field(default_factory=dict)  # days late
    deputy_id: int | None = None
    away_from: date | None = None
    away_until: date | None = None  # the last day

    def is_away(self, day: date) -> bool:
        """Whether this person is away on a day."""
        if self.away_until is None or day > self.away_until:
            return False
        return self.away_from is None or day >= self.away_from

    def leads(self, usual: Mapping[Kind, Sequence[int]]) -> Mapping[Kind, Sequence[int]]:
        """The lead times of each kind for this person; days after the date are negative."""
        if not self.before and self.overdue is Overdue.USUAL:
            return usual
        return {kind: self._leads_of(kind, days) for kind, days in usual.items()}

    def _leads_of(self, kind: Kind, usual: Sequence[int]) -> tuple[int, ...]:
        before = self.before.get(kind, tuple(day for day in usual if day >= 0))
        after = tuple(day for day in usual if day < 0)
        if self.overdue is not Overdue.USUAL and kind in CAN_BE_LATE:
            step = EVERY[self.overdue]
            after = tuple(range(-step, -LONGEST_LATE, -step))
        return (*sorted(before, reverse=True), *after)


NO_WISHES = Wishes()
