"""Strategies, and the look at the whole plan, written."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from app.core.actor import Actor
from app.core.db import hold, write
from app.core.errors import NotFound, RuleViolation
from app.core.history import change, create
from app.partnerships.models import Partnership

from ..models import ReferralPlan, Strategy
from ..queries.method import method
from ..queries.plan import chosen_ids
from ..rules import StrategyStatus, look_again, next_due


@dataclass(frozen=True, slots=True)
class StrategyFacts:
    """A way to find patients. `owner` is a person; `every_weeks` is none for something done once."""

    side: str
    title: str
    owner: int | None = None
    every_weeks: int | None = None
    status: str = StrategyStatus.PLANNED
    last_done_on: date | None = None
    next_due_on: date | None = None
    note: str = ""


def choose_strategy(partnership: Partnership, catalogue_id: str, *, actor: Actor, now: datetime) -> Strategy:
    """Take a strategy of the catalogue into the plan [L3 roles]. One that is in it already is returned."""
    idea = method().idea(catalogue_id)
    if idea is None:
        raise NotFound("The catalogue has no such strategy.")
    with write():
        hold(partnership)
        if catalogue_id in chosen_ids(partnership.get_id()):
            return Strategy.get(
                (Strategy.partnership == partnership) & (Strategy.catalogue_id == catalogue_id)
            )
        facts = StrategyFacts(idea.side, idea.label[:255])
        return _create(partnership, facts, catalogue_id, actor, now)


def create_strategy(
    partnership: Partnership, facts: StrategyFacts, *, actor: Actor, now: datetime
) -> Strategy:
    """Put a strategy of one's own into the plan."""
    with write():
        return _create(partnership, facts, "", actor, now)


def _create(
    partnership: Partnership, facts: StrategyFacts, catalogue_id: str, actor: Actor, now: datetime
) -> Strategy:
    return create(
        Strategy,
        actor=actor,
        now=now,
        partnership=partnership,
        catalogue_id=catalogue_id,
        created_at=now,
        **asdict(facts),
    )


def update_strategy(
    strategy: Strategy, facts: StrategyFacts, *, actor: Actor, now: datetime, seen: int | None = None
) -> Strategy:
    """Change owner, rhythm, days or status. Conflict when somebody saved since `seen`."""
    with write():
        return change(strategy, actor=actor, now=now, seen=seen, **asdict(facts))


def mark_done(strategy: Strategy, *, on: date, actor: Actor, now: datetime) -> Strategy:
    """Note that it was done; the next day follows from its rhythm. A planned one is active from now on."""
    with write():
        if strategy.status == StrategyStatus.DROPPED:
            raise RuleViolation("This strategy is dropped. Make it active first.")
        status = StrategyStatus.ACTIVE if strategy.status == StrategyStatus.PLANNED else strategy.status
        return change(
            strategy,
            actor=actor,
            now=now,
            status=str(status),
            last_done_on=on,
            next_due_on=next_due(on, strategy.every_weeks),
        )


def take_back_done(
    strategy: Strategy,
    last_done_on: date | None,
    next_due_on: date | None,
    status: str,
    *,
    seen: int | None = None,
    actor: Actor,
    now: datetime,
) -> Strategy:
    """Undo: the days and the status from before stand again. Conflict when somebody saved since `seen`."""
    with write():
        return change(
            strategy,
            actor=actor,
            now=now,
            seen=seen,
            last_done_on=last_done_on,
            next_due_on=next_due_on,
            status=status,
        )


def revisit_plan(partnership: Partnership, *, on: date, actor: Actor, now: datetime) -> date:
    """Note that both sides looked at the whole plan; returns the day to look again [L3 filters]."""
    again = look_again(on)
    _set_plan(partnership, on, again, actor, now)
    return again


def take_back_revisit(
    partnership: Partnership,
    revisited_on: date | None,
    look_again_on: date | None,
    *,
    seen: int | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Undo: the days from before stand again. Conflict when somebody saved since `seen`."""
    _set_plan(partnership, revisited_on, look_again_on, actor, now, seen)


def _set_plan(
    partnership: Partnership,
    revisited_on: date | None,
    look_again_on: date | None,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> None:
    with write():
        row = ReferralPlan.get_or_none(ReferralPlan.partnership == partnership)
        days: dict[str, Any] = {"revisited_on": revisited_on, "look_again_on": look_again_on}
        if row is None:
            create(ReferralPlan, actor=actor, now=now, partnership=partnership, created_at=now, **days)
        else:
            change(row, actor=actor, now=now, seen=seen, **days)
