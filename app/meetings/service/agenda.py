"""The agenda of a meeting, written: its lines and their order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from peewee import fn

from app.core.actor import Actor
from app.core.db import write
from app.core.errors import NotFound
from app.core.history import change, create

from ..models import AgendaTopic, Meeting
from ..rules import moved
from .meetings import find_or_refuse


@dataclass(frozen=True, slots=True)
class NewTopic:
    """A line for the agenda."""

    kind: str
    text: str
    minutes: int
    asked_by_id: int | None = None
    approver: str = ""
    private: bool = False


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
