"""The plan of one partnership: its list, its counts and the steps of its picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from peewee import JOIN, Select, fn

from app.catalogue import catalogue
from app.core.db import db, first_row, rows
from app.core.errors import NotFound
from app.core.prepared import prepared
from app.partnerships.models import StageChange
from app.people.models import Person

from ..models import Milestone, MilestoneWait
from ..rules import NEXT, BarState, Show, Step, late_words, lesson_of

PAGE = 30  # with why and what counts as done in each row, fifty would make a heavy page
MOST_COUNTED = 200
OTHER_TOPIC = "Other steps"


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A milestone as its list and its own page show it, in our words or in the catalogue's."""

    id: int
    public_id: str
    catalogue_id: str
    stage: str
    lesson: str
    title: str
    why: str
    wanted: str
    lead: str
    owner: str
    due_on: date | None
    done_on: date | None
    evidence: str
    dropped_on: date | None
    dropped_reason: str
    anchor: str
    offset_days: int | None
    waits: tuple[tuple[str, bool], ...] = ()  # title, and whether it is done

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_on is None and self.dropped_on is None

    @property
    def waits_for(self) -> tuple[str, ...]:
        """What it still waits for."""
        return tuple(title for title, done in self.waits if not done)

    def is_late(self, today: date) -> bool:
        """Whether its day has passed without it."""
        return self.open and self.due_on is not None and self.due_on < today

    def late_words(self, today: date) -> str:
        """6 days late; nothing for one that is not."""
        return late_words(self.due_on, today) if self.is_late(today) and self.due_on else ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many milestones each view shows, counted up to 201."""

    now: int
    late: int
    done: int
    all: int

    def of(self, show: str) -> str:
        """A count as a view shows it: 23, or 200+."""
        count: int = getattr(self, show)
        return f"{MOST_COUNTED}+" if count > MOST_COUNTED else f"{count}"


def topic_of(catalogue_id: str, lesson: str) -> str:
    """The lesson a milestone belongs to: our own word, else the catalogue's."""
    return lesson or _known(catalogue_id)[0]


@lru_cache(maxsize=256)
def _known(catalogue_id: str) -> tuple[str, str, str]:
    """Lesson, why and what counts as done, as the catalogue has them."""
    try:
        known = catalogue().milestone(catalogue_id)
    except KeyError:
        return "", "", ""
    return lesson_of(known.src), known.why, known.evidence


def topic_name(lesson: str) -> str:
    """The lesson in words."""
    return next((one.title for one in catalogue().lessons if one.tag == lesson), OTHER_TOPIC)


def known_of(catalogue_id: str) -> tuple[str, str]:
    """Why it matters and what counts as done, in the catalogue's words; empty for our own."""
    return _known(catalogue_id)[1:]


def _columns() -> tuple[Any, ...]:
    m = Milestone
    return (
        m.id, m.public_id, m.catalogue_id, m.stage, m.lesson, m.title, m.why, m.wanted, m.lead, Person.name,
        m.due_on, m.done_on, m.evidence, m.dropped_on, m.dropped_reason, m.anchor, m.offset_days,
    )  # fmt: skip


def _rows() -> Any:
    return Milestone.select(*_columns()).join(Person, JOIN.LEFT_OUTER, on=(Milestone.owner == Person.id))


def _row(values: tuple[Any, ...]) -> PlanRow:
    row = PlanRow(*values)
    lesson, why, wanted = _known(row.catalogue_id)
    return replace(
        row,
        lesson=row.lesson or lesson,
        why=row.why or why,
        wanted=row.wanted or wanted,
        owner=row.owner or "",
    )


def plan_row(public_id: str) -> PlanRow:
    """One milestone with what it waits for; NotFound where there is none."""
    values = first_row(_rows().where((Milestone.public_id == public_id) & ~Milestone.deleted))
    if values is None:
        raise NotFound("This milestone is gone, or never was.")
    return _with_waits([_row(values)])[0]


def _of(partnership_id: Any) -> Any:
    return Milestone.partnership == partnership_id


def _standing(partnership_id: Any) -> Any:
    """Open milestones on the plan."""
    return _of(partnership_id) & Milestone.done_on.is_null() & Milestone.dropped_on.is_null()


def _shown(partnership_id: Any, today: Any, until: Any, show: str) -> Any:
    """What a view shows; "next" reaches through `until`."""
    if show == Show.NOW:
        return _standing(partnership_id) & (Milestone.due_on.is_null() | (Milestone.due_on <= until))
    if show == Show.LATE:
        return _standing(partnership_id) & (Milestone.due_on < today)
    every = _of(partnership_id) & ~Milestone.deleted
    return every & Milestone.done_on.is_null(False) if show == Show.DONE else every


def plan_page(partnership_id: int, show: str, *, today: date, offset: int = 0) -> tuple[PlanRow, ...]:
    """Milestones by day (done ones the latest first); one row more than fits when there is more."""
    found = _page(partnership_id, today, today + NEXT, PAGE + 1, offset, show=Show(show).value)
    return _with_waits([_row(values) for values in found])


