"""Which rows of the house make a line of a partnership's timeline, and where each line leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import fn

from app.actions.models import Action
from app.actions.rules import Status as ActionStatus
from app.balance.models import Adjustment, BalanceRating
from app.drafts.models import Amendment, DraftStep, DraftVersion, SignedPaper
from app.endings.models import Ending
from app.information.models import InformationItem, Lesson
from app.meetings.models import CommunicationPlan, Decision, DensePeriod, Meeting
from app.meetings.rules import Status as MeetingStatus
from app.milestones.models import Milestone
from app.outreach.models import Activity, Site, Training
from app.partnerships.models import StageChange
from app.people.models import Person
from app.relationship.models import Concern, DecisionRequest, Pulse, Touch, UrgentQuestion
from app.reviews.models import Review
from app.terms.models import Term
from app.triggers.models import ChangeEvent

from ..rules import Group


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of line.

    `day` says when, `code` and `words` what, `ref` which row (a public id); each is none where there is
    none. The line leads to `endpoint`, by the row's id or, with `at_home`, to the partnership's own page.
    `way` are the tables through which the row reaches its partnership, `beside` those joined for words,
    `maybe` those of them that need not have a row.
    With `together` the rows of one day are one line, and `code` counts them.
    """

    kind: str
    group: Group
    model: Any
    day: Any
    words: Any = None
    code: Any = None
    ref: Any = None
    which: Any = None
    endpoint: str = ""
    at_home: bool = True
    way: tuple[Any, ...] = ()
    beside: tuple[Any, ...] = ()
    maybe: tuple[Any, ...] = ()
    together: bool = False

    @property
    def partnership(self) -> Any:
        """The column that names the partnership."""
        return (self.way[-1] if self.way else self.model).partnership


