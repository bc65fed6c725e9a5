"""On which days a series falls: over years, holidays, month ends, clock changes and dense spans."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.calendar import is_business_day, zone
from app.core.recurrence import Recurrence, Rhythm
from app.meetings.rules import (
    Cadence,
    FreeDays,
    Span,
    denser_words,
    past_first_year,
    rhythm_words,
    weeks_words,
)

START = date(2024, 1, 2)  # 2024 has a February 29; five years hold two of them and ten clock changes
END = date(2028, 12, 31)
LOS_ANGELES = "America/Los_Angeles"
DAYS = st.dates(START, date(2025, 1, 31))
MONTH_ENDS = st.sampled_from([date(2024, 1, 29), date(2024, 1, 30), date(2024, 1, 31), date(2024, 2, 29)])
WEEKLY = st.builds(lambda first, weeks: Recurrence(Rhythm.WEEKS, first, weeks), DAYS, st.integers(1, 13))
MONTHLY = st.builds(
    lambda first, months: Recurrence(Rhythm.MONTH_DAY, first, months), DAYS | MONTH_ENDS, st.integers(1, 6)
)
NTH = st.builds(
    lambda first, months, nth: Recurrence(Rhythm.NTH_WEEKDAY, first, months, nth),
    DAYS,
    st.integers(1, 3),
    st.sampled_from([1, 2, 3, 4, -1]),
)
RHYTHMS = WEEKLY | MONTHLY | NTH
HOLIDAYS = st.dictionaries(
    st.dates(START, END + timedelta(days=60)), st.just("A day off"), max_size=60
) | st.builds(
    lambda day, length: {day + timedelta(days=n): "Closed" for n in range(length)},
    st.dates(START, END),
    st.integers(1, 25),
)
SPANS = st.lists(
    st.builds(
        lambda day, days: Span(day, day + timedelta(days=days)), st.dates(START, END), st.integers(1, 190)
    ),
    max_size=3,
).map(tuple)
CADENCES = st.builds(
    Cadence,
    rhythm=RHYTHMS,
    dense=SPANS,
    paused_until=st.none() | st.dates(START, END),
    holidays=HOLIDAYS,
    free_days=st.sampled_from(FreeDays),
)


@given(CADENCES)
def test_over_five_years_days_only_go_forward_and_none_comes_twice(cadence: Cadence) -> None:
    found = cadence.between(START, END)
    assert all(one.on < following.on for one, following in pairwise(found))
    assert len({one.planned_on for one in found}) == len(found)


@given(CADENCES)
def test_a_series_that_avoids_free_days_meets_on_none(cadence: Cadence) -> None:
    found = replace(cadence, free_days=FreeDays.MOVE).between(START, END)
    assert all(is_business_day(one.on, cadence.holidays) for one in found)
    for one in found:  # the next business day, no further
        between = (one.planned_on + timedelta(days=n) for n in range((one.on - one.planned_on).days))
        assert not any(is_business_day(day, cadence.holidays) for day in between)


@given(CADENCES)
def test_a_series_that_shows_free_days_stays_on_its_day_and_says_why(cadence: Cadence) -> None:
    for one in replace(cadence, free_days=FreeDays.SHOW).between(START, END):
        assert one.on == one.planned_on
        assert one.holiday == cadence.holidays.get(one.on, "")


@given(CADENCES)
def test_outside_dense_spans_the_days_are_the_plain_rhythm(cadence: Cadence) -> None:
    plain = replace(cadence, holidays={}, free_days=FreeDays.SHOW, paused_until=None)
    base = set(plain.rhythm.between(START, END))
    found = plain.between(START, END)
    assert {one.on for one in found if not one.dense} == base
    for one in found:
        if one.dense:
            assert one.on not in base
            assert any(span.holds(one.on) for span in cadence.dense)


@given(WEEKLY.filter(lambda rhythm: rhythm.interval % 2 == 0), st.integers(0, 900), st.integers(4, 26))
def test_inside_a_dense_span_the_interval_is_exactly_halved(
    rhythm: Recurrence, offset: int, weeks: int
) -> None:
    starts_on = rhythm.first + timedelta(days=offset)
    span = Span(starts_on, starts_on + timedelta(weeks=weeks))
    found = [one.on for one in Cadence(rhythm, (span,), free_days=FreeDays.SHOW).between(span.starts_on, END)]
    inside = [day for day in found if span.holds(day)]
    half = timedelta(weeks=rhythm.interval // 2)
    assert all(following - one == half for one, following in pairwise(inside))
    after = [day for day in found if day > span.ends_on]
    assert all(following - one == 2 * half for one, following in pairwise(after))
    assert all((day - rhythm.first).days % (7 * rhythm.interval) == 0 for day in after)


@given(NTH | MONTHLY.filter(lambda rhythm: rhythm.interval == 1))
def test_a_monthly_rhythm_gets_one_more_date_after_each_while_it_is_dense(rhythm: Recurrence) -> None:
    cadence = Cadence(rhythm, (Span(START, END),), free_days=FreeDays.SHOW)
    found = cadence.between(rhythm.first, date(2027, 12, 31))
    half = timedelta(weeks=2 * rhythm.interval)
    for one, following in pairwise(found):
        assert following.dense is not one.dense
        if following.dense:
            assert following.on - one.on == half


def test_a_weekly_rhythm_stays_weekly_when_it_is_dense() -> None:
    weekly = Recurrence(Rhythm.WEEKS, date(2026, 11, 3))
    cadence = Cadence(weekly, (Span(date(2026, 11, 1), date(2026, 12, 1)),))
    assert [one.on.day for one in cadence.between(date(2026, 11, 1), date(2026, 11, 30))] == [3, 10, 17, 24]


@given(CADENCES, st.data())
def test_skipping_one_date_changes_only_that_one(cadence: Cadence, data: st.DataObject) -> None:
    found = cadence.between(START, END)
    if not found:
        return
    one = data.draw(st.sampled_from(found))
    less = replace(cadence, skipped=frozenset({one.planned_on})).between(START, END)
    # Two may have been pushed onto one day; the other of them then shows.
    assert [other for other in less if other.on != one.on] == [other for other in found if other is not one]


@given(CADENCES, st.data())
def test_moving_one_date_changes_only_that_one(cadence: Cadence, data: st.DataObject) -> None:
    cadence = replace(cadence, holidays={})
    found = cadence.between(START, END)
    taken = {one.on for one in found}
    free = [START + timedelta(days=n) for n in range(0, 1800, 17)]
    free = [day for day in free if day not in taken]
    if not found or not free:
        return
    one, day = data.draw(st.sampled_from(found)), data.draw(st.sampled_from(free))
    moved = replace(cadence, moved={one.planned_on: day}).between(START, END)
    assert [other for other in moved if other.planned_on != one.planned_on] == [
        other for other in found if other.planned_on != one.planned_on and other.on != day
    ]
    assert [other.on for other in moved if other.planned_on == one.planned_on] == [day]


@given(CADENCES)
def test_a_pause_gives_no_date_and_then_the_old_grid_goes_on(cadence: Cadence) -> None:
    until = date(2026, 3, 3)
    going = replace(cadence, paused_until=None, holidays={}, free_days=FreeDays.SHOW)
    paused = replace(going, paused_until=until)
    assert paused.between(START, END) == tuple(
        one for one in going.between(START, END) if one.planned_on >= until
    )


@given(CADENCES, st.dates(START, END), st.integers(1, 8))
def test_the_next_dates_are_the_first_of_all_that_follow(cadence: Cadence, day: date, count: int) -> None:
    assert cadence.upcoming(day, count) == cadence.between(day, day + timedelta(days=5000))[:count]


@given(CADENCES, st.dates(START, END))
def test_a_look_at_part_of_the_time_sees_what_a_look_at_all_of_it_sees(cadence: Cadence, day: date) -> None:
    whole = cadence.between(START, END)
    assert cadence.between(day, END) == tuple(one for one in whole if one.on >= day)


@given(CADENCES, st.sampled_from([time(1, 30), time(2, 30), time(14)]))
def test_two_in_the_afternoon_stays_two_in_the_afternoon_through_every_clock_change(
    cadence: Cadence, at: time
) -> None:
    days = cadence.between(START, END)
    moments = cadence.moments_between(START, END, at, LOS_ANGELES)
    assert len(moments) == len(days)
    for one, moment in zip(days, moments, strict=True):
        local = moment.astimezone(zone(LOS_ANGELES))
        assert local.date() == one.on
        if at != time(2, 30):  # the hour that spring leaves out
            assert local.time() == at


@pytest.mark.parametrize(
    ("change_on", "before", "after"),
    [(date(2026, 3, 8), 22, 21), (date(2026, 11, 1), 21, 22)],
    ids=["spring", "autumn"],
)
def test_a_meeting_moved_across_a_clock_change_keeps_its_wall_time(
    change_on: date, before: int, after: int
) -> None:
    planned, day = change_on - timedelta(days=5), change_on + timedelta(days=2)
    weekly = Cadence(Recurrence(Rhythm.WEEKS, planned, 4))
    moved = replace(weekly, moved={planned: day})
    span = (planned, change_on + timedelta(days=10))
    assert weekly.moments_between(*span, time(14), LOS_ANGELES) == (
        datetime(planned.year, planned.month, planned.day, before, tzinfo=UTC),
    )
    assert moved.moments_between(*span, time(14), LOS_ANGELES) == (
        datetime(day.year, day.month, day.day, after, tzinfo=UTC),
    )


def test_thanksgiving_pushes_a_thursday_to_the_day_that_is_open() -> None:
    thursdays = Recurrence(Rhythm.WEEKS, date(2026, 11, 12), 2)
    holidays = {date(2026, 11, 26): "Thanksgiving Day", date(2026, 11, 27): "Day after"}
    (one,) = Cadence(thursdays, holidays=holidays).between(date(2026, 11, 20), date(2026, 12, 4))
    assert (one.planned_on, one.on, one.holiday) == (
        date(2026, 11, 26),
        date(2026, 11, 30),
        "Thanksgiving Day",
    )


def test_two_dates_that_a_closing_pushes_together_are_one_meeting() -> None:
    weekly = Recurrence(Rhythm.WEEKS, date(2026, 12, 16), 1)
    closed = {date(2026, 12, 21) + timedelta(days=n): "Closed" for n in range(14)}
    found = Cadence(weekly, holidays=closed).between(date(2026, 12, 14), date(2027, 1, 8))
    assert [one.on for one in found] == [date(2026, 12, 16), date(2027, 1, 4), date(2027, 1, 6)]


def test_a_series_on_the_31st_meets_on_the_last_day_of_a_short_month() -> None:
    monthly = Cadence(Recurrence(Rhythm.MONTH_DAY, date(2024, 1, 31)), free_days=FreeDays.SHOW)
    found = [one.on for one in monthly.between(START, date(2024, 4, 30))]
    assert found == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 30)]


def test_a_dense_span_adds_nothing_after_the_series_has_ended() -> None:
    ended = Recurrence(Rhythm.WEEKS, date(2026, 11, 3), 4, until=date(2026, 11, 10))
    cadence = Cadence(ended, (Span(date(2026, 11, 1), date(2026, 12, 31)),))
    assert [one.on for one in cadence.upcoming(date(2026, 11, 1), 5)] == [date(2026, 11, 3)]


def test_the_slower_rhythm_of_a_pilot_begins_after_twelve_months() -> None:
    since = date(2025, 11, 24)
    assert not past_first_year(since, today=date(2026, 11, 23))
    assert past_first_year(since, today=date(2026, 11, 24))


def test_rhythms_read_as_people_say_them() -> None:
    tuesday = date(2026, 11, 24)
    assert [weeks_words(weeks) for weeks in (1, 2, 13, 52)] == [
        "every week",
        "every 2 weeks",
        "every quarter",
        "once a year",
    ]
    assert rhythm_words(Recurrence(Rhythm.WEEKS, tuesday, 2)) == "Every 2 weeks on Tuesday"
    assert rhythm_words(Recurrence(Rhythm.WEEKS, tuesday, 13)) == "Every quarter, on a Tuesday"
    assert denser_words(Recurrence(Rhythm.WEEKS, tuesday, 2)) == "every week"
    assert denser_words(Recurrence(Rhythm.NTH_WEEKDAY, tuesday, 1, 4)) == "every two weeks"
