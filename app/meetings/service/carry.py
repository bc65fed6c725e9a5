"""Lines that go on, written: onto the next agenda, each once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from peewee import fn

from app.core.actor import Actor
from app.core.db import write
from app.core.history import change, create, remove

from ..models import AgendaTopic, Decision, Meeting, MeetingAction
from ..queries import carry as reading
from ..rules import Carry, GoingOn, Reason, match
from .meetings import find_or_refuse
from .topics import lasting


def carry_over(
    public_id: str, *, leave_out: Collection[int] = (), today: date, actor: Actor, now: datetime
) -> int:
    """Put what goes on onto this agenda; returns how many lines came. Twice doubles nothing.

    `leave_out` names lines of earlier meetings that sit out this time.
    """
    with write():
        meeting = find_or_refuse(public_id)
        place = reading.place_of(meeting.id)
        offered = {one.line.id for one in reading.carry_into(place, today=today).goes_on}
        mark_left_out(offered, leave_out, actor=actor, now=now)
        return bring(meeting, reading.carry_into(place, today=today), actor=actor, now=now)


def mark_left_out(
    offered: Collection[int], leave_out: Collection[int], *, actor: Actor, now: datetime
) -> None:
    """Note which of the offered lines sit out this time, and which no longer do."""
    with write():
        for row in AgendaTopic.select().where(AgendaTopic.id.in_(list(offered))):
            change(row, actor=actor, now=now, leave_out=row.id in leave_out)


def bring(meeting: Meeting, carry: Carry, *, actor: Actor, now: datetime) -> int:
    """Add the lines that are not there, mark the standing ones; returns how many were added."""
    with write():
        stands = reading.there(meeting.id)
        last = AgendaTopic.select(fn.MAX(AgendaTopic.position)).where(AgendaTopic.meeting == meeting).scalar()
        position, added = last or 0, 0
        for one in carry.goes_on:
            found = match(one, stands)
            if found is None:
                position, added = position + 1, added + 1
                _add(meeting, one, position, actor=actor, now=now)
            else:
                _adopt(AgendaTopic.get_by_id(found.id), one, actor=actor, now=now)
        return added


def take_back(meeting: Meeting, source: Meeting, carry: Carry, *, actor: Actor, now: datetime) -> int:
    """Take lines off again that came from `source` and no longer go on, if nobody touched them since.

    Minutes that were reopened and finished anew leave nothing on the next agenda that is settled now.
    """
    with write():
        staying = {one.line.root for one in carry.goes_on}
        came = AgendaTopic.select().where(
            (AgendaTopic.meeting == meeting)
            & (AgendaTopic.carried_from_on == source.on)
            & ~AgendaTopic.standing
            & AgendaTopic.origin.is_null(False)
        )
        gone = 0
        for row in came:
            if row.origin_id not in staying and _untouched(row):
                remove(row, actor=actor, now=now)
                gone += 1
        return gone


def _add(meeting: Meeting, one: GoingOn, position: int, *, actor: Actor, now: datetime) -> None:
    earlier = AgendaTopic.get_by_id(one.line.id)
    create(
        AgendaTopic,
        actor=actor,
        now=now,
        meeting=meeting,
        position=position,
        origin=one.line.root,
        carried=one.carried,
        carried_from_on=one.carried_from_on,
        **lasting(earlier),
    )


def _adopt(row: AgendaTopic, one: GoingOn, *, actor: Actor, now: datetime) -> None:
    """The line stands there: it learns where it began and how often it was carried."""
    if one.reason is Reason.STANDING and row.origin_id is not None and not row.carried:
        return
    change(
        row,
        actor=actor,
        now=now,
        origin=one.line.root if row.id != one.line.root else row.origin_id,
        carried=one.carried,
        carried_from_on=one.carried_from_on,
    )


def _untouched(row: AgendaTopic) -> bool:
    """Whether nothing was written under a line that came by itself."""
    if row.discussed or row.notes:
        return False
    decided = Decision.select().where(Decision.topic == row).exists()
    return not decided and not MeetingAction.select().where(MeetingAction.topic == row).exists()
