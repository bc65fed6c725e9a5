"""When the reviews of TD01 and TD05 are due, counted as the catalogue says. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

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


def interim_dates(
    start: date, end: date, months: Sequence[int] = INTERIM_MONTHS, lead_days: int = LEAD_DAYS
) -> tuple[ReviewDate, ...]:
    """Interim reviews of a pilot, counted from its start, while announced by its end [L5 negotiation]."""
    dates = (
        _review(ReviewRule.INTERIM, start, count, lead_days) for count in sorted(set(months)) if count > 0
    )
    return tuple(one for one in dates if one.announce_on <= end)


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
