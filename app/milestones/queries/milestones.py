"""Milestones as other pages and reminders read them; what is off the plan is never among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from peewee import JOIN

from app.core.db import rows
from app.core.errors import NotFound
from app.partnerships.models import Partnership
from app.people.models import Person

from ..models import Milestone


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone as an overview shows it."""

    public_id: str
    stage: str
    title: str
    lead: str
    owner: str
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class DueMilestone:
    """A milestone that is not reached yet, with its day, for reminders."""

    public_id: str
    partnership_id: int
    partnership_name: str
    key: str
    title: str
    due_on: date
    owner_person_id: int | None
    owner_user_id: int | None
    side: str


def get_milestone(public_id: str, *, deleted: bool = False) -> Milestone:
    """The milestone with this id; NotFound where there is none. A deleted one only when asked for."""
    query = Milestone.select().where(Milestone.public_id == public_id)
    found = (query if deleted else query.where(~Milestone.deleted)).first()
    if found is None:
        raise NotFound("This milestone is gone, or never was.")
    return found


def list_milestones(
    partnership_id: int, *, stage: str = "", open_only: bool = False, limit: int = 50
) -> tuple[MilestoneRow, ...]:
    """The milestones of a partnership, or of one of its stages, by day."""
    query = (
        Milestone.select(
            Milestone.public_id,
            Milestone.stage,
            Milestone.title,
            Milestone.lead,
            Person.name,
            Milestone.due_on,
            Milestone.done_on,
        )
        .join(Person, JOIN.LEFT_OUTER, on=(Milestone.owner == Person.id))
        .where((Milestone.partnership == partnership_id) & Milestone.dropped_on.is_null())
        .order_by(Milestone.due_on.asc(nulls="LAST"), Milestone.id)
        .limit(limit)
    )
    if stage:
        query = query.where(Milestone.stage == stage)
    if open_only:
        query = query.where(Milestone.done_on.is_null())
    return tuple(MilestoneRow(*(*row[:4], row[4] or "", *row[5:])) for row in rows(query))


def milestones_due(first: date, last: date, *, partnership_id: int | None = None) -> tuple[DueMilestone, ...]:
    """Milestones not reached yet and due from `first` through `last`, by day, for reminders."""
    query = (
        Milestone.select(
            Milestone.public_id,
            Milestone.partnership,
            Partnership.name,
            Partnership.key,
            Milestone.title,
            Milestone.due_on,
            Milestone.owner,
            Person.user,
            Milestone.lead,
        )
        .join_from(Milestone, Partnership)
        .join_from(Milestone, Person, JOIN.LEFT_OUTER, on=(Milestone.owner == Person.id))
        .where(
            Milestone.done_on.is_null()
            & Milestone.dropped_on.is_null()
            & Milestone.due_on.between(first, last)
        )
        .order_by(Milestone.due_on, Milestone.id)
    )
    if partnership_id is not None:
        query = query.where(Milestone.partnership == partnership_id)
    return tuple(DueMilestone(*row) for row in rows(query))
