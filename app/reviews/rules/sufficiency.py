"""Whether the payment suffices for the work: the sufficiency assessment, step by step. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

MONTHS = 6
STEPS = tuple(f"SA{number}" for number in range(1, 7))  # the catalogue's steps in order [L7 payment]


class Conclusion(StrEnum):
    """How a sufficiency assessment ends [L7 payment]."""

    UNDERPAID = "efficient_underpaid"
    SAVE = "more_to_save"
    VOLUME = "volume_problem"


CONCLUSIONS = {
    Conclusion.UNDERPAID: "Efficient enough, and underpaid",
    Conclusion.SAVE: "There is more to save",
    Conclusion.VOLUME: "Too few patients, and not too low a rate",
}


def conclusion_words(conclusion: str) -> str:
    """What was concluded; empty while nothing was."""
    return CONCLUSIONS[Conclusion(conclusion)] if conclusion else ""


@dataclass(frozen=True, slots=True)
class Sums:
    """What the last months came to, in cents, and patients; none where a month misses a figure."""

    months: int
    patient_months: Fraction | None
    encounters: Fraction | None
    driving: Fraction | None  # the share of encounter cost that driving hours take
    administration: Fraction | None
    intake: Fraction | None
    overhead: Fraction | None
    total: Fraction | None
    case_rate: Fraction | None
    paid: Fraction | None
    forecast: Fraction | None  # patients that were forecast, over the months


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """Cents per patient month, exact; none where a figure is missing."""

    parts: tuple[tuple[str, Fraction | None], ...]
    cost: Fraction | None
    paid: Fraction | None
    rate: Fraction | None  # what the case rate brings today
    even_now: Fraction | None  # the case rate that breaks even with as many patients as now
    even_forecast: Fraction | None  # with as many as were forecast


PART_NAMES = (
    ("encounters", "Visits and contacts, with their documentation"),
    ("driving", "Driving"),
    ("administration", "Administration that grows with patients"),
    ("intake", "First assessments and referrals"),
    ("overhead", "Fixed overhead"),
)
Row = Mapping[str, object]


def sums_of(rows: Sequence[Row]) -> Sums:
    """Add up the newest months, six at most; a figure that one month misses is not known."""
    newest = rows[-MONTHS:]
    encounter = _sum(newest, "encounter_cost_cents")
    clinical, drive = _sum(newest, "clinical_hours"), _sum(newest, "drive_hours")
    driving = _product(encounter, _over(drive, _plus(clinical, drive)))
    return Sums(
        months=len(newest),
        patient_months=_sum(newest, "patient_months"),
        encounters=encounter if driving is None or encounter is None else encounter - driving,
        driving=driving,
        administration=_sum(newest, "variable_admin_cost_cents"),
        intake=_sum(newest, "intake_cost_cents"),
        overhead=_sum(newest, "fixed_overhead_cents"),
        total=_sum(newest, "total_cost_cents"),
        case_rate=_sum(newest, "case_rate_revenue_cents"),
        paid=_sum(newest, "total_revenue_cents"),
        forecast=_sum(newest, "forecast_census"),
    )


def sufficiency(sums: Sums) -> Sufficiency:
    """Cost, payment and break-even per patient month over the months [L7 payment] [L5 costs].

    The rate that breaks even pays what is left of the cost after the other payments. With the patients that
    were forecast, fixed overhead is shared by more; all other cost and the other payments go with patients.
    """
    per = sums.patient_months
    other = _over(_minus(sums.paid, sums.case_rate), per)
    moving = _over(_minus(sums.total, sums.overhead), per)
    return Sufficiency(
        parts=tuple((words, _over(getattr(sums, name), per)) for name, words in PART_NAMES),
        cost=_over(sums.total, per),
        paid=_over(sums.paid, per),
        rate=_over(sums.case_rate, per),
        even_now=_minus(_over(sums.total, per), other),
        even_forecast=_minus(_plus(moving, _over(sums.overhead, sums.forecast)), other),
    )


def suggested(one: Sufficiency, open_levers: int) -> tuple[Conclusion | None, str]:
    """What the figures speak for, and why; people conclude. None while they do not say enough."""
    if one.cost is None or one.paid is None or one.even_now is None:
        return None, "The months do not say enough yet; cost, payment and patients of each are needed."
    if one.cost <= one.paid:
        return None, "The payment covers what care costs; there is nothing to conclude about the rate."
    if one.even_forecast is not None and one.rate is not None and one.even_forecast <= one.rate:
        return Conclusion.VOLUME, "With the patients that were forecast the present rate would be enough."
    if open_levers:
        words = "1 lever" if open_levers == 1 else f"{open_levers} levers"
        return (
            Conclusion.SAVE,
            f"{words} to lower the effort {'is' if open_levers == 1 else 'are'} still open.",
        )
    return Conclusion.UNDERPAID, "Every lever was looked at, and the rate is still below the cost."


def _sum(rows: Sequence[Row], name: str) -> Fraction | None:
    values = [row.get(name) for row in rows]
    if not values or any(value is None for value in values):
        return None
    return sum((Fraction(str(value)) for value in values), Fraction(0))


def _over(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or not other else one / other


def _product(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one * other


def _plus(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def _minus(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one - other
