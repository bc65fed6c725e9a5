"""What is open in the hands of somebody who goes: promises, milestones, seats, whom they stand in for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import Value

from app.actions.models import Action
from app.core.db import rows
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
        Item(kind, number, kind_name(words) if kind is Hanging.SEAT else words, home, due_on)
        for kind, query in _queries(person_id)
        for number, words, home, due_on in rows(query.limit(MOST))
    )


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
        (
            Hanging.DEPUTY,
            Person.select(Person.id, Person.name, Value(""), nothing)
            .where((Person.deputy == person_id) & Person.unfinished())
            .order_by(Person.name),
        ),
    )
