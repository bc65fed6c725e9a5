"""Metrics of a plan: added, changed, retired, taken away; to and from the term sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.catalogue import catalogue
from app.core.actor import Actor
from app.core.batches import Batch, TakenBack, Together, get_batch, is_about, rows_of
from app.core.batches import take_back as take_batch_back
from app.core.db import BaseModel, hold, rows, write
from app.core.errors import NotFound, RuleViolation
from app.core.fields import new_public_id
from app.core.history import History
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage
from app.terms.models import Term
from app.terms.queries import term_sheet, terms_in_force
from app.terms.service import set_terms

from ..models import MetricValue, PlannedMetric
from ..queries.choosing import start_values
from ..queries.plan import MOST, name_taken, seen_values
from ..rules import beside_contract, for_contract, from_contract

METRICS_TERM = "S27.metrics"
MEASURES = {"frequency": "rhythm", "unit": "unit"}  # of the values, as people call it
IN_CONTRACT = "contract"
IN_AMENDMENT = "The contract is signed: what it names changes by an amendment. Write it on the contract page."


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
    _refuse_full(partnership.id)
    stamps = {"created_at": together.now, "changed_at": together.now}
    return together.create(PlannedMetric, partnership=partnership, item=item, **stamps, **facts)


def _refuse_full(partnership_id: int) -> None:
    p = PlannedMetric
    if p.select().where((p.partnership == partnership_id) & p.retired_on.is_null()).count() >= MOST:
        raise RuleViolation(
            f"A plan holds {MOST} metrics. Retire some first; a short list is kept up better."
        )


def save_metric(
    row: PlannedMetric, facts: Mapping[str, Any], *, seen: int, actor: Actor, now: datetime
) -> str:
    """Keep what was typed; answers the id of the undo. Raises Conflict and RuleViolation."""
    with write():
        together = Together(actor, now)
        if name_taken(row.partnership_id, facts["name"], besides=row.id):
            raise RuleViolation(f"Another metric of the plan is called “{facts['name']}”.")
        _refuse_other_measure(row, facts)
        together.change(row, seen=seen, changed_at=now, **facts)
        return together.keep()


def _refuse_other_measure(row: PlannedMetric, facts: Mapping[str, Any]) -> None:
    """What was typed is only right in the rhythm and the unit in which it was typed."""
    moved = [words for name, words in MEASURES.items() if facts[name] != getattr(row, name)]
    if moved and seen_values(row):
        raise RuleViolation(
            f"Values were entered in the present {moved[0]}. Retire this metric and add it anew to change it."
        )


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
        _refuse_full(row.partnership_id)
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
    """Take one click on the plan or its values back, or what it put into the term sheet.

    Raises NotFound for what is not of this partnership, and RuleViolation once the term sheet is signed.
    """
    with write():
        batch = get_batch(batch_id)
        if is_about(batch, PlannedMetric, partnership=partnership.id):
            model: type[BaseModel] = PlannedMetric
        elif is_about(batch, MetricValue, metric=_metrics_of(partnership)):
            model = MetricValue
        elif is_about(batch, Term, partnership=partnership.id, key=METRICS_TERM):
            if Stage(partnership.stage).is_signed:
                raise RuleViolation(IN_AMENDMENT)
            model = Term
        else:
            raise NotFound("There is nothing of the metrics to take back.")
        stay = _to_stay(batch, partnership) if model is PlannedMetric else _values_to_stay(batch)
        table = model._meta.table_name
        kept = {(table, row_id) for row_id in stay}
        return take_batch_back(batch, {table: model}, actor=actor, now=now, stay=kept)


def _metrics_of(partnership: Partnership) -> set[int]:
    p = PlannedMetric
    return {ident for (ident,) in rows(p.select(p.id).where(p.partnership == partnership))}


def _to_stay(batch: Batch, partnership: Partnership) -> set[int]:
    """Metrics that have values which would go or change their sense, or whose name another one has by now."""
    v = MetricValue
    touched = [row_id for _table, row_id, *_rest in batch.changes]
    kept = {ident for (ident,) in rows(v.select(v.metric).where(v.metric.in_(touched)).distinct())}
    return {
        row_id
        for _table, row_id, before, after in batch.changes
        if (row_id in kept and _hangs_on(before, after))
        or (before and "name" in before and name_taken(partnership.id, before["name"], besides=row_id))
    }


def _values_to_stay(batch: Batch) -> set[int]:
    """Values whose metric has another rhythm or unit since: brought back they would mean something else."""
    homes = {row.id: row.metric_id for row in rows_of(batch, MetricValue)}
    homes |= {row_id: before["metric"] for _table, row_id, before, after in batch.changes if after is None}
    h = History
    since = (h.entity == PlannedMetric._meta.table_name) & (h.at > batch.at) & (h.verb == "change")
    query = h.select(h.entity_id, h.before, h.after).where(since & h.entity_id.in_(set(homes.values())))
    moved = {metric for metric, before, after in rows(query) if _hangs_on(before, after)}
    return {row_id for row_id, metric in homes.items() if metric in moved}


def _hangs_on(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> bool:
    """Whether values hang on what a click did: it made the metric, or changed its rhythm or its unit."""
    if before is None or after is None:
        return before is None
    return any(name in before and before[name] != after[name] for name in MEASURES)


# --- to and from the term sheet


def add_from_contract(
    partnership: Partnership, today: date, *, actor: Actor, now: datetime
) -> tuple[int, str]:
    """Put what only the term sheet names into the plan; answers how many, and the id of the undo."""
    known = {one.name.casefold(): one for one in catalogue().metrics}
    with write():
        partnership, together = hold(partnership), Together(actor, now)
        named = terms_in_force(partnership.id, today).get(METRICS_TERM) or ()
        planned = {row.name: row.frequency for row in _running(partnership)}
        wanted = set(beside_contract(named, planned).only_contract)
        for row in named:
            facts = from_contract(row)
            if facts["name"] in wanted:
                metric = known.get(facts["name"].casefold())
                whole = {**start_values(metric), **{name: value for name, value in facts.items() if value}}
                _add(partnership, metric.id if metric else "", whole, together)
                wanted.discard(facts["name"])
        return len(together.noted), together.keep()


def to_contract(partnership: Partnership, today: date, *, actor: Actor, now: datetime) -> tuple[int, str]:
    """Put what only the plan has into the term sheet, behind what stands there: how many, and the undo.

    Raises RuleViolation once an agreement is signed, and Conflict when somebody saves the sheet meanwhile.
    """
    with write():
        partnership, together = hold(partnership), Together(actor, now)
        if Stage(partnership.stage).is_signed:
            raise RuleViolation(IN_AMENDMENT)
        sheet = term_sheet(partnership.id, today)
        named = list(sheet.values.get(METRICS_TERM) or ())
        running = _running(partnership)
        wanted = set(beside_contract(named, {row.name: row.frequency for row in running}).only_plan)
        added = [for_contract(row.__data__, new_public_id()) for row in running if row.name in wanted]
        if added:
            set_terms(
                partnership,
                {METRICS_TERM: [*named, *added]},
                effective_on=today,
                actor=actor,
                now=now,
                seen={METRICS_TERM: sheet.fingerprints.get(METRICS_TERM, "")},
                together=together,
            )
        return len(added), together.keep()


def _running(partnership: Partnership) -> list[PlannedMetric]:
    p = PlannedMetric
    kept = (p.partnership == partnership) & p.retired_on.is_null() & (p.purpose == IN_CONTRACT)
    return list(p.select().where(kept).order_by(p.id))
