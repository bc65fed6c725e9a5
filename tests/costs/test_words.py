"""What the numbers say, in sentences; and an offer beside cost at three volumes."""

from __future__ import annotations

import json
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as some

from app.charts.crossing import NARROW, WIDE, crossing_chart
from app.costs.rules import (
    MECHANISMS,
    Place,
    dollars,
    even_words,
    exact,
    fine,
    from_kept,
    named,
    of_set,
    offer_words,
    ramp_rows,
    ramp_up_loss,
    read_inputs,
    result_words,
    staffing,
    standing,
    start_words,
    team_words,
    to_cents,
    to_kept,
    together,
    together_words,
    volumes,
)
from tests.costs.test_rules import EXAMPLE, inputs

RATE = ("case_rate",)


def test_a_shortfall_a_surplus_and_an_even_month_are_said_plainly() -> None:
    assert result_words(Fraction(30), Fraction("-1578.75")) == "At 30 patients you are $1,579 a month short"
    assert result_words(Fraction(1), Fraction(20)) == "At 1 patient $20 a month is left over"
    assert result_words(Fraction(30), Fraction("0.001")) == "At 30 patients payment just covers cost"
    assert result_words(Fraction(30), None) == "What a month leaves over is not known yet"


def test_a_rate_for_a_mile_keeps_its_tenths_of_a_cent() -> None:
    assert [fine(Fraction(one)) for one in ("0.725", "0.7", "1", "0.67")] == [
        "$0.725",
        "$0.70",
        "$1.00",
        "$0.67",
    ]


def test_where_it_breaks_even() -> None:
    model = read_inputs(inputs())
    said = even_words(of_set(model, RATE), Fraction("952.625"))
    assert (
        said == "You break even at 36 patients, or at $952.63 per patient month with the patients you have."
    )
    poor = read_inputs(inputs(payment_terms__case_rate=500))
    assert even_words(of_set(poor, RATE), None) == (
        "No number of patients breaks even: each one costs $112.63 more than it brings in a month."
    )


def test_an_offer_beside_cost_at_three_volumes() -> None:
    model = read_inputs(inputs())
    found = volumes(model, RATE)
    assert [(one.place, one.patients) for one in found] == [
        (Place.LOW, 21),
        (Place.EXPECTED, 30),
        (Place.EVEN, 36),
        (Place.HIGH, 39),
    ]
    assert {one.place: to_cents(one.result) for one in found}[Place.EXPECTED] == -157875
    assert offer_words(found) == (
        "$900.00 per patient month is $198.34 short of cost at 21 patients, "
        "$52.63 short of cost at 30 and $25.84 over cost at 39."
    )


def test_without_months_enrolled_nothing_is_made_up() -> None:
    model = read_inputs(inputs(mean_stay_months=0))
    assert volumes(model, MECHANISMS) == ()
    assert offer_words(()) == ""
    assert even_words(of_set(model, RATE), None).startswith("Where it breaks even is not known")


def test_the_start_says_how_deep_it_goes_and_whether_that_can_be_borne() -> None:
    model = read_inputs(inputs(loss_tolerance=40000))
    said = start_words(model, ramp_rows(model), ramp_up_loss(model))
    assert said == (
        "The first months go down to −$43,644; from month 9 on no month loses. "
        "That is $3,644 more than the $40,000 you can bear."
    )
    assert start_words(read_inputs(inputs(ramp={})), (), Fraction(0)).startswith("Enter the patients")


def test_the_team_is_as_strong_as_its_scarcest_hours() -> None:
    model = read_inputs(inputs())
    found = staffing(model, {"rn": Fraction(120), "sw": Fraction(400)}, Fraction(30))
    limits = {one.discipline: one.patients_possible for one in found}
    only = tuple(one for one in found if one.discipline in ("rn", "sw"))
    assert team_words(only) == f"The team can carry {limits['rn']} patients; the hours of “rn” end first."


def test_the_example_under_plain_names_costs_the_same() -> None:
    plain = named(EXAMPLE["inputs"])
    assert "Nurse, home visit" in plain["encounter_types"]
    assert of_set(read_inputs(plain), MECHANISMS) == of_set(read_inputs(EXAMPLE["inputs"]), MECHANISMS)


@given(some.fractions(-(10**6), 10**6))
def test_what_is_shown_is_rounded_half_away_from_zero(amount: Fraction) -> None:
    assert abs(Fraction(to_cents(amount), 100) - amount) <= Fraction(1, 200)
    assert to_cents(-amount) == -to_cents(amount)
    assert dollars(-amount).lstrip("−") == dollars(amount).lstrip("−")
    assert exact(amount).lstrip("−").startswith("$")


@given(
    some.fractions(0, 10**6),
    some.fractions(0, 10**4),
    some.fractions(0, 10**4),
    some.fractions(Fraction(1, 10), 10**4),
)
def test_the_picture_stays_inside_and_marks_the_crossing_where_both_lines_meet(
    fixed: Fraction, cost: Fraction, paid: Fraction, today: Fraction
) -> None:
    for frame in (WIDE, NARROW):
        chart = crossing_chart(fixed, cost, paid, today, frame)
        places = [chart.payment, chart.cost]
        assert all(chart.left <= x <= chart.right for one in places for x in one[::2])
        assert all(chart.top - 1 <= y <= chart.bottom + 1 for one in places for y in one[1::2])
        assert chart.left <= chart.today.x <= chart.right
        if chart.crossing:
            assert paid > cost
            assert chart.top - 1 <= chart.crossing.y <= chart.bottom + 1
        assert bool(chart.gain) == bool(chart.crossing)


def test_rows_keep_their_order_however_a_database_sorts_names() -> None:
    plain = named(EXAMPLE["inputs"])
    kept = json.loads(json.dumps(to_kept(plain), sort_keys=True))
    assert list(from_kept(kept)["fixed_overhead_lines"]) == list(plain["fixed_overhead_lines"])
    assert from_kept(kept) == plain


def test_contracts_together_carry_what_one_alone_does_not() -> None:
    one = read_inputs(inputs())
    rich = read_inputs(inputs(payment_terms__case_rate=1200))
    alone, both = together([standing(one, RATE)]), together([standing(one, RATE), standing(rich, RATE)])
    assert alone.needed == of_set(one, RATE).organization_break_even_patients == 40
    assert (both.patients, both.margin) == (60, Fraction("-1578.75") + Fraction("7421.25"))
    # 2 x (10,200 + 2 x 565.125) over the mean of 287.375 and 587.375
    assert both.needed == 52
    assert together_words(both) == (
        "2 contracts with 60 patients: $5,843 a month left over together. "
        "At today’s mix it takes 52 to carry everything, care without a payer included."
    )
    poor = read_inputs(inputs(payment_terms__case_rate=100))
    assert together_words(together([standing(poor, RATE), standing(poor, RATE)])).endswith(
        "At today’s mix no number of patients carries everything."
    )
    unknown = read_inputs(inputs(mean_stay_months=0))
    assert "not known" in together_words(together([standing(one, RATE), standing(unknown, RATE)]))
