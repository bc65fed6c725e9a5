"""Where one partnership stands: next steps, numbers, people, terms and what happened lately."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from app.actions.queries import ActionRow, open_actions
from app.actions.rules import Urgency
from app.core.db import first_row
from app.costs.queries import stalemate_of
from app.dates.queries import KeyDate, ahead, dates_of_all, is_near, notice_words, run_out
from app.meetings.models import Meeting
from app.meetings.queries import kind_name
from app.meetings.rules import Status as MeetingStatus
from app.metrics.queries import MonthRow, latest_month
from app.milestones.queries import MilestoneRow, list_milestones
from app.partnerships.models import Partnership
from app.partnerships.queries import MemberRow, lines_words, people_here, stage_changes, stage_name
from app.partnerships.rules import Side, Stage
from app.relationship.queries import PulseRow, pulses
from app.reviews.queries import ReviewDue, reviews_due
from app.terms.queries import terms_in_force
from app.web.request import HouseFacts

from ..rules import missing_functions, stage_strip
from .timeline import Happening, happenings

REVIEW_DAYS = 400
STEPS, RECENT = 6, 8
MILESTONE_DAYS = 30


@dataclass(frozen=True, slots=True)
class StripStep:
    """One stage of the strip, with its name."""

    name: str
    state: str
    since: date | None


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """The next planned meeting."""

    public_id: str
    kind: str
    on: date
    starts_at: time
    minutes: int

    @property
    def name(self) -> str:
        """Its kind in words."""
        return kind_name(self.kind)


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something that comes next: a review, meeting, date, milestone or action, and its day if it has one."""

    kind: str
    on: date | None
    what: ReviewDue | NextMeeting | KeyDate | MilestoneRow | ActionRow


@dataclass(frozen=True, slots=True)
class OverviewView:
    """Everything on the overview of one partnership."""

    lines_words: str
    strip: tuple[StripStep, ...]
    steps: tuple[NextStep, ...]
    meeting: NextMeeting | None
    dates: tuple[KeyDate, ...]
    notice: str
    term_end: date | None  # of the term that runs, renewals counted
    has_run_out: bool  # and nothing renewed it, though the partnership goes on
    open_count: int
    overdue: int
    month: MonthRow | None
    stalemate: str
    pulses: tuple[PulseRow, ...]
    ours: tuple[MemberRow, ...]
    theirs: tuple[MemberRow, ...]
    missing: tuple[str, ...]
    terms: dict[str, Any]
    recent: tuple[Happening, ...]


def overview_view(partnership: Partnership, today: date, house: HouseFacts) -> OverviewView:
    """Thirteen statements, whatever the number of rows."""
    terms = terms_in_force(partnership.id, today)
    moves = stage_changes(partnership.id)
    due = reviews_due(today, REVIEW_DAYS, partnership.id, terms={partnership.id: terms})
    actions = open_actions(partnership.id)
    people = people_here(partnership.id)
    theirs = tuple(person for person in people if person.side == Side.PAYER)
    all_dates = dates_of_all({partnership.id: terms}, today, house)[partnership.id]
    dates = ahead(all_dates, today)
    meeting = _next_meeting(partnership.id, today)
    milestones = list_milestones(partnership.id, open_only=True, limit=STEPS)
    return OverviewView(
        lines_words=lines_words(partnership.product_lines or ()),
        strip=tuple(
            StripStep(stage_name(step.stage), step.state, step.since)
            for step in stage_strip(partnership.stage, [(move.to_stage, move.on) for move in moves])
        ),
        steps=_steps(due[:1], meeting, dates, milestones, actions[:STEPS], today),
        meeting=meeting,
        dates=dates,
        notice=notice_words(terms),
        term_end=next((one.on for one in all_dates if one.key == "term_end"), None),
        has_run_out=partnership.stage != Stage.ENDED and run_out(all_dates, today) is not None,
        open_count=len(actions),
        overdue=sum(row.urgency(today) == Urgency.OVERDUE for row in actions),
        month=latest_month(partnership.id, today),
        stalemate=stalemate_of(partnership.id, today),
        pulses=pulses(partnership.id, limit=2),
        ours=tuple(person for person in people if person.side == Side.PROVIDER),
        theirs=theirs,
        missing=missing_functions({person.function for person in theirs}),
        terms=terms,
        recent=happenings(partnership.id, limit=RECENT),
    )


def _steps(
    due: Sequence[ReviewDue],
    meeting: NextMeeting | None,
    dates: Iterable[KeyDate],
    milestones: Iterable[MilestoneRow],
    actions: Iterable[ActionRow],
    today: date,
) -> tuple[NextStep, ...]:
    """What comes next by its day, the longest overdue first; what has no day stands last."""
    soon = today + timedelta(days=MILESTONE_DAYS)
    found = [NextStep("review", one.due_on, one) for one in due]
    found += [NextStep("meeting", meeting.on, meeting)] if meeting else []
    found += [NextStep("date", one.on, one) for one in dates if is_near(one, today)]
    found += [NextStep("action", one.due_on, one) for one in actions]
    found += [
        NextStep("milestone", one.due_on, one) for one in milestones if not one.due_on or one.due_on <= soon
    ]
    return tuple(sorted(found, key=lambda step: step.on or date.max))


def _next_meeting(partnership_id: int, today: date) -> NextMeeting | None:
    query = (
        Meeting.select(Meeting.public_id, Meeting.kind, Meeting.on, Meeting.starts_at, Meeting.minutes)
        .where(
            (Meeting.partnership == partnership_id)
            & (Meeting.on >= today)
            & (Meeting.status == MeetingStatus.PLANNED)
        )
        .order_by(Meeting.on, Meeting.starts_at)
        .limit(1)
    )
    row = first_row(query)
    return NextMeeting(*row) if row else None
