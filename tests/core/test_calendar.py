"""Dates and the way from a date to a moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.calendar import (
    add_business_days,
    add_months,
    local_date,
    local_moment,
    months_between,
    shift_months,
    zone,
)

LA = "America/Los_Angeles"
days = st.dates(date(1995, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
    ],
)
def test_the_last_day_stands_in_for_a_missing_day(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(days, st.integers(-60, 60))
def test_adding_months_lands_in_the_month_asked_for(day: date, months: int) -> None:
    assert months_between(day, add_months(day, months)) == months


@given(days, days, st.integers(-60, 60))
def test_shifting_keeps_the_order_of_dates(one: date, other: date, months: int) -> None:
    earlier, later = sorted((one, other))
    assert shift_months(earlier, months) <= shift_months(later, months)


def test_the_last_day_of_a_month_stays_the_last_day_when_shifted() -> None:
    assert shift_months(date(2026, 2, 28), 9) == date(2026, 11, 30)


def test_counting_business_days_skips_weekends_and_holidays() -> None:
    thanksgiving = {date(2026, 11, 26)}
    assert add_business_days(date(2026, 11, 24), 3, thanksgiving) == date(2026, 11, 30)
    assert add_business_days(date(2026, 11, 30), -3, thanksgiving) == date(2026, 11, 24)
    assert add_business_days(date(2026, 11, 28), 0) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2026, 7, 1), time(8), datetime(2026, 7, 1, 15, tzinfo=UTC)),
        (date(2026, 12, 1), time(8), datetime(2026, 12, 1, 16, tzinfo=UTC)),
        # The night the clock springs forward: half past two does not exist and becomes half past three.
        (date(2026, 3, 8), time(2, 30), datetime(2026, 3, 8, 10, 30, tzinfo=UTC)),
        # The night it falls back: half past one comes twice, and the first counts.
        (date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 8, 30, tzinfo=UTC)),
    ],
)
def test_a_wall_clock_time_finds_its_moment_through_both_clock_changes(
    day: date, at: time, expected: datetime
) -> None:
    assert local_moment(day, at, LA) == expected


@given(days)
def test_eight_in_the_morning_belongs_to_its_own_day(day: date) -> None:
    assert local_date(local_moment(day, time(8), LA), LA) == day


def test_an_unknown_zone_is_named_in_a_plain_sentence() -> None:
    with pytest.raises(ValueError, match="“Mars/Olympus” is not a time zone"):
        zone("Mars/Olympus")
