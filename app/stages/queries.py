"""What a stage asks before it is left, what it usually needs, and how earlier ones were left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from app.catalogue import catalogue
from app.core.db import rows
from app.milestones.models import Milestone
from app.milestones.queries import on_the_plan
from app.organization.queries import holidays_between
from app.partnerships.models import Partnership, StageChange
from app.partnerships.queries import StageRow, stage_changes

from .models import GateAnswer, StageExit
from .rules import CatalogueStep, OpenStep, Proposal, Question, proposals_of, questions_of

MOST_OPEN = 50


@dataclass(frozen=True, slots=True)
class PastStage:
    """One move from stage to stage, with what was missing when the stage before it was left."""

    move: StageRow
    questions: tuple[tuple[str, str], ...]  # text and note
    milestones: tuple[str, ...]

    @property
    def missing(self) -> int:
        """How many things were missing."""
        return len(self.questions) + len(self.milestones)


def questions_for(partnership: Partnership, began: StageChange | None) -> tuple[Question, ...]:
    """The questions before leaving the present stage, with how each stands."""
    answers: dict[int, tuple[str, str, int]] = {}
    if began is not None:
        columns = (GateAnswer.place, GateAnswer.state, GateAnswer.note, GateAnswer.version)
        query = GateAnswer.select(*columns).where(GateAnswer.began == began.id)
        answers = {place: (state, note, version) for place, state, note, version in rows(query)}
    return questions_of(catalogue().stage(partnership.stage).exit, answers)


def open_steps(partnership: Partnership) -> tuple[OpenStep, ...]:
    """The milestones of the present stage that are open, by day; fifty at most."""
    m = Milestone
    query = (
        m.select(m.title, m.due_on, m.public_id)
        .where(
            (m.partnership == partnership.id)
            & (m.stage == partnership.stage)
            & m.done_on.is_null()
            & m.dropped_on.is_null()
        )
        .order_by(m.due_on.asc(nulls="LAST"), m.id)
        .limit(MOST_OPEN)
    )
    return tuple(OpenStep(*row) for row in rows(query))


def course(partnership_id: int) -> tuple[PastStage, ...]:
    """Every move, oldest first, with what was missing at each."""
    query = StageExit.select(StageExit.move, StageExit.missing).where(StageExit.partnership == partnership_id)
    kept = dict(rows(query))
    found = []
    for move in stage_changes(partnership_id):
        missing = kept.get(move.id) or {"questions": [], "milestones": []}
        questions = tuple((one["text"], one["note"]) for one in missing["questions"])
        found.append(PastStage(move, questions, tuple(one["title"] for one in missing["milestones"])))
    return tuple(found)


def proposals_for(partnership: Partnership, began: StageChange | None) -> tuple[Proposal, ...]:
    """The milestones the present stage usually needs, with days counted from when it began."""
    began_on = began.on if began else partnership.stage_since
    known = catalogue().milestones_of(partnership.stage)
    there: Collection[str] = on_the_plan(partnership.id, began) if began else ()
    last = began_on + timedelta(weeks=max((one.offset_weeks for one in known), default=0) + 2)
    steps = [CatalogueStep(one.id, one.title, one.why, one.lead, one.offset_weeks) for one in known]
    return proposals_of(steps, began_on, there, holidays_between(began_on, last))
