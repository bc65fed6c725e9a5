"""The topics an agenda begins with, and what a line takes along to another one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.catalogue import catalogue
from app.core.actor import Actor
from app.core.db import write
from app.core.history import create

from ..models import AgendaTopic, Meeting

# What a line is, wherever it goes.
SAME = ("kind", "text", "asked_by_id", "approver", "minutes", "private", "standing", "spoken_only")


def seed_topics(meeting: Meeting, *, actor: Actor, now: datetime) -> int:
    """Put the topics on a new agenda that come back every time; returns how many.

    Those of the latest meeting of the same kind, so that a topic somebody made standing stays one; at the
    first meeting those of the catalogue. Does nothing where lines stand already.
    """
    with write():
        if AgendaTopic.select().where(AgendaTopic.meeting == meeting).exists():
            return 0
        lines = _standing_before(meeting) or _usual(meeting.kind)
        for position, line in enumerate(lines, start=1):
            create(AgendaTopic, actor=actor, now=now, meeting=meeting, position=position, **line)
        return len(lines)


def lasting(topic: AgendaTopic) -> dict[str, Any]:
    """What a line takes along to another meeting."""
    return {name.removesuffix("_id"): getattr(topic, name) for name in SAME}


def _standing_before(meeting: Meeting) -> list[dict[str, Any]]:
    """The standing lines of the latest meeting of this kind before, as they go on."""
    latest = (
        Meeting.select(Meeting.id)
        .join(AgendaTopic)
        .where(
            (Meeting.partnership == meeting.partnership_id)
            & (Meeting.kind == meeting.kind)
            & (Meeting.on < meeting.on)
            & AgendaTopic.standing
        )
        .order_by(Meeting.on.desc(), Meeting.id.desc())
        .limit(1)
        .scalar()
    )
    if latest is None:
        return []
    standing = (AgendaTopic.meeting == latest) & AgendaTopic.standing
    lines = AgendaTopic.select().where(standing).order_by(AgendaTopic.position, AgendaTopic.id)
    return [{**lasting(line), "origin": line.origin_id or line.id} for line in lines]


def _usual(kind: str) -> list[dict[str, Any]]:
    """The catalogue's topics; a kind it no longer has begins empty."""
    found = next((one for one in catalogue().meeting_kinds if one.id == kind), None)
    return [
        {"text": one.topic, "minutes": one.minutes, "standing": True, "spoken_only": one.spoken_only}
        for one in (found.topics if found else ())
    ]
