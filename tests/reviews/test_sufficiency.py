"""The sufficiency assessment: exact figures, and what they speak for."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reviews.rules import Conclusion, Sums, sufficiency, suggested, sums_of
from app.triggers.rules import open_levers

MONTH = {
    "patient_months": 10,
    "encounter_cost_cents": 600_000,
    "clinical_hours": 80,
    "drive_hours": 40,
    "variable_admin_cost_cents": 50_000,
    "intake_cost_cents": 50_000,
    "fixed_overhead_cents": 500_000,
    "total_cost_cents": 1_200_000,
    "case_rate_revenue_cents": 980_000,
    "total_revenue_cents": 1_000_000,
    "forecast_census": 20,
}


def test_cost_is_split_and_driving_takes_its_share_of_the_hours() -> None:
    found = sufficiency(sums_of([MONTH] * 8))
    assert [value for _words, value in found.parts] == [40_000, 20_000, 5_000, 5_000, 50_000]
    assert (found.cost, found.paid, found.rate) == (120_000, 100_000, 98_000)


def test_the_rate_that_breaks_even_leaves_other_payments_out_and_shares_overhead_by_the_forecast() -> None:
    found = sufficiency(sums_of([MONTH] * 6))
    assert found.even_now == 118_000  # 1,200 less 20 of other payments
    assert found.even_forecast == 70_000 + 25_000 - 2_000


def test_a_month_that_misses_a_figure_makes_it_unknown_and_not_smaller() -> None:
    found = sufficiency(sums_of([MONTH, {**MONTH, "drive_hours": None}]))
    assert found.parts[1][1] is None
    assert found.cost == 120_000
    assert sufficiency(sums_of([])).cost is None


@pytest.mark.parametrize(
    ("change", "levers", "wanted", "words"),
    [
        ({}, 3, Conclusion.VOLUME, "With the patients that were forecast"),
        ({"forecast_census": 10}, 3, Conclusion.SAVE, "3 levers to lower the effort are still open"),
        ({"forecast_census": 10}, 1, Conclusion.SAVE, "1 lever to lower the effort is still open"),
        ({"forecast_census": 10}, 0, Conclusion.UNDERPAID, "Every lever was looked at"),
        ({"total_revenue_cents": 1_300_000}, 0, None, "The payment covers"),
        ({"total_cost_cents": None}, 0, None, "do not say enough"),
    ],
)
def test_the_figures_speak_for_one_conclusion(
    change: dict[str, Any], levers: int, wanted: Conclusion | None, words: str
) -> None:
    found, because = suggested(sufficiency(sums_of([{**MONTH, **change}] * 6)), levers)
    assert (found, words in because) == (wanted, True)


def test_a_lever_that_is_only_possible_still_waits_for_a_look() -> None:
    assert open_levers(["LE1", "LE2", "LE3"], {"LE1": "tried", "LE2": "possible"}) == 2


CENTS = st.integers(min_value=1, max_value=10**8)


@given(cost=CENTS, overhead=CENTS, rate=CENTS, other=CENTS, now=st.integers(1, 60), more=st.integers(1, 60))
def test_more_patients_never_need_a_higher_rate(
    cost: int, overhead: int, rate: int, other: int, now: int, more: int
) -> None:
    whole = Fraction(cost + overhead)
    few, many = (
        Sums(6, Fraction(now), None, None, None, None, Fraction(overhead), whole, Fraction(rate),
             Fraction(rate + other), Fraction(patients))
        for patients in (now, now + more)
    )  # fmt: skip
    even_few, even_many = sufficiency(few).even_forecast, sufficiency(many).even_forecast
    assert even_few is not None and even_many is not None and even_many <= even_few
    assert even_few == sufficiency(few).even_now
