"""The cost model: what care costs, what a payment brings, and from how many patients on it carries. Pure."""

from __future__ import annotations

from .answer import as_plain
from .inputs import (
    MECHANISMS,
    CostInputs,
    Encounter,
    InputFault,
    Payment,
    Ramp,
    Tier,
    oddities,
    read_inputs,
)
from .model import (
    NEVER,
    RampRow,
    SetResult,
    break_even,
    cost_parts,
    direct_ppm,
    encounter_cost,
    of_set,
    ramp_rows,
    ramp_up_loss,
    revenue_parts,
    sensitivities,
    tier_direct_cost,
    turning_month,
)
from .staffing import Staffing, staffing

__all__ = [
    "MECHANISMS",
    "NEVER",
    "CostInputs",
    "Encounter",
    "InputFault",
    "Payment",
    "Ramp",
    "RampRow",
    "SetResult",
    "Staffing",
    "Tier",
    "as_plain",
    "break_even",
    "cost_parts",
    "direct_ppm",
    "encounter_cost",
    "oddities",
    "of_set",
    "ramp_rows",
    "ramp_up_loss",
    "read_inputs",
    "revenue_parts",
    "sensitivities",
    "staffing",
    "tier_direct_cost",
    "turning_month",
]
