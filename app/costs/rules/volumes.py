"""An offer beside what care costs, at few, expected and many patients; and what each payment adds. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from .inputs import CostInputs
from .model import LOW_VOLUME, cost_parts, of_set, over

HIGH_VOLUME = Fraction(13, 10)


class Place(StrEnum):
    """Which number of patients is meant."""

    LOW = "low"
    EXPECTED = "expected"
    EVEN = "even"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Volume:
    """A month at some number of patients; USD."""

    place: Place
    patients: Fraction
    revenue: Fraction
    cost: Fraction

    @property
    def result(self) -> Fraction:
        """What is left over; below 0 it is short."""
        return self.revenue - self.cost

    @property
    def result_ppm(self) -> Fraction | None:
        """The same for a patient month."""
        return over(self.result, self.patients)


def volumes(inputs: CostInputs, layers: Collection[str]) -> tuple[Volume, ...]:
    """At 70 percent, the expected number, where it breaks even, and 130 percent, by number of patients.

    Empty while a figure is missing by which one would have to divide.
    """
    found, parts = of_set(inputs, layers), cost_parts(inputs)
    revenue, intake = found.revenue_ppm, parts.intake_ppm
    if revenue is None or intake is None:
        return ()
    wanted = {
        Place.LOW: LOW_VOLUME * inputs.patients,
        Place.EXPECTED: inputs.patients,
        Place.HIGH: HIGH_VOLUME * inputs.patients,
    }
    even = found.break_even_patients
    if isinstance(even, int) and even not in wanted.values():
        wanted[Place.EVEN] = Fraction(even)
    each = parts.variable_ppm + intake
    rows = (
        Volume(place, patients, patients * revenue, parts.fixed_overhead + patients * each)
        for place, patients in wanted.items()
    )
    return tuple(sorted(rows, key=lambda one: (one.patients, one.place)))
