"""Contacts with people of the other side, written."""

from __future__ import annotations

from datetime import date, datetime

from app.core.actor import Actor
from app.core.db import write
from app.core.errors import RuleViolation
from app.core.history import change, create
from app.partnerships.models import Partnership

from ..models import Touch, TouchRhythm
from ..queries import rhythm_of
from ..rules import Rhythm


def note_touch(
    partnership: Partnership,
    person_id: int,
    *,
    on: date,
    how: str,
    note: str,
    actor: Actor,
    now: datetime,
) -> Touch:
    """Somebody was spoken with: the rhythm begins anew from this day [L1 foundation]."""
    with write():
        return create(
            Touch,
            actor=actor,
            now=now,
            partnership=partnership,
            person=person_id,
            on=on,
            how=how,
            note=note,
            created_at=now,
        )


def remove_touch(touch: Touch, *, actor: Actor, now: datetime) -> None:
    """Take a noted contact away; it can be put back."""
    with write():
        change(touch, actor=actor, now=now, removed=True)


def restore_touch(touch: Touch, *, actor: Actor, now: datetime) -> None:
    """Undo."""
    with write():
        change(touch, actor=actor, now=now, removed=False)


def set_rhythm(
    partnership: Partnership,
    person_id: int,
    *,
    key_contact: bool,
    rhythm: Rhythm | None,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> TouchRhythm:
    """How often to speak with this person; without a rhythm the stage decides.

    Raises RuleViolation when the longest interval is shorter than the ideal one, Conflict when
    somebody saved since version `seen` (0: nothing was set).
    """
    if rhythm is not None and rhythm.longest_days < rhythm.ideal_days:
        raise RuleViolation("The longest interval cannot be shorter than the good one.")
    values = {
        "key_contact": key_contact,
        "ideal_days": rhythm.ideal_days if rhythm else None,
        "longest_days": rhythm.longest_days if rhythm else None,
    }
    with write():
        found = rhythm_of(partnership.id, person_id)
        if found is None:
            return create(
                TouchRhythm, actor=actor, now=now, partnership=partnership, person=person_id, **values
            )
        return change(found, actor=actor, now=now, seen=seen, **values)
