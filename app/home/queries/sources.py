"""Which rows of the house make a line of a partnership's timeline, and where each line leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import fn

from app.actions.models import Action
from app.actions.rules import Status as ActionStatus
from app.meetings.models import Decision, Meeting
from app.meetings.rules import Status as MeetingStatus
from app.milestones.models import Milestone
from app.partnerships.models import StageChange
from app.relationship.models import Concern
from app.reviews.models import Review
from app.terms.models import Term
from app.triggers.models import ChangeEvent

from ..rules import Group


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of line.

    `day` says when, `code` and `words` what, `ref` which row (a public id); each is none where there is
    none. The line leads to `endpoint`, by the row's id or, with `at_home`, to the partnership's own page.
    `way` are the tables through which the row reaches its partnership. With `together` the rows of one
    day are one line, and `code` counts them.
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
        endpoint="partnerships.stage",
    ),
    Source("event", Group.COURSE, ChangeEvent, ChangeEvent.on, ChangeEvent.text, ChangeEvent.kind),
    Source(
        "milestone",
        Group.COURSE,
        Milestone,
        Milestone.done_on,
        Milestone.title,
        Milestone.lead,
        which=Milestone.done_on.is_null(False),
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
        endpoint="actions.edit",
        at_home=False,
    ),
    Source(
        "concern",
        Group.RELATIONSHIP,
        Concern,
        Concern.opened_on,
        Concern.text,
        Concern.raised_by_side,
    ),
    Source(
        "resolved",
        Group.RELATIONSHIP,
        Concern,
        Concern.resolved_on,
        Concern.text,
        Concern.raised_by_side,
        which=Concern.resolved_on.is_null(False),
    ),
    Source("review", Group.CONTRACT, Review, Review.held_on, Review.note, endpoint="reviews.index"),
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
