"""Assessments in sequence, and how each item stands in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peewee import JOIN, fn

from app.core.db import first_row, rows
from app.core.errors import NotFound
from app.people.models import Person

from ..models import Assessment, NeedsRating
from ..rules import WHY_WORDS, Answer, Open, Rating, Who, Why, still_open

PAGE = 50


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One item in one assessment, with the names of those who fill a gap."""

    item: str
    public_id: str
    rating: str
    evidence: str
    strategy: str
    filler: str
    filler_side: str
    provider_id: int | None
    provider_public_id: str | None
    provider_name: str | None
    payer_id: int | None
    payer_public_id: str | None
    payer_name: str | None
    first_step: str
    due_on: date | None
    instead: str
    instead_note: str
    in_agreement: bool
    rated_on: date | None
    version: int
    provider_left_on: date | None
    payer_left_on: date | None

    @property
    def answer(self) -> Answer:
        """As the rules take it."""
        return Answer(
            self.rating,
            self.evidence,
            self.strategy,
            self.filler,
            self.filler_side,
            self.provider_id,
            self.payer_id,
            self.first_step,
            self.due_on,
            self.instead,
            self.instead_note,
            bool(self.in_agreement),
        )

    @property
    def is_lacking(self) -> bool:
        """Whether it is partly there, or not at all."""
        return self.answer.is_lacking

    @property
    def is_gap(self) -> bool:
        """Whether it is not there at all."""
        return self.rating == Rating.GAP

    @property
    def who(self) -> Who | None:
        """Who fills it."""
        return self.answer.who

    @property
    def still_open(self) -> tuple[Open, ...]:
        """What its follow-up still needs; whoever left fills nothing."""
        answer = self.answer
        if self.provider_left_on is not None:
            answer = replace(answer, person_provider=None)
        if self.payer_left_on is not None:
            answer = replace(answer, person_payer=None)
        return still_open(answer)

    @property
    def people(self) -> tuple[str, ...]:
        """Those who are named and fit who fills it, ours first."""
        ours = self.provider_name if self.who is not Who.PAYER else None
        theirs = self.payer_name if self.who is not Who.PROVIDER else None
        return () if self.who is Who.NEITHER else tuple(name for name in (ours, theirs) if name)


@dataclass(frozen=True, slots=True)
class SequenceRow:
    """An assessment in the list of all: when, why, by whom, and how many gaps it found."""

    public_id: str
    why: str
    because: str
    assessed_by: str
    asked_on: date
    finished_on: date | None
    rated: int
    gaps: int

    @property
    def why_words(self) -> str:
        """Why, in words."""
        return WHY_WORDS[Why(self.why)]


def open_assessment(partnership_id: int) -> Assessment | None:
    """The assessment that is under way or asked for, or None."""
    a = Assessment
    return a.get_or_none((a.partnership == partnership_id) & a.finished_on.is_null())


def last_assessed_on(partnership_id: int) -> date | None:
    """The day on which the newest finished assessment was finished, or None."""
    a = Assessment
    query = a.select(fn.MAX(a.finished_on)).where(a.partnership == partnership_id)
    found = query.scalar()
    return date.fromisoformat(found) if isinstance(found, str) else found


def newest_finished(partnership_id: int) -> Assessment | None:
    """The one that was finished last."""
    return _newest((Assessment.partnership == partnership_id) & Assessment.finished_on.is_null(False))


def shown_assessment(partnership_id: int) -> Assessment | None:
    """What the page shows: the open one, else the newest."""
    return open_assessment(partnership_id) or newest_finished(partnership_id)


def before(assessment: Assessment) -> Assessment | None:
    """The finished one that came before it, by day."""
    a, on = Assessment, assessment.finished_on
    found = (a.partnership == assessment.partnership_id) & a.finished_on.is_null(False)
    if on is None:
        return _newest(found & (a.id != assessment.get_id()))
    return _newest(found & ((a.finished_on < on) | ((a.finished_on == on) & (a.id < assessment.get_id()))))


def _newest(where: Any) -> Assessment | None:
    a = Assessment
    found: Assessment | None = a.select().where(where).order_by(a.finished_on.desc(), a.id.desc()).first()
    return found


def get_assessment(public_id: str, partnership_id: int) -> Assessment:
    """The assessment with this id; NotFound outside this partnership."""
    a = Assessment
    found = a.get_or_none((a.public_id == public_id) & (a.partnership == partnership_id))
    if found is None:
        raise NotFound("This assessment is gone, or never was.")
    return found


def list_assessments(partnership_id: int, *, offset: int = 0) -> tuple[SequenceRow, ...]:
    """Newest first, one more than a page holds when there are more."""
    a, r = Assessment, NeedsRating
    rated = fn.COUNT(r.id).filter(r.rating != "")
    gaps = fn.COUNT(r.id).filter(r.rating == Rating.GAP.value)
    query = (
        a.select(a.public_id, a.why, a.because, a.assessed_by, a.asked_on, a.finished_on, rated, gaps)
        .join(r, JOIN.LEFT_OUTER)
        .where(a.partnership == partnership_id)
        .group_by(a.id)
        .order_by(a.finished_on.desc(nulls="FIRST"), a.id.desc())
        .offset(offset)
        .limit(PAGE + 1)
    )
    return tuple(SequenceRow(*row) for row in rows(query))


def ratings_of(assessment: Assessment | None) -> dict[str, RatingRow]:
    """What is known of each item in one assessment; nothing for none. One statement."""
    if assessment is None:
        return {}
    r, ours, theirs = NeedsRating, Person.alias(), Person.alias()
    query = (
        r.select(
            *(r.item, r.public_id, r.rating, r.evidence, r.strategy, r.filler, r.filler_side),
            *(ours.id, ours.public_id, ours.name, theirs.id, theirs.public_id, theirs.name),
            *(r.first_step, r.due_on, r.instead, r.instead_note, r.in_agreement, r.rated_on, r.version),
            *(ours.left_on, theirs.left_on),
        )
        .join(ours, JOIN.LEFT_OUTER, on=(r.person_provider == ours.id))
        .join_from(r, theirs, JOIN.LEFT_OUTER, on=(r.person_payer == theirs.id))
        .where(r.assessment == assessment.get_id())
        .order_by(r.item)
    )
    return {row[0]: RatingRow(*row) for row in rows(query)}


def rechecked_on(assessment: Assessment) -> dict[str, date]:
    """By item the day on which it was rated again in a later assessment, the first such day."""
    a, r, on = Assessment, NeedsRating, assessment.finished_on
    if on is None:
        return {}
    same_day = (a.finished_on == on) & (a.id > assessment.get_id())
    query = (
        r.select(r.item, r.rated_on)
        .join(a)
        .where((a.partnership == assessment.partnership_id) & r.rated_on.is_null(False))
        .where(a.finished_on.is_null() | (a.finished_on > on) | same_day)
        .order_by(a.finished_on.desc(nulls="FIRST"), a.id.desc())
    )
    return dict(rows(query))


def ratings_only(found: Mapping[str, RatingRow]) -> dict[str, str]:
    """Only how each item is rated."""
    return {item: row.rating for item, row in found.items()}


def is_untouched(assessment: Assessment) -> bool:
    """Whether nobody has answered anything yet."""
    r = NeedsRating
    return first_row(r.select(r.id).where(r.assessment == assessment.get_id()).limit(1)) is None
