"""How dates, amounts and names read on a page."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from flask import Flask

from app.core.calendar import clock_words
from app.web import filters


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Dana Whitfield", "DW"),
        ("Ken Lindqvist, MD", "KL"),
        ("Marisol de la Cruz, RN", "MC"),
        ("Ana", "A"),
        ("", "?"),
    ],
)
def test_initials_are_of_the_name_and_not_of_the_title(name: str, expected: str) -> None:
    assert filters.initials(name) == expected


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "today"),
        (date(2026, 11, 25), "tomorrow"),
        (date(2026, 11, 23), "yesterday"),
        (date(2026, 12, 31), "in 37 days"),
        (date(2026, 11, 20), "4 days ago"),
    ],
)
def test_distances_are_said_as_people_say_them(app: Flask, day: date, words: str) -> None:
    with app.test_request_context("/"):
        app.preprocess_request()
        assert filters.distance(day) == words


def test_the_year_is_named_only_when_it_differs(app: Flask) -> None:
    with app.test_request_context("/"):
        app.preprocess_request()
        assert filters.short_day(date(2026, 12, 2)) == "Dec 2"
        assert filters.long_day(date(2027, 3, 31)) == "Wednesday, March 31, 2027"


def test_numbers_say_no_zeros_that_mean_nothing() -> None:
    assert [filters.number(n) for n in (1060, Decimal("6.500000"), Decimal("2.00"))] == ["1,060", "6.5", "2"]


def test_times_lists_and_counts() -> None:
    assert [clock_words(t) for t in (time(0, 5), time(12), time(14))] == [
        "12:05 am",
        "12:00 pm",
        "2:00 pm",
    ]
    assert filters.sentence_list(["a", "b", "c"]) == "a, b, and c"
    assert filters.counted(1, "action", "actions") == "1 action"
