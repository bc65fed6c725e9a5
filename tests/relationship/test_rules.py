"""What a relationship asks for: concerns, pulse, silence, the two logs, fit."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.relationship.rules import (
    Rhythm,
    business_days,
    days_open,
    default_rhythm,
    every_words,
    expected_on,
    fit_changes,
    guide_concern,
    mean_days,
    mean_of,
    measured_days,
    next_pulse_on,
    pattern_words,
    pulse_words,
    silence,
    told_problem,
    waiting_late,
)
from app.relationship.rules.concerns import OpenConcern
from app.relationship.rules.fit import FitScore

DAY = date(2026, 11, 24)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


# --- concerns


def test_a_concern_is_open_until_today_or_the_day_it_was_settled() -> None:
    assert days_open(date(2026, 9, 5), None, DAY) == 80
    assert days_open(date(2026, 9, 5), date(2026, 9, 6), DAY) == 1
    assert days_open(date(2026, 12, 1), None, DAY) == 0


def test_the_talk_is_prepared_for_the_oldest_concern_nobody_spoke_of() -> None:
    told_long_ago = OpenConcern("told", date(2026, 1, 1), date(2026, 2, 1))
    older, newer = OpenConcern("older", date(2026, 3, 1), None), OpenConcern("newer", date(2026, 4, 1), None)
    assert guide_concern([newer, told_long_ago, older]) == "older"
    assert guide_concern([told_long_ago]) == "told"
    assert guide_concern([]) is None


@pytest.mark.parametrize(
    ("how", "on", "problem"),
    [
        ("not_yet", None, ""),
        ("", None, ""),
        ("in_person", date(2026, 11, 3), ""),
        ("in_person", None, "Enter the day on which you spoke of it."),
        ("not_yet", date(2026, 11, 3), "Choose how you spoke of it, or clear this day."),
        ("phone", date(2026, 11, 25), "Enter this day once it has come."),
        ("phone", date(2026, 8, 1), "This day is before the concern was raised."),
    ],
)
def test_how_and_when_it_was_told_fit_together(how: str, on: date | None, problem: str) -> None:
    assert told_problem(how, on, date(2026, 9, 5), DAY) == problem


# --- pulse


def test_the_mean_counts_every_answer_given_and_none_left_out() -> None:
    assert mean_of([{"PU1": 5, "PU2": 4}, {"PU1": 2}]) == Decimal("3.666667")
    assert mean_of([{}]) is None and mean_of([]) is None


@given(st.lists(st.dictionaries(st.sampled_from(["PU1", "PU2", "PU3"]), st.integers(1, 5)), max_size=6))
def test_a_mean_lies_between_the_lowest_and_the_highest_answer(sheets: list[dict[str, int]]) -> None:
    given_answers = [score for sheet in sheets for score in sheet.values()]
    mean = mean_of(sheets)
    if not given_answers:
        assert mean is None
    else:
        assert mean is not None and min(given_answers) <= mean <= max(given_answers)


@pytest.mark.parametrize(
    ("last", "pilot", "due"),
    [
        (None, None, None),
        (date(2026, 1, 31), None, None),
        (None, date(2026, 1, 1), date(2026, 2, 1)),
        (date(2026, 1, 31), date(2026, 1, 1), date(2026, 2, 28)),
        (date(2026, 12, 1), date(2026, 1, 1), date(2027, 1, 1)),
        (date(2026, 12, 31), date(2026, 1, 1), date(2027, 3, 31)),
        (date(2025, 5, 1), date(2026, 1, 1), date(2026, 2, 1)),
    ],
)
def test_the_pulse_is_monthly_in_the_first_year_of_the_pilot_then_quarterly(
    last: date | None, pilot: date | None, due: date | None
) -> None:
    assert next_pulse_on(last, pilot) == due


def test_the_finding_says_what_matters_most() -> None:
    low, high = Decimal("2.0"), Decimal("3.6")
    assert "1.6 apart. We see it less well." in pulse_words([low], [high], "Ordway")
    assert "Ordway sees it less well." in pulse_words([high], [low], "Ordway")
    assert pulse_words([Decimal("3.0"), Decimal("4.1")], [high, high], "Ordway").startswith(
        "Ours fell by 1.1"
    )
    assert pulse_words([high, high], [Decimal("4.0"), high], "Ordway").startswith(
        "That of Ordway rose by 0.4"
    )
    assert "much as the time before" in pulse_words([high, high], [high, high], "Ordway")
    assert "Asked once" in pulse_words([high], [None], "Ordway")
    assert pulse_words([], [None], "Ordway") == ""


# --- touch

RHYTHM = Rhythm(14, 28)


@pytest.mark.parametrize(
    ("stage", "first_year", "rhythm"),
    [
        ("exploring", True, Rhythm(14, 28)),
        ("pilot", True, Rhythm(14, 28)),
        ("pilot", False, Rhythm(30, 60)),
        ("renegotiating", False, Rhythm(14, 28)),
        ("sustained", False, Rhythm(30, 60)),
        ("ended", False, None),
    ],
)
def test_the_stage_says_how_often_to_speak(stage: str, first_year: bool, rhythm: Rhythm | None) -> None:
    assert default_rhythm(stage, first_pilot_year=first_year) == rhythm


@pytest.mark.parametrize(
    ("days", "state"), [(0, "none"), (13, "none"), (14, "amber"), (27, "amber"), (28, "red"), (400, "red")]
)
def test_silence_is_amber_from_the_good_interval_and_red_from_the_longest(days: int, state: str) -> None:
    assert silence(DAY - timedelta(days=days), RHYTHM, DAY) == state


def test_before_a_first_word_silence_asks_but_does_not_alarm() -> None:
    assert silence(None, RHYTHM, DAY) == "amber"


def test_a_rhythm_reads_in_weeks_where_it_can() -> None:
    assert every_words(RHYTHM) == "every 2 weeks is good, 4 at most"
    assert every_words(Rhythm(30, 60)) == "every 30 days is good, 60 at most"


# --- the two logs


def test_an_answer_takes_business_days_and_none_on_the_day_itself() -> None:
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    assert business_days(friday, friday) == 0
    assert business_days(friday, monday) == 1
    assert business_days(date(2026, 11, 25), date(2026, 11, 27), {date(2026, 11, 26)}) == 1


@given(DAYS, st.integers(0, 400))
def test_business_days_never_outrun_the_calendar(asked: date, later: int) -> None:
    count = business_days(asked, asked + timedelta(days=later))
    assert 0 <= count <= later
    assert count <= business_days(asked, asked + timedelta(days=later + 1))


def test_the_mean_of_days_is_exact_and_unknown_without_an_answer() -> None:
    assert mean_days([1, 2, 2]) == Decimal("1.666667")
    assert mean_days([]) is None


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ([], ""),
        (["medicine"], ""),
        (["medicine", "payment"], ""),
        (["other", "other"], ""),
        (["medicine", "medicine"], "All two were about medicine."),
        (
            ["supplies_or_equipment"] * 3 + ["payment", "medicine"],
            "Three of five were about supplies or equipment.",
        ),
        (["medicine"] * 2 + ["payment", "eligibility", "authorization", "home_service", "other"], ""),
    ],
)
def test_what_repeats_itself_is_said_in_a_sentence(kinds: list[str], words: str) -> None:
    assert pattern_words(kinds) == words


def test_a_decision_is_expected_after_the_usual_days_and_late_only_while_it_waits() -> None:
    assert expected_on(date(2026, 10, 5), 42) == date(2026, 11, 16)
    assert expected_on(date(2026, 10, 5), None) is None
    assert waiting_late(date(2026, 11, 16), None, DAY)
    assert not waiting_late(DAY, None, DAY)
    assert not waiting_late(date(2026, 11, 16), DAY, DAY)
    assert not waiting_late(None, None, DAY)


@given(st.lists(st.tuples(DAYS, st.integers(0, 300)), max_size=12))
def test_the_measured_time_is_the_middle_of_the_last_three(asked: list[tuple[date, int]]) -> None:
    decided = [(day, day + timedelta(days=took)) for day, took in asked]
    measured = measured_days(decided)
    if len(decided) < 3:
        assert measured is None
    else:
        last = sorted(decided, key=lambda pair: (pair[1], pair[0]))[-3:]
        assert measured == sorted((until - since).days for since, until in last)[1]


# --- fit


def test_what_fell_stands_before_what_rose() -> None:
    first, again = date(2025, 9, 30), date(2026, 6, 5)
    scores = [("PFA1", 3, 4), ("PFA5", 4, 2), ("PFA6", 3, 3)]
    answers = [FitScore(q, first, before) for q, before, _ in scores]
    answers += [FitScore(q, again, now) for q, _, now in scores]
    found = [(one.question, one.before, one.now) for one in fit_changes(answers)]
    assert found == [("PFA5", 4, 2), ("PFA1", 3, 4)]
    assert fit_changes(answers[:3]) == ()
