"""Meetings, written: planned, changed, called off, held."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from app.core.actor import Actor
from app.core.batches import Batch, TakenBack, Together, get_batch, rows_of, take_back
from app.core.db import held, rows, write
from app.core.errors import NotFound, RuleViolation
from app.core.history import change, create
from app.partnerships.models import Membership, Partnership

from ..models import Attendance, Meeting
from ..queries import get_series_by_id, schedule_for
from ..rules import Status, may_cancel, may_hold
from .topics import seed_topics

MOST_DATES_AHEAD = 26
LOCKED = "The minutes of this meeting are finished. Reopen them to change something."


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """What a person decided about a meeting."""

    kind: str
    on: date
    starts_at: time
    minutes: int
    mode: str
    place: str = ""
    link: str = ""
    person_ids: tuple[int, ...] = ()

    def facts(self) -> dict[str, Any]:
        """The columns of the meeting itself; who comes stands in a table of its own."""
        return {name: value for name, value in asdict(self).items() if name != "person_ids"}


def create_meeting(partnership: Partnership, plan: MeetingPlan, *, actor: Actor, now: datetime) -> Meeting:
    """Put a meeting on the calendar. Raises RuleViolation for people who do not work on the partnership."""
    with write():
        meeting = _opened(partnership=partnership, **plan.facts(), actor=actor, now=now)
        _ask(meeting, plan.person_ids, Together(actor, now))
        return meeting


def update_meeting(
    public_id: str, plan: MeetingPlan, *, seen: int | None, actor: Actor, now: datetime, today: date
) -> str:
    """Change day, time, place or people, and return the id for `take_meeting_back`, empty without a change.

    Raises NotFound, Conflict, and RuleViolation with finished minutes or where a meeting of the same
    series has the day.
    """
    with write():
        meeting = find_or_refuse(public_id)
        if meeting.finished_at is not None:
            raise RuleViolation(LOCKED)
        if plan.on != meeting.on:
            refuse_taken_day(meeting, plan.on, today=today)
        together = Together(actor, now)
        meeting = together.change(meeting, seen=seen, **plan.facts())
        _ask(meeting, plan.person_ids, together)
        if not together.noted:
            return ""
        together.about(meeting)
        return together.keep()


def refuse_taken_day(meeting: Meeting, on: date, *, today: date) -> None:
    """Two meetings of one series never share a day. Raises RuleViolation."""
    if meeting.series_id is None:
        return
    series = get_series_by_id(meeting.series_id)
    schedule = schedule_for([series], today=today, count=MOST_DATES_AHEAD)
    others = schedule.ahead(series, today=today, count=MOST_DATES_AHEAD)
    if any(one.on == on and one.planned_on != meeting.planned_on for one in others):
        raise RuleViolation("Another meeting of this series is on that day already. Choose a free one.")


def meeting_of_batch(public_id: str) -> tuple[Batch, Meeting]:
    """A change made by `update_meeting`, and its meeting. Raises NotFound."""
    batch = get_batch(public_id)
    found = next(iter(rows_of(batch, Meeting)), None)
    if found is None:
        raise NotFound("The meeting is gone, so there is nothing to take back.")
    return batch, found


def take_meeting_back(public_id: str, *, actor: Actor, now: datetime, today: date) -> TakenBack:
    """Undo a change; what somebody changed since stays. Raises NotFound, RuleViolation."""
    with write():
        batch, meeting = meeting_of_batch(public_id)
        if find_or_refuse(meeting.public_id).finished_at is not None:
            raise RuleViolation(LOCKED)
        for table, _id, before, _after in batch.changes:
            if table == Meeting._meta.table_name and "on" in before:
                refuse_taken_day(meeting, date.fromisoformat(before["on"]), today=today)
        tables = {model._meta.table_name: model for model in (Meeting, Attendance)}
        return take_back(batch, tables, actor=actor, now=now)


def cancel_meeting(public_id: str, *, actor: Actor, now: datetime, reason: str = "") -> Meeting:
    """Call a planned meeting off."""
    with write():
        meeting = find_or_refuse(public_id)
        if not may_cancel(Status(meeting.status)):
            raise RuleViolation("Only a meeting that is still planned can be called off.")
        return change(meeting, actor=actor, now=now, status=Status.CANCELLED, cancel_reason=reason)


def hold_meeting(public_id: str, *, actor: Actor, now: datetime, today: date) -> Meeting:
    """Note that a meeting took place."""
    with write():
        meeting = find_or_refuse(public_id)
        if not may_hold(Status(meeting.status), meeting.on, today=today):
            raise RuleViolation("A meeting can be marked as held from its own day on.")
        return change(meeting, actor=actor, now=now, status=Status.HELD)


def replan_meeting(public_id: str, *, actor: Actor, now: datetime) -> Meeting:
    """Take back that it was called off or held. Raises RuleViolation once the minutes are finished."""
    with write():
        meeting = find_or_refuse(public_id)
        if meeting.finished_at is not None:
            raise RuleViolation(LOCKED)
        return change(meeting, actor=actor, now=now, status=Status.PLANNED, cancel_reason="")


def find_or_refuse(public_id: str) -> Meeting:
    """The meeting's row, held until it is written: its minutes are finished once. Raises NotFound."""
    meeting: Meeting | None = held(Meeting.select().where(Meeting.public_id == public_id)).first()
    if meeting is None:
        raise NotFound("There is no such meeting. It may have been removed with the examples.")
    return meeting


def _opened(*, actor: Actor, now: datetime, **facts: Any) -> Meeting:
    """Every new meeting begins here, planned by hand or given by a rhythm."""
    meeting = create(Meeting, actor=actor, now=now, created_at=now, **facts)
    seed_topics(meeting, actor=actor, now=now)
    return meeting


def _ask(meeting: Meeting, person_ids: Collection[int], together: Together) -> None:
    """Make the list of people asked the one given; those who came before and left stay allowed."""
    wanted = set(person_ids)
    present = {row.person_id: row for row in Attendance.select().where(Attendance.meeting == meeting)}
    query = Membership.select(Membership.person).where(Membership.partnership == meeting.partnership_id)
    members = {person_id for (person_id,) in rows(query)}
    if wanted - members - set(present):
        raise RuleViolation("Only people who work on this partnership can be asked to its meetings.")
    for person_id in wanted - set(present):
        together.create(Attendance, meeting=meeting, person=person_id)
    for person_id in set(present) - wanted:
        together.remove(present[person_id])
