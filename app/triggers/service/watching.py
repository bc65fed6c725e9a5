"""Which rules watch a partnership, and with which numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.core import history
from app.core.actor import Actor
from app.core.db import hold, write
from app.core.errors import Conflict
from app.partnerships.models import Partnership

from ..models import RuleChoice


def choose_rule(
    partnership: Partnership,
    trigger: str,
    numbers: Mapping[str, str],
    *,
    watched: bool,
    seen: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep a partnership's own numbers of a rule. Raises Conflict when somebody saved since."""
    facts = {"watched": watched, "numbers": dict(numbers), "changed_at": now}
    with write():
        partnership = hold(partnership)
        row = RuleChoice.get_or_none(
            (RuleChoice.partnership == partnership) & (RuleChoice.trigger == trigger)
        )
        if seen != (row.version if row else 0):
            raise Conflict("Somebody saved this rule since.", {}, {})
        if row is None:
            home = {"partnership": partnership, "trigger": trigger}
            history.create(RuleChoice, actor=actor, now=now, **home, **facts)
        else:
            history.change(row, actor=actor, now=now, seen=seen, **facts)


def usual_rule(partnership: Partnership, trigger: str, *, actor: Actor, now: datetime) -> None:
    """Back to the usual numbers."""
    with write():
        row = RuleChoice.get_or_none(
            (RuleChoice.partnership == partnership) & (RuleChoice.trigger == trigger)
        )
        if row is not None:
            history.remove(row, actor=actor, now=now)
