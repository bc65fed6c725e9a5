"""The balance, written: ratings of both sides and adjustments, each click with one undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from peewee import IntegrityError

from app.core.actor import Actor
from app.core.batches import Batch, TakenBack, Together, get_batch, is_about, rows_of
from app.core.batches import take_back as take_batch_back
from app.core.db import BaseModel, db, write
from app.core.errors import NotFound, RuleViolation
from app.partnerships.models import Partnership

from .models import Adjustment, BalanceRating
from .queries import has_review, is_rated
from .queries.ratings import MARKS
from .rules import Source


@dataclass(frozen=True, slots=True)
class RatingFacts:
    """What one side said on one day. In a change what is None in `marks` stays as it was."""

    side: str
    rated_on: date
    marks: Mapping[str, int | None] = field(default_factory=dict)
    whys: Mapping[str, str] = field(default_factory=dict)
    filled_by: str = ""
    source: str = Source.PAGE.value
    review_public_id: str = ""

    def columns(self) -> dict[str, Any]:
        """As they are kept; a mark that was not given is left out."""
        marks = {name: self.marks[name] for name in MARKS if self.marks.get(name) is not None}
        whys = {f"{name}_why": self.whys.get(name, "") for name in MARKS}
        plain = {"rated_on": self.rated_on, "filled_by": self.filled_by, "source": self.source}
        return {**marks, **whys, **plain}


@dataclass(frozen=True, slots=True)
class AdjustmentFacts:
    """A small correction as it was typed."""

    on: date
    what_changed: str
    why: str = ""
    agreed_by: str = ""
    expected_effect: str = ""
    check_on: date | None = None
    effect_seen: str = ""
    outcome: str = "open"

    def columns(self) -> dict[str, Any]:
        """As they are kept."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def add_ratings(
    partnership: Partnership, given: Sequence[RatingFacts], *, actor: Actor, now: datetime
) -> str:
    """Keep the rating of one side, or of both at once; answers the id of the undo.

    A review that is not of this partnership, or is gone by now, is left out: the marks count all the same.
    Raises RuleViolation when a side has a rating of that day already.
    """
    with write():
        together = Together(actor, now)
        for one in given:
            _refuse_twice(partnership.get_id(), one)
            review = one.review_public_id if has_review(partnership, one.review_public_id) else ""
            _make(together, partnership, replace(one, review_public_id=review), now)
        return together.keep()


def _make(together: Together, partnership: Partnership, one: RatingFacts, now: datetime) -> None:
    """Make one row; two who send the same day in the same instant get the same sentence."""
    try:
        with db.atomic():
            together.create(
                BalanceRating,
                partnership=partnership,
                side=one.side,
                review_public_id=one.review_public_id,
                created_at=now,
                **one.columns(),
            )
    except IntegrityError:
        raise RuleViolation(TWICE) from None


TWICE = "This side has a rating of that day already. Change that one, or enter another day."


def change_rating(
    row: BalanceRating, facts: RatingFacts, *, seen: int | None, actor: Actor, now: datetime
) -> str:
    """Correct a rating; answers the id of the undo. Raises Conflict and RuleViolation."""
    with write():
        together = Together(actor, now)
        _refuse_twice(row.partnership_id, facts, besides=row.id)
        try:
            with db.atomic():
                together.change(row, seen=seen, **facts.columns())
        except IntegrityError:
            raise RuleViolation(TWICE) from None
        return together.keep()


def remove_rating(row: BalanceRating, *, actor: Actor, now: datetime) -> str:
    """Take a rating away; answers the id of the undo."""
    return _remove(row, actor, now)


def add_adjustment(partnership: Partnership, facts: AdjustmentFacts, *, actor: Actor, now: datetime) -> str:
    """Keep an adjustment; answers the id of the undo."""
    with write():
        together = Together(actor, now)
        together.create(Adjustment, partnership=partnership, created_at=now, **facts.columns())
        return together.keep()


def change_adjustment(
    row: Adjustment, facts: AdjustmentFacts, *, seen: int | None, actor: Actor, now: datetime
) -> str:
    """Correct an adjustment, or say what came of it; answers the id of the undo. Raises Conflict."""
    with write():
        together = Together(actor, now)
        together.change(row, seen=seen, **facts.columns())
        return together.keep()


def remove_adjustment(row: Adjustment, *, actor: Actor, now: datetime) -> str:
    """Take an adjustment away; answers the id of the undo."""
    return _remove(row, actor, now)


def take_back(partnership: Partnership, batch_id: str, *, actor: Actor, now: datetime) -> TakenBack:
    """Take one click on the ratings or the adjustments of this partnership back. Raises NotFound."""
    with write():
        batch = get_batch(batch_id)
        tables: tuple[type[BaseModel], ...] = (BalanceRating, Adjustment)
        model = next((one for one in tables if is_about(batch, one, partnership=partnership.get_id())), None)
        if model is None:
            raise NotFound("There is nothing of the balance to take back.")
        stay = _taken_days(batch) if model is BalanceRating else set()
        table = model._meta.table_name
        kept = {(table, row_id) for row_id in stay}
        return take_batch_back(batch, {table: model}, actor=actor, now=now, stay=kept)


def _taken_days(batch: Batch) -> set[int]:
    """Ratings whose day of before another one of their side has by now."""
    moved = {
        row_id: date.fromisoformat(before["rated_on"])
        for _table, row_id, before, after in batch.changes
        if before and after and "rated_on" in before
    }
    return {
        row.id
        for row in rows_of(batch, BalanceRating)
        if row.id in moved and is_rated(row.partnership_id, row.side, moved[row.id], row.id)
    }


def _remove(row: BaseModel, actor: Actor, now: datetime) -> str:
    with write():
        together = Together(actor, now)
        together.remove(row)
        return together.keep()


def _refuse_twice(partnership_id: int, one: RatingFacts, besides: int = 0) -> None:
    if is_rated(partnership_id, one.side, one.rated_on, besides):
        raise RuleViolation(TWICE)
