"""On which days and at which hour somebody's digest goes out. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from app.core.calendar import local_date, local_moment

from .wishes import NO_WISHES, Wishes

DIGEST_AT = time(8, 0)
SATURDAY = 5


class DigestDays(StrEnum):
    """When somebody wants the digest."""

    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"  # on Mondays
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets a digest. `free` are the holidays on which nothing is wanted."""

    user_id: int
    public_id: str
    name: str
    email: str
    days: DigestDays = DigestDays.WEEKDAYS
    at: time = DIGEST_AT
    wishes: Wishes = NO_WISHES
    free: Collection[date] = frozenset()

    def may_have(self, day: date) -> bool:
        """Whether a mail may reach this person on this day: a workday, not a quiet one, not away."""
        quiet = day.weekday() in self.wishes.quiet or day in self.free
        return day.weekday() < SATURDAY and not quiet and not self.wishes.is_away(day)


def first_of_week(recipient: Recipient, day: date) -> date | None:
    """The day of its week on which the week ahead is told: Monday, or the next that is not off."""
    monday = day - timedelta(days=day.weekday())
    week = (monday + timedelta(days=step) for step in range(SATURDAY))
    return next((one for one in week if recipient.may_have(one)), None)


def is_sending_day(day: date, recipient: Recipient) -> bool:
    """Whether somebody's digest goes out on this day."""
    if recipient.days is DigestDays.WEEKLY:
        return day == first_of_week(recipient, day)
    return recipient.days is DigestDays.WEEKDAYS and recipient.may_have(day)


def digest_day(
    recipient: Recipient, now: datetime, zone: str, ran: Collection[date], had: Collection[date]
) -> date | None:
    """The day whose digest may go out now, or None before its hour, on days off, and when it is done.

    `ran` are the latest days before today on which nobody's turn was missed, `had` those of this week for
    which a digest went out or waits. Whoever is told on Mondays is told later in the week when nothing ran
    on that Monday, nor since on a day on which they may be told.
    """
    today = local_date(now, zone)
    if recipient.days is DigestDays.NONE or today in had or now < local_moment(today, recipient.at, zone):
        return None
    if is_sending_day(today, recipient):
        return today
    if recipient.days is DigestDays.WEEKLY and recipient.may_have(today) and ran:
        first = first_of_week(recipient, today) or today
        told = any(day >= first for day in had)
        seen_to = any(day >= first and recipient.may_have(day) for day in ran)
        return None if told or seen_to else today
    return None


def may_replace(recipient: Recipient, today: date, of_day: date) -> bool:
    """Whether a digest of today may take the turn of an unsent one of `of_day` that is no longer true.

    Its turn is its day, for whoever is told weekly the rest of its week. Else what still holds would wait
    for the next turn, which for a meeting or a last day is too late.
    """
    if recipient.days is DigestDays.NONE or not recipient.may_have(today):
        return False
    first = first_of_week(recipient, today) if recipient.days is DigestDays.WEEKLY else today
    return first is not None and first <= of_day


def sending_days(start: date, end: date, recipient: Recipient) -> tuple[date, ...]:
    """The days from `start` through `end` on which somebody's digest may go out."""
    span = (start + timedelta(days=step) for step in range((end - start).days + 1))
    return tuple(day for day in span if is_sending_day(day, recipient))


def has_week(day: date, recipient: Recipient, *, again: bool) -> bool:
    """Whether a digest shows the week ahead: the first of a week, and each weekly one; never twice."""
    return not again and (recipient.days is DigestDays.WEEKLY or day == first_of_week(recipient, day))


def rhythm_words(days: DigestDays) -> str:
    """When a digest comes."""
    return "on Mondays" if days is DigestDays.WEEKLY else "on workdays"
