"""The outputs of the cost model under the catalogue's names, as plain data. Pure."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .inputs import MECHANISMS, CostInputs
from .model import (
    RampRow,
    cost_parts,
    encounter_cost,
    of_set,
    ramp_rows,
    ramp_up_loss,
    revenue_parts,
    sensitivities,
    tier_direct_cost,
    turning_month,
)

SETS = {
    "case_rate_only": ("case_rate",),
    "with_assessment_fee": ("case_rate", "assessment_fee"),
    "with_assessment_fee_and_supplement": ("case_rate", "assessment_fee", "supplement"),
    "all_six": MECHANISMS,
}


def as_plain(inputs: CostInputs) -> dict[str, Any]:
    """Everything the model answers. A number is unrounded; None is not known, "never" is no break-even."""
    parts = cost_parts(inputs)
    return {
        "encounter_cost": {
            kind: _plain(encounter_cost(inputs, one)) for kind, one in inputs.encounter_types.items()
        },
        "tier_direct_cost": {
            name: _plain(tier_direct_cost(inputs, tier.mix)) for name, tier in inputs.tiers.items()
        },
        "direct_ppm": _plain(parts.direct_ppm),
        "variable_ppm": _plain(parts.variable_ppm),
        "fixed_overhead": _plain(parts.fixed_overhead),
        "intake_per_enrolled": _plain(parts.intake_per_enrolled),
        "intake_ppm": _plain(parts.intake_ppm),
        "steady_cost_per_patient_month": _plain(parts.steady),
        "revenue_parts_ppm": {name: _plain(value) for name, value in revenue_parts(inputs).items()},
        "by_mechanism_set": {name: _set(inputs, picked) for name, picked in SETS.items()},
        "sensitivity_change_in_direct_ppm": {
            name: _plain(value) for name, value in sensitivities(inputs).items()
        },
        "ramp_rows": [_row(row) for row in ramp_rows(inputs)],
        "ramp_up_loss": _plain(ramp_up_loss(inputs)),
        "months_to_break_even": turning_month(inputs),
    }


def _set(inputs: CostInputs, picked: tuple[str, ...]) -> dict[str, Any]:
    found = of_set(inputs, picked)
    return {
        "revenue_ppm": _plain(found.revenue_ppm),
        "contribution_ppm": _plain(found.contribution_ppm),
        "break_even_patients": found.break_even_patients,
        "organization_break_even_patients": found.organization_break_even_patients,
        "margin_per_patient_month_at_patients": _plain(found.margin_ppm),
        "monthly_margin_at_patients": _plain(found.monthly_margin),
        "monthly_margin_at_70_percent": _plain(found.monthly_margin_low),
    }


def _row(row: RampRow) -> dict[str, Any]:
    names = ("patients", "new_enrolled", "startup_factor", "revenue", "cost", "margin", "running")
    return {"month": row.month, **{name: _plain(getattr(row, name)) for name in names}}


def _plain(value: Fraction | None) -> int | float | None:
    """A fraction as the nearest number that a file can hold."""
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)
