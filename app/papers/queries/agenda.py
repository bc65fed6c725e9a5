"""Everything an agenda is made of, read with a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from app.catalogue import catalogue
from app.meetings import queries as meetings
from app.meetings.models import Meeting
from app.meetings.queries import MeetingRow, TopicRow
from app.meetings.rules import Status, TopicKind

from ..rules.agenda import WITH_NUMBERS, AgendaFacts, Attendant, FirstSheet, Line
from . import work
from .head import Head, frame_of, head_of, kind_of, place_of

MEANING = "What palliative care means to each of us, in a sentence or two"


def agenda_facts(
    meeting: MeetingRow,
    *,
    partner_copy: bool = False,
    head: Head | None = None,
    lines: tuple[TopicRow, ...] | None = None,
    before: list[meetings.Earlier] | None = None,
    ahead: tuple[meetings.OtherMeeting, ...] | None = None,
) -> AgendaFacts:
    """What the agenda of this meeting is made of; nothing internal for a partner copy.

    What a page has read already it hands in.
    """
    head = head or head_of(meeting)
    lines = meetings.topics_of(meeting.id) if lines is None else lines
    before = meetings.earlier(place_of(meeting, head)) if before is None else before
    since = next((one.on for one in before if not one.called_off), None)
    kind = kind_of(meeting.kind)
    if ahead is None:
        ahead = meetings.other_planned(meeting.partnership_id, meeting.id, meeting.on)
    following = next((one for one in ahead if one.on > meeting.on), None)
    rows = [line_of(row) for row in lines if not row.removed]
    return AgendaFacts(
        **frame_of(meeting, head),
        kind=meeting.kind,
        aim=kind.aim if kind else "",
        link=meeting.link,
        people=attendants(meeting),
        promises=work.promises(meeting, partner_copy=partner_copy),
        topics=tuple(line for line in rows if line.kind == TopicKind.TOPIC),
        decisions=tuple(line for line in rows if line.kind == TopicKind.DECISION),
        changes=work.changes(meeting, since),
        concerns=work.sharable_concerns(meeting),
        milestones=work.milestones(meeting),
        month=work.month(meeting) if meeting.kind in WITH_NUMBERS else None,
        next_on=following.on if following else None,
        next_name=following.name if following else "",
        first=None if since else _first(meeting),
    )


def attendants(meeting: MeetingRow) -> tuple[Attendant, ...]:
    """Who is asked to come."""
    return tuple(
        Attendant(p.name, p.function, p.organization, p.side, p.deputy, p.person_id)
        for p in meetings.attendees(meeting.id)
    )


def line_of(row: TopicRow) -> Line:
    """A stored line as the papers show it."""
    return Line(
        row.text,
        row.minutes,
        row.asked_by,
        row.approver,
        row.id,
        row.private,
        kind=row.kind,
        standing=row.standing,
        spoken_only=row.spoken_only,
        carried_from_on=row.carried_from_on if row.carried else None,
        carried_times=row.carried_times,
    )


def first_meeting_sheet(partnership_id: int) -> FirstSheet:
    """What the first agenda with a partner adds: the aims worksheet and the information still missing."""
    asks = cast(Mapping[str, Any], catalogue().section("information_requests"))
    return FirstSheet(
        aims=(MEANING, *(one["q"] for one in asks["aims_worksheet"]["questions"][1:])),
        from_payer=_asked(asks["provider_collects_from_payer"]),
        from_provider=_asked(asks["payer_collects_from_provider"]),
    )


def _asked(entries: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(f"{one['label']}: {one['ask']}" for one in entries)


def _first(meeting: MeetingRow) -> FirstSheet | None:
    """The sheet, if no meeting of any kind with this partner came before that was not called off."""
    earlier = Meeting.select().where(
        (Meeting.partnership == meeting.partnership_id)
        & (Meeting.id != meeting.id)
        & (Meeting.status != Status.CANCELLED)
        & ((Meeting.on < meeting.on) | ((Meeting.on == meeting.on) & (Meeting.id < meeting.id)))
    )
    return None if earlier.exists() else first_meeting_sheet(meeting.partnership_id)
