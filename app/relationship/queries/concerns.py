"""Concerns, read as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN

from app.core.db import first_row, rows
from app.core.errors import NotFound
from app.people.models import Person

from ..models import Concern
from ..rules import AREA_WORDS, NATURE_WORDS, TOLD_WORDS, Area, Nature, ToldHow, days_open, guide_concern
from ..rules.concerns import OpenConcern

PAGE = 50
MOST_WEIGHED = 200  # open concerns of one partnership among which the next talk is chosen
GONE = "This concern is gone, or never was."


@dataclass(frozen=True, slots=True)
class ConcernRow:
    """Something that weighs on one side."""

    public_id: str
    opened_on: date
    raised_by_side: str
    area: str
    text: str
    sharable: bool
    resolved_on: date | None
    told_on: date | None
    told_how: str
    severity: str
    owner: str
    next_step_on: date | None
    resolution: str

    @property
    def area_words(self) -> str:
        """What it is about; an area this program does not know is shown as it is."""
        return AREA_WORDS[Area(self.area)] if self.area in list(Area) else self.area.capitalize()

    @property
    def told_words(self) -> str:
        """How the other side was told; nothing before it was."""
        if self.told_on is None or self.told_how not in list(ToldHow):
            return ""
        return TOLD_WORDS[ToldHow(self.told_how)].lower()

    def days_open(self, today: date) -> int:
        """Days from the day it was raised to the day it was settled, or to today."""
        return days_open(self.opened_on, self.resolved_on, today)


@dataclass(frozen=True, slots=True)
class ConcernDetail:
    """A concern with everything that is kept about it."""

    row: ConcernRow
    partnership_id: int
    person_or_culture: str
    effect: str
    asks: str
    offers: str
    others: str
    version: int

    @property
    def nature_words(self) -> str:
        """Whether a person or the organization explains it; nothing where nobody said."""
        known = self.person_or_culture in list(Nature)
        return NATURE_WORDS[Nature(self.person_or_culture)] if known else ""


def _rows(*more: Any) -> Any:
    return Concern.select(
        Concern.public_id,
        Concern.opened_on,
        Concern.raised_by_side,
        Concern.area,
        Concern.text,
        Concern.sharable,
        Concern.resolved_on,
        Concern.told_on,
        Concern.told_how,
        Concern.severity,
        Person.name,
        Concern.next_step_on,
        Concern.resolution,
        *more,
    ).join(Person, JOIN.LEFT_OUTER, on=(Concern.owner == Person.id))


def _row(values: tuple[Any, ...]) -> ConcernRow:
    return ConcernRow(*(*values[:10], values[10] or "", *values[11:13]))


def concerns(
    partnership_id: int, *, open_on: date | None = None, sharable_only: bool = False, limit: int = PAGE
) -> tuple[ConcernRow, ...]:
    """What weighs on either side, oldest first; with `open_on` only what was open on that day."""
    query = (
        _rows()
        .where(Concern.partnership == partnership_id)
        .order_by(Concern.opened_on, Concern.id)
        .limit(limit)
    )
    if open_on is not None:
        still = Concern.resolved_on.is_null() | (Concern.resolved_on > open_on)
        query = query.where((Concern.opened_on <= open_on) & still)
    if sharable_only:
        query = query.where(Concern.sharable)
    return tuple(_row(values) for values in rows(query))


def concern_page(
    partnership_id: int, *, settled: bool, offset: int = 0, limit: int = PAGE
) -> tuple[ConcernRow, ...]:
    """One page: open ones oldest first, settled ones newest first; one more than fits when there is more."""
    query = _rows().where((Concern.partnership == partnership_id) & Concern.resolved_on.is_null(not settled))
    if settled:
        query = query.order_by(Concern.resolved_on.desc(), Concern.id.desc())
    else:
        query = query.order_by(Concern.opened_on, Concern.id)
    return tuple(_row(values) for values in rows(query.limit(limit + 1).offset(offset)))


def concern_overview(partnership_id: int, *, settled: int) -> tuple[ConcernRow, ...]:
    """Open concerns oldest first (51 at most), then the `settled` ones settled last: one statement."""
    done = (
        Concern.select(Concern.id)
        .where((Concern.partnership == partnership_id) & Concern.resolved_on.is_null(False))
        .order_by(Concern.resolved_on.desc(), Concern.id.desc())
        .limit(settled)
    )
    first = Concern.select(Concern.id).where(
        (Concern.partnership == partnership_id) & Concern.resolved_on.is_null()
    )
    first = first.order_by(Concern.opened_on, Concern.id).limit(PAGE + 1)
    query = _rows().where(Concern.id.in_(first) | Concern.id.in_(done))
    ordered = query.order_by(Concern.resolved_on.desc(nulls="FIRST"), Concern.opened_on, Concern.id)
    return tuple(_row(values) for values in rows(ordered))


def get_concern(public_id: str) -> Concern:
    """The concern with this id, to change it. Raises NotFound."""
    found = Concern.get_or_none(Concern.public_id == public_id)
    if found is None:
        raise NotFound(GONE)
    return found


def get_concern_detail(public_id: str) -> ConcernDetail:
    """The concern with this id and everything kept about it. Raises NotFound."""
    columns = ("partnership", "person_or_culture", "effect", "asks", "offers", "others", "version")
    query = _rows(*(Concern._meta.fields[name] for name in columns))
    values = first_row(query.where(Concern.public_id == public_id))
    if values is None:
        raise NotFound(GONE)
    return ConcernDetail(_row(values), *values[13:])


def latest_concern(partnership_id: int) -> str | None:
    """The newest concern, settled or not, by its public id."""
    c = Concern
    query = c.select(c.public_id).where(c.partnership == partnership_id)
    found: str | None = query.order_by(c.opened_on.desc(), c.id.desc()).scalar()
    return found


def find_guide_concern(partnership_id: int) -> str | None:
    """For which concern a talk is prepared next, by its public id; None when nothing is open."""
    query = (
        Concern.select(Concern.public_id, Concern.opened_on, Concern.told_on)
        .where((Concern.partnership == partnership_id) & Concern.resolved_on.is_null())
        .order_by(Concern.opened_on, Concern.id)
        .limit(MOST_WEIGHED)
    )
    return guide_concern([OpenConcern(*row) for row in rows(query)])
