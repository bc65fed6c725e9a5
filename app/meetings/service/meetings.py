"""Meetings, written: planned, changed, called off, held."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from app.core.actor import Actor
from app.core.db import held, rows, write
from app.core.errors import NotFound, RuleViolation
from app.core.history import change, create, remove
from app.partnerships.models import Membership, Partnership

from ..models import Attendance, Meeting
from ..rules import Status, may_cancel, may_hold
from .topics import seed_topics

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
        _ask(meeting, plan.person_ids, actor=actor, now=now)
        return meeting


def update_meeting(
    public_id: str, plan: MeetingPlan, *, seen: int | None, actor: Actor, now: datetime
) -> Meeting:
    """Change day, time, place or people. Raises NotFound, Conflict, RuleViolation with finished minutes."""
    with write():
        meeting = find_or_refuse(public_id)
        if meeting.finished_at is not None:
            raise RuleViolation(LOCKED)
        meeting = change(
            meeting,
            actor=actor,
            now=now,
            seen=seen,
            **plan.facts(),
        )
        _ask(meeting, plan.person_ids, actor=actor, now=now)
        return meeting


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


def _ask(meeting: Meeting, person_ids: Collection[int], *, actor: Actor, now: datetime) -> None:
    """Make the list of people asked the one given; those who came before and left stay allowed."""
    wanted = set(person_ids)
    present = {row.person_id: row for row in Attendance.select().where(Attendance.meeting == meeting)}
    query = Membership.select(Membership.person).where(Membership.partnership == meeting.partnership_id)
    members = {person_id for (person_id,) in rows(query)}
    if wanted - members - set(present):
        raise RuleViolation("Only people who work on this partnership can be asked to its meetings.")
    for person_id in wanted - set(present):
        create(Attendance, actor=actor, now=now, meeting=meeting, person=person_id)
    for person_id in set(present) - wanted:
        remove(present[person_id], actor=actor, now=now)
