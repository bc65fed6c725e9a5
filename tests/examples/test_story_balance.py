"""How the examples rated their balance: as their own numbers say."""

from __future__ import annotations

from datetime import date

from app.balance.rules import Limits, Rated, lasting_tilts, wide_gaps
from app.catalogue import catalogue
from app.examples.reader import ExamplePartnership
from tests.examples.told import DRIFTING, ENDED, HEALTHY, each_example, own_day, told

TOPICS = catalogue().balance_topics
RIGHT = 3


def rated(example: ExamplePartnership) -> list[Rated]:
    return [Rated(one.on, one.side, dict(one.marks)) for one in told(example).balance.ratings]


def said_with(example: ExamplePartnership) -> set[tuple[str, str, bool]]:
    """Which rule speaks of which topic, and whether that was mended."""
    found = rated(example)
    tilts = lasting_tilts(found, TOPICS, Limits(), example.payer)
    gaps = wide_gaps(found, TOPICS, Limits(), example.payer)
    return {(one.trigger, one.topic, one.closed_on is not None) for one in (*tilts, *gaps)}


def test_the_healthy_one_stays_near_the_middle_and_says_nothing() -> None:
    assert all(abs(mark - RIGHT) <= 1 for one in rated(HEALTHY) for mark in one.marks.values())
    assert said_with(HEALTHY) == set()


def test_the_drifting_one_tilts_in_effort_and_payment_and_is_mended_by_the_amendment() -> None:
    assert said_with(DRIFTING) == {
        ("TB01", "effort", True),
        ("TB01", "payment", True),
        ("TB01", "relationship", True),
        ("TB02", "effort", True),
        ("TB02", "payment", True),
        ("TB02", "relationship", True),
    }
    assert set(rated(DRIFTING)[-2].marks.values()) == {RIGHT}


def test_the_ended_one_saw_the_outcomes_differently_to_the_last() -> None:
    assert ("TB02", "outcomes", False) in said_with(ENDED)


@each_example
def test_each_side_is_rated_once_a_day_and_says_why_at_the_far_ends(example: ExamplePartnership) -> None:
    ratings = told(example).balance.ratings
    assert len({(one.side, one.on) for one in ratings}) == len(ratings) > 0
    assert {one.on for one in ratings} == {one.held_on for one in told(example).reviews}
    for one in ratings:
        far = {topic for topic, mark in one.marks if mark in (1, 5)}
        assert far <= {topic for topic, _why in one.whys}
        assert one.filled_by


@each_example
def test_adjustments_lie_in_the_past_and_settled_ones_say_what_was_seen(example: ExamplePartnership) -> None:
    found, today = told(example).balance.adjustments, own_day(example)
    assert len(found) >= 2
    for one in found:
        assert example.pilot_start < one.on < min(today, one.check_on)
        assert (one.outcome == "open") == (one.effect_seen == "")


def test_slow_authorizations_and_heavy_reports_were_adjusted_in_their_months() -> None:
    months = {one.what_changed.split()[0]: one.on for one in told(HEALTHY).balance.adjustments}
    assert (months["Fast"], months["The"]) == (date(2024, 5, 20), date(2024, 8, 20))
