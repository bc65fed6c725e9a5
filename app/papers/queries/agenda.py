"""Everything an agenda is made of, read with a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable

from app.information import queries as information
from app.information.rules import Side
from app.meetings import queries as meetings
from app.meetings.queries import MeetingRow, TopicRow
from app.meetings.rules import TopicKind

from ..rules.agenda import ABOUT_AIMS, WITH_NUMBERS, AgendaFacts, Attendant, FirstSheet, Line
from . import work
from .head import Head, frame_of, head_of, kind_of, place_of


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
    shown = [line_of(row) for row in lines if not row.removed]
    return AgendaFacts(
        **frame_of(meeting, head),
        kind=meeting.kind,
        aim=kind.aim if kind else "",
        link=meeting.link,
        people=attendants(meeting),
        promises=work.promises(meeting, partner_copy=partner_copy),
        topics=_of(shown, TopicKind.TOPIC),
        decisions=_of(shown, TopicKind.DECISION),
        changes=work.changes(meeting, since),
        concerns=work.sharable_concerns(meeting),
        milestones=work.milestones(meeting),
        month=work.month(meeting, partner_copy=partner_copy) if meeting.kind in WITH_NUMBERS else None,
        next_on=following.on if following else None,
        next_name=following.name if following else "",
        differences=() if head.first else _differences(meeting),
        first=first_meeting_sheet(meeting.partnership_id, partner_copy=partner_copy) if head.first else None,
    )


def _of(lines: Iterable[Line], kind: TopicKind) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.kind == kind)


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


def first_meeting_sheet(partnership_id: int, *, partner_copy: bool) -> FirstSheet:
    """What the first agenda with a partner adds: the aims worksheet and the information still missing.

    Each side answers alone: the partner's copy has the questions only.
    """
    rows = information.aims(partnership_id)
    missing = [row for row in information.list_items(partnership_id) if not row.settled]
    return FirstSheet(
        aims=tuple((row.words, *(("", "") if partner_copy else (row.ours, row.theirs))) for row in rows),
        from_payer=_asked(missing, Side.PAYER),
        from_provider=_asked(missing, Side.PROVIDER),
    )


def _differences(meeting: MeetingRow) -> tuple[str, ...]:
    if meeting.kind not in ABOUT_AIMS:
        return ()
    return information.topics_to_talk_about(meeting.partnership_id)


def _asked(missing: Iterable[information.ItemRow], side: Side) -> tuple[str, ...]:
    return tuple(f"{row.item.label}: {row.item.ask}" for row in missing if row.item.side is side)
