"""Promises, read as frozen rows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, fn

from app.core.db import db, first_row, rows
from app.core.errors import NotFound
from app.core.prepared import prepared
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

# Today asks this on every visit, so it is written out: each part walks an index in the order of the due
# day and stops at its limit, so that ten thousand promises cost as much as fifty. A limit of zero stops
# the part that is not meant for this person before it reads a row.
MINE = """
select a.id, a.public_id, a.partnership_id, p.key, p.name, a.text, a.side, w.name, a.due_on, a.source,
       a.source_note, a.status, a.done_on, a.moved_times, a.private
from (
  select id from (
    select id from "action"
    where owner_id = (select min(id) from person where user_id = ?) and status = 'open' and due_on is not null
    order by due_on limit ?) mine
  union all select id from (
    select a.id from person w cross join "action" a
    where a.owner_id = w.id and w.user_id = ? and w.id > (select min(id) from person where user_id = ?)
      and a.status = 'open' and a.due_on is not null
    order by a.due_on limit ?) mine_under_another_name
  union all select id from (
    select id from "action"
    where owner_id is null and status = 'open' and side in ('provider', 'joint') and due_on is not null
    order by due_on limit ?) nobodys
  union all select id from (
    select id from "action"
    where owner_id is null and status = 'open' and side in ('provider', 'joint') and due_on is null
    limit ?) nobodys_undated
  union all select id from (
    select id from "action"
    where owner_id is not null and status = 'open' and side in ('provider', 'joint') and due_on is not null
    order by due_on
    limit (select case when exists (select 1 from person where user_id = ?) then 0 else 50 end)) ours
  union all select id from (
    select a.id from person w cross join "action" a
    where a.owner_id = w.id and w.user_id = ? and a.status = 'open' and a.due_on is null limit ?) mine_undated
) found
join "action" a on a.id = found.id
join partnership p on p.id = a.partnership_id
left join person w on w.id = a.owner_id
"""


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
    return ActionRow(*(*values[:7], values[7] or "", *values[8:14], bool(values[14])))


def get_action(public_id: str) -> Action:
    """The promise with this id; NotFound where there is none."""
    found = Action.get_or_none(Action.public_id == public_id)
    if found is None:
        raise NotFound("This action is gone, or never was.")
    return found


def get_row(public_id: str) -> ActionRow:
    """As lists show it; NotFound where there is none."""
    values = first_row(_rows().where(Action.public_id == public_id))
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
    found = _listed(
        limit + 1,
        offset,
        status,
        partnership_id,
        side,
        of_one=partnership_id is not None,
        of_side=bool(side),
        is_open=status == Status.OPEN,
    )
    return tuple(_row(values) for values in found)


@prepared
def _listed(
    limit: Any,
    offset: Any,
    status: Any,
    partnership_id: Any,
    side: Any,
    *,
    of_one: bool,
    of_side: bool,
    is_open: bool,
) -> Any:
    query = _rows().where(Action.status == status)
    if of_one:
        query = query.where(Action.partnership == partnership_id)
    if of_side:
        query = query.where((Action.side == side) | (Action.side == Side.JOINT))
    if is_open:
        query = query.order_by(Action.due_on.asc(nulls="LAST"), Action.id)
    else:
        query = query.order_by(Action.done_on.desc(), Action.id.desc())
    return query.limit(limit).offset(offset)


def open_actions(
    partnership_id: int, *, limit: int = PAGE, partner_copy: bool = False
) -> tuple[ActionRow, ...]:
    """What is promised on a partnership, for its agenda; a copy for the partner holds nothing private."""
    query = _rows().where((Action.partnership == partnership_id) & (Action.status == Status.OPEN))
    if partner_copy:
        query = query.where(~Action.private)
    ordered = query.order_by(Action.due_on.asc(nulls="LAST"), Action.id)
    return tuple(_row(values) for values in rows(ordered.limit(limit)))


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
    return tuple(_row(values) for values in rows(query.order_by(*order).limit(limit)))


def my_actions(user_id: int | None, limit: int) -> tuple[ActionRow, ...]:
    """What one of our people owes, and what nobody owns on our side: by due day, undated last.

    For somebody who is no person in the list: everything on our side.
    """
    sql = MINE.replace("?", db.param)
    cursor = db.execute_sql(
        sql, (user_id, limit, user_id, user_id, limit, limit, limit, user_id, user_id, limit)
    )
    rows = [_plain_row(values) for values in cursor.fetchall()]
    rows.sort(key=lambda row: (row.due_on or date.max, row.id))
    return tuple(rows[:limit])


def _plain_row(values: tuple[Any, ...]) -> ActionRow:
    """A row of plain SQL: SQLite hands back days as text."""
    due_on, done_on = (
        date.fromisoformat(day) if isinstance(day, str) else day for day in (values[8], values[12])
    )
    return _row((*values[:8], due_on, *values[9:12], done_on, *values[13:]))


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
