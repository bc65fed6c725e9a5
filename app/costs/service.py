"""Sets of costs, written: saved, copied as a scenario, taken away, and taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.core.actor import Actor
from app.core.batches import TakenBack, Together, get_batch, rows_of, take_back
from app.core.db import hold, write
from app.core.errors import NotFound, RuleViolation
from app.partnerships.models import Partnership

from .models import CostSet
from .queries import MOST_SETS, name_taken
from .rules import to_kept

CURRENT = "Current"


def begin(
    partnership: Partnership,
    raw: Mapping[str, Any],
    layers: Sequence[str],
    note: str,
    *,
    actor: Actor,
    now: datetime,
) -> CostSet:
    """Keep the first set of a partnership. Raises RuleViolation when there is one."""
    with write():
        partnership, together = hold(partnership), Together(actor, now)
        if CostSet.select().where(CostSet.partnership == partnership).exists():
            raise RuleViolation("The costs of this partnership were begun already.")
        return _make(partnership, CURRENT, raw, layers, {}, note, together)


def save(
    row: CostSet,
    raw: Mapping[str, Any],
    layers: Sequence[str],
    team: Mapping[str, Any],
    *,
    own: bool,
    seen: int,
    actor: Actor,
    now: datetime,
) -> str:
    """Keep what was typed; the note on invented numbers goes when they are one's `own`. Raises Conflict."""
    with write():
        together = Together(actor, now)
        facts = {"inputs": to_kept(raw), "layers": list(layers), "team": dict(team)}
        note = "" if own else row.note
        together.change(row, seen=seen, note=note, changed_at=now, **facts)
        return together.keep()


def add_scenario(
    partnership: Partnership,
    name: str,
    raw: Mapping[str, Any],
    layers: Sequence[str],
    team: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
) -> CostSet:
    """Keep what was typed under a name of its own, beside the others. Raises RuleViolation."""
    with write():
        partnership, together = hold(partnership), Together(actor, now)
        if name_taken(partnership.id, name):
            raise RuleViolation(f"There is a scenario “{name}” already. Give this one another name.")
        if CostSet.select().where(CostSet.partnership == partnership).count() >= MOST_SETS:
            raise RuleViolation(f"{MOST_SETS} scenarios are kept here. Take one away first.")
        return _make(partnership, name, raw, layers, team, "", together)


def _make(
    partnership: Partnership,
    name: str,
    raw: Mapping[str, Any],
    layers: Sequence[str],
    team: Mapping[str, Any],
    note: str,
    together: Together,
) -> CostSet:
    return together.create(
        CostSet,
        partnership=partnership,
        name=name,
        inputs=to_kept(raw),
        layers=list(layers),
        team=dict(team),
        note=note,
        created_at=together.now,
        changed_at=together.now,
    )


def remove(row: CostSet, *, actor: Actor, now: datetime) -> str:
    """Take a scenario away; answers the id under which it can be taken back. The current set stays."""
    with write():
        first = CostSet.select().where(CostSet.partnership == row.partnership_id).order_by(CostSet.id).first()
        if first is not None and first.id == row.id:
            raise RuleViolation("The current costs stay. Change them, or begin a scenario beside them.")
        together = Together(actor, now)
        together.remove(row)
        return together.keep()


def undo(partnership: Partnership, batch_id: str, *, actor: Actor, now: datetime) -> TakenBack:
    """Take one saving or removal back. Raises NotFound for what is not of this partnership."""
    with write():
        batch = get_batch(batch_id)
        table = CostSet._meta.table_name
        if any(name != table for name, *_rest in batch.changes):
            raise NotFound("There is nothing of the costs to take back.")
        homes = {one.partnership_id for one in rows_of(batch, CostSet)}
        homes |= {before["partnership"] for _t, _id, before, after in batch.changes if after is None}
        if homes - {partnership.id}:
            raise NotFound("There is nothing of the costs to take back.")
        return take_back(batch, {table: CostSet}, actor=actor, now=now)
