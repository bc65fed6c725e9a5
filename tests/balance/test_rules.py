"""The balance decided on facts alone: what marks mean, what tilts, what lies apart, what the numbers say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.balance.rules import (
    Limits,
    NumberFacts,
    Outcome,
    Rated,
    headline,
    is_due,
    lasting_tilts,
    lean,
    needs_why,
    numbers_said,
    rounds,
    topic_words,
    wide_gaps,
)
from app.catalogue import CatalogueError, catalogue, read_catalogue
from app.catalogue.loading import CATALOGUE_FILE
from app.charts.tracks import track

TOPICS = catalogue().balance_topics
EFFORT, PAYMENT, OUTCOMES, CONTACT = TOPICS
LIMITS = Limits()
START = date(2026, 1, 6)


def on(days: int) -> date:
    return START + timedelta(days=days)


def rated(days: int, side: str = "provider", **marks: int) -> Rated:
    return Rated(on(days), side, marks)


def tilts(*ratings: Rated) -> list[tuple[str, str, date, date | None]]:
    found = lasting_tilts(ratings, TOPICS, LIMITS, "Ordway")
    return [(one.topic, one.side, one.fired_on, one.closed_on) for one in found]


def gaps(*ratings: Rated) -> list[tuple[str, date, date | None]]:
    found = wide_gaps(ratings, TOPICS, LIMITS, "Ordway")
    return [(one.topic, one.fired_on, one.closed_on) for one in found]


# --- the marks


@pytest.mark.parametrize(
    ("topic", "mark", "way"),
    [("effort", 1, -1), ("effort", 3, 0), ("effort", 4, 1), ("payment", 2, -1), ("payment", None, 0),
     ("outcomes", 2, -1), ("outcomes", 5, 0), ("relationship", 5, 1)],
)  # fmt: skip
def test_three_is_right_and_more_outcomes_than_planned_are_no_tilt(
    topic: str, mark: int | None, way: int
) -> None:
    assert lean(topic, mark) == way


def test_only_the_far_ends_must_say_why() -> None:
    assert [needs_why(mark) for mark in (None, 1, 2, 3, 4, 5)] == [False, True, False, False, False, True]


@pytest.mark.parametrize(
    ("topic", "ours", "theirs", "words"),
    [
        (EFFORT, None, None, "Not rated yet."),
        (EFFORT, 3, 3, "About right for both."),
        (EFFORT, 4, 3, "Too much for us, about right for Ordway."),
        (PAYMENT, 3, 1, "About right for us, far too little for Ordway."),
        (PAYMENT, 2, 1, "Too little for us, far too little for Ordway."),
        (PAYMENT, 2, 4, "Too little for us, too much for Ordway."),
        (OUTCOMES, 3, None, "As planned for us; Ordway has not rated it this time."),
        (OUTCOMES, None, 2, "Less than planned for Ordway; we have not rated it this time."),
    ],
)  # fmt: skip
def test_a_topic_reads_as_a_sentence_for_both_sides(
    topic: object, ours: int | None, theirs: int | None, words: str
) -> None:
    assert topic_words(topic, ours, theirs, "Ordway") == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ours", "theirs", "words"),
    [
        ({}, {}, "Nobody has rated the balance yet."),
        ({"effort": 3, "payment": 3, "outcomes": 3}, {"effort": 3, "payment": 3, "outcomes": 4},
         "Effort, payment and outcomes are about right for both sides."),
        ({"effort": 4, "payment": 2, "outcomes": 3}, {"effort": 3},
         "Effort and payment are out of balance; outcomes are about right."),
        ({"outcomes": 2}, {}, "Outcomes are out of balance. Ordway has not rated yet."),
        ({}, {"effort": 3}, "Effort is about right for Ordway. We have not rated yet."),
        ({"relationship": 1}, {"effort": 3}, "Contact is out of balance; effort is about right."),
    ],
)  # fmt: skip
def test_the_whole_balance_is_one_sentence(ours: dict[str, int], theirs: dict[str, int], words: str) -> None:
    assert headline(TOPICS, ours, theirs, "Ordway") == words


def test_a_rating_of_contact_alone_has_a_sentence_too() -> None:
    assert headline(TOPICS, {"relationship": 3}, {}, "Ordway").startswith("Contact is about right for us.")


def test_two_signs_on_one_place_stand_side_by_side() -> None:
    one = track("Effort", 3, 3, "")
    assert (one.ours, one.theirs) == (46, 54)
    ends = track("Effort", 1, 5, "")
    assert (ends.ours, ends.theirs) == (4, 96)
    assert track("Effort", None, 2, "").ours is None


def test_a_topic_with_fewer_than_five_words_is_a_fault_of_the_catalogue() -> None:
    text = CATALOGUE_FILE.read_text(encoding="utf-8")
    with pytest.raises(CatalogueError, match="there must be 5 words"):
        read_catalogue(text.replace(', "Far more than planned"', "", 1))


# --- a lasting tilt


def test_the_same_tilt_sixty_days_apart_fires_and_closes_when_it_is_mended() -> None:
    assert tilts(rated(0, effort=4), rated(60, effort=5), rated(120, effort=3)) == [
        ("effort", "provider", on(60), on(120))
    ]


@pytest.mark.parametrize(
    "ratings",
    [
        (rated(0, effort=4), rated(59, effort=4)),
        (rated(0, effort=4), rated(60, effort=2)),
        (rated(0, effort=4), rated(60, "payer", effort=4)),
        (rated(0, effort=4), rated(30, effort=3), rated(90, effort=4)),
        (rated(0, outcomes=5), rated(90, outcomes=5)),
    ],
    ids=["too soon", "other way", "other side", "right between", "more outcomes"],
)
def test_what_is_no_lasting_tilt_stays_silent(ratings: tuple[Rated, ...]) -> None:
    assert tilts(*ratings) == []


def test_a_tilt_lasts_over_ratings_that_lie_closer_and_over_one_that_left_the_topic_out() -> None:
    assert tilts(rated(0, effort=4), rated(40, effort=4), rated(50, payment=3), rated(80, effort=4)) == [
        ("effort", "provider", on(80), None)
    ]


def test_a_tilt_that_turns_round_closes_and_begins_anew() -> None:
    found = tilts(rated(0, payment=2), rated(90, payment=2), rated(180, payment=4), rated(270, payment=4))
    assert found == [
        ("payment", "provider", on(90), on(180)),
        ("payment", "provider", on(270), None),
    ]


def test_a_tilt_says_who_called_it_what_and_when() -> None:
    marks = (rated(0, "payer", outcomes=2), rated(90, "payer", outcomes=1), rated(180, "payer", outcomes=3))
    (one,) = lasting_tilts(marks, TOPICS, LIMITS, "Ordway")
    first = "Ordway called outcomes less than planned on January 6, 2026"
    assert one.words == f"{first} and far less than planned on April 6, 2026."
    assert one.closed_words == "Ordway called outcomes as planned on July 5, 2026."
    assert (one.trigger, one.values) == ("TB01", (2, 1))


# --- two views apart


def test_two_marks_apart_within_forty_five_days_fire_and_close_with_a_nearer_pair() -> None:
    marks = (rated(0, effort=5), rated(45, "payer", effort=3), rated(60, effort=4))
    assert gaps(*marks) == [("effort", on(45), on(60))]
    (one,) = wide_gaps(marks, TOPICS, LIMITS, "Ordway")
    assert one.words == "Effort: far too much for us, about right for Ordway."
    assert one.values == (5, 3)


@pytest.mark.parametrize(
    "ratings",
    [
        (rated(0, effort=5), rated(46, "payer", effort=3)),
        (rated(0, effort=4), rated(1, "payer", effort=3)),
        (rated(0, effort=5), rated(1, effort=3)),
        (rated(0, effort=5), rated(1, "payer", payment=1)),
    ],
    ids=["too far in time", "one apart", "one side", "other topics"],
)
def test_what_is_no_gap_stays_silent(ratings: tuple[Rated, ...]) -> None:
    assert gaps(*ratings) == []


def test_a_gap_stays_open_while_no_two_views_of_the_same_time_say_otherwise() -> None:
    assert gaps(rated(0, effort=5), rated(0, "payer", effort=3), rated(200, effort=3)) == [
        ("effort", on(0), None)
    ]


def test_what_both_say_on_one_day_is_looked_at_together() -> None:
    before = (rated(0, payment=5), rated(0, "payer", payment=5))
    both = (rated(20, payment=2), rated(20, "payer", payment=2))
    assert gaps(*before, *both) == gaps(*before, *reversed(both)) == []


MARKS = st.fixed_dictionaries({}, optional={one.id: st.integers(1, 5) for one in TOPICS})
RATINGS = st.lists(
    st.builds(rated, st.integers(0, 900), st.sampled_from(["provider", "payer"])).flatmap(
        lambda one: MARKS.map(lambda marks: Rated(one.on, one.side, marks))
    ),
    max_size=8,
    unique_by=lambda one: (one.on, one.side),
)


@given(RATINGS, st.randoms())
def test_signals_do_not_hang_on_the_order_and_never_close_before_they_fire(
    ratings: list[Rated], chance: object
) -> None:
    shuffled = list(ratings)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    for rule in (lasting_tilts, wide_gaps):
        found = list(rule(ratings, TOPICS, LIMITS, "Ordway"))
        assert list(rule(shuffled, TOPICS, LIMITS, "Ordway")) == found
        for one in found:
            assert one.closed_on is None or one.closed_on > one.fired_on
            assert (one.closed_on is None) == (one.closed_words == "")
            assert one.fired_on in {rating.on for rating in ratings}


@given(RATINGS, st.integers(0, 900))
def test_what_was_said_by_a_day_does_not_change_with_what_comes_later(ratings: list[Rated], day: int) -> None:
    then = [one for one in ratings if one.on <= on(day)]
    for rule in (lasting_tilts, wide_gaps):
        later = {(one.topic, one.side, one.fired_on) for one in rule(ratings, TOPICS, LIMITS, "Ordway")}
        assert {(one.topic, one.side, one.fired_on) for one in rule(then, TOPICS, LIMITS, "Ordway")} <= later


@dataclass(frozen=True)
class Given:
    on: date
    side: str


def test_ratings_of_one_time_are_a_round_and_a_second_one_of_a_side_begins_another() -> None:
    newest_first = [
        Given(on(100), "payer"),
        Given(on(60), "provider"),
        Given(on(50), "payer"),
        Given(on(0), "provider"),
    ]
    found = [{side: (one.on - START).days for side, one in each.items()} for each in rounds(newest_first)]
    assert found == [{"payer": 100, "provider": 60}, {"payer": 50}, {"provider": 0}]


# --- the numbers


def months(**columns: object) -> list[tuple[date, dict[str, object]]]:
    """Six months to October 2026 with the same figures."""
    return [(date(2026, month, 1), dict(columns)) for month in range(5, 11)]


FULL = months(
    encounters=66, patient_months=Decimal(12), non_revenue_hours=Decimal(54), team_hours=Decimal(300),
    reporting_hours=Decimal(16), total_cost_cents=1_270_800, total_revenue_cents=1_418_000,
    running_margin_cents=-4_580_340, ed_visits=2, admissions=0, deaths=3, deaths_within_60_days=1,
)  # fmt: skip


def told(facts: NumberFacts) -> list[tuple[str, str]]:
    return [(one.topic, one.words) for one in numbers_said(facts)]


def test_the_numbers_are_read_beside_each_topic() -> None:
    facts = NumberFacts(
        FULL,
        {on: Decimal(5) for on, _values in FULL},
        reporting_cap=Decimal(14),
        ed_target=Decimal(12),
        admission_target=Decimal(8),
        tolerance_cents=6_000_000,
    )
    span = "from August to October 2026"
    assert told(facts) == [
        ("effort", f"5.5 contacts per patient month {span}, 5 planned: 10 percent more."),
        ("effort", f"18 percent of the team’s hours brought no income {span}: 162 of 900."),
        ("effort", "Reports took 16 hours in October 2026; at most 14 are agreed."),
        ("payment", f"Care cost $1,059 per patient month and $1,182 was paid {span}: $123 over."),
        ("payment", "Since the start care cost $45,803 more than was paid, up to October 2026: "
                    "within the $60,000 we can bear."),
        ("outcomes", f"16.7 emergency visits per 100 patient months {span} (6 in 36), "
                     "over the target of 12."),
        ("outcomes", f"0 unplanned admissions per 100 patient months {span} (0 in 36), "
                     "within the target of 8."),
        ("outcomes", "6 of 18 deaths came within 60 days of the start, from May to October 2026."),
    ]  # fmt: skip


def test_what_is_missing_is_not_known_and_never_zero() -> None:
    every = numbers_said(NumberFacts(()))
    assert len(every) == 8
    assert all(not one.known and "not known" in one.words for one in every)
    holes = [(day, {**values, "encounters": None}) for day, values in FULL]
    assert numbers_said(NumberFacts(holes))[0].words == "How much care a patient gets is not known."
    idle = months(encounters=0, patient_months=Decimal(0), deaths=0, deaths_within_60_days=0)
    words = [one.words for one in numbers_said(NumberFacts(idle))]
    assert "How much care a patient gets is not known." in words
    assert any(one.startswith("Nobody died") for one in words)


def test_a_window_with_a_missing_month_is_not_known() -> None:
    gap = [one for one in FULL if one[0] != date(2026, 8, 1)]
    words = [one.words for one in numbers_said(NumberFacts(gap))]
    assert words[0] == "How much care a patient gets is not known." and "from" not in " ".join(words)
    assert words[7] == "How many came late is not known."
    assert words[2].startswith("Reports took 16 hours in October 2026"), "one month is a window of its own"


def test_what_was_not_agreed_is_said_so() -> None:
    words = [one.words for one in numbers_said(NumberFacts(FULL))]
    assert words[0].endswith("what was planned is not known.")
    assert words[2].endswith("no limit is agreed.")
    assert words[4].endswith("what we can bear is not known.")
    one = [(on, {**values, "reporting_hours": Decimal(1)}) for on, values in FULL]
    assert numbers_said(NumberFacts(one))[2].words.startswith("Reports took 1 hour in October 2026;")
    assert words[5].endswith("no target is set.")


def test_costs_margins_and_small_counts_stay_with_us() -> None:
    open_to_others = {one.words.split()[0] for one in numbers_said(NumberFacts(FULL)) if not one.private}
    assert open_to_others == {"5.5", "0"}
    many = [
        (day, {**values, "ed_visits": 4, "deaths": 9, "deaths_within_60_days": 4}) for day, values in FULL
    ]
    private = [one.words for one in numbers_said(NumberFacts(many)) if one.private]
    assert all("$" in words or "income" in words or "Reports" in words for words in private)


def test_the_agreed_number_decides_what_is_small_and_the_rest_counts_as_well() -> None:
    most = [
        (day, {**values, "ed_visits": 4, "deaths": 9, "deaths_within_60_days": 7}) for day, values in FULL
    ]

    def stays(up_to: int) -> bool:
        (late,) = [
            one for one in numbers_said(NumberFacts(most, hidden_up_to=up_to)) if "deaths" in one.words
        ]
        assert late.words.startswith("42 of 54 deaths")
        return late.private

    assert stays(12) and not stays(11), "42 of 54 gives away the other 12"
    assert numbers_said(NumberFacts(most, hidden_up_to=12))[5].private, "12 visits in 36 patient months"
    assert not numbers_said(NumberFacts(FULL, hidden_up_to=0))[7].private


# --- adjustments


def test_an_adjustment_is_due_while_it_is_tried_and_its_day_has_come() -> None:
    assert is_due(Outcome.OPEN, START, START)
    assert not is_due(Outcome.OPEN, START + timedelta(days=1), START)
    assert not is_due(Outcome.OPEN, None, START)
    assert not is_due(Outcome.KEPT, START, START)
