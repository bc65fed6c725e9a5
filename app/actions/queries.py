"""Promises, read as frozen rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, Select, fn

from app.core.errors import NotFound
from app.partnerships.models import Partnership
from app.people.models import Person

from .models import Action
from .rules import Side, Source, Status, Urgency, due_words, urgency

PAGE = 50
MOST_COUNTED = 500
OURS = (Side.PROVIDER, Side.JOINT)


@dataclass(frozen=True, slots=True)
class ActionRow:
    """A promise as lists, agendas and Today show it."""

    id: int
    public_id: str
    partnership_id: int
    key: str
    partnership_name: str
    text: str
    side: str
    owner: str
    due_on: date | None
    source: str
    source_note: str
    status: str
    done_on: date | None
    moved_times: int
    private: bool

    @property
    def done(self) -> bool:
        """Whether it is kept."""
        return self.status == Status.DONE

    @property
    def source_words(self) -> str:
        """Where it came from, in words; nothing for one that somebody typed in."""
        if self.source == Source.MANUAL:
            return self.source_note
        return f"from {self.source}" + (f": {self.source_note}" if self.source_note else "")

    def urgency(self, today: date) -> str:
        """overdue, soon or later; a promise that is not open asks for nothing."""
        return urgency(self.due_on, today) if self.status == Status.OPEN else Urgency.LATER

    def due_words(self, today: date) -> str:
        """4 days overdue, due tomorrow, due Friday; nothing without a date."""
        return due_words(self.due_on, today) if self.due_on else ""


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


def _columns() -> tuple[Any, ...]:
    return (
        Action.id.alias("id"),
        Action.public_id.alias("public_id"),
        Action.partnership.alias("partnership_id"),
        Partnership.key.alias("key"),
        Partnership.name.alias("partnership_name"),
        Action.text.alias("text"),
        Action.side.alias("side"),
        Person.name.alias("owner"),
        Action.due_on.alias("due_on"),
        Action.source.alias("source"),
        Action.source_note.alias("source_note"),
        Action.status.alias("status"),
        Action.done_on.alias("done_on"),
        Action.moved_times.alias("moved_times"),
        Action.private.alias("private"),
    )


def _rows() -> Any:
    return (
        Action.select(*_columns())
        .join_from(Action, Partnership)
        .join_from(Action, Person, JOIN.LEFT_OUTER, on=(Action.owner == Person.id))
    )


def _row(values: tuple[Any, ...]) -> ActionRow:
    return ActionRow(*values[:7], values[7] or "", *values[8:14], bool(values[14]))


def get_action(public_id: str) -> Action:
    """The promise with this id; NotFound where there is none."""
    found = Action.get_or_none(Action.public_id == public_id)
    if found is None:
        raise NotFound("This action is gone, or never was.")
    return found


def get_row(public_id: str) -> ActionRow:
    """As lists show it; NotFound where there is none."""
    values = _rows().where(Action.public_id == public_id).tuples().first()
    if values is None:
        raise NotFound("This action is gone, or never was.")
    return _row(values)


def list_actions(
    *,
    partnership_id: int | None = None,
    side: str = "",
    status: str = Status.OPEN,
    offset: int = 0,
    limit: int = PAGE,
) -> tuple[ActionRow, ...]:
    """Promises by due day (done ones newest first); one row more than fits when there is more."""
    query = _rows().where(Action.status == status)
    if partnership_id is not None:
        query = query.where(Action.partnership == partnership_id)
    if side:
        query = query.where(Action.side.in_((side, Side.JOINT)))
    if status == Status.OPEN:
        query = query.order_by(Action.due_on.asc(nulls="LAST"), Action.id)
    else:
        query = query.order_by(Action.done_on.desc(), Action.id.desc())
    return tuple(_row(values) for values in query.limit(limit + 1).offset(offset).tuples())


def open_actions(
    partnership_id: int, *, limit: int = PAGE, partner_copy: bool = False
) -> tuple[ActionRow, ...]:
    """What is promised on a partnership, for its agenda; a copy for the partner holds nothing private."""
    query = _rows().where((Action.partnership == partnership_id) & (Action.status == Status.OPEN))
    if partner_copy:
        query = query.where(~Action.private)
    return tuple(
        _row(values)
        for values in query.order_by(Action.due_on.asc(nulls="LAST"), Action.id).limit(limit).tuples()
    )


def actions_done_since(
    partnership_id: int, day: date, *, limit: int = PAGE, partner_copy: bool = False
) -> tuple[ActionRow, ...]:
    """What was kept on a partnership from `day` on, newest first."""
    query = _rows().where(
        (Action.partnership == partnership_id) & (Action.status == Status.DONE) & (Action.done_on >= day)
    )
    if partner_copy:
        query = query.where(~Action.private)
    order = (Action.done_on.desc(), Action.id.desc())
    return tuple(_row(values) for values in query.order_by(*order).limit(limit).tuples())


def my_actions(user_id: int | None, limit: int) -> tuple[ActionRow, ...]:
    """What one of our people owes, and what nobody owns on our side: by due day, undated last.

    For somebody who is no person in the list: everything on our side. Each part reads only the rows
    it shows, so ten thousand promises cost as much as fifty.
    """
    mine = Person.select(Person.id).where(Person.user == user_id)
    ours = Action.side.in_(OURS)
    nobody = ~fn.EXISTS(mine)
    parts = [
        _nearest(Action.owner.in_(mine) & Action.due_on.is_null(False), limit),
        _nearest(Action.owner.is_null() & ours & Action.due_on.is_null(False), limit),
        _nearest(nobody & ours & Action.owner.is_null(False) & Action.due_on.is_null(False), limit),
        _nearest(Action.owner.in_(mine) & Action.due_on.is_null(), limit),
        _nearest(Action.owner.is_null() & ours & Action.due_on.is_null(), limit),
    ]
    union = parts[0]
    for part in parts[1:]:
        union = union + part
    found = union.alias("found")
    picked = Select((found,), (found.c.id,))
    query = _rows().where(Action.id.in_(picked)).order_by(Action.due_on, Action.id)
    rows = sorted((_row(values) for values in query.tuples()), key=lambda row: row.due_on or date.max)
    return tuple(rows[:limit])


def _nearest(condition: Any, limit: int) -> Any:
    nearest = (
        Action.select(Action.id)
        .where((Action.status == Status.OPEN) & condition)
        .order_by(Action.due_on)
        .limit(limit)
        .alias("part")
    )
    return Select((nearest,), (nearest.c.id,))


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
    return tuple(DueAction(*row) for row in query.tuples())


def owed(partnership_ids: Collection[int], today: date) -> dict[tuple[int, str], Owed]:
    """Open and late promises by partnership and side; where nothing is owed there is no entry."""
    if not partnership_ids:
        return {}
    late = fn.SUM((Action.due_on < today).cast("integer"))
    query = (
        Action.select(Action.partnership, Action.side, fn.COUNT(Action.id), late)
        .where(Action.partnership.in_(list(partnership_ids)) & (Action.status == Status.OPEN))
        .group_by(Action.partnership, Action.side)
        .tuples()
    )
    return {(pid, side): Owed(count, int(overdue or 0)) for pid, side, count, overdue in query}


def count_open(partnership_id: int | None = None) -> int:
    """How many promises are open, counted up to 501."""
    query = Action.select(Action.id).where(Action.status == Status.OPEN)
    if partnership_id is not None:
        query = query.where(Action.partnership == partnership_id)
    return int(query.limit(MOST_COUNTED + 1).count())
