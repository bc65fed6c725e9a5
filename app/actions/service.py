"""Promises, written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.core.actor import Actor
from app.core.db import write
from app.core.errors import RuleViolation
from app.core.history import change, create
from app.partnerships.models import Partnership

from .models import Action
from .rules import Side, Source, Status


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """What is promised, by whom, until when. `owner_id` is a person."""

    text: str
    side: str = Side.PROVIDER
    owner_id: int | None = None
    due_on: date | None = None
    private: bool = False


def create_action(
    partnership: Partnership,
    facts: ActionFacts,
    *,
    actor: Actor,
    now: datetime,
    source: str = Source.MANUAL,
    source_note: str = "",
) -> Action:
    """Note a promise: one owner, one date, one side [L8 behaviors]."""
    with write():
        return create(
            Action,
            actor=actor,
            now=now,
            partnership=partnership,
            text=facts.text,
            side=facts.side,
            owner=facts.owner_id,
            due_on=facts.due_on,
            private=facts.private,
            source=source,
            source_note=source_note[:255],
            created_at=now,
        )


def update_action(
    action: Action, facts: ActionFacts, *, actor: Actor, now: datetime, seen: int | None = None
) -> Action:
    """Change a promise; a later day counts as moved. Conflict when somebody saved since `seen`."""
    with write():
        later = action.due_on is not None and facts.due_on is not None and facts.due_on > action.due_on
        return change(
            action,
            actor=actor,
            now=now,
            seen=seen,
            text=facts.text,
            side=facts.side,
            owner=facts.owner_id,
            due_on=facts.due_on,
            private=facts.private,
            moved_times=action.moved_times + (1 if later else 0),
        )


def complete_action(action: Action, *, on: date, actor: Actor, now: datetime) -> Action:
    """Mark a promise kept as of a day; doing it twice changes nothing."""
    with write():
        if action.status == Status.DONE:
            return action
        return change(action, actor=actor, now=now, status=Status.DONE.value, done_on=on)


def reopen_action(action: Action, *, actor: Actor, now: datetime) -> Action:
    """Undo: the promise is open again."""
    with write():
        return change(action, actor=actor, now=now, status=Status.OPEN.value, done_on=None)


def drop_action(action: Action, *, on: date, actor: Actor, now: datetime) -> Action:
    """Let go of a promise that is no longer needed; it can be reopened."""
    with write():
        if action.status == Status.DONE:
            raise RuleViolation("This action is done. Reopen it first if it is no longer needed.")
        return change(action, actor=actor, now=now, status=Status.DROPPED.value, done_on=on)
