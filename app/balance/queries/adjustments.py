"""Adjustments, read as frozen rows, and those whose day to check has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import SQL, Case, fn

from app.core.db import rows
from app.core.errors import NotFound
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage

from ..models import Adjustment
from ..rules import OUTCOME_WORDS, Outcome, is_due

PAGE = 50
COLUMNS = (
    "public_id",
    "on",
    "what_changed",
    "why",
    "agreed_by",
    "expected_effect",
    "check_on",
    "effect_seen",
    "outcome",
    "version",
)


@dataclass(frozen=True, slots=True)
class AdjustmentRow:
    """A small correction, and what came of it."""

    public_id: str
    on: date
    what_changed: str
    why: str
    agreed_by: str
    expected_effect: str
    check_on: date | None
    effect_seen: str
    outcome: str
    version: int

    @property
    def outcome_words(self) -> str:
        """What became of it, in words."""
        return OUTCOME_WORDS[Outcome(self.outcome)]

    @property
    def is_open(self) -> bool:
        """Whether it is still tried."""
        return self.outcome == Outcome.OPEN

    def is_due(self, today: date) -> bool:
        """Whether the day has come to check what came of it."""
        return is_due(self.outcome, self.check_on, today)


def _rows(partnership_id: int) -> Any:
    a = Adjustment
    return a.select(*(getattr(a, name) for name in COLUMNS)).where(a.partnership == partnership_id)


def adjustments(partnership_id: int, since: date | None = None) -> tuple[AdjustmentRow, ...]:
    """Every adjustment, newest first; with `since` those made from that day on and those still open."""
    a, query = Adjustment, _rows(partnership_id)
    if since is not None:
        query = query.where((a.on >= since) | (a.outcome == Outcome.OPEN.value))
    return tuple(AdjustmentRow(*row) for row in rows(query.order_by(a.on.desc(), a.id.desc())))


def adjustment_page(partnership_id: int, *, offset: int = 0, limit: int = PAGE) -> tuple[AdjustmentRow, ...]:
    """The open ones by the day to check, then the others, newest first; one more when there is more."""
    a = Adjustment
    settled = Case(None, [(a.outcome == Outcome.OPEN.value, 0)], 1)
    look = Case(None, [(a.outcome == Outcome.OPEN.value, a.check_on)], None)
    query = _rows(partnership_id).order_by(settled, look.asc(nulls="LAST"), a.on.desc(), a.id.desc())
    return tuple(AdjustmentRow(*row) for row in rows(query.limit(limit + 1).offset(offset)))


@dataclass(frozen=True, slots=True)
class AdjustmentCounts:
    """How many there are of each standing."""

    due: int
    tried: int
    settled: int


def adjustment_counts(partnership_id: int, today: date) -> AdjustmentCounts:
    """Due for a check, tried without being due, and settled, of all of them."""
    a = Adjustment
    due = fn.COUNT(a.id).filter(_waits(a, today))
    still = fn.COUNT(a.id).filter(a.outcome == Outcome.OPEN.value)
    query = a.select(due, still, fn.COUNT(a.id)).where(a.partnership == partnership_id)
    ((waiting, tried, every),) = rows(query)
    return AdjustmentCounts(waiting, tried - waiting, every - tried)


def open_adjustments(partnership_id: int, limit: int = PAGE) -> tuple[AdjustmentRow, ...]:
    """Those still tried, by the day to check."""
    a = Adjustment
    query = _rows(partnership_id).where(a.outcome == Outcome.OPEN.value)
    ordered = query.order_by(a.check_on.asc(nulls="LAST"), a.on.desc(), a.id.desc()).limit(limit)
    return tuple(AdjustmentRow(*row) for row in rows(ordered))


def get_adjustment(partnership_id: int, public_id: str) -> Adjustment:
    """The adjustment with this id, to change it. Raises NotFound."""
    a = Adjustment
    found: Adjustment | None = a.get_or_none((a.public_id == public_id) & (a.partnership == partnership_id))
    if found is None:
        raise NotFound("There is no such adjustment here. It may have been removed.")
    return found


# --- whose day has come, over all partnerships


def due_count(partnership_id: Any, today: Any) -> Any:
    """How many adjustments of a partnership are due for a check, as a part of another query."""
    a = Adjustment.alias("adj")
    return a.select(fn.COUNT(a.id)).where((a.partnership == partnership_id) & _waits(a, today))


def partnerships_to_check(today: Any, limit: Any) -> Any:
    """The running partnerships whose adjustments wait longest, as a part of another query."""
    a, p, oldest = Adjustment.alias("adw"), Partnership.alias("adp"), Adjustment.alias("adn")
    running = a.select(a.partnership).join(p).where(_waits(a, today) & (p.stage != Stage.ENDED.value))
    found = running.group_by(a.partnership).order_by(fn.MIN(a.check_on), a.partnership).limit(limit)
    return oldest.select(SQL("partnership_id")).from_(found)


def _waits(row: Any, today: Any) -> Any:
    return (row.outcome == Outcome.OPEN.value) & (row.check_on <= today)
