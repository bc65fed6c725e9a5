"""Metrics of a plan: added, changed, retired, taken away; to and from the term sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.catalogue import catalogue
from app.core.actor import Actor
from app.core.batches import Batch, TakenBack, Together, get_batch, is_about
from app.core.batches import take_back as take_batch_back
from app.core.db import BaseModel, hold, write
from app.core.errors import NotFound, RuleViolation
from app.core.fields import new_public_id
from app.partnerships.models import Partnership
from app.terms.queries import terms_in_force
from app.terms.service import set_terms

from ..models import MetricValue, PlannedMetric
from ..queries.choosing import start_values
from ..queries.plan import MOST, name_taken, seen_values
from ..rules import beside_contract, for_contract, from_contract

METRICS_TERM = "S27.metrics"
IN_CONTRACT = "contract"


def add_metric(
    partnership: Partnership, item: str, facts: Mapping[str, Any], *, actor: Actor, now: datetime
) -> tuple[PlannedMetric, str]:
    """Put a metric into the plan; answers it and the id of the undo. Raises RuleViolation."""
    with write():
        partnership, together = hold(partnership), Together(actor, now)
        row = _add(partnership, item, facts, together)
        return row, together.keep()


def _add(partnership: Partnership, item: str, facts: Mapping[str, Any], together: Together) -> PlannedMetric:
    if name_taken(partnership.id, facts["name"]):
        raise RuleViolation(f"“{facts['name']}” is in the plan already.")
    if PlannedMetric.select().where(PlannedMetric.partnership == partnership).count() >= MOST:
        raise RuleViolation(
            f"A plan holds {MOST} metrics. Retire some first; a short list is kept up better."
        )
    stamps = {"created_at": together.now, "changed_at": together.now}
    return together.create(PlannedMetric, partnership=partnership, item=item, **stamps, **facts)


def save_metric(
    row: PlannedMetric, facts: Mapping[str, Any], *, seen: int, actor: Actor, now: datetime
) -> str:
    """Keep what was typed; answers the id of the undo. Raises Conflict and RuleViolation."""
    with write():
        together = Together(actor, now)
        if name_taken(row.partnership_id, facts["name"], besides=row.id):
            raise RuleViolation(f"Another metric of the plan is called “{facts['name']}”.")
        if facts["frequency"] != row.frequency and seen_values(row):
            raise RuleViolation(
                "Values were entered in the present rhythm. Retire this metric and add it anew to change it."
            )
        together.change(row, seen=seen, changed_at=now, **facts)
        return together.keep()


def retire(row: PlannedMetric, on: date, *, actor: Actor, now: datetime) -> str:
    """Gather it no longer from a day on; its values stay."""
    with write():
        together = Together(actor, now)
        together.change(row, retired_on=on, changed_at=now)
        return together.keep()


def bring_back(row: PlannedMetric, *, actor: Actor, now: datetime) -> str:
    """Gather it again. Raises RuleViolation when another has its name meanwhile."""
    with write():
        if name_taken(row.partnership_id, row.name, besides=row.id):
            raise RuleViolation(f"Another metric of the plan is called “{row.name}” now.")
        together = Together(actor, now)
        together.change(row, retired_on=None, changed_at=now)
        return together.keep()


def remove_metric(row: PlannedMetric, *, actor: Actor, now: datetime) -> str:
    """Take a metric away that has no values. Raises RuleViolation when it has some."""
    with write():
        if seen_values(row):
            raise RuleViolation("Values were entered for this metric. Retire it instead; they stay.")
        together = Together(actor, now)
        together.remove(row)
        return together.keep()


def take_back(partnership: Partnership, batch_id: str, *, actor: Actor, now: datetime) -> TakenBack:
    """Take one click on the plan or its values back. Raises NotFound for what is not of this partnership."""
    with write():
        batch = get_batch(batch_id)
        if is_about(batch, PlannedMetric, partnership=partnership.id):
            model: type[BaseModel] = PlannedMetric
        elif any(is_about(batch, MetricValue, metric=one) for one in _metrics_in(batch, partnership)):
            model = MetricValue
        else:
            raise NotFound("There is nothing of the metrics to take back.")
        return take_batch_back(batch, {model._meta.table_name: model}, actor=actor, now=now)


def _metrics_in(batch: Batch, partnership: Partnership) -> list[int]:
    p = PlannedMetric
    return [row.id for row in p.select(p.id).where(p.partnership == partnership)] if batch.changes else []


# --- to and from the term sheet


def add_from_contract(
    partnership: Partnership, today: date, *, actor: Actor, now: datetime
) -> tuple[int, str]:
    """Put what only the term sheet names into the plan; answers how many, and the id of the undo."""
    known = {one.name.casefold(): one for one in catalogue().metrics}
    with write():
        partnership, together = hold(partnership), Together(actor, now)
        rows = terms_in_force(partnership.id, today).get(METRICS_TERM) or ()
        planned = [row.name for row in _running(partnership)]
        wanted = set(beside_contract(rows, planned).only_contract)
        for row in rows:
            facts = from_contract(row)
            if facts["name"] in wanted:
                metric = known.get(facts["name"].casefold())
                whole = {**start_values(metric), **{name: value for name, value in facts.items() if value}}
                _add(partnership, metric.id if metric else "", whole, together)
                wanted.discard(facts["name"])
        return len(together.noted), together.keep()


def to_contract(partnership: Partnership, today: date, *, actor: Actor, now: datetime) -> int:
    """Put what only the plan has into the term sheet, behind what stands there; answers how many."""
    with write():
        partnership = hold(partnership)
        rows = list(terms_in_force(partnership.id, today).get(METRICS_TERM) or ())
        running = _running(partnership)
        wanted = set(beside_contract(rows, [row.name for row in running]).only_plan)
        added = [for_contract(row.__data__, new_public_id()) for row in running if row.name in wanted]
    if added:
        set_terms(partnership, {METRICS_TERM: [*rows, *added]}, effective_on=today, actor=actor, now=now)
    return len(added)


def _running(partnership: Partnership) -> list[PlannedMetric]:
    p = PlannedMetric
    kept = (p.partnership == partnership) & p.retired_on.is_null() & (p.purpose == IN_CONTRACT)
    return list(p.select().where(kept).order_by(p.id))
