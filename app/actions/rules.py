"""Promises: whose they are, when they are late, and how soon they are due. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum


class Side(StrEnum):
    """Who promised: the health plan, us, or both together [L8 behaviors]."""

    PROVIDER = "provider"
    PAYER = "payer"
    JOINT = "joint"


class Status(StrEnum):
    """How a promise stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Source(StrEnum):
    """Where a promise came from."""

    MEETING = "meeting"
    REVIEW = "review"
    TRIGGER = "trigger"
    MILESTONE = "milestone"
    CONCERN = "concern"
    GAP = "gap"
    MANUAL = "manual"


class Urgency(StrEnum):
    """How a promise is shown: color is a request, so only what asks for something has one."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"


# Within a week a due day is near enough to be asked about.
SOON = timedelta(days=7)


def urgency(due_on: date | None, today: date) -> Urgency:
    """How urgent an open promise is."""
    if due_on is None or due_on >= today + SOON:
        return Urgency.LATER
    return Urgency.OVERDUE if due_on < today else Urgency.SOON


def due_words(due_on: date, today: date) -> str:
    """How near a due day is: 4 days overdue, due tomorrow, due Friday."""
    days = (due_on - today).days
    if days < 0:
        return "1 day overdue" if days == -1 else f"{-days} days overdue"
    if days < 2:
        return "Due tomorrow" if days else "Due today"
    return f"Due {due_on:%A}"


def on_time(due_on: date | None, done_on: date) -> bool:
    """Whether a promise was kept in time; one without a date always is."""
    return due_on is None or done_on <= due_on
