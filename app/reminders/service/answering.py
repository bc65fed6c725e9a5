"""What somebody says to one thing they were told of, written: seen, later, or somebody else has it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from app.accounts.models import User
from app.accounts.queries import get_own
from app.core.actor import Actor
from app.core.db import write
from app.core.errors import RuleViolation
from app.core.history import change, create

from ..models import ThingAnswer
from ..rules import DueItem

LONGEST_SNOOZE = 90  # days


def note_seen(item: DueItem, *, actor: Actor, now: datetime) -> None:
    """Say that one knows of it. Said twice, the first time stands."""
    with write():
        row = _find(item, get_own(actor))
        if row is None or row.seen_at is None:
            _say(item, row, actor=actor, now=now, seen_at=now)


def snooze(item: DueItem, until: date | None, *, today: date, actor: Actor, now: datetime) -> None:
    """Hear of it again on a day and not before; None takes that back. Raises RuleViolation for other days."""
    if until is not None and not today < until <= date.fromordinal(today.toordinal() + LONGEST_SNOOZE):
        raise RuleViolation(f"Choose a day after today, at most {LONGEST_SNOOZE} days ahead.")
    with write():
        row = _find(item, get_own(actor))
        seen_at = now if row is None or row.seen_at is None else row.seen_at
        _say(item, row, actor=actor, now=now, snoozed_until=until, seen_at=seen_at)


def hand_over(item: DueItem, taker: User | None, *, actor: Actor, now: datetime) -> None:
    """Let somebody else be told of it; None takes that back. Raises RuleViolation for oneself or who left."""
    with write():
        own = get_own(actor)
        if taker is not None and (taker.id == own.id or not taker.active or taker.password is None):
            raise RuleViolation("Choose somebody else who signs in here.")
        row = _find(item, own)
        seen_at = now if row is None or row.seen_at is None else row.seen_at
        _say(item, row, actor=actor, now=now, handed_to=taker.id if taker else None, seen_at=seen_at)


def _find(item: DueItem, user: User) -> ThingAnswer | None:
    a = ThingAnswer
    same = (a.kind == item.kind) & (a.thing == item.thing) & (a.occurrence_on == item.on)
    return a.get_or_none((a.user == user.id) & same)


def _say(item: DueItem, row: ThingAnswer | None, *, actor: Actor, now: datetime, **said: Any) -> None:
    if row is not None:
        change(row, actor=actor, now=now, **said)
        return
    create(
        ThingAnswer,
        actor=actor,
        now=now,
        user=actor.id,
        kind=item.kind.value,
        thing=item.thing,
        occurrence_on=item.on,
        created_at=now,
        **said,
    )
