"""What chance does to a group, what support does to the first months, who waits for whom: in words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.catalogue import catalogue
from app.costs.queries import minimum_warning, why_careful
from app.costs.queries.payment import option_label, usual_group, ways_out
from app.costs.rules import (
    OPTIONS,
    Risk,
    Sharing,
    Stalemate,
    Support,
    carve_out,
    cost_parts,
    counted_words,
    end_words,
    ends_too_early,
    loss_words,
    now_words,
    ramp_up_loss,
    read_inputs,
    risk_words,
    stalemate_words,
    swing_words,
    turning_month,
)
from app.costs.rules.payment import CARVED
from app.costs.rules.risk import reserve_words
from app.costs.rules.support import deepest, last_month, paid_by_month
from tests.costs.test_rules import inputs

MODEL = read_inputs(inputs())  # 12 months; the caseload carries itself from month 9 on
TODAY = date(2026, 11, 24)


def said(risk: Risk, **changes: Any) -> str:
    return " ".join(swing_words(risk, read_inputs(inputs(**changes)), Fraction(-1579), 100))


# --- sharing


def test_without_sharing_chance_is_not_spoken_of() -> None:
    assert swing_words(Risk(), MODEL, None, 100) == ()
    assert swing_words(Risk(Sharing.NONE, agreed=True), MODEL, None, 100) == ()
    assert risk_words(Risk(Sharing.NONE, agreed=True)) == "Savings and losses are not shared."


def test_a_group_is_measured_against_the_least_of_the_term_sheet_or_the_usual_one() -> None:
    assert "With 30 patients chance decides; the usual least is 100." in said(Risk(Sharing.SAVINGS))
    agreed = Risk(Sharing.SAVINGS, agreed=True, group=150)
    told = said(agreed, mean_stay_months=6)
    assert "chance decides; the term sheet’s least is 150." in told
    assert "Over a year about 90 people are enrolled, at 6 months each" in told
    assert "for a year with fewer than 150 the term sheet shares nothing." in told
    assert "150 patients at a time" in said(agreed, patients=150)


def test_people_who_follow_each_other_make_a_group_large_enough_and_no_steadier() -> None:
    told = said(Risk(Sharing.SAVINGS, group=100), mean_stay_months=3)
    assert (
        "Over a year about 150 people are enrolled, at 3 months each: counted so the group is large" in told
    )
    assert "shares nothing" not in told


def test_one_patient_at_the_limit_is_worked_out_for_a_patient_month() -> None:
    told = said(Risk(Sharing.BOTH, cap=Fraction(36000), share=Fraction(2, 5), most=Fraction(10000)))
    assert "One patient at the limit of $36,000 can move the result of a year by that sum, $100.00" in told
    assert "Our share of that, 40 percent, is $40.00 per patient month." in told
    assert "Our loss ends at $10,000 a year." in told
    assert "it makes no debt" not in told
    assert "It can use up a saving; it makes no debt." in said(Risk(Sharing.SAVINGS, cap=Fraction(36000)))
    assert "No limit to our loss is settled." in said(Risk(Sharing.ALL, share=Fraction(1, 2)))


def test_what_is_not_known_of_the_sharing_stays_not_known() -> None:
    told = swing_words(Risk(Sharing.BOTH, cap=Fraction(100)), None, None, 100)
    assert told[0].startswith("How many patients are enrolled is not known")
    assert "How long after the year the money comes is not settled." in told
    assert not any("per patient month" in one for one in told)
    nobody = said(Risk(Sharing.BOTH, cap=Fraction(100)), patients=0)
    assert "is not known" in nobody


@pytest.mark.parametrize(
    ("tolerance", "margin", "words"),
    [
        (Fraction(40000), Fraction(-1579), "last 25 months: long enough."),
        (Fraction(30000), Fraction(-1579), "last 18 months: 6 too few."),
        (None, Fraction(-1579), "Whether we can wait so long is not known"),
        (Fraction(1), Fraction(0), "Until then each month pays for itself."),
        (Fraction(1), None, "Whether we can wait so long is not known"),
    ],
)
def test_the_wait_for_money_is_held_against_the_reserve(
    tolerance: Fraction | None, margin: Fraction | None, words: str
) -> None:
    assert words in reserve_words(24, tolerance, margin)


# --- money for the start

DATED = {"form": "lump_sum", "amount": Fraction(20000), "start": date(2026, 11, 15)}


def test_the_end_of_support_is_held_against_the_month_that_carries_itself() -> None:
    assert turning_month(MODEL) == 9
    words = {
        date(2027, 3, 31): "Support ends in March 2027, four months before the caseload carries itself.",
        date(2027, 6, 30): "Support ends in June 2027, the month before the caseload carries itself.",
        date(
            2027, 8, 1
        ): "Support ends in August 2027; by then the caseload carries itself, from July 2027 on.",
    }
    for ends_on, told in words.items():
        assert end_words(Support(ends_on=ends_on, **DATED), MODEL) == told
    assert [ends_too_early(Support(ends_on=one, **DATED), MODEL) for one in words] == [True, False, False]


def test_a_start_that_never_carries_itself_is_said_beside_the_end_of_support() -> None:
    thin = read_inputs(inputs(ramp__patients=[4] * 12))
    told = end_words(Support(months=6), thin)
    assert told.startswith(
        "Support ends in month 6; in none of the 12 months entered does the caseload begin"
    )
    assert ends_too_early(Support(months=6), thin)


def test_a_caseload_ends_support_in_the_first_month_that_reaches_it() -> None:
    ends = {"ends_when": "caseload_reached", "ends_at": 24}
    assert last_month(Support(**ends), ()) is None
    assert end_words(Support(**ends), MODEL).startswith("Support ends in month 6, three months before")
    both = Support(**ends, ends_on=date(2026, 12, 31), start=date(2026, 11, 15))
    assert end_words(both, MODEL).startswith("Support ends in December 2026")
    far = end_words(Support(form="monthly_floor", ends_when="caseload_reached", ends_at=400), MODEL)
    assert far == "A caseload of 400 ends the support; it is not reached in the 12 months entered."


def test_what_nobody_said_about_support_is_not_made_up() -> None:
    assert end_words(Support(), MODEL) == "Whether there is start-up support is not settled."
    assert end_words(Support(form="monthly_floor"), MODEL) == "When the support ends is not settled."
    assert end_words(Support(form="none"), MODEL) == "No start-up support is agreed."
    assert "not known: no first months are entered" in end_words(Support(months=3), None)
    assert "is not known" in loss_words(Support(), read_inputs(inputs(ramp={})))
    assert not ends_too_early(Support(months=3), None)


def test_the_first_months_with_and_without_a_sum() -> None:
    bare = read_inputs(inputs(ramp__startup_support=0))
    assert deepest(bare, {}) == ramp_up_loss(bare)
    support = Support(**DATED)
    assert loss_words(support, MODEL) == (
        "Without support the first months go down to −$53,644; with it to −$33,644."
    )
    late = Support(**DATED, pay_on=date(2027, 1, 10))
    assert paid_by_month(late, MODEL) == {3: Fraction(20000)}
    assert loss_words(Support(), MODEL) == "Without support the first months go down to −$53,644."


def test_our_own_reserves_carry_a_start_and_lower_no_loss() -> None:
    own = Support(**DATED, source="own_reserves")
    assert paid_by_month(own, MODEL) == {}
    assert loss_words(own, MODEL) == (
        "The first months go down to −$53,644; the $20,000 of our own reserves fall $33,644 short of that."
    )


def test_a_floor_pays_only_what_the_base_payments_lack_and_stops_at_its_end() -> None:
    floor = Support(form="monthly_floor", floor=Fraction(12000), months=3)
    paid = paid_by_month(floor, MODEL)
    for month, patients in enumerate(MODEL.ramp.patients[:3], start=1):
        assert paid[month] == max(12000 - 900 * patients, 0)
    assert paid[1] > 0 and not any(paid[month] for month in range(4, 13))
    capped = Support(form="monthly_floor", floor=Fraction(12000), months=3, amount=paid[1])
    assert sum(paid_by_month(capped, MODEL).values()) == paid[1]


def test_a_falling_sum_falls_in_its_months() -> None:
    sums = ((1, Fraction(3000)), (4, Fraction(2000)))
    paid = paid_by_month(Support(form="falling_supplement", falling=sums, months=5), MODEL)
    assert [paid[month] for month in range(1, 7)] == [3000, 3000, 3000, 2000, 2000, 0]


@given(some.integers(0, 10**6))
def test_more_support_never_makes_the_first_months_deeper(amount: int) -> None:
    paid = paid_by_month(Support(form="lump_sum", amount=Fraction(amount)), MODEL)
    assert deepest(MODEL, paid) == max(deepest(MODEL, {}) - amount, 0)


def test_another_sum_in_the_costs_than_in_the_term_sheet_is_told() -> None:
    assert counted_words(Fraction(20000), Fraction(15000)) == (
        "The costs count $15,000 of support, the term sheet says $20,000."
    )
    assert counted_words(Fraction(15000), Fraction(15000)) == counted_words(None, Fraction(1)) == ""


# --- who waits for whom


@pytest.mark.parametrize(
    ("noted", "words"),
    [
        (Stalemate(), "Nobody has noted whether each side waits for the other."),
        (Stalemate("yes", ""), "Whether we need more pay first is not known."),
        (Stalemate("", "yes"), "Whether the plan waits for proof is not known."),
        (Stalemate("yes", "no"), "so there is a way."),
        (Stalemate("no", ""), "There is no stalemate over proof of savings."),
        (Stalemate("yes", "yes"), "Stalemate over proof of savings: the plan waits"),
        (Stalemate("yes", "yes", TODAY), "since November 24, 2026, from today:"),
        (Stalemate("yes", "yes", date(2026, 11, 1)), ", 23 days now:"),
        (Stalemate("yes", "yes", date(2026, 10, 24)), ", 1 month now:"),
        (Stalemate("yes", "yes", date(2025, 11, 25)), ", 11 months now:"),
    ],
)
def test_where_the_stalemate_stands(noted: Stalemate, words: str) -> None:
    assert words in stalemate_words(noted, TODAY)


# --- what matters now


def test_the_first_thing_that_presses_is_said_and_nothing_when_nothing_does() -> None:
    assert now_words("knot", "end", "chance", Fraction(-1)) == "knot"
    assert now_words("", "end", "chance", None) == "end"
    assert now_words("", "", "chance", None) == "chance"
    assert now_words("", "", "", Fraction(-20)).startswith("A month is $20 short.")
    assert now_words("", "", "", None) == now_words("", "", "", Fraction(1))


def test_every_piece_of_the_catalogue_has_its_place_in_the_bundle() -> None:
    listed = catalogue().section("payment_support", "carve_outs")
    assert [one["label"] for one in listed] == list(CARVED)  # type: ignore[attr-defined]
    assert carve_out("First assessments", (), ("first_assessment",)).words == "outside the bundle"
    half = carve_out(list(CARVED)[2], ("therapy",), ("equipment",))
    assert half.words == "partly outside, partly inside the bundle"


def test_what_the_page_takes_from_the_catalogue_is_there() -> None:
    assert usual_group() == 100
    assert len(ways_out()) == 3
    assert len(minimum_warning()["options"]) == 5
    assert "deep cuts in care may cost outcomes" in why_careful()
    assert all(option_label(one) for one in OPTIONS)


# --- less effort


def video(**changes: Any) -> Any:
    """The example with a physician who drives, so that every option has something to try."""
    raw = inputs(**changes)
    raw["encounter_types"]["physician_visit"] = {
        "discipline": "physician", "direct_minutes": 40, "drive_minutes": 40, "in_person": True,
    }  # fmt: skip
    for mix in raw["mix"].values():
        mix["physician_visit"] = 0.5
    return read_inputs(raw)


@pytest.mark.parametrize("ident", OPTIONS)
def test_every_option_changes_only_what_it_is_about(ident: str) -> None:
    before, option = video(), OPTIONS[ident]
    trial = option.begin(before)
    assert trial is not None
    after = option.does(before, trial)
    assert after != before
    assert (after.patients, after.payment_terms) == (before.patients, before.payment_terms)
    saved = cost_parts(before).variable_ppm - cost_parts(after).variable_ppm
    assert 0 < saved <= option.touches(before, trial)
    assert sum(tier.share for tier in after.tiers.values()) == 1


def test_a_visit_by_video_keeps_its_time_with_the_patient_and_drives_nowhere() -> None:
    before, option = video(), OPTIONS["EF1"]
    trial = option.begin(before)
    assert trial is not None and trial.kind == "physician_visit"
    after = option.does(before, trial)
    still = after.encounter_types["physician_visit, by video"]
    assert (still.direct_minutes, still.drive_minutes, still.in_person) == (40, 0, False)
    for tier in after.tiers.values():
        assert tier.mix["physician_visit"] + tier.mix["physician_visit, by video"] == Fraction(1, 2)


def test_what_costs_nothing_is_not_offered() -> None:
    bare = read_inputs(
        {
            "hourly_cost": {"rn": 60},
            "encounter_types": {"call": {"discipline": "rn", "direct_minutes": 60}},
            "mix": {"all": {"call": 2}},
            "tier_share": {"all": 1},
        }
    )
    offered = {ident for ident, one in OPTIONS.items() if one.begin(bare) is not None}
    assert offered == {"EF4"}
