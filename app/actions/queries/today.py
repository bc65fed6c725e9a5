"""What one of our people sees on Today: what they owe, and what nobody owns on our side."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.core.db import db

from .rows import ActionRow, row_of

# Today asks this on every visit, so it is written out: each part walks an index in the order of the due
# day and stops at its limit, so that ten thousand promises cost as much as fifty. A limit of zero stops
# the part that is not meant for this person before it reads a row.
DAYS = (8, 12, 16, 17)  # columns of MINE
MINE = """
select a.id, a.public_id, a.partnership_id, p.key, p.name, a.text, a.side, w.name, a.due_on, a.source,
       a.source_note, a.status, a.done_on, a.moved_times, a.private,
       a.waiting_for, a.waiting_since, a.first_due_on, a.repeats, a.repeats_every
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
    day = [date.fromisoformat(one) if isinstance(one, str) else one for one in map(values.__getitem__, DAYS)]
    return row_of((*values[:8], day[0], *values[9:12], day[1], *values[13:16], day[2], day[3], *values[18:]))
