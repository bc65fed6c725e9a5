"""Rhythms, quarters, small counts and the sentence of the page."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.outreach.rules import (
    counts_in_words,
    is_due,
    lacks_next_date,
    last_quarters,
    look_again,
    name_of,
    next_due,
    quarter_end,
    quarter_of,
    quarter_words,
    shown_count,
    with_new,
)

TODAY = date(2026, 11, 24)
days = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 12, 31))


@given(days)
def test_every_day_lies_in_exactly_one_quarter(day: date) -> None:
    first = quarter_of(day)
    assert first <= day <= quarter_end(first)
    assert quarter_of(first) == first
    assert quarter_of(quarter_end(first) + timedelta(days=1)) > first


@given(days, st.integers(min_value=1, max_value=8))
def test_the_last_quarters_follow_one_another_up_to_the_present_one(day: date, count: int) -> None:
    found = last_quarters(day, count)
    assert len(found) == count
    assert found[-1] == quarter_of(day)
    assert all(quarter_end(a) + timedelta(days=1) == b for a, b in itertools.pairwise(found))


def test_a_quarter_is_read_by_its_months() -> None:
    assert quarter_words(date(2026, 7, 1)) == "July to September 2026"


@given(days, st.integers(min_value=1, max_value=104))
def test_a_strategy_is_due_again_after_its_weeks(day: date, weeks: int) -> None:
    again = next_due(day, weeks)
    assert again is not None
    assert (again - day).days == 7 * weeks


def test_what_is_done_once_is_never_due_again() -> None:
    assert next_due(TODAY, None) is None


def test_the_plan_is_looked_at_again_after_six_months() -> None:
    assert look_again(date(2026, 8, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("day", "due"),
    [(None, False), (date(2026, 11, 1), True), (date(2026, 12, 8), True), (date(2026, 12, 9), False)],
)
def test_a_visit_is_due_from_two_weeks_before(day: date | None, due: bool) -> None:
    assert is_due(day, TODAY) is due


@pytest.mark.parametrize(
    ("count", "ours", "theirs"),
    [
        (None, "not known", "not known"),
        (0, "0", "0"),
        (1, "1", "under 11"),
        (10, "10", "under 11"),
        (11, "11", "11"),
    ],
)
def test_the_partner_reads_small_counts_as_under_eleven(count: int | None, ours: str, theirs: str) -> None:
    assert shown_count(count, partner_copy=False) == ours
    assert shown_count(count, partner_copy=True) == theirs


def test_a_site_has_a_next_date_or_a_reason() -> None:
    assert lacks_next_date(None, "  ")
    assert not lacks_next_date(None, "They close in March.")
    assert not lacks_next_date(TODAY, "")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ((0, 0, 0), "No referring site is entered yet."),
        ((6, 9, 2), "6 of 9 sites refer; 2 visits are due."),
        ((1, 9, 1), "1 of 9 sites refers; 1 visit is due."),
        ((0, 3, 0), "None of 3 sites referred lately; no visit is due."),
        ((1, 1, 0), "Your one site refers; no visit is due."),
    ],
)
def test_the_page_says_how_it_stands(facts: tuple[int, int, int], sentence: str) -> None:
    assert counts_in_words(*facts) == sentence


def test_what_was_heard_twice_is_kept_once() -> None:
    assert with_new(["a", "b"], ["b", "c"]) == ["a", "b", "c"]


def test_a_list_without_ids_gets_names_that_an_address_can_hold() -> None:
    assert name_of("Habit: changing practice takes long") == "habit-changing-practice-takes-long"
