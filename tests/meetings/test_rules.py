"""When the next meeting would be."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.meetings.rules import Status, may_cancel, may_hold, moved, proposed_day

TODAY = date(2026, 11, 24)


def test_the_next_meeting_follows_the_rhythm_from_the_last_one() -> None:
    assert proposed_day(date(2026, 11, 17), 2, today=TODAY) == date(2026, 12, 1)


def test_a_rhythm_that_lapsed_goes_on_from_its_own_beat_and_not_in_the_past() -> None:
    assert proposed_day(date(2026, 9, 1), 2, today=TODAY) == date(2026, 11, 24)


def test_without_a_rhythm_it_is_a_week_away() -> None:
    assert proposed_day(None, None, today=TODAY) == date(2026, 12, 1)


def test_holidays_and_weekends_are_avoided() -> None:
    thanksgiving = {date(2026, 11, 26), date(2026, 11, 27)}
    assert proposed_day(date(2026, 11, 19), 1, today=TODAY, holidays=thanksgiving) == date(2026, 11, 30)


@given(st.none() | st.dates(date(2024, 1, 1), TODAY), st.none() | st.integers(1, 52))
def test_a_proposed_day_is_never_past_and_never_on_a_weekend(last: date | None, weeks: int | None) -> None:
    day = proposed_day(last, weeks, today=TODAY)
    assert day >= TODAY and day.weekday() < 5


def test_only_a_planned_meeting_is_called_off_and_only_from_its_day_on_is_it_held() -> None:
    assert may_cancel(Status.PLANNED) and not may_cancel(Status.HELD)
    assert may_hold(Status.PLANNED, TODAY, today=TODAY)
    assert not may_hold(Status.PLANNED, date(2026, 11, 25), today=TODAY)


def test_a_topic_moves_one_place_and_stops_at_the_ends() -> None:
    assert moved((7, 8, 9), 9, up=True) == (7, 9, 8)
    assert moved((7, 8, 9), 7, up=True) == (7, 8, 9)
    assert moved((7, 8, 9), 9, up=False) == (7, 8, 9)