SOURCES = (
    Source(
        "stage",
        Group.COURSE,
        StageChange,
        StageChange.on,
        StageChange.reason,
        StageChange.to_stage,
        StageChange.from_stage,
        endpoint="stages.show",
    ),
    Source(
        "notice",
        Group.COURSE,
        Ending,
        Ending.given_on,
        Ending.note,
        which=Ending.given_on.is_null(False),
        endpoint="endings.index",
    ),
    Source(
        "went_on",
        Group.COURSE,
        Ending,
        Ending.went_on_on,
        Ending.because,
        which=Ending.went_on_on.is_null(False) & Ending.given_on.is_null(),
        endpoint="endings.index",
    ),
    Source(
        "notice_back",
        Group.COURSE,
        Ending,
        Ending.went_on_on,
        Ending.because,
        which=Ending.went_on_on.is_null(False) & Ending.given_on.is_null(False),
        endpoint="endings.index",
    ),
    Source(
        "event",
        Group.COURSE,
        ChangeEvent,
        ChangeEvent.on,
        ChangeEvent.text,
        ChangeEvent.kind,
        endpoint="triggers.changes",
    ),
    Source(
        "milestone",
        Group.COURSE,
        Milestone,
        Milestone.done_on,
        Milestone.title,
        Milestone.lead,
        Milestone.public_id,
        which=Milestone.done_on.is_null(False),
        endpoint="milestones.show",
        at_home=False,
    ),
    Source(
        "dropped",
        Group.COURSE,
        Milestone,
        Milestone.dropped_on,
        Milestone.title,
        ref=Milestone.public_id,
        which=Milestone.dropped_on.is_null(False) & ~Milestone.deleted,
        endpoint="milestones.show",
        at_home=False,
    ),
    Source(
        "meeting",
        Group.MEETINGS,
        Meeting,
        Meeting.on,
        code=Meeting.kind,
        ref=Meeting.public_id,
        which=Meeting.status == MeetingStatus.HELD,
        endpoint="papers.agenda",
        at_home=False,
    ),
    Source(
        "decision",
        Group.MEETINGS,
        Decision,
        Meeting.on,
        Decision.text,
        ref=Meeting.public_id,
        which=~Decision.removed,
        endpoint="papers.agenda",
        at_home=False,
        way=(Meeting,),
    ),
    Source(
        "action",
        Group.PROMISES,
        Action,
        Action.done_on,
        Action.text,
        Action.side,
        Action.public_id,
        which=Action.status == ActionStatus.DONE,
        endpoint="actions.show",
        at_home=False,
    ),
    Source(
        "cancelled",
        Group.MEETINGS,
        Meeting,
        Meeting.on,
        Meeting.cancel_reason,
        Meeting.kind,
        Meeting.public_id,
        which=Meeting.status == MeetingStatus.CANCELLED,
        endpoint="papers.agenda",
        at_home=False,
    ),
    Source(
        "dense",
        Group.MEETINGS,
        DensePeriod,
        DensePeriod.starts_on,
        DensePeriod.reason,
        endpoint="meetings.plan",
    ),
    Source(
        "agreed",
        Group.MEETINGS,
        CommunicationPlan,
        CommunicationPlan.agreed_on,
        which=CommunicationPlan.agreed_on.is_null(False),
        endpoint="meetings.plan",
    ),
    Source(
        "concern",
        Group.RELATIONSHIP,
        Concern,
        Concern.opened_on,
        Concern.text,
        Concern.raised_by_side,
        Concern.public_id,
        endpoint="relationship.concern",
        at_home=False,
    ),
    Source(
        "told",
        Group.RELATIONSHIP,
        Concern,
        Concern.told_on,
        Concern.text,
        ref=Concern.public_id,
        which=Concern.told_on.is_null(False),
        endpoint="relationship.concern",
        at_home=False,
    ),
    Source(
        "resolved",
        Group.RELATIONSHIP,
        Concern,
        Concern.resolved_on,
        Concern.text,
        Concern.raised_by_side,
        Concern.public_id,
        which=Concern.resolved_on.is_null(False),
        endpoint="relationship.concern",
        at_home=False,
    ),
    Source(
        "touch",
        Group.RELATIONSHIP,
        Touch,
        Touch.on,
        Touch.note,
        Person.name,
        which=~Touch.removed,
        endpoint="home.relationship",
        beside=(Person,),
    ),
    Source(
        "pulse",
        Group.RELATIONSHIP,
        Pulse,
        Pulse.on,
        which=Pulse.payer_mean.is_null(False) | Pulse.provider_mean.is_null(False),
        endpoint="relationship.pulse",
    ),
    Source(
        "question",
        Group.RELATIONSHIP,
        UrgentQuestion,
        UrgentQuestion.asked_on,
        UrgentQuestion.pattern_note,
        UrgentQuestion.kind,
        which=~UrgentQuestion.removed,
        endpoint="relationship.questions",
    ),
    Source(
        "asked",
        Group.RELATIONSHIP,
        DecisionRequest,
        DecisionRequest.asked_on,
        DecisionRequest.question,
        which=~DecisionRequest.removed,
        endpoint="relationship.decisions",
    ),
    Source(
        "settled",
        Group.RELATIONSHIP,
        DecisionRequest,
        DecisionRequest.decided_on,
        DecisionRequest.decision,
        which=~DecisionRequest.removed & DecisionRequest.decided_on.is_null(False),
        endpoint="relationship.decisions",
    ),
    Source(
        "answer",
        Group.INFORMATION,
        InformationItem,
        InformationItem.answered_on,
        code=InformationItem.item,
        which=InformationItem.answered_on.is_null(False),
        endpoint="information.index",
    ),
    Source(
        "lesson",
        Group.INFORMATION,
        Lesson,
        Lesson.on,
        Lesson.text,
        which=~Lesson.removed,
        endpoint="information.index",
    ),
    Source(
        "activity",
        Group.REFERRALS,
        Activity,
        Activity.on,
        fn.COALESCE(Site.name, Activity.note),
        Activity.kind,
        which=~Activity.removed,
        endpoint="outreach.activities",
        maybe=(Site,),
    ),
    Source(
        "training",
        Group.REFERRALS,
        Training,
        Training.held_on,
        code=Training.topic,
        which=Training.held_on.is_null(False) & ~Training.removed,
        endpoint="outreach.training",
    ),
    Source(
        "review",
        Group.CONTRACT,
        Review,
        Review.held_on,
        fn.COALESCE(fn.NULLIF(Review.note, ""), Review.reasons),
        which=Review.held_on.is_null(False),
        endpoint="reviews.index",
    ),
    Source(
        "rated",
        Group.RELATIONSHIP,
        BalanceRating,
        BalanceRating.rated_on,
        code=fn.COUNT(BalanceRating.id).cast("text"),
        endpoint="balance.index",
        together=True,
    ),
    Source(
        "adjusted",
        Group.CONTRACT,
        Adjustment,
        Adjustment.on,
        Adjustment.what_changed,
        endpoint="balance.adjustments",
    ),
    Source(
        "draft",
        Group.CONTRACT,
        DraftStep,
        DraftStep.on,
        DraftStep.people,
        DraftStep.status,
        endpoint="drafts.versions",
        way=(DraftVersion,),
    ),
    Source(
        "paper",
        Group.CONTRACT,
        SignedPaper,
        SignedPaper.signed_on,
        SignedPaper.title,
        which=~SignedPaper.removed & SignedPaper.draft.is_null(),
        endpoint="drafts.versions",
    ),
    Source(
        "amendment",
        Group.CONTRACT,
        Amendment,
        Amendment.signed_on,
        Amendment.reason,
        Amendment.number.cast("text"),
        which=Amendment.signed_on.is_null(False),
        endpoint="drafts.amendments",
    ),
    Source(
        "terms",
        Group.CONTRACT,
        Term,
        Term.effective_on,
        code=fn.COUNT(Term.id).cast("text"),
        endpoint="drafts.index",
        together=True,
    ),
)
