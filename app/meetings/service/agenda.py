"""The agenda of a meeting, written: its lines and their order, the parking lot, draft or published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import fn

from app.core.actor import Actor
from app.core.db import write
from app.core.errors import NotFound, RuleViolation
from app.core.history import change, create

from ..models import AgendaTopic, Meeting, ParkedTopic
from ..rules import Status, moved
from .meetings import LOCKED, find_or_refuse
from .topics import lasting, seed_topics


@dataclass(frozen=True, slots=True)
class NewTopic:
    """A line for the agenda."""

    kind: str
    text: str
    minutes: int
    asked_by_id: int | None = None
    approver: str = ""
    private: bool = False
    standing: bool = False


def seed_usual_topics(public_id: str, *, actor: Actor, now: datetime) -> int:
    """The same for a meeting that was planned before its topics were rows of their own."""
    with write():
        return seed_topics(_open(public_id), actor=actor, now=now)


def add_topic(public_id: str, topic: NewTopic, *, actor: Actor, now: datetime) -> AgendaTopic:
    """Put a line at the end of the agenda."""
    with write():
        meeting = _open(public_id)
        return create(AgendaTopic, actor=actor, now=now, **_columns(topic), **_at_the_end(meeting))


def edit_topic(
    public_id: str, topic_id: int, topic: NewTopic, *, seen: int | None, actor: Actor, now: datetime
) -> AgendaTopic:
    """Change a line. Conflict with both versions when somebody saved since `seen`."""
    with write():
        _open(public_id)
        row = find_topic(public_id, topic_id)
        return change(row, actor=actor, now=now, seen=seen, **_columns(topic))


def remove_topic(public_id: str, topic_id: int, *, actor: Actor, now: datetime) -> AgendaTopic:
    """Take a line off the agenda; `restore_topic` puts it back."""
    with write():
        _open(public_id)
        return change(find_topic(public_id, topic_id), actor=actor, now=now, removed=True)


def restore_topic(public_id: str, topic_id: int, *, actor: Actor, now: datetime) -> AgendaTopic:
    """Put a removed line back in its place."""
    with write():
        _open(public_id)
        return change(find_topic(public_id, topic_id), actor=actor, now=now, removed=False)


def move_topic(public_id: str, topic_id: int, *, up: bool, actor: Actor, now: datetime) -> int:
    """Move a line a place up or down among its kind; returns its new place, counted from 1."""
    with write():
        _open(public_id)
        topic = find_topic(public_id, topic_id)
        if topic.removed:
            raise NotFound("That line is no longer on the agenda.")
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
        for place, number in zip(_distinct(places), order, strict=True):
            change(by_id[number], actor=actor, now=now, position=place)
        return order.index(topic_id) + 1


def send_topic(
    public_id: str, topic_id: int, to_public_id: str, *, keep: bool, actor: Actor, now: datetime
) -> AgendaTopic:
    """Put a line on another planned meeting of the partnership too, or there instead of here (`keep` False).

    It stays the same line, so that it is never carried over twice. Raises RuleViolation where it stands
    already.
    """
    with write():
        here, there = _open(public_id), _open(to_public_id)
        topic = find_topic(public_id, topic_id)
        if there.partnership_id != here.partnership_id or there.id == here.id:
            raise NotFound("Choose another planned meeting of this partnership.")
        if there.status != Status.PLANNED:
            raise RuleViolation("A line can go only to a meeting that is still planned.")
        root = topic.origin_id or topic.id
        copy = _on(there, root)
        if copy is not None and not copy.removed:
            raise RuleViolation("That meeting has this line already.")
        if copy is None:
            values = {**lasting(topic), **_at_the_end(there), "origin": root, "standing": False}
            copy = create(AgendaTopic, actor=actor, now=now, **values)
        else:
            copy = change(copy, actor=actor, now=now, removed=False)
        if not keep:
            change(topic, actor=actor, now=now, removed=True)
        return copy


def park_topic(public_id: str, topic_id: int, *, today: date, actor: Actor, now: datetime) -> ParkedTopic:
    """Take a line off the agenda and keep it in the parking lot of this kind of meeting."""
    with write():
        meeting = _open(public_id)
        topic = find_topic(public_id, topic_id)
        if topic.removed:
            raise NotFound("That line is no longer on the agenda.")
        change(topic, actor=actor, now=now, removed=True)
        return create(
            ParkedTopic,
            actor=actor,
            now=now,
            partnership=meeting.partnership_id,
            kind=meeting.kind,
            topic_kind=topic.kind,
            text=topic.text,
            asked_by=topic.asked_by_id,
            approver=topic.approver,
            minutes=topic.minutes,
            private=topic.private,
            parked_on=today,
        )


def take_parked(public_id: str, parked_id: int, *, actor: Actor, now: datetime) -> AgendaTopic:
    """Put a parked topic on this agenda."""
    with write():
        meeting = _open(public_id)
        row = _parked(meeting, parked_id)
        if row.taken:
            raise NotFound("That topic is no longer in the parking lot.")
        change(row, actor=actor, now=now, taken=True)
        topic = NewTopic(row.topic_kind, row.text, row.minutes, row.asked_by_id, row.approver, row.private)
        return create(AgendaTopic, actor=actor, now=now, **_columns(topic), **_at_the_end(meeting))


def drop_parked(public_id: str, parked_id: int, *, actor: Actor, now: datetime) -> ParkedTopic:
    """Throw a parked topic away; `keep_parked` brings it back."""
    with write():
        return change(_parked(find_or_refuse(public_id), parked_id), actor=actor, now=now, taken=True)


def keep_parked(public_id: str, parked_id: int, *, actor: Actor, now: datetime) -> ParkedTopic:
    """Bring a topic that was thrown away back into the parking lot."""
    with write():
        return change(_parked(find_or_refuse(public_id), parked_id), actor=actor, now=now, taken=False)


def unpark_topic(
    public_id: str, topic_id: int, parked_id: int, *, actor: Actor, now: datetime
) -> AgendaTopic:
    """Take the parking back: the line stands where it stood."""
    with write():
        drop_parked(public_id, parked_id, actor=actor, now=now)
        return restore_topic(public_id, topic_id, actor=actor, now=now)


def publish_agenda(public_id: str, *, actor: Actor, now: datetime) -> Meeting:
    """The agenda is no longer a draft; publishing again changes nothing."""
    with write():
        meeting = _open(public_id)
        if meeting.status != Status.PLANNED:
            raise RuleViolation("Only the agenda of a planned meeting can be published.")
        if meeting.published_at is not None:
            return meeting
        return change(meeting, actor=actor, now=now, published_at=now)


def unpublish_agenda(public_id: str, *, actor: Actor, now: datetime) -> Meeting:
    """Take the agenda back to a draft."""
    with write():
        return change(_open(public_id), actor=actor, now=now, published_at=None)


def find_topic(public_id: str, topic_id: int) -> AgendaTopic:
    """The row of a line of this meeting. Raises NotFound."""
    topic = (
        AgendaTopic.select()
        .join(Meeting)
        .where((Meeting.public_id == public_id) & (AgendaTopic.id == topic_id))
        .first()
    )
    if topic is None:
        raise NotFound("That line is no longer on the agenda.")
    return topic


def _open(public_id: str) -> Meeting:
    """The meeting, while its agenda may change. Raises NotFound, RuleViolation."""
    meeting = find_or_refuse(public_id)
    if meeting.finished_at is not None:
        raise RuleViolation(LOCKED)
    return meeting


def _on(meeting: Meeting, root: int) -> AgendaTopic | None:
    begun = (AgendaTopic.origin == root) | (AgendaTopic.id == root)
    found: AgendaTopic | None = AgendaTopic.select().where((AgendaTopic.meeting == meeting) & begun).first()
    return found


def _at_the_end(meeting: Meeting) -> dict[str, Any]:
    last = AgendaTopic.select(fn.MAX(AgendaTopic.position)).where(AgendaTopic.meeting == meeting).scalar()
    return {"meeting": meeting, "position": (last or 0) + 1}


def _columns(topic: NewTopic) -> dict[str, Any]:
    return {
        "kind": topic.kind,
        "text": topic.text,
        "minutes": topic.minutes,
        "asked_by": topic.asked_by_id,
        "approver": topic.approver,
        "private": topic.private,
        "standing": topic.standing,
    }


def _parked(meeting: Meeting, parked_id: int) -> ParkedTopic:
    """A parked topic of this kind of meeting. Raises NotFound."""
    row = ParkedTopic.get_or_none(
        (ParkedTopic.id == parked_id)
        & (ParkedTopic.partnership == meeting.partnership_id)
        & (ParkedTopic.kind == meeting.kind)
    )
    if row is None:
        raise NotFound("That topic is no longer in the parking lot.")
    return row


def _distinct(places: list[int]) -> list[int]:
    """Rising places, each once: rows that were stored with one and the same place get their own."""
    found: list[int] = []
    for place in places:
        found.append(max(place, found[-1] + 1) if found else place)
    return found
