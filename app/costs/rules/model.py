"""The formulas of the cost model, exactly as the catalogue states them [L5 costs] [ours]. Pure.

All amounts are US dollars as exact fractions. None stands for "not known": what would divide by zero.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import Literal

from .inputs import ADMIN, CostInputs, Encounter

NEVER: Literal["never"] = "never"
Never = Literal["never"]
LOW_VOLUME = Fraction(7, 10)
DRIVE_GROWS, POINTS_MOVED = Fraction(12, 10), Fraction(1, 10)
FROM_TIER, TO_TIER = "standard", "high"


def over(amount: Fraction, by: Fraction) -> Fraction | None:
    """A quotient, or None where it would divide by zero."""
    return amount / by if by else None


def encounter_cost(inputs: CostInputs, one: Encounter) -> Fraction:
    """USD of one encounter: staff time, miles, a helper at the home [L5 costs] [L4 efficiency]."""
    hour = inputs.hourly_cost[one.discipline]
    return hour * one.minutes / 60 + one.drive_miles * inputs.mileage_rate + one.helper_cost


def tier_direct_cost(inputs: CostInputs, mix: Mapping[str, Fraction]) -> Fraction:
    """USD of a tier per patient month; a missed visit in person costs and brings nothing [T5 context]."""
    total = Fraction(0)
    for kind, count in mix.items():
        one = inputs.encounter_types[kind]
        missed = 1 + inputs.missed_share if one.in_person else 1
        total += count * encounter_cost(inputs, one) * missed
    return total


def direct_ppm(inputs: CostInputs) -> Fraction:
    """USD of care per patient month over all tiers."""
    return sum(
        (tier.share * tier_direct_cost(inputs, tier.mix) for tier in inputs.tiers.values()), Fraction(0)
    )


@dataclass(frozen=True, slots=True)
class CostParts:
    """What a patient month costs, part by part, in USD."""

    direct_ppm: Fraction
    variable_ppm: Fraction
    fixed_overhead: Fraction
    intake_per_enrolled: Fraction
    intake_ppm: Fraction | None
    steady: Fraction | None  # per patient month at the stated number of patients


def cost_parts(inputs: CostInputs) -> CostParts:
    """The steady cost and what it is made of [L5 costs]."""
    direct = direct_ppm(inputs)
    variable = direct + inputs.variable_admin_hours * inputs.hourly_cost.get(ADMIN, Fraction(0))
    intake = (
        inputs.assessed_per_enrolled * inputs.assessment_cost
        + inputs.referrals_per_enrolled * inputs.screening_cost
    )
    intake_ppm = Fraction(0) if not intake else over(intake, inputs.mean_stay_months)
    fixed_ppm = over(inputs.fixed_overhead, inputs.patients)
    steady = None if intake_ppm is None or fixed_ppm is None else fixed_ppm + variable + intake_ppm
    return CostParts(direct, variable, inputs.fixed_overhead, intake, intake_ppm, steady)


def revenue_parts(inputs: CostInputs) -> dict[str, Fraction | None]:
    """USD per patient month that each mechanism brings [L5 mechanisms]."""
    pay, stay = inputs.payment_terms, inputs.mean_stay_months
    fees, planning = inputs.assessed_per_enrolled * pay.assessment_fee, pay.acp_incentive * pay.acp_share
    return {
        "case_rate": pay.case_rate,
        "supplement": pay.supplement_rate * pay.supplement_share,
        "assessment_fee": over(fees, stay) if fees else Fraction(0),
        "quality_incentive": pay.quality_incentive_monthly * pay.share_meeting,
        "data_incentive": pay.data_incentive_ppm,
        "acp_incentive": over(planning, stay) if planning else Fraction(0),
    }


def break_even(fixed: Fraction, contribution: Fraction | None) -> int | Never | None:
    """Patients from which on the fixed sum is carried; "never" when a patient adds nothing to it."""
    if contribution is None:
        return None
    return ceil(fixed / contribution) if contribution > 0 else NEVER


@dataclass(frozen=True, slots=True)
class SetResult:
    """What a set of mechanisms brings; USD, patients whole."""

    revenue_ppm: Fraction | None
    contribution_ppm: Fraction | None
    break_even_patients: int | Never | None
    organization_break_even_patients: int | Never | None
    margin_ppm: Fraction | None
    monthly_margin: Fraction | None
    monthly_margin_low: Fraction | None


def of_set(inputs: CostInputs, mechanisms: Collection[str]) -> SetResult:
    """Margin and break-even under a set of mechanisms [L5 layering].

    The organization's break-even also carries the care of those without any payer.
    """
    parts = cost_parts(inputs)
    brought = [value for name, value in revenue_parts(inputs).items() if name in mechanisms]
    known = [value for value in brought if value is not None]
    revenue = sum(known, Fraction(0)) if len(known) == len(brought) else None
    contribution = (
        None
        if revenue is None or parts.intake_ppm is None
        else revenue - parts.variable_ppm - parts.intake_ppm
    )
    charity = inputs.charity_patient_months * parts.variable_ppm
    margin = _margin(inputs.patients, contribution, parts.fixed_overhead)
    return SetResult(
        revenue,
        contribution,
        break_even(parts.fixed_overhead, contribution),
        break_even(parts.fixed_overhead + charity, contribution),
        None if margin is None else over(margin, inputs.patients),
        margin,
        _margin(LOW_VOLUME * inputs.patients, contribution, parts.fixed_overhead),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a set of costs stands: what goes in, the cost of a patient month in USD, and what comes out."""

    inputs: CostInputs
    steady: Fraction | None
    result: SetResult


