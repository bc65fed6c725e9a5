"""What can be chosen: the catalogue's metrics, those first that other contracts gather already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from peewee import fn

from app.catalogue import Metric, catalogue
from app.core.db import rows
from app.core.errors import NotFound
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage

from ..models import PlannedMetric
from ..rules import COUNT_NOBODY, FORMULAS, GROUPS, INTERNAL

OWN = "own"
# What we cost, earn and need: our own work unless somebody decides to share it.
OURS = frozenset({"BA08", "BA10", "BA12", "BA13", "BA14", "BA18"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A metric of the catalogue: how many other contracts gather it, whether it is in this plan already."""

    metric: Metric
    elsewhere: int
    here: bool
    computed: bool


def choices(partnership_id: int) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """By group: what other contracts gather first, then the rest in the catalogue's order."""
    p, q = PlannedMetric, Partnership
    running = p.retired_on.is_null() & (q.stage != Stage.ENDED.value) & (p.item != "")
    query = p.select(p.item, p.partnership, fn.COUNT(p.id)).join(q).where(running)
    elsewhere: dict[str, int] = {}
    here = set()
    for item, home, _number in rows(query.group_by(p.item, p.partnership)):
        if home == partnership_id:
            here.add(item)
        else:
            elsewhere[item] = elsewhere.get(item, 0) + 1
    found = [
        Choice(one, elsewhere.get(one.id, 0), one.id in here, one.id in FORMULAS)
        for one in catalogue().metrics
    ]
    reused = tuple(sorted((one for one in found if one.elsewhere), key=lambda one: -one.elsewhere))
    groups = [
        (title, tuple(one for one in found if one.metric.group == name and not one.elsewhere))
        for name, title in GROUPS.items()
    ]
    first = [("Already gathered for other contracts", reused)]
    return tuple((title, each) for title, each in (*first, *groups) if each)


def get_item(item: str) -> Metric | None:
    """A metric of the catalogue by its id, None for one of our own. Raises NotFound."""
    if item == OWN:
        return None
    found = next((one for one in catalogue().metrics if one.id == item), None)
    if found is None:
        raise NotFound("The list of metrics has no such entry.")
    return found


def start_values(one: Metric | None) -> dict[str, Any]:
    """What a new metric begins with."""
    usual: dict[str, Any] = {"purpose": "contract", "shared_with": ["provider", "payer"]}
    usual |= {"collectable": "not_known", "counts_patients": one is None or one.id not in COUNT_NOBODY}
    if one is not None and one.id in OURS:
        usual |= {"purpose": INTERNAL, "shared_with": ["provider"]}
    if one is None:
        return {**usual, "unit": "percent", "direction": "higher_better", "frequency": "quarterly"}
    return {
        **usual,
        "name": one.name,
        "definition": one.definition,
        "numerator": one.numerator,
        "denominator": one.denominator,
        "unit": one.unit,
        "direction": one.direction,
        "frequency": one.frequency,
        "gathers": one.collector,
        "analyzes": one.collector,
        "reports": one.collector,
    }


@lru_cache(maxsize=1)
def choosing_notes() -> Mapping[str, tuple[str, ...]]:
    """Rules for choosing, and cautions about marks [L6 feasibility] [L6 sharing]."""
    book = catalogue()

    def texts(name: str) -> tuple[str, ...]:
        entries = cast("list[Mapping[str, Any]]", book.section("metrics", name))
        return tuple(str(one["text"]) for one in entries)

    note = str(book.section("metrics", "responsibility_note"))
    return {"rules": (*texts("selection_rules"), note), "cautions": texts("benchmark_cautions")}
