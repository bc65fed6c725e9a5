"""Several contracts together: what they leave over, and how many patients carry all of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .model import NEVER, Never, Standing, break_even, cost_parts
from .words import count, dollars, patients_words


@dataclass(frozen=True, slots=True)
class Together:
    """All contracts of a house as one; USD a month. None is not known.

    `needed` patients carry all overhead and the care nobody pays for, at today's mix of contracts.
    """

    contracts: int
    patients: Fraction
    margin: Fraction | None
    needed: int | Never | None


def together(sets: Sequence[Standing]) -> Together:
    """Sums over the contracts [L5 costs]: a patient more comes where patients come from today."""
    patients = sum((one.inputs.patients for one in sets), Fraction(0))
    brought, margins = [], []
    for one in sets:
        contribution, margin = one.result.contribution_ppm, one.result.monthly_margin
        if contribution is None or margin is None:
            return Together(len(sets), patients, None, None)
        brought.append(one.inputs.patients * contribution)
        margins.append(margin)
    parts = [(one.inputs, cost_parts(one.inputs)) for one in sets]
    to_carry = sum(
        (cost.fixed_overhead + inputs.charity_patient_months * cost.variable_ppm for inputs, cost in parts),
        Fraction(0),
    )
    mean = sum(brought, Fraction(0)) / patients if patients else None
    return Together(len(sets), patients, sum(margins, Fraction(0)), break_even(to_carry, mean))


def together_words(found: Together) -> str:
    """What all contracts leave over, and from how many patients on they carry everything."""
    begin = f"{found.contracts} contracts with {patients_words(found.patients)}"
    if found.margin is None or found.needed is None:
        return f"{begin}: what they leave over together is not known, since a figure is missing."
    left = f"{dollars(abs(found.margin))} a month {'short' if found.margin < 0 else 'left over'} together"
    if found.needed == NEVER:
        return f"{begin}: {left}. At today’s mix no number of patients carries everything."
    return (
        f"{begin}: {left}. At today’s mix it takes {count(Fraction(found.needed))} to carry everything, "
        "care without a payer included."
    )
