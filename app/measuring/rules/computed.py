"""Metrics of the catalogue that the monthly numbers give, with exactly the sums of the triggers. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.metrics.rules import EXITS

Months = Sequence[Mapping[str, Any]]  # figures by column name, oldest first; None is not known
ALL = Decimal(1)
PLANNED = "planned_encounters"  # patient months times the planned encounters of the term sheet


class How(StrEnum):
    """How the months of a period come together; what stands at its end is that of its last month alone."""

    SUM = "sum"
    MEAN = "mean"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Formula:
    """Columns above and below the line; one with a minus is taken off. `times` turns it into its unit."""

    above: tuple[str, ...]
    below: tuple[str, ...] = ()
    times: Decimal = ALL
    how: How = How.SUM

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column it needs."""
        return tuple(name.lstrip("-") for name in (*self.above, *self.below))


def _share(above: str, *below: str, how: How = How.SUM) -> Formula:
    return Formula((above,), below, Decimal(100), how)


def _money(*above: str, below: tuple[str, ...] = (), how: How = How.SUM) -> Formula:
    return Formula(above, below, Decimal("0.01"), how)


FORMULAS = {
    "OP01": Formula(("referrals",)),
    "OP07": _share("seen_within_14_days", "new_enrolled"),
    "SD01": Formula(("encounters",), ("patient_months",)),
    "PP01": _share("acp_discussed", "new_enrolled"),
    "EL01": _share("deaths", *EXITS),
    "FU01": _money("plan_cost_pmpm_cents", how=How.MEAN),
    "FU02": _share("admissions", "patient_months"),
    "FU06": _share("ed_visits", "patient_months"),
    "BA01": _share("census_end", "forecast_census", how=How.LAST),
    "BA02": _share("referrals", "forecast_referrals"),
    "BA03": _share("ineligible", "referrals"),
    "BA04": _share("declined", "referrals", "-ineligible"),
    "BA05": _share("deaths_within_60_days", "deaths"),
    "BA07": Formula(("mean_stay_months",), how=How.MEAN),
    "BA08": _money("total_cost_cents", below=("patient_months",)),
    "BA09": _money("total_revenue_cents", below=("patient_months",)),
    "BA10": _money("running_margin_cents", how=How.LAST),
    "BA11": _share("encounters", PLANNED),
    "BA12": Formula(("reporting_hours",), how=How.MEAN),
    "BA13": _share("non_revenue_hours", "team_hours"),
    "BA14": _share("drive_hours", "clinical_hours"),
    "BA15": Formula(("auth_days_mean",), how=How.MEAN),
    "BA16": _share("outliers", "census_end"),
    "BA17": _share("active_sites", "expected_sites", how=How.LAST),
    "BA18": _share("departures_12_months", "average_staff", how=How.LAST),
    "BA20": _share("hospice_ready", "new_enrolled"),
    "BA22": Formula(("days_to_payment_mean",), how=How.MEAN),
    "RL01": _share("actions_on_time", "actions_due"),
    "RL02": _share("meetings_held", "meetings_planned"),
    "RL03": Formula(("reply_days_mean",), how=How.MEAN),
}


@dataclass(frozen=True, slots=True)
class Value:
    """What a metric came to; None is not known, never zero.

    `count` of `out_of` stand beside a share. `known` of `months` months gave the figures.
    """

    value: Decimal | None
    count: Decimal | None = None
    out_of: Decimal | None = None
    words: str = ""
    known: int = 1
    months: int = 1

    @property
    def partial(self) -> bool:
        """Whether some months of the period are missing."""
        return 0 < self.known < self.months


def computed(formula: Formula, months: Months, expected: int) -> Value:
    """The value of a period of `expected` months from those of its months that know every part.

    `months` holds each month of the period, an empty one where nothing was entered.
    """
    if formula.how is How.LAST:
        months, expected = months[-1:], 1
    whole = [one for one in months if not lacks(formula, one)]
    if not whole:
        return Value(None, known=0, months=expected)
    above, below = _sum(formula.above, whole), _sum(formula.below, whole)
    if formula.how is How.MEAN:
        below = Decimal(len(whole))
    if not formula.below and formula.how is not How.MEAN:
        return Value(above * formula.times, known=len(whole), months=expected)
    value = above * formula.times / below if below else None
    counted = bool(formula.below) and formula.times == 100
    return Value(
        value, above if counted else None, below if counted else None, known=len(whole), months=expected
    )


def lacks(formula: Formula, month: Mapping[str, Any]) -> bool:
    """Whether a month lacks a figure that the formula needs."""
    return any(month.get(name) is None for name in formula.columns)


def _sum(columns: Sequence[str], months: Months) -> Decimal:
    total = Decimal(0)
    for one in months:
        for name in columns:
            part = Decimal(one[name.lstrip("-")])
            total += -part if name.startswith("-") else part
    return total
