"""A metric is worked out with the sums of the triggers; missing is not zero; small counts stay hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.catalogue import catalogue
from app.measuring.rules import (
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
    beside_contract,
    computed,
    finding,
    for_contract,
    from_contract,
    hides,
    hours_together,
    newest_over,
    period_from,
    period_of,
    plan_words,
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


def test_the_contract_and_the_plan_are_compared_by_name() -> None:
    rows = [{"metric": "Talks  HELD"}, {"metric": "Stay"}, {"metric": ""}]
    found = beside_contract(rows, ["Talks held", "Visits"])
    assert (found.only_contract, found.only_plan) == (("Stay",), ("Visits",))


def test_words_of_the_contract_become_choices_and_back() -> None:
    row = {
        "metric": "Stay",
        "gathers": "the Provider",
        "reports": "both parties",
        "frequency": "every 3 months",
    }
    found = from_contract(row)
    assert (found["gathers"], found["reports"], found["analyzes"]) == ("provider", "both", "")
    assert found["frequency"] == "quarterly"
    metric = {**found, "shared_with": ["provider", "payer", "referrers"]}
    back = for_contract(metric, "x1")
    assert back["gathers"] == "the Provider" and back["shared_with"] == "both parties and referring clinics"


@pytest.mark.parametrize(("count", "out_of"), [(1, 40), (10, 40), (39, 40), (4, 9), (20, 30)])
def test_a_small_count_of_patients_is_hidden_with_what_would_tell_it(count: int, out_of: int) -> None:
    value = share(count, out_of)
    assert hides("PP01", "percent", value, 10)
    told = shared_words("PP01", "percent", value, 10)
    assert told == "not shown, few cases"


def test_what_is_not_small_or_counts_no_patients_is_shown() -> None:
    assert shared_words("PP01", "percent", share(20, 40), 10) == "50 percent (20 of 40)"
    assert shared_words("PP01", "percent", share(0, 40), 10) == "0 percent (0 of 40)"
    assert shared_words("RL01", "percent", share(3, 4), 10) == "75 percent (3 of 4)"
    assert shared_words("OP01", "count", Value(Decimal(7)), 10) == "under 11"
    assert shared_words("OP01", "count", Value(Decimal(7)), 5) == "7"
    visits = Value(Decimal("9.8"), Decimal(3), Decimal("30.5"))
    assert shared_words("FU06", "per_100_patient_months", visits, 10) == "not shown, few cases"
    assert shared_words("BA01", "percent", share(32, 34), 10) == "94.1 percent (32 of 34)"
    assert shared_words("BA01", "percent", share(7, 34), 10) == "not shown, few cases"
    spread = Value(None, words="Clinic A: 12; Clinic B: 3")
    assert shared_words("OP08", "distribution", spread, 10) == "Clinic A: 12; Clinic B: under 11"


def test_few_cases_are_marked_and_targets_are_read_aloud() -> None:
    assert says_little(share(8, 10)) and not says_little(share(20, 40))
    assert target_words(TALKS) == "at least 70 percent"
    assert target_words(replace(TALKS, high=Decimal(90))) == "from 70 to 90 percent"
    assert target_words(replace(TALKS, unit="USD", low=None, high=Decimal(950))) == "at most $950.00"
