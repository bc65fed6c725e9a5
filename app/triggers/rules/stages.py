"""In which months the rules watch: in a pilot, when sustained, and while renegotiating. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.calendar import month_end
from app.partnerships.rules import Stage

WATCHED = frozenset({Stage.PILOT.value, Stage.SUSTAINED.value, Stage.RENEGOTIATING.value})


@dataclass(frozen=True, slots=True)
class Stages:
    """Stages by the day from which each held, the earliest first."""

    since: tuple[tuple[date, str], ...]

    def on(self, day: date) -> str:
        """The stage on a day."""
        return next(stage for began, stage in reversed(self.since) if began <= day)

    def watched_in(self, month_on: date) -> bool:
        """Whether the rules watch in a month: on its first or its last day, or on one between."""
        last = month_end(month_on)
        between = {stage for began, stage in self.since if month_on <= began <= last}
        return bool(WATCHED & {self.on(month_on), *between})

    @property
    def ended_on(self) -> date | None:
        """The day on which it ended, if it has not begun anew since."""
        began, stage = self.since[-1]
        return began if stage == Stage.ENDED.value else None
