"""Meetings, written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from peewee import fn

from app.core.actor import Actor
from app.core.db import rows, write
from app.core.errors import NotFound, RuleViolation
from app.core.history import change, create, remove
from app.partnerships.models import Membership, Partnership

from .models import AgendaTopic, Attendance, Meeting
from .rules import Status, may_cancel, may_hold, moved


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


@dataclass(frozen=True, slots=True)
class NewTopic:
    """A line for the agenda."""

    kind: str
    text: str
    minutes: int
    asked_by_id: int | None = None
    approver: str = ""
    private: bool = False


def create_meeting(partnership: Partnership, plan: MeetingPlan, *, actor: Actor, now: datetime) -> Meeting:
    """Put a meeting on the calendar. Raises RuleViolation for people who do not work on the partnership."""
    with write():
        meeting = create(
            Meeting,
            actor=actor,
            now=now,
            partnership=partnership,
            **plan.facts(),
            created_at=now,
        )
        _ask(meeting, plan.person_ids, actor=actor, now=now)
        return meeting


def update_meeting(
    public_id: str, plan: MeetingPlan, *, seen: int | None, actor: Actor, now: datetime
) -> Meeting:
    """Change day, time, place or people. Raises NotFound, Conflict, RuleViolation."""
    with write():
        meeting = change(
            find_or_refuse(public_id),
            actor=actor,
            now=now,
            seen=seen,
            **plan.facts(),
        )
        _ask(meeting, plan.person_ids, actor=actor, now=now)
        return meeting


def cancel_meeting(public_id: str, *, actor: Actor, now: datetime) -> Meeting:
    """Call a planned meeting off."""
    with write():
        meeting = find_or_refuse(public_id)
        if not may_cancel(Status(meeting.status)):
            raise RuleViolation("Only a meeting that is still planned can be called off.")
        return change(meeting, actor=actor, now=now, status=Status.CANCELLED)


def hold_meeting(public_id: str, *, actor: Actor, now: datetime, today: date) -> Meeting:
    """Note that a meeting took place."""
    with write():
        meeting = find_or_refuse(public_id)
        if not may_hold(Status(meeting.status), meeting.on, today=today):
            raise RuleViolation("A meeting can be marked as held from its own day on.")
        return change(meeting, actor=actor, now=now, status=Status.HELD)


def replan_meeting(public_id: str, *, actor: Actor, now: datetime) -> Meeting:
    """Take back that it was called off or held."""
    with write():
        return change(find_or_refuse(public_id), actor=actor, now=now, status=Status.PLANNED)


def add_topic(public_id: str, topic: NewTopic, *, actor: Actor, now: datetime) -> AgendaTopic:
    """Put a line at the end of the agenda."""
    with write():
        meeting = find_or_refuse(public_id)
        last = AgendaTopic.select(fn.MAX(AgendaTopic.position)).where(AgendaTopic.meeting == meeting).scalar()
        return create(
            AgendaTopic,
            actor=actor,
            now=now,
            meeting=meeting,
            kind=topic.kind,
            text=topic.text,
            minutes=topic.minutes,
            asked_by=topic.asked_by_id,
            approver=topic.approver,
            private=topic.private,
            position=(last or 0) + 1,
        )


def remove_topic(public_id: str, topic_id: int, *, actor: Actor, now: datetime) -> AgendaTopic:
    """Take a line off the agenda; `restore_topic` puts it back."""
    with write():
        return change(_topic(public_id, topic_id), actor=actor, now=now, removed=True)


def restore_topic(public_id: str, topic_id: int, *, actor: Actor, now: datetime) -> AgendaTopic:
    """Put a removed line back in its place."""
    with write():
        return change(_topic(public_id, topic_id), actor=actor, now=now, removed=False)


def move_topic(public_id: str, topic_id: int, *, up: bool, actor: Actor, now: datetime) -> int:
    """Move a line a place up or down; returns its new place, counted from 1."""
    with write():
        topic = _topic(public_id, topic_id)
        rows = list(
            AgendaTopic.select()
            .where(
                (AgendaTopic.meeting == topic.meeting_id)
                & (AgendaTopic.kind == topic.kind)
                & ~AgendaTopic.removed
            )
            .order_by(AgendaTopic.position, AgendaTopic.id)
        )
        by_id = {row.id: row for row in rows}
        order = moved(tuple(by_id), topic_id, up=up)
        places = sorted(row.position for row in rows)
        for place, number in zip(places, order, strict=True):
            change(by_id[number], actor=actor, now=now, position=place)
        return order.index(topic_id) + 1


def find_or_refuse(public_id: str) -> Meeting:
    """The meeting's row. Raises NotFound."""
    meeting = Meeting.get_or_none(Meeting.public_id == public_id)
    if meeting is None:
        raise NotFound("There is no such meeting. It may have been removed with the examples.")
    return meeting


def _topic(public_id: str, topic_id: int) -> AgendaTopic:
    topic = (
        AgendaTopic.select()
        .join(Meeting)
        .where((Meeting.public_id == public_id) & (AgendaTopic.id == topic_id))
        .first()
    )
    if topic is None:
        raise NotFound("That line is no longer on the agenda.")
    return topic


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
