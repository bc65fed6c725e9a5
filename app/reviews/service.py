"""Reviews, written: that one was held, and that it was not after all."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.core.actor import Actor
from app.core.db import write
from app.core.errors import RuleViolation
from app.core.history import create, remove
from app.partnerships.models import Partnership

from .models import Review
from .queries import get_review, reviews_due

EARLIEST_DAYS = 60  # a review may be held ahead of its day


def hold_review(
    partnership: Partnership,
    due_on: date,
    held_on: date,
    note: str = "",
    *,
    actor: Actor,
    now: datetime,
    today: date,
) -> Review:
    """Note that the review due on `due_on` was held. Raises RuleViolation when that cannot be."""
    with write():
        if held_on > today:
            raise RuleViolation("A review that has not taken place yet cannot be marked as held.")
        days = {one.due_on for one in reviews_due(today, EARLIEST_DAYS, partnership.get_id())}
        if due_on not in days:
            raise RuleViolation("No review is open for that day. It may have been marked as held already.")
        if held_on < due_on - timedelta(days=EARLIEST_DAYS):
            raise RuleViolation(f"A review can be held at most {EARLIEST_DAYS} days ahead of its day.")
        return create(
            Review,
            actor=actor,
            now=now,
            partnership=partnership,
            due_on=due_on,
            held_on=held_on,
            note=note,
            created_at=now,
        )


def take_back_review(partnership: Partnership, public_id: str, *, actor: Actor, now: datetime) -> date:
    """Undo: the review is open again. Returns the day it is due."""
    with write():
        row = get_review(public_id, partnership.get_id())
        due_on: date = row.due_on
        remove(row, actor=actor, now=now)
        return due_on
