"""The lines of an agenda and of the parking lot, read as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.db import first_row, rows
from app.core.errors import NotFound
from app.people.models import Person

from ..models import AgendaTopic, Meeting, ParkedTopic
from ..rules import Status, ThereLine, times_words
from .meetings import kind_name

MOST_PARKED = 50


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A line of an agenda: a standing topic, one that somebody put there, or a decision that is wanted."""

    id: int
    kind: str
    text: str
    asked_by: str
    approver: str
    minutes: int
    private: bool
    asked_by_id: int | None = None
    standing: bool = False
    spoken_only: bool = False
    discussed: bool = False
    notes: str = ""
    leave_out: bool = False
    carried: int = 0
    carried_from_on: date | None = None
    version: int = 1
    origin_id: int | None = None
    removed: bool = False

    @property
    def carried_times(self) -> str:
        """How often it was carried over, in words; nothing for the first time."""
        return times_words(self.carried)


@dataclass(frozen=True, slots=True)
class ParkedRow:
    """A topic in the parking lot."""

    id: int
    kind: str
    text: str
    asked_by: str
    minutes: int
    private: bool
    parked_on: date


@dataclass(frozen=True, slots=True)
class OtherMeeting:
    """Another planned meeting of the partnership, to which a line can go."""

    public_id: str
    kind: str
    on: date

    @property
    def name(self) -> str:
        """The kind in words."""
        return kind_name(self.kind)


def topics_of(meeting_id: int) -> tuple[TopicRow, ...]:
    """The lines of an agenda, standing and added, in their order."""
    return tuple(line for line in lines_of(meeting_id) if not line.removed)


def lines_of(meeting_id: int) -> tuple[TopicRow, ...]:
    """Every line that was ever on an agenda, in their order; those taken off say so."""
    query = _lines().where(AgendaTopic.meeting == meeting_id)
    return tuple(_topic(row) for row in rows(query.order_by(AgendaTopic.position, AgendaTopic.id)))


def stands(lines: tuple[TopicRow, ...]) -> tuple[ThereLine, ...]:
    """The lines as the rule of carrying over looks at them."""
    return tuple(
        ThereLine(one.id, one.origin_id or one.id, one.text, one.standing, one.origin_id is not None)
        for one in lines
    )


def get_topic(meeting_id: int, topic_id: int) -> TopicRow:
    """One line of this meeting. Raises NotFound."""
    row = first_row(_lines().where((AgendaTopic.meeting == meeting_id) & (AgendaTopic.id == topic_id)))
    if row is None:
        raise NotFound("That line is no longer on the agenda.")
    return _topic(row)


def parked(partnership_id: int, kind: str) -> tuple[ParkedRow, ...]:
    """The parking lot of a kind of meeting, oldest first."""
    query = (
        ParkedTopic.select(
            ParkedTopic.id,
            ParkedTopic.topic_kind,
            ParkedTopic.text,
            Person.name,
            ParkedTopic.minutes,
            ParkedTopic.private,
            ParkedTopic.parked_on,
        )
        .left_outer_join(Person)
        .where((ParkedTopic.partnership == partnership_id) & (ParkedTopic.kind == kind) & ~ParkedTopic.taken)
        .order_by(ParkedTopic.parked_on, ParkedTopic.id)
        .limit(MOST_PARKED)
    )
    return tuple(
        ParkedRow(pid, topic_kind, text, who or "", minutes, bool(private), on)
        for pid, topic_kind, text, who, minutes, private, on in rows(query)
    )


def other_planned(partnership_id: int, meeting_id: int, since: date) -> tuple[OtherMeeting, ...]:
    """The planned meetings of the partnership from a day on, beside this one; at most ten."""
    query = (
        Meeting.select(Meeting.public_id, Meeting.kind, Meeting.on)
        .where(
            (Meeting.partnership == partnership_id)
            & (Meeting.id != meeting_id)
            & (Meeting.status == Status.PLANNED)
            & (Meeting.on >= since)
        )
        .order_by(Meeting.on, Meeting.starts_at, Meeting.id)
        .limit(10)
    )
    return tuple(OtherMeeting(*row) for row in rows(query))


def _lines() -> Any:
    return AgendaTopic.select(
        AgendaTopic.id,
        AgendaTopic.kind,
        AgendaTopic.text,
        Person.name,
        AgendaTopic.approver,
        AgendaTopic.minutes,
        AgendaTopic.private,
        AgendaTopic.asked_by,
        AgendaTopic.standing,
        AgendaTopic.spoken_only,
        AgendaTopic.discussed,
        AgendaTopic.notes,
        AgendaTopic.leave_out,
        AgendaTopic.carried,
        AgendaTopic.carried_from_on,
        AgendaTopic.version,
        AgendaTopic.origin,
        AgendaTopic.removed,
    ).left_outer_join(Person)


def _topic(row: tuple[Any, ...]) -> TopicRow:
    named = dict(zip(TopicRow.__slots__, row, strict=True))
    flags = ("private", "standing", "spoken_only", "discussed", "leave_out", "removed")
    return TopicRow(**{**named, "asked_by": row[3] or "", **{name: bool(named[name]) for name in flags}})
