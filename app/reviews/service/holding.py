"""That a review was held, and that it was not after all."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.core.actor import Actor
from app.core.db import hold, write
from app.core.errors import RuleViolation
from app.core.history import change, create, remove
from app.partnerships.models import Partnership

from ..models import Review, ReviewGuest, ReviewSignal
from ..queries import ReviewDue, find_for, get_review, reviews_due, waiting_for_a_review
from ..rules import Kind
from .preparing import is_bare

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
        partnership = hold(partnership)
        if held_on > today:
            raise RuleViolation("A review that has not taken place yet cannot be marked as held.")
        known = find_for(partnership.id, due_on)
        called = _called_for(partnership, due_on, today)
        begun = known is not None and known.held_on is None  # also after the partnership has ended
        if not begun and (called is None or known is not None):
            raise RuleViolation("No review is open for that day. It may have been marked as held already.")
        if held_on < (called.due_on if called else due_on) - timedelta(days=EARLIEST_DAYS):
            raise RuleViolation(f"A review can be held at most {EARLIEST_DAYS} days ahead of its day.")
        if known is not None:
            return change(known, actor=actor, now=now, held_on=held_on, note=note or known.note)
        row = create(
            Review,
            actor=actor,
            now=now,
            partnership=partnership,
            due_on=due_on,
            kind=called.kind if called else Kind.TRIGGER.value,
            held_on=held_on,
            note=note,
            created_at=now,
        )
        for one in waiting_for_a_review(partnership.id):
            create(ReviewSignal, actor=actor, now=now, review=row, signal=one.id)
        return row


def _called_for(partnership: Partnership, due_on: date, today: date) -> ReviewDue | None:
    due = reviews_due(today, EARLIEST_DAYS, partnership.get_id())
    return next((one for one in due if one.for_on == due_on), None)


def take_back_review(partnership: Partnership, public_id: str, *, actor: Actor, now: datetime) -> date:
    """Undo: the review is open again, with what was written in it. Returns the day it is due."""
    with write():
        row = get_review(public_id, partnership.get_id())
        due_on: date = row.due_on
        if row.decision:
            raise RuleViolation("A decision was taken in it. Take the decision back first.")
        guests = ReviewGuest.select().where(ReviewGuest.review == row).exists()
        if is_bare(row) and not guests and row.planned_on is None and not row.why:
            remove(row, actor=actor, now=now)
        else:
            change(row, actor=actor, now=now, held_on=None)
        return due_on
