"""Several contracts together: what they leave over, and how many patients carry all of it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .inputs import CostInputs
from .model import NEVER, Never, break_even, cost_parts, of_set
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


def together(sets: Sequence[tuple[CostInputs, Collection[str]]]) -> Together:
    """Sums over the contracts [L5 costs]: a patient more comes where patients come from today."""
    patients = sum((inputs.patients for inputs, _layers in sets), Fraction(0))
    found = [of_set(inputs, layers) for inputs, layers in sets]
    brought, margins = [], []
    for (inputs, _layers), one in zip(sets, found, strict=True):
        if one.contribution_ppm is None or one.monthly_margin is None:
            return Together(len(sets), patients, None, None)
        brought.append(inputs.patients * one.contribution_ppm)
        margins.append(one.monthly_margin)
    parts = [(inputs, cost_parts(inputs)) for inputs, _layers in sets]
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
