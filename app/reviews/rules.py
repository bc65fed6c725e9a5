"""When reassessment reviews are due, and which of them an early end calls off. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from app.core.calendar import add_months

INTERIM_MONTHS = (3, 6, 12, 18)
LEAD_DAYS = 21
FIRST_YEAR_EVERY, LATER_EVERY = 3, 12  # months
LONGEST_TERM = 100 * 12  # a typing error in an end date must not make a list without end


class ReviewRule(StrEnum):
    """The two rules that call for a review, by their id in the catalogue."""

    INTERIM = "TD01"
    DATA = "TD05"


@dataclass(frozen=True, slots=True)
class ReviewDate:
    """One rule that calls for a review on one day."""

    rule: ReviewRule
    months: int
    due_on: date
    announce_on: date

    @property
    def reason(self) -> str:
        """Why, in a few words."""
        if self.rule is ReviewRule.INTERIM:
            return f"interim review, month {self.months}"
        return f"data review after {self.months} months"


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """What the dates hang on. `pilot_end` is none where there is no pilot."""

    start: date
    term_end: date
    pilot_end: date | None = None
    interim_months: tuple[int, ...] = INTERIM_MONTHS
    notice_given_on: date | None = None


def interim_dates(
    start: date, end: date, months: Sequence[int] = INTERIM_MONTHS, lead_days: int = LEAD_DAYS
) -> tuple[ReviewDate, ...]:
    """Interim reviews of a pilot, counted from its start and only up to its end [L5 negotiation]."""
    dates = (
        _review(ReviewRule.INTERIM, start, count, lead_days) for count in sorted(set(months)) if count > 0
    )
    return tuple(one for one in dates if one.due_on <= end)


def data_review_dates(start: date, end: date, lead_days: int = LEAD_DAYS) -> tuple[ReviewDate, ...]:
    """Data reviews: every 3 months in the first year, then yearly, while announced by the term end."""
    found = []
    months = FIRST_YEAR_EVERY
    while months <= LONGEST_TERM:
        one = _review(ReviewRule.DATA, start, months, lead_days)
        if one.announce_on > end:
            break
        found.append(one)
        months += FIRST_YEAR_EVERY if months < 12 else LATER_EVERY
    return tuple(found)


def _review(rule: ReviewRule, start: date, months: int, lead_days: int) -> ReviewDate:
    due = add_months(start, months)
    return ReviewDate(rule, months, due, due - timedelta(days=lead_days))


def planned(plan: ReviewPlan) -> tuple[ReviewDate, ...]:
    """Every review the dates call for, as if nothing ended early, in order of the day."""
    interim = () if plan.pilot_end is None else interim_dates(plan.start, plan.pilot_end, plan.interim_months)
    both = (*interim, *data_review_dates(plan.start, plan.term_end))
    return tuple(sorted(both, key=lambda one: (one.due_on, one.rule)))


def is_cancelled(one: ReviewDate, notice_given_on: date | None) -> bool:
    """Whether notice was given before this review was announced: the partnership ended before."""
    return notice_given_on is not None and one.announce_on > notice_given_on


def standing(plan: ReviewPlan) -> tuple[ReviewDate, ...]:
    """The reviews that remain after a notice, if there was one."""
    return tuple(one for one in planned(plan) if not is_cancelled(one, plan.notice_given_on))


@lru_cache(maxsize=1024)
def days_of(plan: ReviewPlan) -> tuple[tuple[date, date, tuple[str, ...]], ...]:
    """The days of the reviews that remain; kept, since every visit to Today asks for all partnerships."""
    return one_per_day(standing(plan))


def one_per_day(dates: Iterable[ReviewDate]) -> tuple[tuple[date, date, tuple[str, ...]], ...]:
    """Reviews that fall on one day are one review with several reasons: (due, announced, reasons)."""
    days: dict[date, list[ReviewDate]] = {}
    for one in dates:
        days.setdefault(one.due_on, []).append(one)
    return tuple(
        (day, min(one.announce_on for one in ones), tuple(one.reason for one in ones))
        for day, ones in sorted(days.items())
    )
