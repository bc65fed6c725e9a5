"""A metric is worked out with the sums of the triggers; missing is not zero; small counts stay hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.catalogue import catalogue
from app.measuring.rules import (
    COUNT_NOBODY,
    FORMULAS,
    FREQUENCIES,
    GROUPS,
    PARTIES,
    PLANNED,
    PURPOSES,
    RECEIVERS,
    SOURCES,
    UNITS,
    Period,
    Planned,
    Target,
    Trend,
    Value,
    against_target,
    comparison_words,
    computed,
    finding,
    goes_to_payer,
    hides,
    hours_together,
    newest_over,
    period_beginning,
    period_from,
    period_of,
    plan_words,
    put_together,
    says_little,
    shared_words,
    target_words,
    trend,
    trend_words,
    value_words,
    worries,
)
from app.metrics.rules import COLUMNS

TALKS = Planned(
    "a",
    "Talks held",
    "percent",
    "higher_better",
    "quarterly",
    Decimal(70),
    None,
    "provider",
    "provider",
    Decimal(6),
    "yes",
    "contract",
)


def share(count: int, out_of: int) -> Value:
    return Value(Decimal(count) * 100 / out_of if out_of else None, Decimal(count), Decimal(out_of))


def test_every_choice_of_the_catalogue_has_words() -> None:
    said = {
        "gathers": PARTIES,
        "shared_with": RECEIVERS,
        "frequency": FREQUENCIES,
        "data_source": SOURCES,
        "purpose": PURPOSES,
    }
    fields = {one["name"]: one for one in catalogue().section("metrics", "responsibility_fields")}
    for name, words in said.items():
        assert set(fields[name]["choices"]) == set(words)
    for metric in catalogue().metrics:
        assert metric.unit in UNITS and metric.group in GROUPS and metric.frequency in FREQUENCIES


def test_every_formula_names_columns_that_a_month_has_and_a_metric_of_the_list() -> None:
    known = {metric.id for metric in catalogue().metrics}
    for item, formula in FORMULAS.items():
        assert item in known
        assert set(formula.columns) <= {*COLUMNS, PLANNED}


def test_a_quarter_is_summed_before_it_is_divided() -> None:
    months = [
        {"acp_discussed": 1, "new_enrolled": 2},
        {"acp_discussed": 8, "new_enrolled": 8},
        {"acp_discussed": None, "new_enrolled": 4},
    ]
    found = computed(FORMULAS["PP01"], months, 3)
    assert (found.value, found.count, found.out_of) == (90, 9, 10)
    assert found.partial and found.known == 2


def test_what_nobody_knows_is_not_zero_and_nothing_is_divided_by_it() -> None:
    assert computed(FORMULAS["PP01"], [], 3).value is None
    assert computed(FORMULAS["PP01"], [{"acp_discussed": 0, "new_enrolled": 0}], 1).value is None
    assert computed(FORMULAS["OP01"], [{"referrals": 0}], 1).value == 0
    assert value_words("percent", Value(None)) == "not known"


def test_a_part_is_taken_off_the_whole_and_money_comes_in_dollars() -> None:
    declined = computed(FORMULAS["BA04"], [{"declined": 2, "referrals": 10, "ineligible": 2}], 1)
    assert (declined.value, declined.out_of) == (25, 8)
    cost = computed(FORMULAS["BA08"], [{"total_cost_cents": 2_000_000, "patient_months": Decimal("20")}], 1)
    assert cost.value == 1000 and value_words("USD", cost) == "$1,000.00"


def test_means_and_last_values_take_what_is_known() -> None:
    waits = [{"auth_days_mean": Decimal(2)}, {"auth_days_mean": None}, {"auth_days_mean": Decimal(5)}]
    assert computed(FORMULAS["BA15"], waits, 3).value == Decimal("3.5")
    margins = [{"running_margin_cents": -5000}, {"running_margin_cents": -7000}]
    assert computed(FORMULAS["BA10"], margins, 2).value == -70


@given(some.lists(some.tuples(some.integers(0, 50), some.integers(0, 50)), min_size=1, max_size=12))
def test_a_share_of_a_whole_period_lies_between_those_of_its_months(pairs: list[tuple[int, int]]) -> None:
    months = [{"ineligible": min(pair), "referrals": max(pair)} for pair in pairs]
    each = [computed(FORMULAS["BA03"], [month], 1).value for month in months]
    known = [value for value in each if value is not None]
    whole = computed(FORMULAS["BA03"], months, len(months)).value
    assert (whole is None) == (not known)
    if whole is not None:
        assert min(known) - Decimal("0.0001") <= whole <= max(known) + Decimal("0.0001")


@pytest.mark.parametrize(
    ("low", "high", "value", "lies"),
    [
        (70, None, 70, Target.MET),
        (70, None, 69, Target.OUTSIDE),
        (None, 5, 5, Target.MET),
        (None, 5, 6, Target.OUTSIDE),
        (80, 120, 100, Target.MET),
        (80, 120, 121, Target.OUTSIDE),
        (None, None, 1, Target.NONE),
        (1, None, None, Target.UNKNOWN),
    ],
)
def test_a_mark_belongs_to_the_target(
    low: int | None, high: int | None, value: int | None, lies: Target
) -> None:
    marks = [None if one is None else Decimal(one) for one in (low, high, value)]
    assert against_target(replace(TALKS, low=marks[0], high=marks[1]), marks[2]) is lies


def test_which_way_is_better_is_said_in_words() -> None:
    up, down = Decimal(60), Decimal(50)
    assert trend(TALKS, down, up) is Trend.BETTER
    assert trend(replace(TALKS, direction="lower_better"), down, up) is Trend.WORSE
    assert trend(replace(TALKS, direction="neutral"), down, up) is Trend.MOVED
    band = replace(TALKS, direction="target_range", low=Decimal(80), high=Decimal(120))
    assert trend(band, Decimal(140), Decimal(70)) is Trend.BETTER
    assert trend_words(Trend.WORSE, down, up) == "up, worse"
    assert trend_words(Trend.UNKNOWN, None, up) == "not known"


def test_a_finding_is_one_sentence_with_what_is_missing() -> None:
    now = replace(share(8, 10), known=2, months=3)
    quarter = Period(date(2026, 7, 1), 3)
    assert finding(TALKS, quarter, now, share(7, 10)) == (
        "July to September 2026: 80 percent (8 of 10), within the target (at least 70 percent); "
        "up, better since the period before. 1 of 3 months is missing."
    )
    assert finding(TALKS, quarter, Value(None), Value(None)) == "July to September 2026: not known."


def test_periods_follow_the_calendar_and_have_a_name() -> None:
    assert newest_over(date(2026, 11, 24), 3) == Period(date(2026, 7, 1), 3)
    assert period_of(date(2026, 11, 24), 6).words == "July to December 2026"
    for code in ("2026-09", "2026-Q3", "2026-H2", "2026"):
        found = period_from(code)
        assert found is not None and found.code == code
    for odd in ("2026-Q5", "2026-13", "2026-00", "0000", "9999", "next", "2026-H3", "2026-Q"):
        assert period_from(odd) is None


@given(some.dates(date(2000, 1, 1), date(2100, 1, 1)), some.sampled_from([1, 3, 6, 12]))
def test_every_day_lies_in_one_period_and_the_newest_is_over(day: date, months: int) -> None:
    period = period_of(day, months)
    assert period.start <= day < period.after
    assert period.before.after == period.start
    assert newest_over(day, months).after <= day
    assert period_from(period.code) == period


def test_the_plan_says_what_it_takes() -> None:
    monthly = replace(TALKS, frequency="monthly", hours=Decimal(4), gathers="")
    assert hours_together([TALKS, monthly, replace(TALKS, hours=None)]) == (6, 1)
    assert plan_words([TALKS, monthly], 1) == (
        "2 metrics, about 6 hours a month. 1 lies outside the target. "
        "1 needs a look: who gathers it, and whether it can be."
    )
    assert plan_words([], 0).startswith("Nothing is agreed yet.")
    assert worries(monthly) == ("nobody gathers it yet",)
    assert worries(replace(TALKS, collectable="by_hand_only")) == ("it can be collected only by hand",)


@pytest.mark.parametrize(("count", "out_of"), [(1, 40), (10, 40), (39, 40), (4, 9), (20, 30)])
def test_a_small_count_of_patients_is_hidden_with_what_would_tell_it(count: int, out_of: int) -> None:
    value = share(count, out_of)
    assert hides(TALKS, "PP01", value, 10)
    told = shared_words(TALKS, "PP01", value, 10)
    assert told == "not shown, few cases"


def of(unit: str, **facts: Any) -> Planned:
    return replace(TALKS, unit=unit, **facts)


def test_what_is_not_small_or_counts_no_patients_is_shown() -> None:
    assert shared_words(TALKS, "PP01", share(20, 40), 10) == "50 percent (20 of 40)"
    assert shared_words(TALKS, "PP01", share(0, 40), 10) == "0 percent (0 of 40)"
    meetings = of("percent", counts_patients=False)
    assert shared_words(meetings, "RL01", share(3, 4), 10) == "75 percent (3 of 4)"
    assert shared_words(of("count"), "OP01", Value(Decimal(7)), 10) == "under 11"
    assert shared_words(of("count"), "OP01", Value(Decimal(7)), 5) == "7"
    visits = Value(Decimal("9.8"), Decimal(3), Decimal("30.5"))
    assert shared_words(of("per_100_patient_months"), "FU06", visits, 10) == "not shown, few cases"
    assert shared_words(TALKS, "BA01", share(32, 34), 10) == "94.1 percent (32 of 34)"
    assert shared_words(TALKS, "BA01", share(7, 34), 10) == "not shown, few cases"


def test_so_few_patient_months_tell_of_people_even_where_nothing_happened() -> None:
    nothing = Value(Decimal(0), Decimal(0), Decimal(4))
    for item in ("FU02", "FU06"):
        assert shared_words(of("per_100_patient_months"), item, nothing, 10) == "not shown, few cases"
    half = Value(Decimal(0), Decimal(0), Decimal("0.5"))
    assert hides(of("per_100_patient_months"), "FU06", half, 10)


def test_what_rests_on_a_hidden_figure_is_hidden() -> None:
    assert hides(TALKS, "BA04", share(15, 54), 10, {"ineligible"})
    assert not hides(TALKS, "BA04", share(15, 54), 10, {"unreachable"})
    assert hides(of("percent"), "BA11", share(90, 100), 10, {"patient_months"}), "the plan follows from them"
    assert hides(of("rate"), "SD01", Value(Decimal("2.5")), 10, {"patient_months"})
    assert not hides(of("percent", counts_patients=False), "BA14", Value(Decimal(9)), 10, {"drive_hours"})


@pytest.mark.parametrize(
    "words",
    [
        "Clinic A: 12; Clinic B: 3",
        "All: 20\nHome: 17",
        "Home: 17\nTotal 20",
        "Team B/C: 3,4",
        "Home: 30\nHospice two",
        "Home 30, hospice 4",
        "Home: 2.5",
    ],
)
def test_a_spread_with_a_small_number_or_a_rest_that_tells_one_is_hidden_whole(words: str) -> None:
    assert shared_words(of("distribution"), "OP08", Value(None, words=words), 10) == "not shown, few cases"


@pytest.mark.parametrize(
    "words",
    [
        "Clinic 2: 14; Clinic 3: 25",
        "Home: 1,234\nHospital: 20",
        "All: 40\nHome: 20\nHospital: 20",
        "Home: 12\nHospital: 0",
    ],
)
def test_a_spread_of_large_numbers_is_shown_whatever_its_kinds_are_called(words: str) -> None:
    assert shared_words(of("distribution"), "OP08", Value(None, words=words), 10) == words


def test_what_counts_no_patients_is_known_of_each_metric_of_the_list() -> None:
    assert {metric.id for metric in catalogue().metrics} >= COUNT_NOBODY
    for metric in catalogue().metrics:
        if metric.unit in ("USD", "USD_per_member", "USD_per_member_month", "hours_per_month"):
            assert metric.id in COUNT_NOBODY
    small = Value(None, words="Meeting A: 2")
    assert shared_words(of("distribution", counts_patients=False), "", small, 10) == "Meeting A: 2"


def test_the_plan_receives_what_was_agreed_to_be_shared_with_it() -> None:
    assert goes_to_payer(replace(TALKS, shared_with=["provider", "payer"]))
    assert not goes_to_payer(replace(TALKS, shared_with=["provider"]))
    assert not goes_to_payer(replace(TALKS, shared_with=["payer"], purpose="internal_quality"))


def test_what_stands_at_the_end_is_that_of_the_last_month_or_not_known() -> None:
    july, later = {"census_end": 40, "forecast_census": 40}, {"census_end": None, "forecast_census": 42}
    assert computed(FORMULAS["BA01"], [july, later, {}], 3).value is None
    assert computed(FORMULAS["BA01"], [{}, {}, july], 3).value == 100
    assert not computed(FORMULAS["BA01"], [{}, {}, july], 3).partial


def month(value: int | None) -> Value:
    return Value(None if value is None else Decimal(value))


def test_counts_and_shares_of_months_make_a_quarter_and_a_gap_is_told() -> None:
    whole = put_together("", "count", [month(100), month(200), month(300)])
    assert (whole.value, whole.partial) == (600, False)
    short = put_together("", "count", [month(100), Value(None, known=0), month(300)])
    assert (short.value, short.known, short.months) == (400, 2, 3)
    shares = put_together("PP01", "percent", [share(1, 2), share(8, 8), Value(Decimal(50))])
    assert (shares.value, shares.count, shares.out_of, shares.known) == (90, 9, 10, 2)


@pytest.mark.parametrize("unit", ["mean", "mean_1_to_5", "USD", "days", "distribution", "rate"])
def test_what_cannot_be_added_is_not_known_for_the_longer_time(unit: str) -> None:
    found = put_together("", unit, [month(4), month(5), month(6)])
    assert (found.value, found.known) == (None, 0)


def test_of_what_stands_at_an_end_the_last_part_is_the_whole() -> None:
    assert put_together("RL05", "count", [month(4), month(5), month(6)]).value == 6
    assert put_together("BA01", "percent", [share(40, 40), Value(None, known=0)]).value is None


@given(some.lists(some.integers(0, 50), min_size=2, max_size=12))
def test_a_typed_count_of_a_whole_time_is_the_sum_of_its_months(counts: list[int]) -> None:
    found = put_together("", "count", [month(one) for one in counts])
    assert found.value == sum(counts) and found.months == len(counts) and not found.partial


def test_a_period_is_split_only_into_shorter_ones() -> None:
    quarter = Period(date(2026, 7, 1), 3)
    assert [part.code for part in quarter.split(1)] == ["2026-07", "2026-08", "2026-09"]
    assert quarter.split(3) == quarter.split(12) == ()
    assert [part.code for part in Period(date(2026, 1, 1), 12).split(6)] == ["2026-H1", "2026-H2"]


def test_no_period_begins_before_there_were_such_contracts() -> None:
    for odd in ("0001", "0001-Q1", "1899-12", "0999-H2"):
        assert period_from(odd) is None
    for odd in ("0001-01-01", "1899-01-01", "2026-08-01", "soon", "9999-01-01"):
        assert period_beginning(odd, 3) is None
    assert period_beginning("2026-07-01", 3) == Period(date(2026, 7, 1), 3)


@pytest.mark.parametrize(
    ("starts", "ends", "through"),
    [
        (None, None, True),
        (date(2026, 7, 1), date(2026, 10, 1), True),
        (date(2026, 7, 2), None, False),
        (None, date(2026, 9, 30), False),
    ],
)
def test_a_metric_runs_through_a_period_or_only_a_part_of_it(
    starts: date | None, ends: date | None, through: bool
) -> None:
    found = replace(TALKS, starts_on=starts, retired_on=ends)
    assert found.runs_through(Period(date(2026, 7, 1), 3)) is through


def test_a_comparison_is_told_in_one_sentence() -> None:
    assert comparison_words("before_after", 12, 6, "payer") == (
        "Compared with the same patients before, 12 months before and 6 months after, worked out by the plan."
    )
    assert comparison_words("", 12, None, "") == "12 months before."
    assert comparison_words("none", None, None, "") == ""


def test_few_cases_are_marked_and_targets_are_read_aloud() -> None:
    assert says_little(share(8, 10)) and not says_little(share(20, 40))
    assert target_words(TALKS) == "at least 70 percent"
    assert target_words(replace(TALKS, high=Decimal(90))) == "from 70 to 90 percent"
    assert target_words(replace(TALKS, unit="USD", low=None, high=Decimal(950))) == "at most $950.00"
