"""Several promises changed at once, and the one undo that takes it all back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.actor import Actor
from app.core.batches import Batch, TakenBack, Together, get_batch, rows_of, take_back
from app.core.db import write
from app.core.errors import NotFound, RuleViolation
from app.partnerships.models import Membership

from ..models import Action
from ..rules import Status
from .actions import moved

MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class SeveralChange:
    """A new day, a new owner, or both; None leaves them as they are."""

    due_on: date | None = None
    owner_id: int | None = None


def change_several(
    actions: Sequence[Action], wanted: SeveralChange, *, actor: Actor, now: datetime
) -> tuple[str, int]:
    """Give promises another day or owner; returns the id for the undo and how many changed.

    Raises RuleViolation for more than fifty, for one that is no longer open, and for an owner who does
    not work on every partnership among them.
    """
    with write():
        if len(actions) > MOST_AT_ONCE:
            raise RuleViolation(f"Change at most {MOST_AT_ONCE} actions at once.")
        if any(action.status != Status.OPEN for action in actions):
            raise RuleViolation("One of these actions is no longer open. Go back and choose again.")
        _check_owner(actions, wanted.owner_id)
        together = Together(actor, now)
        for action in actions:
            values: dict[str, Any] = moved(action, wanted.due_on) if wanted.due_on else {}
            if wanted.owner_id is not None:
                values["owner"] = wanted.owner_id
            together.change(action, **values)
        return together.keep(), len(together.noted)


def _check_owner(actions: Sequence[Action], owner_id: int | None) -> None:
    if owner_id is None:
        return
    homes = {action.partnership_id for action in actions}
    on = Membership.select(Membership.partnership).where(Membership.person == owner_id)
    if homes - {row.partnership_id for row in on}:
        raise RuleViolation("The new owner does not work on every partnership among these actions.")


def batch_of_actions(public_id: str) -> tuple[Batch, list[Action]]:
    """A change of several promises with those that are still there; NotFound when it was something else."""
    batch = get_batch(public_id)
    if {table for table, *_rest in batch.changes} - {Action._meta.table_name}:
        raise NotFound("This was taken back already, or never happened.")
    return batch, rows_of(batch, Action)


def take_several_back(batch: Batch, *, actor: Actor, now: datetime) -> TakenBack:
    """Undo a change of several promises; what somebody changed since stays as they left it."""
    with write():
        return take_back(batch, {Action._meta.table_name: Action}, actor=actor, now=now)
