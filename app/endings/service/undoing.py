"""One undo for what a click on these pages did; what somebody worked with since stays."""

from __future__ import annotations

from datetime import datetime

from app.actions.models import Action
from app.core.actor import Actor
from app.core.batches import Batch, TakenBack, get_batch, held_by_others, take_back
from app.core.db import BaseModel, hold, write
from app.core.errors import NotFound, RuleViolation
from app.partnerships.models import Partnership
from app.terms.models import Term

from ..models import Ending, EndingAnswer, EndingStep, HandOver
from ..queries import open_ending

# What an undo of this page may change, by table.
TABLES: dict[str, type[BaseModel]] = {
    model._meta.table_name: model
    for model in (Partnership, Ending, EndingAnswer, EndingStep, HandOver, Action, Term)
}
ENDING = Ending._meta.table_name
WORKED_WITH = (
    "Somebody worked with this notice since. To take it back, say why you go on: "
    "what is counted, done or written stays."
)
ANOTHER = "Another notice is recorded by now. Take that one back first."


def undo(partnership: Partnership, batch_id: str, *, actor: Actor, now: datetime) -> TakenBack:
    """Take back one click of this page; what somebody changed since, or worked on, stays as they left it.

    Raises RuleViolation where a notice would go with the work of others, or come back beside another one.
    """
    with write():
        hold(partnership)
        batch = _click(partnership, batch_id)
        stay = held_by_others(batch, (Ending, EndingStep, Action))
        if any(table == ENDING for table, _row_id in stay):
            raise RuleViolation(WORKED_WITH)
        under_way = open_ending(partnership.id)
        if under_way is not None and _reopened(batch) - {under_way.get_id()}:
            raise RuleViolation(ANOTHER)
        return take_back(batch, TABLES, actor=actor, now=now, stay=stay)


def _reopened(batch: Batch) -> set[int]:
    """The ends that would be under way again: the click said of them that they go on after all."""
    made = {row_id for table, row_id, before, _after in batch.changes if table == ENDING and before is None}
    went_on = {
        row_id
        for table, row_id, before, _after in batch.changes
        if table == ENDING and before and "went_on_on" in before
    }
    return went_on - made


def _click(partnership: Partnership, batch_id: str) -> Batch:
    """The click with this id, if it was one on this page of this partnership; NotFound otherwise."""
    batch = get_batch(batch_id)
    tables = {table for table, *_rest in batch.changes}
    about = batch.changes[:1] and batch.changes[0][:2] == ["partnership", partnership.id]
    if not about or not tables <= TABLES.keys():
        raise NotFound("This was taken back already, or never happened.")
    return batch
