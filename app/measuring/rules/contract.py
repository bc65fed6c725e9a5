"""The plan beside the metrics that the contract names. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .choices import FREQUENCIES

PROVIDER, PAYER, BOTH = "the Provider", "the Payer", "both parties"
TASKS = ("gathers", "analyzes", "reports")
SAID = {"provider": PROVIDER, "payer": PAYER, "both": BOTH, "third_party": "a third party"}
HEARD = {
    **{words.casefold(): party for party, words in SAID.items()},
    "provider": "provider",
    "payer": "payer",
    "both": "both",
    "both sides": "both",
    "the plan": "payer",
    "us": "provider",
}
RHYTHMS = {
    **{words: name for name, words in FREQUENCIES.items()},
    "monthly": "monthly",
    "quarterly": "quarterly",
    "every quarter": "quarterly",
    "every half year": "half_yearly",
    "twice a year": "half_yearly",
    "yearly": "yearly",
    "once a year": "yearly",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """Which metrics stand on one side only, by name, and which have two rhythms, in words."""

    only_contract: tuple[str, ...]
    only_plan: tuple[str, ...]
    rhythms: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether anything is to be brought together."""
        return bool(self.only_contract or self.only_plan or self.rhythms)


def beside_contract(rows: Sequence[Mapping[str, Any]], planned: Mapping[str, str]) -> Beside:
    """The metrics of the term sheet beside those of the plan meant for it, each with its rhythm by name."""
    named = {_key(name): (name, row) for row in rows if (name := str(row.get("metric") or "").strip())}
    in_plan = {_key(name): (name, often) for name, often in planned.items()}
    told = {key: str(row.get("frequency") or "").strip() for key, (_name, row) in named.items()}
    return Beside(
        tuple(name for key, (name, _row) in named.items() if key not in in_plan),
        tuple(name for key, (name, _often) in in_plan.items() if key not in named),
        tuple(
            f"{name}: {told[key]} in the contract, {FREQUENCIES[often]} in the plan"
            for key, (name, often) in in_plan.items()
            if told.get(key) and RHYTHMS.get(told[key].casefold(), often) != often
        ),
    )


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def from_contract(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row of the term sheet says about a metric of the plan; words nobody can place stay out."""
    found: dict[str, Any] = {"name": str(row.get("metric") or "").strip()}
    for task in TASKS:
        found[task] = HEARD.get(str(row.get(task) or "").strip().casefold(), "")
    found["frequency"] = RHYTHMS.get(str(row.get("frequency") or "").strip().casefold(), "quarterly")
    return found


def for_contract(metric: Mapping[str, Any], ident: str) -> dict[str, Any]:
    """A row for the term sheet from a metric of the plan."""
    shared = [
        word
        for name, word in (("provider", PROVIDER), ("payer", PAYER), ("referrers", "referring clinics"))
        if name in metric["shared_with"]
    ]
    if {"provider", "payer"} <= set(metric["shared_with"]):
        shared = [BOTH, *shared[2:]]
    return {
        "id": ident,
        "metric": metric["name"],
        **{task: SAID.get(metric[task], "") for task in TASKS},
        "shared_with": " and ".join(shared),
        "frequency": FREQUENCIES[metric["frequency"]],
    }
