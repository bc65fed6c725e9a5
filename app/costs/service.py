"""Sets of costs and notes on payment, written: saved, kept as a scenario, taken away, and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.core import history
from app.core.actor import Actor
from app.core.batches import TakenBack, Together, get_batch, is_about, take_back
from app.core.db import BaseModel, hold, write
from app.core.errors import Conflict, NotFound, RuleViolation
from app.partnerships.models import Partnership

from .models import CostSet, PaymentNote
from .queries import MOST_SETS, name_taken
from .rules import Case, to_kept

CURRENT = "Current"


def begin(partnership: Partnership, case: Case, note: str, *, actor: Actor, now: datetime) -> CostSet:
    """Keep the first set of a partnership. Raises RuleViolation when there is one."""
    with write():
        partnership = hold(partnership)
        if CostSet.select().where(CostSet.partnership == partnership).exists():
            raise RuleViolation("The costs of this partnership were begun already.")
        return _make(partnership, CURRENT, case, note, actor, now)


def save(row: CostSet, case: Case, *, own: bool, seen: int, actor: Actor, now: datetime) -> str:
    """Keep what was typed; the note on invented numbers goes when they are one's `own`. Raises Conflict."""
    with write():
        together = Together(actor, now)
        note = "" if own else row.note
        together.change(row, seen=seen, note=note, changed_at=now, **_kept(case))
        return together.keep()


def add_scenario(
    partnership: Partnership, name: str, case: Case, note: str, *, actor: Actor, now: datetime
) -> CostSet:
    """Keep what was typed under a name of its own, beside the others. Raises RuleViolation.

    `note` is that of the set it came from: what is invented there is invented here.
    """
    with write():
        partnership = hold(partnership)
        if name_taken(partnership.id, name):
            raise RuleViolation(f"There is a scenario “{name}” already. Give this one another name.")
        if CostSet.select().where(CostSet.partnership == partnership).count() >= MOST_SETS:
            raise RuleViolation(f"{MOST_SETS} scenarios are kept here. Take one away first.")
        return _make(partnership, name, case, note, actor, now)


def _make(partnership: Partnership, name: str, case: Case, note: str, actor: Actor, now: datetime) -> CostSet:
    facts = {"partnership": partnership, "name": name, "note": note, **_kept(case)}
    return history.create(CostSet, actor=actor, now=now, created_at=now, changed_at=now, **facts)


def _kept(case: Case) -> dict[str, Any]:
    return {"inputs": to_kept(case.raw), "layers": list(case.layers), "team": dict(case.team)}


def remove(row: CostSet, *, actor: Actor, now: datetime) -> str:
    """Take a scenario away; answers the id under which it can be taken back. The current set stays."""
    with write():
        first = CostSet.select().where(CostSet.partnership == row.partnership_id).order_by(CostSet.id).first()
        if first is not None and first.id == row.id:
            raise RuleViolation("The current costs stay. Change them, or begin a scenario beside them.")
        together = Together(actor, now)
        together.remove(row)
        return together.keep()


def note(
    partnership: Partnership, part: str, answer: Mapping[str, Any], *, seen: int, actor: Actor, now: datetime
) -> str:
    """Keep what was noted under a part of the payment page; answers the id for undo, empty without a change.

    `seen` is the version the person looked at, 0 for none. Raises Conflict.
    """
    with write():
        partnership, wanted = hold(partnership), dict(answer)
        mine = (PaymentNote.partnership == partnership) & (PaymentNote.part == part)
        row = PaymentNote.get_or_none(mine)
        if wanted == (row.answer if row else {}):
            return ""
        together = Together(actor, now)
        if row is None:
            if seen:
                raise Conflict("Somebody took back what stood here.", {}, {})
            facts = {"partnership": partnership, "part": part, "answer": wanted, "changed_at": now}
            together.create(PaymentNote, **facts)
        else:
            together.change(row, seen=seen, answer=wanted, changed_at=now)
        return together.keep()


def undo(partnership: Partnership, batch_id: str, *, actor: Actor, now: datetime) -> TakenBack:
    """Take one saving or removal of a set back. Raises NotFound for what is not of this partnership."""
    return _back(CostSet, partnership, batch_id, actor, now)


def undo_note(partnership: Partnership, batch_id: str, *, actor: Actor, now: datetime) -> TakenBack:
    """Take one note on payment back. Raises NotFound for what is not of this partnership."""
    return _back(PaymentNote, partnership, batch_id, actor, now)


def _back(
    model: type[BaseModel], partnership: Partnership, batch_id: str, actor: Actor, now: datetime
) -> TakenBack:
    with write():
        batch = get_batch(batch_id)
        if not is_about(batch, model, partnership=partnership.id):
            raise NotFound("There is nothing of the costs to take back.")
        return take_back(batch, {model._meta.table_name: model}, actor=actor, now=now)
