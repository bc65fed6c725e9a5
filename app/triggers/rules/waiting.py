"""Rules about what does not come: a decision, a word from the other side, the numbers of a month. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from app.core.calendar import add_months, day_words, month_end
from app.partnerships.rules import Stage

from .firing import Firing, What
from .stages import Stages

DECISION, SILENCE, MONTHS = "TR07", "TR08", "TM26"
WAITING = (DECISION, SILENCE, MONTHS)


@dataclass(frozen=True, slots=True)
class AskedDecision:
    """What was asked of the partner for decision, and by when an answer was expected."""

    ident: str
    asked_on: date
    expected_on: date
    decided_on: date | None


def late_decisions(asked: Sequence[AskedDecision], until: date) -> Iterator[Firing]:
    """A decision that is still out at the end of the day after the one it was expected on [L8 culture]."""
    for one in asked:
        on = one.expected_on + timedelta(days=1)
        if on > until or (one.decided_on is not None and one.decided_on <= on):
            continue
        days = Fraction((one.expected_on - one.asked_on).days)
        why = f"asked on {day_words(one.asked_on)}, an answer was expected by {day_words(one.expected_on)}"
        yield Firing(DECISION, What.FIRES, on, value=days + 1, threshold=days, why=why, about=one.ident)
        if one.decided_on is not None and one.decided_on <= until:
            came = f"the decision came on {day_words(one.decided_on)}"
            yield Firing(DECISION, What.CLOSES, one.decided_on, why=came, about=one.ident)


@dataclass(frozen=True, slots=True)
class Patience:
    """After how many days without a word it is a signal, by the phase a partnership is in on a day."""

    days: Mapping[str, int]
    stages: Stages
    pilot_since: date | None
    ended_on: date | None

    def on(self, day: date) -> int | None:
        """The days that count on a day; none once it has ended."""
        stage = self.stages.on(day)
        if stage == Stage.ENDED or (self.ended_on is not None and day > self.ended_on):
            return None
        if stage == Stage.PILOT:
            return self.days["pilot_first_year" if day < self._settled_on else "pilot_later"]
        return self.days["sustained" if stage == Stage.SUSTAINED else "planning"]

    @property
    def changes(self) -> tuple[date, ...]:
        """Days on which another number may begin to count."""
        return (*(began for began, _stage in self.stages.since), self._settled_on)

    @property
    def _settled_on(self) -> date:
        return date.max if self.pilot_since is None else add_months(self.pilot_since, 12)


def silences(contacts: Collection[date], patience: Patience, until: date) -> Iterator[Firing]:
    """A stretch without a word of the other side, longer than its stage bears [L1 foundation]."""
    shortest = min(patience.days.values())
    for last, following in pairwise((*sorted(set(contacts)), None)):
        if last is None or (following is not None and (following - last).days <= shortest):
            continue
        on = _too_long(last, patience)
        if on is None or on > until or (following is not None and following <= on):
            continue
        limit, about = Fraction(patience.on(on) or 0), last.isoformat()
        why = f"the last contact was on {day_words(last)}"
        value = Fraction((on - last).days)
        yield Firing(SILENCE, What.FIRES, on, value=value, threshold=limit, why=why, about=about)
        if following is not None and following <= until:
            yield Firing(
                SILENCE, What.CLOSES, following, why=f"contact on {day_words(following)}", about=about
            )


def _too_long(last: date, patience: Patience) -> date | None:
    """The first day on which the silence since a contact is as long as the stage of that day bears."""
    days = {last + timedelta(days=days) for days in patience.days.values()}
    for day in sorted(days | {change for change in patience.changes if last < change < date.max}):
        limit = patience.on(day)
        if limit is not None and (day - last).days >= limit:
            return day
    return None


def missing_months(
    due: Sequence[date], entered: Collection[date], months: int, days: int, until: date
) -> Iterator[Firing]:
    """So many data months in a row are not entered so many days after the end of the latest [L6 feasibility].

    `due` are the months in which the rules watch, the earliest first.
    """
    run: list[date] = []
    about = ""
    for month in due:
        on = month_end(month) + timedelta(days=days)
        if on > until:
            return
        if month in entered:
            if about:
                why = f"the numbers of {month:%B %Y} are there"
                yield Firing(MONTHS, What.CLOSES, on, why=why, about=about)
            run, about = [], ""
            continue
        run.append(month)
        if len(run) == months:
            about = f"{run[0]:%Y-%m}"
            value = Fraction(months)
            why = missing_words(run)
            yield Firing(MONTHS, What.FIRES, on, value=value, threshold=value, why=why, about=about)


def missing_words(run: Sequence[date]) -> str:
    """The numbers of March 2026 and April 2026 are not entered."""
    if len(run) == 1:
        return f"the numbers of {run[0]:%B %Y} are not entered"
    between = "and" if len(run) == 2 else "to"
    return f"the numbers of {run[0]:%B %Y} {between} {run[-1]:%B %Y} are not entered"


def still_missing(about: str, months: int, entered: Collection[date]) -> bool:
    """Whether a month that a signal about missing numbers named is still not entered."""
    first = date.fromisoformat(f"{about}-01")
    return any(add_months(first, place) not in entered for place in range(months))
