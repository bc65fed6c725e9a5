"""Open promises with a date for reminders, and what each side owes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, fn

from app.core.db import rows
from app.core.prepared import prepared
from app.partnerships.models import Partnership
from app.people.models import Person

from ..models import Action
from ..rules import Status

MOST_COUNTED = 500


@dataclass(frozen=True, slots=True)
class DueAction:
    """An open promise with a date, for reminders."""

    public_id: str
    partnership_id: int
    partnership_name: str
    key: str
    text: str
    due_on: date
    owner_person_id: int | None
    owner_user_id: int | None
    side: str


@dataclass(frozen=True, slots=True)
class Owed:
    """What one side owes on one partnership."""

    open: int
    late: int


NOTHING = Owed(0, 0)


def actions_due(first: date, last: date, *, partnership_id: int | None = None) -> tuple[DueAction, ...]:
    """Open promises due from `first` through `last`, by day, for reminders."""
    query = (
        Action.select(
            Action.public_id,
            Action.partnership,
            Partnership.name,
            Partnership.key,
            Action.text,
            Action.due_on,
            Action.owner,
            Person.user,
            Action.side,
        )
        .join_from(Action, Partnership)
        .join_from(Action, Person, JOIN.LEFT_OUTER, on=(Action.owner == Person.id))
        .where((Action.status == Status.OPEN) & Action.due_on.between(first, last))
        .order_by(Action.due_on, Action.id)
    )
    if partnership_id is not None:
        query = query.where(Action.partnership == partnership_id)
    return tuple(DueAction(*row) for row in rows(query))


def owed(partnership_ids: Collection[int], today: date) -> dict[tuple[int, str], Owed]:
    """Open and late promises by partnership and side; where nothing is owed there is no entry."""
    found = _owed(tuple(partnership_ids), today)
    return {(pid, side): Owed(count, int(overdue or 0)) for pid, side, count, overdue in found}


@prepared
def _owed(partnership_ids: Any, today: Any) -> Any:
    late = fn.SUM((Action.due_on < today).cast("integer"))
    return (
        Action.select(Action.partnership, Action.side, fn.COUNT(Action.id), late)
        .where(Action.partnership.in_(partnership_ids) & (Action.status == Status.OPEN))
        .group_by(Action.partnership, Action.side)
    )


def count_open(partnership_id: int | None = None) -> int:
    """How many promises are open, counted up to 501."""
    query = Action.select(Action.id).where(Action.status == Status.OPEN)
    if partnership_id is not None:
        query = query.where(Action.partnership == partnership_id)
    return int(query.limit(MOST_COUNTED + 1).count())
