"""What hangs on what, read for moving dates."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, Case

from app.core.db import rows
from app.core.errors import NotFound
from app.partnerships.models import StageChange
from app.partnerships.queries import stage_name
from app.people.models import Person

from ..models import Milestone, MilestoneShift, MilestoneWait
from ..rules import Anchor, Planned, distance_words, moved_dates

MOST_PENDING, MOST_CHOICES = 200, 200


@dataclass(frozen=True, slots=True)
class Follower:
    """An open milestone whose anchor lies elsewhere now, with its day before and after."""

    id: int
    public_id: str
    version: int
    title: str
    owner: str
    before: date | None
    after: date


def stage_days(partnership_id: int) -> dict[int, date]:
    """The first day of each stage of a partnership, by the id of the move into it."""
    query = StageChange.select(StageChange.id, StageChange.on)
    return dict(rows(query.where(StageChange.partnership == partnership_id)))


def planned_of(partnership_id: int) -> tuple[Planned, ...]:
    """Every milestone of a partnership as the dates see it."""
    query = Milestone.select(*_columns(Milestone)).where(Milestone.partnership == partnership_id)
    return tuple(_planned(row) for row in rows(query.order_by(Milestone.id)))


def _columns(model: Any) -> tuple[Any, ...]:
    return (
        model.id, model.due_on, model.done_on, model.anchor, model.anchor_stage, model.anchor_milestone,
        model.offset_days, model.dropped_on,
    )  # fmt: skip


def _planned(row: tuple[Any, ...]) -> Planned:
    number, due, done, anchor, stage, milestone, offset, dropped = row
    at = stage if anchor == Anchor.STAGE else milestone
    return Planned(number, due, done, anchor, at, offset, dropped is not None)


def pending_moves(partnership_id: int) -> int:
    """How many open milestones do not lie where the milestone they hang on puts them.

    Only milestones can leave such a gap: a stage's first day and what hangs on it move together.
    Looks at the first two hundred that hang on another; a plan has a handful.
    """
    other = Milestone.alias()
    query = (
        Milestone.select(*_columns(Milestone), *_columns(other))
        .join(other, on=(Milestone.anchor_milestone == other.id))
        .where(
            (Milestone.partnership == partnership_id)
            & Milestone.anchor_milestone.is_null(False)
            & Milestone.done_on.is_null()
            & Milestone.dropped_on.is_null()
        )
        .limit(MOST_PENDING)
    )
    found: dict[int, Planned] = {}
    for row in rows(query):
        for part in (row[8:], row[:8]):
            one = _planned(part)
            found[one.id] = one
    return len(moved_dates(tuple(found.values()), {}))


def followers(partnership_id: int, on: Mapping[int, date] | None = None) -> tuple[Follower, ...]:
    """What would move if the first days of stages were as `on` says, by day; four statements at most."""
    days = {**stage_days(partnership_id), **(on or {})}
    moves = {move.id: move for move in moved_dates(planned_of(partnership_id), days)}
    if not moves:
        return ()
    found = [
        Follower(number, public_id, version, title, owner or "", moves[number].before, moves[number].after)
        for number, public_id, version, title, owner in _titles(moves)
    ]
    return tuple(sorted(found, key=lambda one: (one.after, one.id)))


def _titles(ids: Collection[int]) -> list[tuple[Any, ...]]:
    wanted, found, step = list(ids), list[tuple[Any, ...]](), 500
    for start in range(0, len(wanted), step):
        query = Milestone.select(
            Milestone.id, Milestone.public_id, Milestone.version, Milestone.title, Person.name
        ).join(Person, JOIN.LEFT_OUTER, on=(Milestone.owner == Person.id))
        found.extend(rows(query.where(Milestone.id.in_(wanted[start : start + step]))))
    return found


def shift_of(partnership_id: int, public_id: str) -> MilestoneShift:
    """The change of many dates with this id; NotFound in another partnership."""
    found = MilestoneShift.get_or_none(
        (MilestoneShift.partnership == partnership_id) & (MilestoneShift.public_id == public_id)
    )
    if found is None:
        raise NotFound("This change of dates is gone, or never was.")
    return found


@dataclass(frozen=True, slots=True)
class StepChoice:
    """A milestone that another may hang on or wait for."""

    id: int
    public_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What a milestone may hang on, and what it may wait for."""

    steps: tuple[StepChoice, ...]
    needed: tuple[str, ...]  # public ids of what it waits for now


def choices_for(partnership_id: int, milestone: Milestone | None = None) -> Choices:
    """The other milestones of the partnership by day: open ones, and those it hangs on or waits for now."""
    m, own = Milestone, int(milestone.id) if milestone else 0
    waiting = MilestoneWait.select(MilestoneWait.needs).where(MilestoneWait.milestone == own)
    needed = {number for (number,) in rows(waiting)}
    anchor = milestone.anchor_milestone_id if milestone else None
    standing = m.done_on.is_null() & m.dropped_on.is_null()
    known = m.id.in_([*needed, anchor or 0])
    query = (
        m.select(m.id, m.public_id, m.title)
        .where((m.partnership == partnership_id) & (m.id != own) & (standing | known))
        .order_by(Case(None, [(known, 0)], 1), m.due_on.asc(nulls="LAST"), m.id)
        .limit(MOST_CHOICES)
    )
    steps = tuple(StepChoice(*row) for row in rows(query))
    return Choices(steps, tuple(step.public_id for step in steps if step.id in needed))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a date comes from: so far from the first day of a stage, or from another milestone."""

    words: str  # 4 weeks after
    title: str
    public_id: str  # of the other milestone; empty for a stage
    on: date | None


@dataclass(frozen=True, slots=True)
class Dependent:
    """An open milestone whose date hangs on this one, or that waits for it."""

    public_id: str
    title: str
    hangs: bool


def origin_of(milestone: Milestone) -> Origin | None:
    """What the date of a milestone hangs on; None for a date of its own."""
    if milestone.offset_days is None:
        return None
    words = distance_words(milestone.offset_days)
    if milestone.anchor == Anchor.STAGE and milestone.anchor_stage is not None:
        began = milestone.anchor_stage
        return Origin(words, stage_name(began.to_stage), "", began.on)
    other = milestone.anchor_milestone
    if milestone.anchor == Anchor.MILESTONE and other is not None:
        return Origin(
            words, other.title, "" if other.deleted else other.public_id, other.done_on or other.due_on
        )
    return None


def dependents_of(milestone: Milestone) -> tuple[Dependent, ...]:
    """The open milestones that hang on this one or wait for it, by day."""
    m = Milestone
    waiting = MilestoneWait.select(MilestoneWait.milestone).where(MilestoneWait.needs == milestone.id)
    query = (
        m.select(m.public_id, m.title, m.anchor_milestone)
        .where(
            (m.partnership == milestone.partnership_id)
            & ((m.anchor_milestone == milestone.id) | m.id.in_(waiting))
            & m.done_on.is_null()
            & m.dropped_on.is_null()
        )
        .order_by(m.due_on.asc(nulls="LAST"), m.id)
        .limit(MOST_CHOICES)
    )
    return tuple(Dependent(one, title, anchor == milestone.id) for one, title, anchor in rows(query))
