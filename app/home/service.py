"""Somebody goes, and what was open in their hands goes to others: written in one, taken back in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.actions.models import Action
from app.assessments.models import NeedsRating
from app.core.actor import Actor
from app.core.batches import Batch, TakenBack, Together, get_batch, take_back
from app.core.db import BaseModel, write
from app.core.errors import NotFound, RuleViolation
from app.endings.models import EndingAnswer
from app.meetings.models import MeetingSeries, SeriesSeat
from app.milestones.models import Milestone
from app.partnerships.models import Membership, Partnership
from app.partnerships.queries import side_of
from app.people.models import Person
from app.people.service import is_used

from .rules import Hanging

# Each kind, its table, and the column that names the person.
PLACES: tuple[tuple[Hanging, type[BaseModel], str], ...] = (
    (Hanging.ACTION, Action, "owner"),
    (Hanging.MILESTONE, Milestone, "owner"),
    (Hanging.SEAT, SeriesSeat, "person"),
    (Hanging.GAP, NeedsRating, "person_provider"),
    (Hanging.GAP, NeedsRating, "person_payer"),
    (Hanging.QUESTION, EndingAnswer, "who"),
    (Hanging.DEPUTY, Person, "deputy"),
)
TABLES: dict[str, type[BaseModel]] = {
    model._meta.table_name: model
    for model in (Action, Milestone, SeriesSeat, NeedsRating, EndingAnswer, Person, Membership)
}
# Of these rows a handover changes nothing but who is named.
NAMING = {
    NeedsRating._meta.table_name: {"person_provider", "person_payer"},
    EndingAnswer._meta.table_name: {"who"},
}


@dataclass(frozen=True, slots=True)
class Successors:
    """Who takes over: one person for all (None: nobody yet), and others for single things by kind and id."""

    for_all: int | None
    one_by_one: Mapping[tuple[Hanging, int], int | None] = field(default_factory=dict)

    def of(self, kind: Hanging, row_id: int) -> int | None:
        """Who takes over this one."""
        return self.one_by_one.get((kind, row_id), self.for_all)


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The id for the undo, and whether the person is off the list rather than marked as left."""

    batch: str
    deleted: bool


def hand_over(
    person: Person,
    successors: Successors,
    *,
    left_on: date,
    delete: bool = False,
    actor: Actor,
    now: datetime,
) -> HandedOver:
    """Give what is open to others and note that the person left on `left_on`.

    With `delete` the person goes off the list, unless something finished still tells of them. Whoever takes
    over works at the same organization, and becomes part of the partnerships it concerns.
    Raises RuleViolation for somebody from elsewhere or somebody who left.
    """
    with write():
        _check(person, {successors.for_all, *successors.one_by_one.values()})
        together = Together(actor, now)
        for kind, model, column in PLACES:
            mine = model._meta.fields[column] == person.id
            for row in list(model.select().where(mine & model.unfinished())):  # type: ignore[attr-defined]
                successor = successors.of(kind, row.get_id())
                if kind is Hanging.DEPUTY and successor == row.get_id():
                    successor = None  # nobody stands in for themselves
                together.change(row, **{column: successor})
                _join(together, row, successor, person.organization_id)
        gone = delete and not is_used(person)
        if gone:
            together.remove(person)
        else:
            together.change(person, left_on=left_on)
        return HandedOver(together.keep(), gone)


def _check(person: Person, ids: set[int | None]) -> None:
    wanted = ids - {None}
    fit = Person.select(Person.id).where(
        Person.id.in_(wanted)
        & (Person.organization == person.organization_id)
        & Person.left_on.is_null()
        & (Person.id != person.id)
    )
    if {one.id for one in fit} != wanted:
        raise RuleViolation("Choose somebody who works at the same organization.")


def _join(together: Together, row: BaseModel, successor: int | None, organization_id: int) -> None:
    """Make the successor part of the partnership the thing belongs to."""
    if successor is None or isinstance(row, Person):
        return
    if isinstance(row, SeriesSeat):
        home = MeetingSeries.get_by_id(row.series_id).partnership_id
    elif isinstance(row, NeedsRating):
        home = row.assessment.partnership_id
    else:
        home = row.partnership_id  # type: ignore[attr-defined]
    known = (Membership.partnership == home) & (Membership.person == successor)
    side = side_of(Partnership.get_by_id(home), organization_id)
    if side is not None and not Membership.select().where(known).exists():
        together.create(Membership, partnership=home, person=successor, side=side.value)


def handover_of(batch: str) -> tuple[Batch, set[int]]:
    """A handover with the partnerships it touched; NotFound when it was something else, or taken back."""
    found = get_batch(batch)
    if any(table not in TABLES or not _names(table, before) for table, _id, before, _after in found.changes):
        raise NotFound("This was taken back already, or never happened.")
    homes: set[int] = set()
    for model in (Action, Milestone):
        ids = [number for table, number, *_rest in found.changes if table == model._meta.table_name]
        homes |= {row.partnership_id for row in model.select(model.partnership).where(model.id.in_(ids))}
    return found, homes


def _names(table: str, before: Mapping[str, object] | None) -> bool:
    return table not in NAMING or (before is not None and before.keys() <= NAMING[table])


def take_handover_back(batch: Batch, *, actor: Actor, now: datetime) -> TakenBack:
    """Undo: the person is back with everything that nobody changed since."""
    with write():
        return take_back(batch, TABLES, actor=actor, now=now)
