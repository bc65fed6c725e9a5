"""Rhythms as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.recurrence import Recurrence, Rhythm, nth_weekday

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def test_monthly_on_the_31st_takes_the_last_day_of_shorter_months() -> None:
    rule = Recurrence(Rhythm.MONTH_DAY, date(2026, 1, 31))
    assert rule.between(*YEAR)[:4] == (
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    )


def test_the_second_tuesday_of_each_month() -> None:
    rule = Recurrence(Rhythm.NTH_WEEKDAY, date(2026, 1, 13), nth=2)
    assert rule.between(date(2026, 10, 1), date(2026, 12, 31)) == (
        date(2026, 10, 13),
        date(2026, 11, 10),
        date(2026, 12, 8),
    )


def test_the_last_friday_is_never_the_fourth_of_five() -> None:
    assert nth_weekday(date(2026, 1, 1), 4, -1) == date(2026, 1, 30)


def test_every_two_weeks_keeps_the_weekday_over_the_new_year() -> None:
    rule = Recurrence(Rhythm.WEEKS, date(2026, 12, 15), interval=2)
    assert rule.between(date(2026, 12, 20), date(2027, 1, 20)) == (date(2026, 12, 29), date(2027, 1, 12))


def test_skipped_dates_do_not_happen_and_moved_ones_happen_elsewhere() -> None:
    rule = Recurrence(
        Rhythm.WEEKS,
        date(2026, 11, 5),
        skipped=frozenset({date(2026, 11, 12)}),
        moved={date(2026, 11, 26): date(2026, 11, 24)},
    )
    assert rule.between(date(2026, 11, 1), date(2026, 11, 30)) == (
        date(2026, 11, 5),
        date(2026, 11, 19),
        date(2026, 11, 24),
    )


def test_a_date_moved_out_of_the_span_is_not_in_it_and_one_moved_in_is() -> None:
    rule = Recurrence(
        Rhythm.WEEKS, date(2026, 11, 5), interval=4, moved={date(2026, 12, 3): date(2026, 11, 30)}
    )
    assert rule.between(date(2026, 11, 20), date(2026, 11, 30)) == (date(2026, 11, 30),)
    assert rule.between(date(2026, 12, 1), date(2026, 12, 10)) == ()


def test_it_ends_with_its_last_day() -> None:
    rule = Recurrence(Rhythm.WEEKS, date(2026, 11, 5), until=date(2026, 11, 19))
    assert rule.between(*YEAR)[-1] == date(2026, 11, 19)
    assert rule.next_after(date(2026, 11, 19)) is None


def test_two_in_the_afternoon_stays_two_in_the_afternoon_through_both_clock_changes() -> None:
    rule = Recurrence(Rhythm.WEEKS, date(2026, 3, 3))
    moments = rule.moments_between(date(2026, 3, 3), date(2026, 3, 10), time(14), "America/Los_Angeles")
    assert moments == (datetime(2026, 3, 3, 22, tzinfo=UTC), datetime(2026, 3, 10, 21, tzinfo=UTC))


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (Recurrence(Rhythm.WEEKS, date(2026, 11, 3), interval=2), "Every 2 weeks on Tuesday"),
        (Recurrence(Rhythm.MONTH_DAY, date(2026, 1, 31)), "Every month on day 31, or the last day"),
        (Recurrence(Rhythm.NTH_WEEKDAY, date(2026, 1, 13), nth=2), "Every month on the second Tuesday"),
    ],
)
def test_a_rhythm_reads_as_people_say_it(rule: Recurrence, sentence: str) -> None:
    assert rule.sentence() == sentence


def test_a_rhythm_without_an_ordinal_is_refused() -> None:
    with pytest.raises(ValueError, match="Choose the first, second"):
        Recurrence(Rhythm.NTH_WEEKDAY, date(2026, 1, 13))


@given(
    st.sampled_from(list(Rhythm)),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(1, 6),
    st.integers(0, 400),
)
def test_the_next_date_is_the_first_one_in_any_span_that_follows(
    rhythm: Rhythm, first: date, interval: int, later: int
) -> None:
    rule = Recurrence(rhythm, first, interval=interval, nth=-1 if rhythm is Rhythm.NTH_WEEKDAY else None)
    day = first + timedelta(days=later)
    following = rule.next_after(day)
    assert following is not None and following > day
    assert rule.between(day + timedelta(days=1), following) == (following,)
