"""Inputs as they are kept: tables as lists of name and value, since a database may sort the names. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .inputs import PARTS, PLAIN, CostInputs, Encounter, Payment, read_inputs

TABLES = ("hourly_cost", "encounter_types", "fixed_overhead_lines")


@dataclass(frozen=True, slots=True)
class Case:
    """What a set of costs holds: inputs as text in the catalogue's shape, and what is beside them.

    `layers` are the payments that count, by their names in the catalogue; `team` says by discipline how
    many hours a month there are and which share of them is for patients.
    """

    raw: Mapping[str, Any]
    layers: tuple[str, ...]
    team: Mapping[str, Mapping[str, str]]

    @property
    def inputs(self) -> CostInputs:
        """The exact numbers."""
        return read_inputs(self.raw)


def to_kept(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs in the catalogue's shape as they are kept, in the order of their rows."""
    return {
        name: [list(pair) for pair in value.items()] if name in TABLES else value
        for name, value in raw.items()
    }


def from_kept(kept: Mapping[str, Any]) -> dict[str, Any]:
    """The other way round."""
    return {name: dict(value) if name in TABLES else value for name, value in kept.items()}


def as_raw(inputs: CostInputs) -> dict[str, Any]:
    """Exact numbers back in the catalogue's shape, as decimal text."""
    ramp = inputs.ramp
    months = {
        name: [_text(value) for value in getattr(ramp, name)]
        for name in ("patients", "new_enrolled", "startup_factor")
        if ramp.patients
    }
    sums = {name: _text(getattr(ramp, name)) for name in ("startup_once", "startup_support")}
    single = {name: getattr(inputs, name) for name in PLAIN}
    return {
        **{name: _text(value) for name, value in single.items() if value is not None},
        "hourly_cost": _texts(inputs.hourly_cost),
        "encounter_types": {name: _encounter(one) for name, one in inputs.encounter_types.items()},
        "mix": {name: _texts(tier.mix) for name, tier in inputs.tiers.items()},
        "tier_share": {name: _text(tier.share) for name, tier in inputs.tiers.items()},
        "fixed_overhead_lines": _texts(inputs.fixed_overhead_lines),
        "payment_terms": {
            name: _text(getattr(inputs.payment_terms, name)) for name in Payment.__dataclass_fields__
        },
        "ramp": {**sums, **months},
    }


def _encounter(one: Encounter) -> dict[str, Any]:
    parts = {name: _text(getattr(one, name)) for name in PARTS}
    return {"discipline": one.discipline, **parts, "in_person": one.in_person}


def _texts(values: Mapping[str, Fraction]) -> dict[str, str]:
    return {name: _text(value) for name, value in values.items()}


def _text(value: Fraction) -> str:
    return f"{(Decimal(value.numerator) / Decimal(value.denominator)).normalize():f}"
