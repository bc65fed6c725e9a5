"""One promise as lists, agendas and Today show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN

from app.core.db import first_row
from app.core.errors import NotFound
from app.partnerships.models import Partnership
from app.people.models import Person

from ..models import Action
from ..rules import Source, Status, Urgency, due_words, moved_words, repeat_words, urgency

PAGE = 50


@dataclass(frozen=True, slots=True)
class ActionRow:
    """A promise as lists, agendas and Today show it."""

    id: int
    public_id: str
    partnership_id: int
    key: str
    partnership_name: str
    text: str
    side: str
    owner: str
    due_on: date | None
    source: str
    source_note: str
    status: str
    done_on: date | None
    moved_times: int
    private: bool
    waiting_for: str = ""
    waiting_since: date | None = None
    first_due_on: date | None = None
    repeats: str = ""
    repeats_every: int = 1

    @property
    def done(self) -> bool:
        """Whether it is kept."""
        return self.status == Status.DONE

    @property
    def source_words(self) -> str:
        """Where it came from, in words; nothing for one that somebody typed in."""
        if self.source == Source.MANUAL:
            return self.source_note
        return f"from {self.source}" + (f": {self.source_note}" if self.source_note else "")

    def urgency(self, today: date) -> str:
        """overdue, soon or later; a promise that is not open asks for nothing."""
        return urgency(self.due_on, today) if self.status == Status.OPEN else Urgency.LATER

    def due_words(self, today: date) -> str:
        """4 days overdue, due tomorrow, due Friday; nothing without a date."""
        return due_words(self.due_on, today) if self.due_on else ""

    def moved_words(self, today: date) -> str:
        """How often it was moved and since when it was promised; nothing where it was not moved."""
        return moved_words(self.moved_times, self.first_due_on, self.due_on, today)

    @property
    def repeat_words(self) -> str:
        """every month; nothing for a promise that is made once."""
        return repeat_words(self.repeats, self.repeats_every)


def columns() -> tuple[Any, ...]:
    """What a row is made of, in its order."""
    return (
        Action.id.alias("id"),
        Action.public_id.alias("public_id"),
        Action.partnership.alias("partnership_id"),
        Partnership.key.alias("key"),
        Partnership.name.alias("partnership_name"),
        Action.text.alias("text"),
        Action.side.alias("side"),
        Person.name.alias("owner"),
        Action.due_on.alias("due_on"),
        Action.source.alias("source"),
        Action.source_note.alias("source_note"),
        Action.status.alias("status"),
        Action.done_on.alias("done_on"),
        Action.moved_times.alias("moved_times"),
        Action.private.alias("private"),
        Action.waiting_for.alias("waiting_for"),
        Action.waiting_since.alias("waiting_since"),
        Action.first_due_on.alias("first_due_on"),
        Action.repeats.alias("repeats"),
        Action.repeats_every.alias("repeats_every"),
    )


def selected() -> Any:
    """Promises with partnership and owner, ready for a condition and an order."""
    return (
        Action.select(*columns())
        .join_from(Action, Partnership)
        .join_from(Action, Person, JOIN.LEFT_OUTER, on=(Action.owner == Person.id))
    )


def row_of(values: tuple[Any, ...]) -> ActionRow:
    """A row as the database hands it over."""
    return ActionRow(*(*values[:7], values[7] or "", *values[8:14], bool(values[14]), *values[15:]))


def get_action(public_id: str) -> Action:
    """The promise with this id; NotFound where there is none."""
    found = Action.get_or_none(Action.public_id == public_id)
    if found is None:
        raise NotFound("This action is gone, or never was.")
    return found


def get_row(public_id: str) -> ActionRow:
    """As lists show it; NotFound where there is none."""
    values = first_row(selected().where(Action.public_id == public_id))
    if values is None:
        raise NotFound("This action is gone, or never was.")
    return row_of(values)
