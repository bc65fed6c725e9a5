"""Everything an agenda is made of, read with a fixed number of statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.actions.models import Action
from app.catalogue import catalogue
from app.catalogue.records import MeetingKind
from app.core.db import first_row, rows
from app.meetings import queries as meetings
from app.meetings.queries import MeetingRow
from app.meetings.rules import TopicKind
from app.metrics.models import DataMonth
from app.milestones.models import Milestone
from app.partnerships.models import Partnership
from app.people.models import Organization, Person
from app.relationship.models import Concern
from app.triggers.models import ChangeEvent

from ..rules.agenda import MILESTONE_WEEKS, AgendaFacts, Attendant, Line, MonthFigures, Promise, Step

MOST = 50


@dataclass(frozen=True, slots=True)
class Names:
    """The two organizations of a partnership."""

    partnership: str
    provider: str
    payer: str


def agenda_facts(meeting: MeetingRow, *, partner_copy: bool = False) -> AgendaFacts:
    """What the agenda of this meeting is made of; nothing internal for a partner copy."""
    kind = _kind(meeting.kind)
    names = _names(meeting.partnership_id)
    since = meetings.last_day_before(meeting.partnership_id, meeting.kind, meeting.on)
    following = meetings.following(meeting)
    lines = meetings.topics_of(meeting.id)
    return AgendaFacts(
        partnership=names.partnership,
        provider=names.provider,
        payer=names.payer,
        kind=meeting.kind,
        kind_name=meeting.name,
        aim=kind.aim if kind else "",
        privacy_note=kind.privacy_note if kind else "",
        on=meeting.on,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        mode=meeting.mode_words,
        place=meeting.place,
        link=meeting.link,
        people=tuple(
            Attendant(p.name, p.function, p.organization, p.side, p.deputy)
            for p in meetings.attendees(meeting.id)
        ),
        promises=_promises(meeting, partner_copy=partner_copy),
        standing=tuple(Line(t.topic, t.minutes) for t in kind.topics) if kind else (),
        topics=_lines(lines, TopicKind.TOPIC),
        decisions=_lines(lines, TopicKind.DECISION),
        changes=_changes(meeting, since),
        concerns=_sharable_concerns(meeting),
        milestones=_milestones(meeting),
        month=_month(meeting),
        next_on=following.on if following else None,
        next_name=following.name if following else "",
    )


def _kind(kind_id: str) -> MeetingKind | None:
    return next((kind for kind in catalogue().meeting_kinds if kind.id == kind_id), None)


def _names(partnership_id: int) -> Names:
    payer = Organization.alias()
    query = (
        Partnership.select(Partnership.name, Organization.name, payer.name)
        .join(Organization, on=(Partnership.provider == Organization.id))
        .switch(Partnership)
        .join(payer, on=(Partnership.payer == payer.id))
        .where(Partnership.id == partnership_id)
    )
    return Names(*(first_row(query) or ("", "", "")))


def _lines(lines: tuple[meetings.TopicRow, ...], kind: TopicKind) -> tuple[Line, ...]:
    return tuple(
        Line(row.text, row.minutes, row.asked_by, row.approver, row.id, row.private)
        for row in lines
        if row.kind == kind
    )


def _promises(meeting: MeetingRow, *, partner_copy: bool) -> tuple[Promise, ...]:
    """Actions open on the day of the meeting; one done since still stands where the meeting is past."""
    condition = (
        (Action.partnership == meeting.partnership_id)
        & (Action.status != "dropped")
        & (Action.done_on.is_null() | (Action.done_on > meeting.on))
    )
    if partner_copy:
        condition &= ~Action.private
    query = (
        Action.select(Action.text, Person.name, Action.side, Action.due_on)
        .left_outer_join(Person)
        .where(condition)
        .order_by(Action.due_on.asc(nulls="LAST"), Action.id)
        .limit(MOST)
    )
    return tuple(
        Promise(text, owner or "", side, due_on, max((meeting.on - due_on).days, 0) if due_on else 0)
        for text, owner, side, due_on in rows(query)
    )


def _changes(meeting: MeetingRow, since: date | None) -> tuple[str, ...]:
    after = since or meeting.on - timedelta(days=90)
    query = (
        ChangeEvent.select(ChangeEvent.text)
        .where(
            (ChangeEvent.partnership == meeting.partnership_id)
            & (ChangeEvent.on > after)
            & (ChangeEvent.on <= meeting.on)
        )
        .order_by(ChangeEvent.on)
        .limit(MOST)
    )
    return tuple(text for (text,) in rows(query))


def _sharable_concerns(meeting: MeetingRow) -> tuple[str, ...]:
    query = (
        Concern.select(Concern.text)
        .where(
            (Concern.partnership == meeting.partnership_id)
            & Concern.sharable
            & (Concern.opened_on <= meeting.on)
            & (Concern.resolved_on.is_null() | (Concern.resolved_on > meeting.on))
        )
        .order_by(Concern.opened_on)
        .limit(MOST)
    )
    return tuple(text for (text,) in rows(query))


def _milestones(meeting: MeetingRow) -> tuple[Step, ...]:
    until = meeting.on + timedelta(weeks=MILESTONE_WEEKS)
    query = (
        Milestone.select(Milestone.title, Milestone.due_on, Milestone.lead)
        .where(
            (Milestone.partnership == meeting.partnership_id)
            & (Milestone.done_on.is_null() | (Milestone.done_on > meeting.on))
            & (Milestone.dropped_on.is_null() | (Milestone.dropped_on > meeting.on))
            & (Milestone.due_on <= until)
        )
        .order_by(Milestone.due_on, Milestone.id)
        .limit(MOST)
    )
    return tuple(Step(*row) for row in rows(query))


def _month(meeting: MeetingRow) -> MonthFigures | None:
    """The latest month that had ended by the day of the meeting."""
    query = (
        DataMonth.select(
            DataMonth.month_on,
            DataMonth.census_end,
            DataMonth.forecast_census,
            DataMonth.referrals,
            DataMonth.forecast_referrals,
            DataMonth.declined,
            DataMonth.auth_days_mean,
        )
        .where(
            (DataMonth.partnership == meeting.partnership_id)
            & (DataMonth.month_on < meeting.on.replace(day=1))
        )
        .order_by(DataMonth.month_on.desc())
    )
    row = first_row(query)
    return MonthFigures(*row) if row else None
