"""Everything minutes are made of, read with a fixed number of statements."""

from __future__ import annotations

from app.core.calendar import local_date
from app.meetings import queries as meetings
from app.meetings.queries import MeetingRow, TopicRow
from app.organization.queries import house_facts

from ..rules.minutes import Attended, Decided, MinutesFacts, Promised, Said
from .head import Head, frame_of, head_of


def minutes_facts(
    meeting: MeetingRow,
    *,
    head: Head | None = None,
    lines: tuple[TopicRow, ...] | None = None,
    people: tuple[meetings.Present, ...] | None = None,
) -> MinutesFacts:
    """What the minutes of this meeting are made of. What a page has read already it hands in."""
    head = head or head_of(meeting)
    lines = meetings.topics_of(meeting.id) if lines is None else lines
    people = meetings.present(meeting.id) if people is None else people
    since = meetings.last_day_before(meeting.partnership_id, meeting.kind, meeting.on)
    done, kept = meetings.kept_since(meeting.partnership_id, since, meeting.on)
    following = meetings.following(meeting)
    finished_at = head.minutes.finished_at
    return MinutesFacts(
        **frame_of(meeting, head),
        people=tuple(Attended(p.name, p.organization, p.side, p.came, p.deputy) for p in people),
        done_since=done,
        kept_since=kept,
        lines=_said(lines),
        decisions=_decided(meeting.id),
        actions=_promised(meeting.id),
        concerns_note=head.minutes.concerns_note,
        next_on=following.on if following else None,
        next_name=following.name if following else "",
        version=head.minutes.number,
        finished_on=local_date(finished_at, house_facts().time_zone) if finished_at else None,
        finished_by=head.minutes.finished_by,
    )


def _said(lines: tuple[TopicRow, ...]) -> tuple[Said, ...]:
    return tuple(
        Said(one.id, one.text, one.notes, one.discussed, one.spoken_only, one.private) for one in lines
    )


def _decided(meeting_id: int) -> tuple[Decided, ...]:
    return tuple(
        Decided(one.text, one.decided_by, one.topic_id, one.private)
        for one in meetings.decisions_of(meeting_id)
    )


def _promised(meeting_id: int) -> tuple[Promised, ...]:
    return tuple(
        Promised(one.text, one.owner, one.organization, one.side, one.due_on, one.topic_id, one.private)
        for one in meetings.promised_in(meeting_id)
    )
