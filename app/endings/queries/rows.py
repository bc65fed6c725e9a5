"""The rows of an end: its notice, its steps with their promises, its counts and its answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN

from app.actions.models import Action
from app.actions.rules import Status
from app.catalogue import catalogue
from app.core.db import first_row, rows
from app.core.errors import NotFound
from app.partnerships.models import Partnership
from app.people.models import Person
from app.terms.queries import definitions

from ..models import Ending, EndingAnswer, EndingStep, HandOver
from ..rules import State, Step

GROUP = "graceful_exit"
REASON_TERM = "S40.reason_kind"
MOST_WEEKS, MOST_PAST = 50, 10


@dataclass(frozen=True, slots=True)
class EndingRow:
    """An end that is under way, or that they turned back from."""

    id: int
    public_id: str
    given_on: date | None
    given_by: str
    reason: str
    also: tuple[str, ...]
    note: str
    to_hand_on: int | None
    went_on_on: date | None
    because: str
    version: int
    is_under_way: bool

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it ends, in words: the main reason first."""
        return tuple(reason_words(one) for one in (self.reason, *self.also) if one)


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step with the promise that keeps its day."""

    step: Step
    title: str
    action: str  # its public id
    on: date | None
    done_on: date | None
    status: str
    side: str
    owner: str
    owner_id: str
    proposed_on: date
    proposed_why: str
    why: str
    version: int
    action_version: int
    person_id: int | None  # who sees to it, as the row keeps them
    private: bool  # for our side alone

    @property
    def is_done(self) -> bool:
        """Whether it is done."""
        return self.status == Status.DONE

    @property
    def is_open(self) -> bool:
        """Whether it still asks for something."""
        return self.status == Status.OPEN

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and it is not done."""
        return self.is_open and self.on is not None and self.on < today

    @property
    def has_own_day(self) -> bool:
        """Whether another day was chosen than the one proposed."""
        return self.on != self.proposed_on


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question before an end with what is known. `version` is 0 until answered."""

    question: str
    words: str
    answer: str = ""
    who: str = ""
    who_id: str = ""
    state: str = State.NOT_KNOWN.value
    version: int = 0
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class WeekRow:
    """The patients handed on in one week."""

    week_on: date
    patients: int
    version: int


def reason_words(reason: str) -> str:
    """A reason for an end in the words of the letter's list."""
    return definitions()[REASON_TERM].choices.get(reason, reason.replace("_", " ").capitalize())


def reason_options() -> list[tuple[str, str]]:
    """Every reason the catalogue knows, with its words."""
    return [(one, reason_words(one)) for one in catalogue().exit_reasons]


def _is_under_way() -> Any:
    """An end is under way while its notice holds: not once they went on, or began anew after it."""
    return Ending.went_on_on.is_null() & Partnership.notice_given_on.is_null(False)


def open_ending(partnership_id: int) -> Ending | None:
    """The end that is under way, or None."""
    query = Ending.select().join(Partnership)
    under_way = (Ending.partnership == partnership_id) & _is_under_way()
    found: Ending | None = query.where(under_way).order_by(Ending.id.desc()).first()
    return found


def notice_since(partnership_id: int, on: date) -> date | None:
    """The first day from this one on on which a notice was given that they did not go on after."""
    e = Ending
    given = (e.partnership == partnership_id) & e.went_on_on.is_null() & (e.given_on >= on)
    found = first_row(e.select(e.given_on).where(given).order_by(e.given_on).limit(1))
    return None if found is None else found[0]


def get_ending(partnership_id: int) -> Ending:
    """The end that is under way. Raises NotFound."""
    found = open_ending(partnership_id)
    if found is None:
        raise NotFound("No notice is recorded here. It may have been taken back.")
    return found


def endings_of(partnership_id: int) -> tuple[EndingRow, ...]:
    """Every end that was looked at, the newest first."""
    *names, _last = EndingRow.__dataclass_fields__
    columns = [getattr(Ending, name) for name in names]
    query = Ending.select(*columns, _is_under_way()).join(Partnership)
    home = query.where(Ending.partnership == partnership_id)
    found = list(rows(home.order_by(Ending.id.desc()).limit(MOST_PAST)))
    newest = next((row[0] for row in found if row[-1]), None)
    return tuple(EndingRow(*(*row[:5], tuple(row[5] or ()), *row[6:-1], row[0] == newest)) for row in found)


def steps_of(ending_id: int) -> tuple[StepRow, ...]:
    """The steps of an end by day, those of one day in the order of the catalogue."""
    columns = (
        *(EndingStep.kind, Action.text, Action.public_id, Action.due_on, Action.done_on, Action.status),
        *(Action.side, Person.name, Person.public_id, EndingStep.proposed_on, EndingStep.proposed_why),
        *(EndingStep.why, EndingStep.version, Action.version, Person.id),
        Action.private,
    )
    query = (
        EndingStep.select(*columns)
        .join_from(EndingStep, Action)
        .join_from(Action, Person, JOIN.LEFT_OUTER, on=(Action.owner == Person.id))
        .where(EndingStep.ending == ending_id)
    )
    order = list(Step)
    found = [StepRow(*(Step(row[0]), *row[1:7], row[7] or "", row[8] or "", *row[9:])) for row in rows(query)]
    return tuple(sorted(found, key=lambda one: (one.on or date.max, order.index(one.step))))


def get_step(ending_id: int, step: Step) -> EndingStep:
    """One step with its promise. Raises NotFound."""
    query = EndingStep.select(EndingStep, Action).join(Action)
    found = query.where((EndingStep.ending == ending_id) & (EndingStep.kind == step.value)).first()
    if found is None:
        raise NotFound("There is no such step here. It may have been taken back.")
    return found


def weeks_of(ending_id: int) -> tuple[WeekRow, ...]:
    """The weeks in which patients were handed on, the newest first."""
    query = HandOver.select(HandOver.week_on, HandOver.patients, HandOver.version)
    found = query.where(HandOver.ending == ending_id).order_by(HandOver.week_on.desc()).limit(MOST_WEEKS)
    return tuple(WeekRow(*row) for row in rows(found))


def find_week(ending_id: int, week_on: date) -> HandOver | None:
    """The count of one week, or None."""
    return HandOver.get_or_none((HandOver.ending == ending_id) & (HandOver.week_on == week_on))


def questions() -> tuple[tuple[str, str], ...]:
    """Id and words of the six questions before an end [L7 exit]."""
    return tuple((one.id, one.title) for one in catalogue().review_questions if one.group == GROUP)


def answers_of(partnership_id: int) -> tuple[AnswerRow, ...]:
    """The six questions with what is known."""
    a = EndingAnswer
    query = (
        a.select(a.question, a.answer, Person.name, Person.public_id, a.state, a.version, Person.id)
        .join(Person, JOIN.LEFT_OUTER, on=(a.who == Person.id))
        .where(a.partnership == partnership_id)
    )
    known = {row[0]: (row[1], row[2] or "", row[3] or "", *row[4:]) for row in rows(query)}
    return tuple(AnswerRow(ident, words, *known.get(ident, ())) for ident, words in questions())


def ended_on(partnership: Partnership) -> date | None:
    """The day it ended; none while it runs."""
    day: date = partnership.stage_since
    return day if partnership.stage == "ended" else None
