"""The renewal and notice calendar: what ends, renews or is looked at in the next eighteen months. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from app.core.calendar import add_months, month_start

MONTHS = 18
REVIEW = "review"


@dataclass(frozen=True, slots=True)
class RenewalDay:
    """A day of one partnership. `kind` and `thing` name it in calendars.

    `shared` is what the partner reads of it; without such words it is ours alone.
    """

    kind: str
    thing: str
    on: date
    words: str
    partnership: str
    path: str
    shared: str = ""


@dataclass(frozen=True, slots=True)
class RenewalRow:
    """One partnership in the table; a day that is not settled is none."""

    key: str
    partnership: str
    term_end: date | None
    notice_on: date | None
    notice_given_on: date | None
    renewal: str
    support_end: date | None
    rate_review: date | None
    next_review: date | None
    owner: str

    def days_left(self, today: date) -> str:
        """How long notice can still be given, in words."""
        if self.notice_given_on is not None:
            return "given"
        if self.notice_on is None:
            return ""
        left = (self.notice_on - today).days
        return "past" if left < 0 else "today" if left == 0 else f"{left:,}"

    def has_run_out(self, today: date) -> bool:
        """Whether the last day of the term is over, though the partnership goes on."""
        return self.term_end is not None and self.term_end < today

    @property
    def first(self) -> date:
        """The day by which the table is ordered: the first that asks for a decision."""
        open_day = self.notice_on if self.notice_given_on is None else None
        return min((on for on in (open_day, self.term_end) if on is not None), default=date.max)


@dataclass(frozen=True, slots=True)
class Month:
    """A month and what falls into it."""

    on: date
    days: tuple[RenewalDay, ...]

    @property
    def name(self) -> str:
        """November 2026."""
        return f"{self.on:%B %Y}"


def without_gaps(months: Sequence[Month]) -> tuple[tuple[str, tuple[RenewalDay, ...]], ...]:
    """The months by name with their days; empty ones that follow each other as one: May to July 2027."""
    found: list[tuple[str, tuple[RenewalDay, ...]]] = []
    for full, group in groupby(months, key=lambda month: bool(month.days)):
        run = list(group)
        if full or len(run) == 1:
            found += [(month.name, month.days) for month in run]
        else:
            found.append((f"{run[0].name} to {run[-1].name}", ()))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class RenewalFacts:
    """Every partnership that has not ended, and their days."""

    house: str
    today: date
    rows: tuple[RenewalRow, ...]
    days: tuple[RenewalDay, ...]

    @property
    def late(self) -> tuple[RenewalDay, ...]:
        """Reviews whose day has passed before this month and that were not held."""
        return tuple(one for one in self.days if one.on < month_start(self.today))

    @property
    def months(self) -> tuple[Month, ...]:
        """Eighteen months from this one on, empty ones as well: nothing to do is worth knowing."""
        return month_by_month(self.days, self.today)


def month_by_month(days: Sequence[RenewalDay], today: date) -> tuple[Month, ...]:
    """The days of each month in order."""
    first = month_start(today)
    starts = [add_months(first, place) for place in range(MONTHS)]
    return tuple(Month(on, tuple(one for one in days if month_start(one.on) == on)) for on in starts)


def last_day(today: date) -> date:
    """The day before the first month that is left out."""
    return date.fromordinal(add_months(month_start(today), MONTHS).toordinal() - 1)


def in_table_order(rows: Sequence[RenewalRow]) -> tuple[RenewalRow, ...]:
    """Whose notice day comes first stands first; without days by name."""
    return tuple(sorted(rows, key=lambda row: (row.first, row.partnership)))


def for_partner(facts: RenewalFacts) -> RenewalFacts:
    """What both sides know: without days that only we count with, our reasons, and our owner."""
    days = tuple(replace(one, words=one.shared) for one in facts.days if one.shared)
    reviews = [one.on for one in days if one.kind == REVIEW]
    rows = tuple(replace(row, owner="", next_review=min(reviews, default=None)) for row in facts.rows)
    return replace(facts, rows=rows, days=days)
