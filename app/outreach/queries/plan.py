"""The strategies of both sides, and when the plan was last looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, Case

from app.core.db import first_row, rows
from app.core.errors import NotFound
from app.people.models import Person

from ..models import ReferralPlan, Strategy
from ..rules import StrategyStatus, is_due

MOST = 200  # strategies of one partnership; the catalogue has eighteen


@dataclass(frozen=True, slots=True)
class PlanRow:
    """When the plan was looked at, and when it will be again."""

    revisited_on: date | None
    look_again_on: date | None
    version: int = 0


@dataclass(frozen=True, slots=True)
class StrategyRow:
    """A strategy as lists show it."""

    public_id: str
    side: str
    catalogue_id: str
    title: str
    owner: str
    every_weeks: int | None
    status: str
    last_done_on: date | None
    next_due_on: date | None
    note: str

    @property
    def dropped(self) -> bool:
        """Whether it is out of the plan."""
        return self.status == StrategyStatus.DROPPED

    @property
    def once_done(self) -> bool:
        """Whether nothing more is to be done: it was done once, and once was enough."""
        return self.every_weeks is None and self.last_done_on is not None

    @property
    def rhythm(self) -> str:
        """How often, in words."""
        if self.every_weeks is None:
            return "once"
        return "every week" if self.every_weeks == 1 else f"every {self.every_weeks} weeks"

    def due(self, today: date) -> bool:
        """Whether it asks for something now."""
        working = self.status in (StrategyStatus.ACTIVE, StrategyStatus.PLANNED)
        return working and is_due(self.next_due_on, today)


def plan_of(partnership_id: int) -> PlanRow:
    """When the plan was looked at; nothing known yet where nobody has."""
    columns = (ReferralPlan.revisited_on, ReferralPlan.look_again_on, ReferralPlan.version)
    row = first_row(ReferralPlan.select(*columns).where(ReferralPlan.partnership == partnership_id))
    return PlanRow(*row) if row else PlanRow(None, None)


def get_strategy(public_id: str, partnership_id: int) -> Strategy:
    """The strategy of this partnership. Raises NotFound."""
    row = Strategy.get_or_none((Strategy.public_id == public_id) & (Strategy.partnership == partnership_id))
    if row is None:
        raise NotFound("There is no such strategy here.")
    return row


def list_strategies(partnership_id: int) -> tuple[StrategyRow, ...]:
    """Those that are chosen, what is due first; paused and dropped ones last."""
    order = ("active", "planned", "paused", "dropped")
    place: Any = Case(Strategy.status, [(status, n) for n, status in enumerate(order)], len(order))
    query = (
        Strategy.select(
            Strategy.public_id,
            Strategy.side,
            Strategy.catalogue_id,
            Strategy.title,
            Person.name,
            Strategy.every_weeks,
            Strategy.status,
            Strategy.last_done_on,
            Strategy.next_due_on,
            Strategy.note,
        )
        .join(Person, JOIN.LEFT_OUTER, on=(Strategy.owner == Person.id))
        .where(Strategy.partnership == partnership_id)
        .order_by(place, Strategy.next_due_on.asc(nulls="LAST"), Strategy.id)
        .limit(MOST)
    )
    return tuple(StrategyRow(*(*row[:4], row[4] or "", *row[5:])) for row in rows(query))


def chosen_ids(partnership_id: int) -> frozenset[str]:
    """Which strategies of the catalogue stand in the plan already."""
    query = Strategy.select(Strategy.catalogue_id).where(Strategy.partnership == partnership_id)
    return frozenset(row[0] for row in rows(query.limit(MOST)))
