"""On which days and at which hour somebody's digest goes out. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from app.core.calendar import local_date, local_moment

DIGEST_AT = time(8, 0)
MONDAY, SATURDAY = 0, 5


class DigestDays(StrEnum):
    """When somebody wants the digest."""

    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"  # on Mondays
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets a digest."""

    user_id: int
    public_id: str
    name: str
    email: str
    days: DigestDays = DigestDays.WEEKDAYS
    at: time = DIGEST_AT


def is_sending_day(day: date, days: DigestDays) -> bool:
    """Whether somebody's digest goes out on this day."""
    if days is DigestDays.WEEKLY:
        return day.weekday() == MONDAY
    return days is DigestDays.WEEKDAYS and day.weekday() < SATURDAY


def digest_day(
    recipient: Recipient, now: datetime, zone: str, last_run: datetime | None, had: Collection[date]
) -> date | None:
    """The day whose digest may go out now, or None before its hour, on days off, and when it is done.

    `had` are the days of this week for which one went out or waits. Whoever is told on Mondays is told
    later in the week when nothing ran on that Monday.
    """
    today = local_date(now, zone)
    if recipient.days is DigestDays.NONE or today in had or now < local_moment(today, recipient.at, zone):
        return None
    if is_sending_day(today, recipient.days):
        return today
    if recipient.days is DigestDays.WEEKLY and today.weekday() < SATURDAY and last_run is not None:
        monday = today - timedelta(days=today.weekday())
        missed = last_run < local_moment(monday, recipient.at, zone) and not any(day >= monday for day in had)
        return today if missed else None
    return None


def sending_days(start: date, end: date, days: DigestDays) -> tuple[date, ...]:
    """The days from `start` through `end` on which somebody's digest may go out."""
    span = (start + timedelta(days=step) for step in range((end - start).days + 1))
    return tuple(day for day in span if is_sending_day(day, days))


def has_week(day: date, days: DigestDays, *, again: bool) -> bool:
    """Whether a digest shows the week ahead: on Mondays, and whenever a weekly one goes out; never twice."""
    return not again and (day.weekday() == MONDAY or days is DigestDays.WEEKLY)


def rhythm_words(days: DigestDays) -> str:
    """When a digest comes."""
    return "on Mondays" if days is DigestDays.WEEKLY else "on workdays"
