"""Open work of a partnership as of the day of a meeting: promises, changes, concerns, milestones, numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.actions.models import Action
from app.core.db import first_row, rows
from app.meetings.models import AgendaTopic, MeetingAction
from app.meetings.queries import MeetingRow
from app.metrics.models import DataMonth
from app.metrics.rules import hidden_up_to
from app.milestones.models import Milestone
from app.people.models import Person
from app.relationship.models import Concern
from app.terms.queries import terms_in_force
from app.triggers.models import ChangeEvent

from ..rules.agenda import MILESTONE_WEEKS, MonthFigures, Promise, Step

MOST = 50


def promises(meeting: MeetingRow, *, partner_copy: bool) -> tuple[Promise, ...]:
    """Actions open on the day of the meeting; one done since still stands where the meeting is past."""
    condition = (
        (Action.partnership == meeting.partnership_id)
        & (Action.status != "dropped")
        & (Action.done_on.is_null() | (Action.done_on > meeting.on))
    )
    if partner_copy:
        # A line may have been made one of our side only after its action was promised.
        ours = MeetingAction.select(MeetingAction.action).join(AgendaTopic).where(AgendaTopic.private)
        condition &= ~Action.private & Action.id.not_in(ours)
    query = (
        Action.select(Action.text, Person.name, Action.side, Action.due_on, Action.public_id, Action.private)
        .left_outer_join(Person)
        .where(condition)
        .order_by(Action.due_on.asc(nulls="LAST"), Action.id)
        .limit(MOST)
    )
    return tuple(
        Promise(text, owner or "", side, due_on, _late(due_on, meeting.on), public_id, bool(private))
        for text, owner, side, due_on, public_id, private in rows(query)
    )


def _late(due_on: date | None, on: date) -> int:
    return max((on - due_on).days, 0) if due_on else 0


def changes(meeting: MeetingRow, since: date | None) -> tuple[str, ...]:
    """What changed between the meeting before and this one; three months back where there was none."""
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


def sharable_concerns(meeting: MeetingRow) -> tuple[str, ...]:
    """Concerns that are open on the day and may be shown to both sides."""
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


def milestones(meeting: MeetingRow) -> tuple[Step, ...]:
    """Milestones open on the day that fall due within weeks; late ones among them."""
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


def month(meeting: MeetingRow, *, partner_copy: bool) -> MonthFigures | None:
    """The latest month that had ended by the day of the meeting, and for a partner copy what it hides."""
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
    if row is None:
        return None
    up_to = hidden_up_to(terms_in_force(meeting.partnership_id, meeting.on)) if partner_copy else 0
    return replace(MonthFigures(*row), hidden_up_to=up_to)
