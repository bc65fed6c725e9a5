"""Whether the team can carry a caseload: hours by discipline [L4 model] [T5 readiness]. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from .inputs import CostInputs

USUAL_SHARE = Fraction(7, 10)  # of staff hours for patients; the rest is meetings, teaching, data, learning


@dataclass(frozen=True, slots=True)
class Staffing:
    """One discipline: its hours per patient month and in a month, and how many patients its staff can carry.

    `patients_possible` is None when there is no limit.
    """

    discipline: str
    hours_ppm: Fraction
    hours_needed: Fraction
    patients_possible: int | None


def staffing(
    inputs: CostInputs,
    hours: Mapping[str, Fraction],
    patients: Fraction,
    shares: Mapping[str, Fraction] | None = None,
) -> tuple[Staffing, ...]:
    """Each discipline that gives encounters; `hours` are its staff hours in a month, `shares` from 0 to 1."""
    each: dict[str, Fraction] = {one.discipline: Fraction(0) for one in inputs.encounter_types.values()}
    for tier in inputs.tiers.values():
        for kind, count in tier.mix.items():
            one = inputs.encounter_types[kind]
            each[one.discipline] += tier.share * count * one.minutes / 60
    found = []
    for discipline, ppm in each.items():
        free = hours.get(discipline, Fraction(0)) * (shares or {}).get(discipline, USUAL_SHARE)
        found.append(Staffing(discipline, ppm, patients * ppm, floor(free / ppm) if ppm else None))
    return tuple(found)
