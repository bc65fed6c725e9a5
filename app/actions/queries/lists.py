"""The list of promises: filtered, in pages, with a count for each heading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from peewee import Select, fn

from app.core.db import db, is_sqlite
from app.core.prepared import prepared
from app.core.text import folded
from app.partnerships.models import Partnership
from app.people.models import Organization, Person

from ..models import Action
from ..rules import SOON, Group, Side, Status
from .due import MOST_COUNTED
from .rows import PAGE, ActionRow, row_of, selected

MOST_OWNERS, MOST_HOMES = 40, 25  # a filter offers; the page stays small however many there are
MOST_FOUND = 200  # of a search under one heading: each row that counts is read for it
WORDS = 3  # a search looks for; what is typed beyond belongs to the last one


class Show(StrEnum):
    """Which promises a list shows."""

    OPEN = "open"
    OVERDUE = "overdue"
    WAITING = "waiting"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to. `side` is provider or payer, or empty for both; `owners` are people."""

    show: Show = Show.OPEN
    partnership_id: int | None = None
    side: str = ""
    owners: tuple[int, ...] | None = None
    words: str = ""

    @property
    def grouped(self) -> bool:
        """Whether the list stands under headings by due day."""
        return self.show in (Show.OPEN, Show.OVERDUE)

    @property
    def most_counted(self) -> int:
        """Up to how many promises a heading counts; one more means more than that."""
        return MOST_FOUND if self.words.strip() else MOST_COUNTED


@dataclass(frozen=True, slots=True)
class Mine:
    """The people one of our accounts is, and whether they have anything open."""

    person_ids: tuple[int, ...]
    any_open: bool


def list_actions(wanted: Filter, today: date, *, offset: int = 0, limit: int = PAGE) -> tuple[ActionRow, ...]:
    """Open ones by due day, waiting ones by how long they wait, done ones newest first.

    One row more than fits is returned when there is more.
    """
    found = _listed(limit + 1, offset, *_values(wanted, today), **_shape(wanted))
    return tuple(row_of(values) for values in found)


def count_groups(wanted: Filter, today: date) -> dict[str, int]:
    """How many stand under each heading, up to one more than `most_counted`.

    A list without headings has only `all`.
    """
    values = _values(wanted, today)
    if not wanted.grouped:
        ((count,),) = _counted_all(*values, **_shape(wanted))
        return {"all": count}
    ((late, week, later, undated),) = _counted(*values, today + SOON, **_shape(wanted))
    return {Group.OVERDUE: late, Group.WEEK: week, Group.LATER: later, Group.UNDATED: undated}


def _values(wanted: Filter, today: date) -> tuple[Any, ...]:
    return (wanted.partnership_id, wanted.side, wanted.owners or (), today, *_words(wanted))


def _words(wanted: Filter) -> list[str]:
    return folded(wanted.words).split(None, WORDS - 1)


def _shape(wanted: Filter) -> dict[str, Any]:
    return {
        "show": wanted.show,
        "of_one": wanted.partnership_id is not None,
        "of_side": bool(wanted.side),
        "of_owner": wanted.owners is not None,
        "most": wanted.most_counted,
    }


def _condition(values: tuple[Any, ...], shape: dict[str, Any]) -> Any:
    partnership_id, side, owners, today, *words = values
    show = shape["show"]
    status = show if show in (Show.DONE, Show.DROPPED) else Status.OPEN
    condition = Action.status == status
    if shape["of_one"]:
        condition &= Action.partnership == partnership_id
    if shape["of_side"]:
        condition &= (Action.side == side) | (Action.side == Side.JOINT)
    if shape["of_owner"]:
        condition &= Action.owner.in_(owners)
    if show is Show.OVERDUE:
        condition &= Action.due_on < today
    if show is Show.WAITING:
        condition &= Action.waiting_since.is_null(False)
    found = fn.INSTR if is_sqlite() else fn.STRPOS
    for word in words:  # as many as were typed: each is a pass over the text
        condition &= found(Action.folded, word) > 0
    return condition


@prepared
def _listed(limit: Any, offset: Any, *values: Any, **shape: Any) -> Any:
    query = selected().where(_condition(values, shape))
    if shape["show"] is Show.WAITING:
        query = query.order_by(Action.waiting_since, Action.id)
    elif shape["show"] in (Show.DONE, Show.DROPPED):
        query = query.order_by(Action.done_on.desc(nulls="LAST"), Action.id.desc())
    else:
        query = query.order_by(Action.due_on.asc(nulls="LAST"), Action.id)
    return query.limit(limit).offset(offset)


@prepared
def _counted(*values: Any, **shape: Any) -> Any:
    *given, soon = values
    today = given[3]
    base = _condition(tuple(given), shape)
    parts = [Action.due_on < today]
    if shape["show"] is Show.OPEN:
        parts += [(Action.due_on >= today) & (Action.due_on < soon), Action.due_on >= soon]
        parts += [Action.due_on.is_null()]
    else:
        parts += [Action.due_on.is_null()] * 3  # what is overdue has a day that is past
    counts = [_capped(base & part, shape["most"]).alias(f"n{place}") for place, part in enumerate(parts)]
    return Select(columns=counts).bind(db)


@prepared
def _counted_all(*values: Any, **shape: Any) -> Any:
    return Select(columns=[_capped(_condition(values, shape), shape["most"]).alias("n")]).bind(db)


def _capped(condition: Any, most: int) -> Any:
    found = Action.select(Action.id).where(condition).limit(most + 1).alias("found")
    return Select((found,), [fn.COUNT(found.c.id)])


def mine(user_id: int | None) -> Mine:
    """Who one of our accounts is in the list of people."""
    found = list(_mine(user_id, Status.OPEN.value)) if user_id is not None else []
    return Mine(tuple(row[0] for row in found), any(row[1] for row in found))


@prepared
def _mine(user_id: Any, status: Any) -> Any:
    still = Action.select(Action.id).where((Action.owner == Person.id) & (Action.status == status))
    return Person.select(Person.id, fn.EXISTS(still)).where(Person.user == user_id)


def our_people() -> tuple[tuple[str, str], ...]:
    """Pairs of public id and name of our own people who still work here, for a list of all promises."""
    return tuple(_our_people(True))


@prepared
def _our_people(ours: Any) -> Any:
    # Asked the other way round, every person of every organization would be looked at.
    houses = Organization.select(Organization.id).where(Organization.ours == ours)
    query = Person.select(Person.public_id, Person.name)
    query = query.where(Person.organization.in_(houses) & Person.left_on.is_null())
    return query.order_by(Person.name).limit(MOST_OWNERS)


def partnerships_to_choose() -> tuple[tuple[str, str], ...]:
    """Pairs of key and name, for the filter; one more than fits is returned when there are more."""
    return tuple(_homes(MOST_HOMES + 1))


@prepared
def _homes(limit: Any) -> Any:
    return Partnership.select(Partnership.key, Partnership.name).order_by(Partnership.name).limit(limit)
