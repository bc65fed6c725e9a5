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


class Group(StrEnum):
    """Under which heading a list shows an open promise."""

    OVERDUE = "overdue"
    WEEK = "week"
    LATER = "later"
    UNDATED = "undated"


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


def group_of(due_on: date | None, today: date) -> Group:
    """The heading an open promise stands under."""
    if due_on is None:
        return Group.UNDATED
    if due_on < today:
        return Group.OVERDUE
    return Group.WEEK if due_on < today + SOON else Group.LATER


def times_words(count: int) -> str:
    """once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def moved_words(moved_times: int, first_due_on: date | None, due_on: date | None, today: date) -> str:
    """How a promise came to its day: moved twice, first promised for Oct 30, 25 days ago; else nothing.

    The way from the first day is told where it was moved, as a fact, not as a reproach [L8 behaviors].
    """
    if not moved_times:
        return ""
    words = f"moved {times_words(moved_times)}"
    if first_due_on is None or first_due_on == due_on:
        return words
    words += f", first promised for {_day(first_due_on, today)}"
    days = (today - first_due_on).days
    return words + (f", {days} day{'' if days == 1 else 's'} ago" if days > 0 else "")


def _day(day: date, today: date) -> str:
    return f"{day:%b} {day.day}" + ("" if day.year == today.year else f", {day.year}")
