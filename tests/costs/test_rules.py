"""The cost model answers as the catalogue's worked example says, and reacts in the right direction."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.catalogue import catalogue
from app.costs.rules import (
    MECHANISMS,
    NEVER,
    CostInputs,
    InputFault,
    as_plain,
    oddities,
    of_set,
    ramp_up_loss,
    read_inputs,
    staffing,
    turning_month,
)


def thawed(value: Any) -> Any:
    """The catalogue is read-only; here it is changed."""
    if isinstance(value, Mapping):
        return {name: thawed(one) for name, one in value.items()}
    return [thawed(one) for one in value] if isinstance(value, tuple) else value


EXAMPLE: dict[str, Any] = thawed(catalogue().section("cost_model", "worked_example"))


def inputs(**changes: Any) -> dict[str, Any]:
    """The worked example with some inputs changed; ramp__patients=… changes one inside."""
    raw = deepcopy(EXAMPLE["inputs"])
    for name, value in changes.items():
        *path, last = name.split("__")
        place = raw
        for part in path:
            place = place[part]
        place[last] = value
    return raw


def differences(expected: Any, found: Any, place: str = "") -> list[str]:
    if isinstance(expected, dict):
        odd = [f"{place}: {sorted(set(expected) ^ set(found))}"] if set(expected) != set(found) else []
        inner = [differences(expected[k], found[k], f"{place}.{k}") for k in expected.keys() & found.keys()]
        return odd + [one for each in inner for one in each]
    if isinstance(expected, list):
        if len(expected) != len(found):
            return [f"{place}: {len(expected)} rows, {len(found)} found"]
        pairs = enumerate(zip(expected, found, strict=True))
        rows = [differences(a, b, f"{place}[{at}]") for at, (a, b) in pairs]
        return [one for each in rows for one in each]
    same = expected == found if isinstance(expected, str) else abs(expected - found) <= 0.01
    return [] if same else [f"{place}: {expected}, {found} found"]


def test_the_worked_example_is_reproduced_within_a_cent() -> None:
    assert differences(EXAMPLE["expected"], as_plain(read_inputs(EXAMPLE["inputs"]))) == []


def test_a_patient_who_adds_nothing_never_breaks_even() -> None:
    found = of_set(read_inputs(inputs(payment_terms__case_rate=500)), ("case_rate",))
    assert (found.break_even_patients, found.organization_break_even_patients) == (NEVER, NEVER)
    assert found.contribution_ppm is not None and found.contribution_ppm < 0
    exactly = read_inputs(inputs(payment_terms__case_rate=612.625))
    assert of_set(exactly, ("case_rate",)).break_even_patients == NEVER


def test_a_break_even_that_comes_out_whole_is_not_rounded_up() -> None:
    # 10,200 of overhead and 340 that each patient adds.
    found = of_set(read_inputs(inputs(payment_terms__case_rate=952.625)), ("case_rate",))
    assert found.break_even_patients == 30
    third = inputs(payment_terms__case_rate="960", mean_stay_months=3, fixed_overhead_lines={"rent": 100})
    third["assessed_per_enrolled"], third["referrals_per_enrolled"] = 0, 0
    assert of_set(read_inputs(third), ("case_rate",)).break_even_patients == 1


def test_a_start_that_never_carries_itself_says_so() -> None:
    thin = read_inputs(inputs(ramp__patients=[4] * 12))
    assert as_plain(thin)["months_to_break_even"] == NEVER
    relapse = read_inputs(
        inputs(ramp__patients=[40, 40, 2], ramp__new_enrolled=[1, 1, 1], ramp__startup_factor=[1, 1, 1])
    )
    assert turning_month(relapse) == NEVER


def test_the_first_day_counts_for_the_loss_and_a_start_without_loss_has_none() -> None:
    rich = inputs(ramp__patients=[60, 60], ramp__new_enrolled=[0, 0], ramp__startup_factor=[1, 1])
    assert ramp_up_loss(read_inputs(rich)) == 4000
    rich["ramp"]["startup_support"] = 20000
    assert ramp_up_loss(read_inputs(rich)) == 0
    assert turning_month(read_inputs(rich)) == 1


def test_what_would_divide_by_zero_is_not_known() -> None:
    found = as_plain(read_inputs(inputs(patients=0, mean_stay_months=0)))
    assert found["intake_ppm"] is None and found["steady_cost_per_patient_month"] is None
    alone = found["by_mechanism_set"]["case_rate_only"]
    assert alone["revenue_ppm"] == 900 and alone["break_even_patients"] is None
    assert found["revenue_parts_ppm"]["assessment_fee"] is None
    without_intake = inputs(patients=0, mean_stay_months=0)
    without_intake |= {"assessed_per_enrolled": 0, "referrals_per_enrolled": 0}
    assert as_plain(read_inputs(without_intake))["intake_ppm"] == 0


def test_what_is_left_out_counts_nothing() -> None:
    small = {
        "hourly_cost": {"rn": 60},
        "encounter_types": {"visit": {"discipline": "rn", "direct_minutes": 60}},
        "mix": {"all": {"visit": 2}},
        "tier_share": {"all": 1},
    }
    found = as_plain(read_inputs(small))
    assert found["direct_ppm"] == found["variable_ppm"] == 120
    assert found["ramp_rows"] == [] and found["months_to_break_even"] == NEVER
    assert found["sensitivity_change_in_direct_ppm"]["high_tier_plus_10_points"] is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"patients": "many"}, "patients: “many” is not a number."),
        ({"patients": -1}, "patients: this cannot be less than 0."),
        ({"patients": True}, "patients: this must be a number."),
        ({"patients": float("nan")}, "patients: “nan” is no number"),
        ({"patients": "1e999999999"}, "no number that can be meant here"),
        ({"missed_share": 5}, "missed_share: a share is from 0 to 1"),
        ({"tier_share": {"high": 1}}, "needs both a share and a mix"),
        ({"mix__high": {"dance": 1}}, "mix.high: encounter_types names no “dance”."),
        ({"encounter_types__rn_phone__discipline": "poet"}, "hourly_cost names no “poet”."),
        ({"encounter_types__rn_phone__in_person": "no"}, "this is true or false"),
        ({"encounter_types": {}}, "name at least one kind of encounter"),
        ({"mix": {}}, "name at least one tier"),
        ({"hourly_cost": [1]}, "hourly_cost: here stand names with their values."),
        ({"payment_terms": {"tips": 5}}, "payment_terms: nobody here knows “tips”."),
        ({"ramp__new_enrolled": [1]}, "ramp.new_enrolled: 1 months, but ramp.patients has 12."),
        ({"ramp__patients": "many"}, "ramp.patients: a list of numbers"),
        ({"ramp__mechanisms": ["barter"]}, "ramp.mechanisms: choose from"),
    ],
)
def test_an_input_that_cannot_be_meant_is_named_by_its_place(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InputFault) as caught:
        read_inputs(inputs(**changes))
    assert words in str(caught.value)


def test_the_hour_for_authorizations_must_be_known() -> None:
    raw = inputs()
    del raw["hourly_cost"]["admin"]
    with pytest.raises(InputFault, match="admin"):
        read_inputs(raw)


def test_unknown_names_and_shares_that_make_no_whole_are_told() -> None:
    raw = inputs(tier_share={"high": 0.3, "standard": 0.3, "maintenance": 0.3}, pateints=3)
    told = oddities(raw, read_inputs(raw))
    assert told == (
        "pateints: nobody here knows this name, so it counts nowhere.",
        "tier_share: the shares of all tiers make 0.9 together, not 1.",
    )
    thirds = inputs(tier_share=dict.fromkeys(("high", "standard", "maintenance"), 0.3333))
    assert oddities(thirds, read_inputs(thirds)) == ()


# --- directions

DEARER = (
    "mileage_rate",
    "missed_share",
    "variable_admin_hours",
    "assessment_cost",
    "screening_cost",
    "referrals_per_enrolled",
    "hourly_cost__rn",
    "encounter_types__rn_home_visit__drive_minutes",
    "encounter_types__rn_home_visit__doc_minutes",
    "encounter_types__rn_home_visit__helper_cost",
    "mix__standard__sw_phone",
    "fixed_overhead_lines__training",
)
SHARES = {"missed_share"}
amounts = some.decimals(min_value=0, max_value=1000, places=2)


def at(raw: dict[str, Any], name: str) -> Any:
    for part in name.split("__"):
        raw = raw.get(part, 0)  # type: ignore[assignment]
    return raw


@given(some.sampled_from(DEARER), amounts)
def test_what_costs_more_never_makes_a_patient_month_cheaper(name: str, more: Any) -> None:
    before = read_inputs(inputs())
    now = Fraction(str(at(EXAMPLE["inputs"], name))) + Fraction(more)
    value = min(now, Fraction(1)) if name in SHARES else now
    after = read_inputs(inputs(**{name: str(float(value))}))
    steady = [as_plain(one)["steady_cost_per_patient_month"] for one in (before, after)]
    assert steady[1] >= steady[0]
    assert break_even(after) >= break_even(before)
    assert ramp_up_loss(after) >= ramp_up_loss(before)


def break_even(one: CostInputs) -> float:
    found = of_set(one, MECHANISMS).break_even_patients
    assert found is not None
    return float("inf") if found == NEVER else float(found)


PAYS = tuple(f"payment_terms__{name}" for name in EXAMPLE["inputs"]["payment_terms"] if "share" not in name)


@given(some.sampled_from(PAYS), amounts)
def test_a_higher_payment_never_needs_more_patients(name: str, more: Any) -> None:
    before = read_inputs(inputs())
    value = Fraction(str(at(EXAMPLE["inputs"], name))) + Fraction(more)
    after = read_inputs(inputs(**{name: str(float(value))}))
    assert break_even(after) <= break_even(before)
    assert ramp_up_loss(after) <= ramp_up_loss(before)


@given(some.integers(1, 200), some.integers(1, 200))
def test_more_patients_share_the_overhead(few: int, more: int) -> None:
    steady = [
        as_plain(read_inputs(inputs(patients=count)))["steady_cost_per_patient_month"]
        for count in sorted((few, few + more))
    ]
    assert steady[1] < steady[0]


@given(some.lists(some.integers(0, 60), min_size=1, max_size=24))
def test_the_running_sum_adds_up_and_the_loss_is_its_lowest_point(patients: list[int]) -> None:
    raw = inputs(ramp__patients=patients)
    raw["ramp"].pop("new_enrolled"), raw["ramp"].pop("startup_factor")
    found = as_plain(read_inputs(raw))
    running = -4000.0
    lowest = running
    for row in found["ramp_rows"]:
        running += row["revenue"] - row["cost"]
        lowest = min(lowest, running)
        assert abs(row["running"] - running) < 0.01
    assert abs(found["ramp_up_loss"] - max(0.0, -lowest)) < 0.01


def test_the_team_carries_what_its_scarcest_hours_carry() -> None:
    one = read_inputs(inputs())
    found = {row.discipline: row for row in staffing(one, {"rn": Fraction(100)}, Fraction(30))}
    # A nurse: high 3 x 120 + 2 x 20, standard 120, maintenance 60 + 20 minutes.
    minutes = Fraction(25, 100) * 400 + Fraction(1, 2) * 120 + Fraction(25, 100) * 80
    assert found["rn"].hours_ppm == minutes / 60
    assert found["rn"].hours_needed == 30 * minutes / 60
    assert found["rn"].patients_possible == int(100 * Fraction(7, 10) / (minutes / 60))
    assert found["chaplain"].patients_possible == 0
    raw = inputs(mix={"all": {"rn_phone": 1}}, tier_share={"all": 1})
    idle = {row.discipline: row for row in staffing(read_inputs(raw), {}, Fraction(30))}
    assert idle["physician"].patients_possible is None
