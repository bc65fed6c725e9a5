"""When the next meeting would be, and what may happen to one. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from app.core.calendar import is_business_day

MOST_MINUTES = 600


class Mode(StrEnum):
    """Ways of meeting [L1 foundation]."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    PHONE = "phone"


MODE_WORDS = {Mode.IN_PERSON: "in person", Mode.VIDEO: "video", Mode.PHONE: "phone"}


class Status(StrEnum):
    """What became of a meeting."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class TopicKind(StrEnum):
    """What a line added by hand asks for."""

    TOPIC = "topic"
    DECISION = "decision"


def proposed_day(
    last_on: date | None, weeks_between: int | None, *, today: date, holidays: Collection[date] = ()
) -> date:
    """The day to propose for the next meeting of a kind: in the rhythm, never past, never a free day.

    Without an earlier meeting or a rhythm it is a week from today [T5 sustainability].
    """
    day = today + timedelta(days=7)
    if last_on is not None and weeks_between:
        day = last_on + timedelta(weeks=weeks_between)
        while day < today:
            day += timedelta(weeks=weeks_between)
    while not is_business_day(day, holidays):
        day += timedelta(days=1)
    return day


def may_cancel(status: Status) -> bool:
    """Only what is still planned can be called off."""
    return status is Status.PLANNED


def may_hold(status: Status, on: date, *, today: date) -> bool:
    """A meeting counts as held from its own day on."""
    return status is Status.PLANNED and on <= today
