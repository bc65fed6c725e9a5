"""When reassessment reviews are due, and which of them an early end calls off. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.catalogue.reviewing import INTERIM_MONTHS, ReviewDate, data_review_dates, interim_dates


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """What the dates hang on. `pilot_end` is none where there is no pilot."""

    start: date
    term_end: date
    pilot_end: date | None = None
    interim_months: tuple[int, ...] = INTERIM_MONTHS
    notice_given_on: date | None = None


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
