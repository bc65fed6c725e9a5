"""What is open in the hands of somebody who goes: promises, milestones, seats, whom they stand in for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import Value

from app.actions.models import Action
from app.assessments.models import Assessment, NeedsRating
from app.assessments.queries import method
from app.core.db import rows
from app.endings.models import EndingAnswer
from app.endings.queries import questions
from app.meetings.models import MeetingSeries, SeriesSeat
from app.meetings.queries import kind_name
from app.milestones.models import Milestone
from app.partnerships.models import Partnership
from app.people.models import Person

from ..rules import Hanging

MOST = 200  # of each kind on the page; what lies beyond follows the one answer for all


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that needs somebody else."""

    kind: Hanging
    id: int
    words: str
    partnership: str
    due_on: date | None

    @property
    def name(self) -> str:
        """What its field is called in the form."""
        return f"one-{self.kind}-{self.id}"


def hanging_on(person_id: int) -> tuple[Item, ...]:
    """Everything open that names this person, by kind, partnership and day."""
    return tuple(
        Item(kind, number, _words(kind, words), home, due_on)
        for kind, query in _queries(person_id)
        for number, words, home, due_on in rows(query.limit(MOST))
    )


def _words(kind: Hanging, told: str) -> str:
    if kind is Hanging.SEAT:
        return kind_name(told)
    if kind is Hanging.GAP:
        return method().items[told].label if told in method().items else told
    return dict(questions()).get(told, told) if kind is Hanging.QUESTION else told


def _queries(person_id: int) -> tuple[tuple[Hanging, Any], ...]:
    nothing = Value(None)
    return (
        (
            Hanging.ACTION,
            Action.select(Action.id, Action.text, Partnership.name, Action.due_on)
            .join(Partnership)
            .where((Action.owner == person_id) & Action.unfinished())
            .order_by(Partnership.name, Action.due_on.asc(nulls="LAST"), Action.id),
        ),
        (
            Hanging.MILESTONE,
            Milestone.select(Milestone.id, Milestone.title, Partnership.name, Milestone.due_on)
            .join(Partnership)
            .where((Milestone.owner == person_id) & Milestone.unfinished())
            .order_by(Partnership.name, Milestone.due_on.asc(nulls="LAST"), Milestone.id),
        ),
        (
            Hanging.SEAT,
            SeriesSeat.select(SeriesSeat.id, MeetingSeries.kind, Partnership.name, nothing)
            .join(MeetingSeries)
            .join(Partnership)
            .where((SeriesSeat.person == person_id) & SeriesSeat.unfinished())
            .order_by(Partnership.name, SeriesSeat.id),
        ),
        (Hanging.GAP, _gaps(person_id)),
        (
            Hanging.QUESTION,
            EndingAnswer.select(EndingAnswer.id, EndingAnswer.question, Partnership.name, nothing)
            .join(Partnership)
            .where((EndingAnswer.who == person_id) & EndingAnswer.unfinished())
            .order_by(Partnership.name, EndingAnswer.question),
        ),
        (
            Hanging.DEPUTY,
            Person.select(Person.id, Person.name, Value(""), nothing)
            .where((Person.deputy == person_id) & Person.unfinished())
            .order_by(Person.name),
        ),
    )


def _gaps(person_id: int) -> Any:
    r = NeedsRating
    named = (r.person_provider == person_id) | (r.person_payer == person_id)
    query = r.select(r.id, r.item, Partnership.name, r.due_on).join(Assessment).join(Partnership)
    return query.where(named & r.unfinished()).order_by(Partnership.name, r.due_on.asc(nulls="LAST"), r.id)
