"""The lines of an agenda, read as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.db import rows
from app.people.models import Person

from ..models import AgendaTopic


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A line that somebody put on the agenda."""

    id: int
    kind: str
    text: str
    asked_by: str
    approver: str
    minutes: int
    private: bool


def topics_of(meeting_id: int) -> tuple[TopicRow, ...]:
    """What was put on the agenda by hand, in its order."""
    query = (
        AgendaTopic.select(
            AgendaTopic.id,
            AgendaTopic.kind,
            AgendaTopic.text,
            Person.name,
            AgendaTopic.approver,
            AgendaTopic.minutes,
            AgendaTopic.private,
        )
        .left_outer_join(Person)
        .where((AgendaTopic.meeting == meeting_id) & ~AgendaTopic.removed)
        .order_by(AgendaTopic.position, AgendaTopic.id)
    )
    return tuple(
        TopicRow(tid, kind, text, who or "", approver, minutes, bool(private))
        for tid, kind, text, who, approver, minutes, private in rows(query)
    )
