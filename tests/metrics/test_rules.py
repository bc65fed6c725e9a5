"""The sums of a month: what is missing is never zero, and what does not come out is told in figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.examples.reader import read_folder
from app.examples.service.loading import BUNDLED_FOLDER
from app.metrics.models import DataMonth
from app.metrics.rules import (
    COLUMNS,
    FIGURES,
    State,
    caseload_words,
    checks,
    first_missing,
    let_follow,
    month_number,
    month_problem,
    payment_words,
    worked_out,
)

TODAY = date(2026, 11, 24)
ENROLLED = {"referrals": 11, "ineligible": 1, "unreachable": 1, "declined": 2}
COST = {
    "encounter_cost_cents": 10000,
    "variable_admin_cost_cents": 2000,
    "intake_cost_cents": 300,
    "fixed_overhead_cents": 50000,
}


def state(found: Any, title: str) -> Any:
    return {one.title: one.state for one in found}.get(title)


def test_every_figure_of_a_month_has_its_place_in_the_form() -> None:
    kept = set(DataMonth._meta.fields) - {"id", "partnership", "month", "month_on", "version", "changed_at"}
    assert set(COLUMNS) == kept
    assert all(one.name == name for name, one in FIGURES.items())


def test_a_sum_that_fits_and_one_that_does_not_are_told_in_figures() -> None:
    (fits,) = (one for one in checks({**ENROLLED, "new_enrolled": 7}, None) if one.title == "Enrolled")
    assert (fits.state, fits.sentence) == (
        State.FITS,
        "11 referred − 1 not eligible − 1 not reached − 2 declined = 7.",
    )
    off = checks({**ENROLLED, "new_enrolled": 8}, None)[0]
    assert off.state is State.OFF and off.sentence.endswith("= 7. You typed 8.")
    waits = checks({"referrals": 11, "new_enrolled": 7}, None)[0]
    assert (waits.state, waits.sentence) == (State.WAITS, "Waits for: not eligible, not reached, declined.")
    assert checks({}, None) == ()


def test_a_part_larger_than_its_whole_and_a_broken_first_day_are_told() -> None:
    found = checks({"deaths": 1, "deaths_within_60_days": 2, "census_start": 30}, 31)
    words = " ".join(one.sentence for one in found)
    assert "is 2 of 1 for “Died”" in words
    assert "The month before ended with 31. You typed 30." in words


def test_a_total_is_worked_out_only_when_every_part_is_known() -> None:
    paid = dict.fromkeys(
        ("case_rate_revenue_cents", "assessment_revenue_cents", "supplement_revenue_cents"), 20000
    )
    found = worked_out({**COST, **paid}, 1000)
    assert found["total_cost_cents"] == 62300
    assert found["total_revenue_cents"] is None
    assert found["margin_cents"] is None and found["running_margin_cents"] is None
    whole = worked_out({**COST, **paid, "other_revenue_cents": 0}, 1000)
    assert (whole["margin_cents"], whole["running_margin_cents"]) == (-2300, -1300)
    only_the_sum = worked_out({"total_cost_cents": 500, "total_revenue_cents": 700}, None)
    assert (only_the_sum["margin_cents"], only_the_sum["running_margin_cents"]) == (200, None)
    assert state(checks({**COST, **paid, "other_revenue_cents": 0}, None), "Margin") is State.FITS


def test_a_total_follows_its_parts_unless_somebody_typed_it_anew() -> None:
    held = {**COST, "total_cost_cents": 62300}
    more = {**held, "fixed_overhead_cents": 60000}
    assert worked_out(let_follow(more, held), None)["total_cost_cents"] == 72300
    typed = {**more, "total_cost_cents": 70000}
    assert worked_out(let_follow(typed, held), None)["total_cost_cents"] == 70000
    assert state(checks(let_follow(typed, held), None), "Cost") is State.OFF


@given(some.dictionaries(some.sampled_from(sorted(FIGURES)), some.integers(0, 10**6)))
def test_whatever_is_typed_is_checked_without_a_stumble(values: dict[str, int]) -> None:
    for one in checks(values, 5):
        assert one.sentence.endswith(".") and one.title
    found = worked_out(values, 0)
    if found["margin_cents"] is not None:
        assert found["margin_cents"] == found["total_revenue_cents"] - found["total_cost_cents"]
        assert found["running_margin_cents"] == found["margin_cents"]


def test_every_identity_holds_in_the_examples() -> None:
    for example in read_folder(BUNDLED_FOLDER).partnerships:
        census = None
        for month in example.months:
            values = {name: getattr(month, name) for name in COLUMNS}
            assert [one for one in checks(values, census) if one.state is State.OFF] == []
            found = worked_out(let_follow(values, values), 0)
            for name in ("encounters", "total_cost_cents", "total_revenue_cents", "margin_cents"):
                assert found[name] == values[name], (example.key, month.month, name)
            census = month.census_end


@pytest.mark.parametrize(
    ("month_on", "known", "start", "number"),
    [
        (date(2026, 1, 1), None, None, 1),
        (date(2026, 3, 1), None, date(2026, 1, 15), 3),
        (date(2025, 12, 1), None, date(2026, 1, 15), 1),
        (date(2026, 1, 1), (14, date(2025, 12, 1)), None, 15),
        (date(2024, 10, 1), (14, date(2025, 12, 1)), None, 0),
    ],
)
def test_months_are_numbered_from_one_that_is_known(
    month_on: date, known: tuple[int, date] | None, start: date | None, number: int
) -> None:
    assert month_number(month_on, known, start) == number


def test_only_a_month_that_is_over_can_be_entered() -> None:
    assert month_problem(date(2026, 10, 1), 3, TODAY) == ""
    assert "from December 1, 2026, on" in month_problem(date(2026, 11, 1), 4, TODAY)
    assert "before the first month" in month_problem(date(2020, 1, 1), 0, TODAY)


def test_the_month_to_enter_is_the_first_that_is_missing() -> None:
    assert first_missing([], TODAY) == date(2026, 10, 1)
    entered = [date(2026, 7, 1), date(2026, 9, 1)]
    assert first_missing(entered, TODAY) == date(2026, 8, 1)
    assert first_missing([*entered, date(2026, 8, 1)], TODAY) == date(2026, 10, 1)
    assert first_missing([date(2026, 10, 1)], TODAY) is None


def test_the_newest_month_is_told_in_sentences() -> None:
    october = date(2026, 10, 1)
    assert caseload_words(october, 32, 34) == (
        "32 patients were here at the end of October 2026, 2 fewer than forecast."
    )
    assert caseload_words(october, 1, 1) == "1 patient was here at the end of October 2026, as forecast."
    assert caseload_words(october, 5, None).endswith("; nothing was forecast.")
    assert "is not known" in caseload_words(october, None, 3)
    assert payment_words(88300, 114800).endswith("$1,148 was paid: $265 over for each.")
    assert payment_words(114800, 88300).endswith("$265 short for each.")
    assert payment_words(5, 5).endswith("just enough.")
    assert "is not known" in payment_words(None, 5)


def test_patient_months_are_exact() -> None:
    assert checks({"patient_months": Decimal("13.5")}, None) == ()