def standing(inputs: CostInputs, mechanisms: Collection[str]) -> Standing:
    """What people compare of a set of costs with others."""
    return Standing(inputs, cost_parts(inputs).steady, of_set(inputs, mechanisms))


def _margin(patients: Fraction, contribution: Fraction | None, fixed: Fraction) -> Fraction | None:
    return None if contribution is None else patients * contribution - fixed


def sensitivities(inputs: CostInputs) -> dict[str, Fraction | None]:
    """By how many USD the care of a patient month changes when one thing changes [L5 costs]."""
    longer = {
        name: replace(
            one, drive_minutes=one.drive_minutes * DRIVE_GROWS, drive_miles=one.drive_miles * DRIVE_GROWS
        )
        for name, one in inputs.encounter_types.items()
    }
    drive = direct_ppm(replace(inputs, encounter_types=longer)) - direct_ppm(inputs)
    high, standard = inputs.tiers.get(TO_TIER), inputs.tiers.get(FROM_TIER)
    moved = None
    if high and standard:
        apart = tier_direct_cost(inputs, high.mix) - tier_direct_cost(inputs, standard.mix)
        moved = POINTS_MOVED * apart
    return {"drive_time_plus_20_percent": drive, "high_tier_plus_10_points": moved}


# --- the first months


@dataclass(frozen=True, slots=True)
class RampRow:
    """A month of the start; USD."""

    month: int
    patients: Fraction
    new_enrolled: Fraction
    startup_factor: Fraction
    revenue: Fraction
    cost: Fraction
    running: Fraction

    @property
    def margin(self) -> Fraction:
        """Revenue less cost."""
        return self.revenue - self.cost


def ramp_rows(inputs: CostInputs) -> tuple[RampRow, ...]:
    """Month by month; the running sum starts at start-up support less one-time cost."""
    ramp, parts = inputs.ramp, cost_parts(inputs)
    running, rows = ramp.startup_support - ramp.startup_once, []
    months = zip(ramp.patients, ramp.new_enrolled, ramp.startup_factor, strict=True)
    for month, (patients, new, factor) in enumerate(months, start=1):
        cost = parts.fixed_overhead + patients * parts.variable_ppm * factor + new * parts.intake_per_enrolled
        revenue = _ramp_revenue(inputs, patients, new)
        running += revenue - cost
        rows.append(RampRow(month, patients, new, factor, revenue, cost, running))
    return tuple(rows)


def _ramp_revenue(inputs: CostInputs, patients: Fraction, new: Fraction) -> Fraction:
    pay, picked = inputs.payment_terms, inputs.ramp.mechanisms
    parts = {
        "case_rate": patients * pay.case_rate,
        "supplement": patients * pay.supplement_rate * pay.supplement_share,
        "assessment_fee": new * inputs.assessed_per_enrolled * pay.assessment_fee,
    }
    return sum((amount for name, amount in parts.items() if name in picked), Fraction(0))


def ramp_up_loss(inputs: CostInputs) -> Fraction:
    """The deepest running loss of the start in USD, its first day included; 0 if it never goes below."""
    start = inputs.ramp.startup_support - inputs.ramp.startup_once
    lowest = min((start, *(row.running for row in ramp_rows(inputs))))
    return max(-lowest, Fraction(0))


def turning_month(inputs: CostInputs) -> int | Never:
    """The first month from which on no month loses any more, to the end of the ramp."""
    turned: int | Never = NEVER
    for row in ramp_rows(inputs):
        if row.margin < 0:
            turned = NEVER
        elif turned == NEVER:
            turned = row.month
    return turned
