"""What leaving a stage asks, and what entering one proposes. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.core.calendar import add_business_days


class Answer(StrEnum):
    """How a question before leaving a stage stands; not knowing yet is an answer too."""

    UNKNOWN = ""
    MET = "met"
    NOT_MET = "not_met"


ANSWER_WORDS = {Answer.UNKNOWN: "Not known yet", Answer.MET: "Met", Answer.NOT_MET: "Not met"}


@dataclass(frozen=True, slots=True)
class Question:
    """One question asked before a stage is left, with how it stands. `version` is 0 until answered."""

    place: int
    text: str
    answer: Answer = Answer.UNKNOWN
    note: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A milestone of the stage that is not done."""

    title: str
    due_on: date | None
    public_id: str = ""


@dataclass(frozen=True, slots=True)
class CatalogueStep:
    """A milestone as the catalogue has it."""

    id: str
    title: str
    why: str
    lead: str
    offset_weeks: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A milestone this stage usually needs, with its day; `there` when it is on the plan already."""

    id: str
    title: str
    why: str
    lead: str
    on: date
    there: bool


def questions_of(texts: Sequence[str], answers: Mapping[int, tuple[str, str, int]]) -> tuple[Question, ...]:
    """The questions of a stage with what was answered by place: answer, note, version."""
    found = []
    for place, text in enumerate(texts, start=1):
        answer, note, version = answers.get(place, ("", "", 0))
        found.append(Question(place, text, Answer(answer), note, version))
    return tuple(found)


def missing_of(questions: Sequence[Question], steps: Sequence[OpenStep]) -> dict[str, list[dict[str, str]]]:
    """What is missing on leaving a stage, in a form that can be kept; nothing of it forbids to go on."""
    return {
        "questions": [
            {"text": one.text, "answer": one.answer.value, "note": one.note}
            for one in questions
            if one.answer is not Answer.MET
        ],
        "milestones": [
            {"title": one.title, "due_on": one.due_on.isoformat() if one.due_on else ""} for one in steps
        ],
    }


def gate_words(questions: Sequence[Question], steps: int) -> str:
    """How the gate stands, in one sentence."""
    open_questions = sum(one.answer is not Answer.MET for one in questions)
    if not open_questions and not steps:
        return "Everything this stage asks is met, and none of its milestones is open."
    parts = []
    if open_questions:
        parts.append(f"{open_questions} of {len(questions)} questions {_are(open_questions)} not met yet")
    if steps:
        milestones = "milestone" if steps == 1 else "milestones"
        parts.append(f"{steps} {milestones} of this stage {_are(steps)} open")
    return " and ".join(parts)[0].upper() + " and ".join(parts)[1:] + "."


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def proposals_of(
    steps: Sequence[CatalogueStep], began_on: date, there: Collection[str], holidays: Collection[date]
) -> tuple[Proposal, ...]:
    """The milestones of a stage with their days: so many weeks after it began, and not on a day off."""
    return tuple(
        Proposal(
            step.id,
            step.title,
            step.why,
            step.lead,
            add_business_days(began_on + timedelta(weeks=step.offset_weeks), 0, holidays),
            step.id in there,
        )
        for step in steps
    )