@prepared
def _page(partnership_id: Any, today: Any, until: Any, limit: Any, offset: Any, *, show: str) -> Any:
    query = _rows().where(_shown(partnership_id, today, until, show))
    by_done = (Milestone.done_on.desc(), Milestone.id.desc())
    by_due = (Milestone.due_on.asc(nulls="FIRST"), Milestone.id)
    return query.order_by(*(by_done if show == Show.DONE else by_due)).limit(limit).offset(offset)


def _with_waits(found: list[PlanRow]) -> tuple[PlanRow, ...]:
    waits: dict[int, list[tuple[str, bool]]] = {}
    for milestone_id, title, done_on, dropped_on in _waits(tuple(row.id for row in found)) if found else ():
        settled = done_on is not None or dropped_on is not None
        waits.setdefault(milestone_id, []).append((title, settled))
    return tuple(replace(row, waits=tuple(waits[row.id])) if row.id in waits else row for row in found)


@prepared
def _waits(ids: Any) -> Any:
    columns = (MilestoneWait.milestone, Milestone.title, Milestone.done_on, Milestone.dropped_on)
    query = MilestoneWait.select(*columns).join(Milestone, on=(MilestoneWait.needs == Milestone.id))
    query = query.where(MilestoneWait.milestone.in_(ids))
    return query.order_by(Milestone.due_on.asc(nulls="FIRST"), Milestone.id)


def counts_of(partnership_id: int, today: date) -> Counts:
    """How many each view shows: one statement, and never more than 201 counted."""
    (values,) = _counts(partnership_id, today, today + NEXT, MOST_COUNTED + 1)
    return Counts(*values)


@prepared
def _counts(partnership_id: Any, today: Any, until: Any, limit: Any) -> Any:
    parts = []
    for show in Show:
        some = Milestone.select(Milestone.id).where(_shown(partnership_id, today, until, show))
        found = some.limit(limit).alias(f"found_{show}")
        parts.append(Select((found,), [fn.COUNT(found.c.id)]).alias(show))
    return Select(columns=parts).bind(db)


def first_late(partnership_id: int, today: date) -> tuple[str, date] | None:
    """Title and day of the milestone that has been late longest."""
    return _one(_first(partnership_id, today, late=True))


def following(partnership_id: int, today: date) -> tuple[str, date] | None:
    """Title and day of the next milestone."""
    return _one(_first(partnership_id, today, late=False))


def _one(found: list[tuple[Any, ...]]) -> tuple[str, date] | None:
    return (found[0][0], found[0][1]) if found else None


@prepared
def _first(partnership_id: Any, today: Any, *, late: bool) -> Any:
    when = Milestone.due_on < today if late else Milestone.due_on >= today
    query = Milestone.select(Milestone.title, Milestone.due_on).where(_standing(partnership_id) & when)
    return query.order_by(Milestone.due_on, Milestone.id).limit(1)


def steps_of(partnership_id: int, first: date, last: date, today: date, *, most: int) -> tuple[Step, ...]:
    """The steps of the picture: what was done since `first`, what is late, what is due through `last`."""
    spans = {BarState.DONE: (first, today), BarState.LATE: (first, today), BarState.PLANNED: (today, last)}
    return tuple(
        Step(title, topic_of(catalogue_id, lesson), due, done, began)
        for state, (start, end) in spans.items()
        for title, catalogue_id, lesson, due, done, began in _steps(
            partnership_id, start, end, most, state=state.value
        )
    )


@prepared
def _steps(partnership_id: Any, start: Any, end: Any, most: Any, *, state: str) -> Any:
    m = Milestone
    columns = (m.title, m.catalogue_id, m.lesson, m.due_on, m.done_on, StageChange.on)
    query = m.select(*columns).join(StageChange, JOIN.LEFT_OUTER, on=(m.anchor_stage == StageChange.id))
    if state == BarState.DONE:
        query = query.where(_of(partnership_id) & m.dropped_on.is_null() & m.done_on.between(start, end))
        return query.order_by(m.done_on.desc(), m.id).limit(most)
    if state == BarState.LATE:
        query = query.where(_standing(partnership_id) & (m.due_on >= start) & (m.due_on < end))
        return query.order_by(m.due_on.desc(), m.id).limit(most)
    query = query.where(_standing(partnership_id) & m.due_on.between(start, end))
    return query.order_by(m.due_on, m.id).limit(most)


def on_the_plan(partnership_id: int, began: StageChange) -> set[str]:
    """The catalogue ids that this run of a stage has already, whether open, done or not needed.

    A step done or dropped before the stage began belongs to an earlier run of it.
    """
    m = Milestone
    query = m.select(m.catalogue_id, m.anchor_stage, m.done_on, m.dropped_on).where(
        (m.partnership == partnership_id) & (m.catalogue_id != "") & (m.stage == began.to_stage)
    )
    return {
        catalogue_id
        for catalogue_id, anchor, done, dropped in rows(query)
        if anchor == began.id or (done or dropped or began.on) >= began.on
    }
