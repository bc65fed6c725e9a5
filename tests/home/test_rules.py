"""What matters, in words."""

from __future__ import annotations

from datetime import date

import pytest

from app.home.rules import (
    day_words,
    earliest,
    greeting,
    missing_functions,
    stage_strip,
)
from app.partnerships.rules import Stage

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("hour", "part"), [(0, "morning"), (11, "morning"), (12, "afternoon"), (17, "evening")]
)
def test_the_greeting_knows_the_time_of_day(hour: int, part: str) -> None:
    assert greeting(hour, "Dana Whitfield") == f"Good {part}, Dana"


def test_somebody_without_a_name_is_greeted_too() -> None:
    assert greeting(9, " ") == "Good morning, there"


@pytest.mark.parametrize(
    ("overdue", "soon", "review_on", "more", "words"),
    [
        (0, 0, None, False, "Nothing is late, and nothing is due this week."),
        (1, 0, None, False, "One action is overdue."),
        (2, 1, None, False, "Two actions are overdue and one is due this week."),
        (0, 2, None, False, "Two actions are due this week."),
        (
            1,
            2,
            date(2026, 12, 1),
            False,
            "One action is overdue, two are due this week, and a review is due on Tuesday, December 1.",
        ),
        (0, 0, date(2026, 11, 20), False, "A review was due on Friday, November 20."),
        (0, 0, date(2025, 11, 20), False, "A review was due on Thursday, November 20, 2025."),
        (25, 0, None, True, "More than 25 actions are overdue."),
        (1, 24, None, True, "One action is overdue and more than 24 are due this week."),
    ],
)
def test_the_day_is_told_in_one_sentence(
    overdue: int, soon: int, review_on: date | None, more: bool, words: str
) -> None:
    assert day_words(overdue, soon, review_on, TODAY, more=more) == words


def strip(stage: str, *moves: str) -> list[tuple[str, str]]:
    days = [(move, date(2025, number + 1, 1)) for number, move in enumerate(moves)]
    return [(step.stage, step.state) for step in stage_strip(stage, days)]


def test_the_strip_shows_what_was_what_is_and_what_lies_ahead() -> None:
    assert strip("planning", "exploring", "planning") == [
        ("exploring", "done"),
        ("planning", "current"),
        ("contracting", "ahead"),
        ("pilot", "ahead"),
        ("sustained", "ahead"),
    ]


def test_a_partnership_that_was_entered_late_has_its_earlier_stages_behind_it() -> None:
    steps = stage_strip("pilot", [("pilot", date(2025, 12, 1))])
    assert [(step.state, step.since) for step in steps][2:4] == [
        ("done", None),
        ("current", date(2025, 12, 1)),
    ]


def test_an_ended_partnership_shows_only_where_it_was() -> None:
    assert strip("ended", "exploring", "ended") == [("exploring", "done"), ("ended", "current")]


def test_renegotiating_lies_on_top_of_where_it_came_from() -> None:
    assert strip("renegotiating", "pilot", "renegotiating")[-2:] == [
        ("pilot", "done"),
        ("renegotiating", "current"),
    ]
    assert strip("renegotiating", "sustained", "renegotiating")[-2][0] == "sustained"


def test_a_stage_entered_twice_shows_the_later_day() -> None:
    moves = [("pilot", date(2025, 1, 1)), ("renegotiating", date(2025, 5, 1)), ("pilot", date(2025, 8, 1))]
    assert next(step.since for step in stage_strip("pilot", moves) if step.stage == Stage.PILOT) == date(
        2025, 8, 1
    )


def test_a_gap_is_told_for_each_function_nobody_is_named_for() -> None:
    assert missing_functions({"contracting", "clinical", "operations"}) == ("billing questions",)
    assert len(missing_functions(())) == 4


def test_the_first_of_several_dates_is_next() -> None:
    assert earliest([(date(2027, 1, 1), "b"), (TODAY, "a")]) == (TODAY, "a")
    assert earliest([]) is None
