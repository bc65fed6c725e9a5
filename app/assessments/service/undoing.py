"""One undo for what a click on these pages did, with the promises and terms that came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.actions.models import Action
from app.actions.rules import Source
from app.core.actor import Actor
from app.core.batches import Batch, TakenBack, get_batch, held_by_others, rows_of
from app.core.batches import take_back as take_batch_back
from app.core.db import BaseModel, rows, write
from app.core.errors import NotFound, RuleViolation
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage
from app.terms.models import Term

from ..models import Assessment, ConnectingResource, NeedsRating, RightJudgment, Unknown
from ..queries import is_untouched
from ..rules import TERM

OURS: tuple[type[BaseModel], ...] = (Assessment, NeedsRating, ConnectingResource, RightJudgment, Unknown)
ALL: tuple[type[BaseModel], ...] = (*OURS, Action, Term)
TABLES = {model._meta.table_name: model for model in ALL}
SIGNED = "The agreement is signed by now. Take the gap out with an amendment; the rest stays as well."


def take_back(partnership: Partnership, batch_id: str, *, actor: Actor, now: datetime) -> TakenBack:
    """Take one click back; what somebody changed since, or worked on, stays as they left it.

    Raises NotFound for what is not of this partnership, and RuleViolation once its terms are signed.
    """
    with write():
        batch = get_batch(batch_id)
        if not _is_about(batch, partnership):
            raise NotFound("There is nothing of the readiness pages to take back.")
        tables = {table for table, *_rest in batch.changes}
        if Term._meta.table_name in tables and Stage(partnership.stage).is_signed:
            raise RuleViolation(SIGNED)
        return take_batch_back(batch, TABLES, actor=actor, now=now, stay=_stays(batch))


def _is_about(batch: Batch, partnership: Partnership) -> bool:
    tables = {table for table, *_rest in batch.changes}
    if not tables <= TABLES.keys() or not tables & {model._meta.table_name for model in OURS}:
        return False
    return all(_is_of(model, batch, partnership) for name, model in TABLES.items() if name in tables)


def _is_of(model: type[BaseModel], batch: Batch, partnership: Partnership) -> bool:
    there: list[Any] = rows_of(batch, model)
    if model is NeedsRating:
        a = Assessment
        homes = {ident for (ident,) in rows(a.select(a.id).where(a.partnership == partnership))}
        return all(row.assessment_id in homes for row in there)
    if any(row.partnership_id != partnership.get_id() for row in there):
        return False
    if model is Action:
        return all(row.source == Source.GAP for row in there)
    return model is not Term or all(row.key == TERM for row in there)


def _stays(batch: Batch) -> set[tuple[str, int]]:
    """Rows that the click made and on which something hangs by now, by table and number."""
    made = {(table, row_id) for table, row_id, before, _after in batch.changes if before is None}
    kept = {("assessment", row.get_id()) for row in rows_of(batch, Assessment) if not is_untouched(row)}
    return (made & kept) | held_by_others(batch, [Action])
