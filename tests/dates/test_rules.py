"""When each date is: month ends, leap years, holidays, days and months, notice and renewal."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.calendar import Span, is_business_day
from app.dates.rules import (
    DateKey,
    Facts,
    KeyDate,
    Review,
    Source,
    ahead,
    approvals,
    in_one_line,
    is_alarming,
    is_near,
    key_dates,
    moved,
)
from app.terms.rules import renewed_end

LABOR_DAY = {date(2026, 9, 7): "Labor Day"}
TODAY = date(2026, 11, 24)
DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))


def facts(end: date | None = date(2026, 12, 31), **values: Any) -> Facts:
    terms = {"S03.end_date": end, "S03.notice_days": 90, **values.pop("terms", {})}
    plain = approvals("Ordway", None, 21, (), 15)
    return Facts(**{"terms": terms, "term_end": end, "approvals": plain, **values})


def by_key(found: tuple[KeyDate, ...]) -> dict[str, KeyDate]:
    return {one.key.value: one for one in found}


def test_the_dates_of_an_agreement_follow_from_its_end_step_by_step() -> None:
    given = facts()
    found = key_dates(given)
    assert [(one.key, one.on) for one in found] == [
        (DateKey.DECIDE_BY, date(2026, 8, 21)),
        (DateKey.NOTICE, date(2026, 10, 2)),
        (DateKey.TERM_END, date(2026, 12, 31)),
    ]
    assert by_key(found)["decide_by"].explanation == (
        "The term ends on December 31, 2026.",
        "90 days’ notice: October 2, 2026.",
        "Approvals take 6 weeks: 3 weeks at Ordway, as it says; 15 workdays (3 weeks) with us.",
        "42 days back: August 21, 2026, a Friday and no holiday, so it stands.",
    )
    assert in_one_line(found, given, date(2026, 8, 1)) == (
        "Ends December 31, 2026; 90 days’ notice → October 2, 2026; "
        "approvals take 6 weeks → decide by August 21, 2026"
    )
    assert in_one_line(found, given, date(2027, 1, 1)) == (
        "Ended December 31, 2026; 90 days’ notice → October 2, 2026; "
        "approvals take 6 weeks → the day to decide was August 21, 2026"
    )


@pytest.mark.parametrize(
    ("end", "notice", "last"),
    [
        (date(2026, 12, 31), Span(90), date(2026, 10, 2)),
        (date(2027, 2, 28), Span(90), date(2026, 11, 30)),
        (date(2028, 2, 29), Span(90), date(2027, 12, 1)),
        (date(2028, 3, 31), Span(31), date(2028, 2, 29)),
        (date(2027, 3, 31), Span(31), date(2027, 2, 28)),
        (date(2028, 12, 31), Span(365), date(2028, 1, 1)),
        (date(2027, 3, 1), Span(1), date(2027, 2, 28)),
        (date(2026, 12, 31), Span(3, in_months=True), date(2026, 9, 30)),
        (date(2027, 5, 31), Span(3, in_months=True), date(2027, 2, 28)),
        (date(2028, 5, 31), Span(3, in_months=True), date(2028, 2, 29)),
        (date(2027, 2, 28), Span(3, in_months=True), date(2026, 11, 28)),
        (date(2028, 2, 29), Span(12, in_months=True), date(2027, 2, 28)),
        (date(2027, 3, 31), Span(1, in_months=True), date(2027, 2, 28)),
    ],
)
def test_the_last_day_to_give_notice_counts_back_from_the_end(end: date, notice: Span, last: date) -> None:
    assert notice.before(end) == last


def test_months_take_the_place_of_days_and_a_short_month_gives_its_last_day() -> None:
    one = by_key(key_dates(facts(date(2027, 5, 31), terms={"S03.notice_months": 3})))["notice"]
    assert one.on == date(2027, 2, 28) and one.term == "S03.notice_months"
    assert one.explanation[1:] == (
        "3 months’ notice, counted back in whole months: February 28, 2027, a Sunday.",
        "February has no day 31, so its last day counts.",
        "It is a Sunday; the count does not move for that, so give notice before.",
    )


@given(DAYS, st.integers(1, 365), st.integers(0, 400), st.integers(0, 120), st.sets(DAYS, max_size=30))
def test_decide_by_is_the_last_business_day_that_leaves_time_for_approvals(
    end: date, notice: int, theirs: int, ours: int, free: set[date]
) -> None:
    holidays = dict.fromkeys(free, "Closed")
    said = approvals("Ordway", None, theirs, (), ours)
    found = by_key(
        key_dates(facts(end, terms={"S03.notice_days": notice}, approvals=said, holidays=holidays))
    )
    on, last = found["decide_by"].on, end - timedelta(days=notice)
    assert found["notice"].on == last and is_business_day(on, free)
    latest = last - timedelta(days=theirs + -(-ours * 7 // 5))
    assert on <= latest
    assert not any(is_business_day(on + timedelta(days=n + 1), free) for n in range((latest - on).days))


def test_a_day_to_decide_on_a_holiday_moves_to_the_business_day_before() -> None:
    end = date(2026, 9, 7) + timedelta(days=90 + 42)
    one = by_key(key_dates(facts(end, holidays=LABOR_DAY)))["decide_by"]
    assert one.on == date(2026, 9, 4)
    assert one.explanation[-1] == (
        "42 days back: September 7, 2026, a Monday and a holiday (Labor Day); "
        "the business day before is September 4, 2026, a Friday."
    )


@pytest.mark.parametrize(
    ("measured", "said", "steps", "source", "days"),
    [
        (70, 42, (14, 21), Source.MEASURED, 70),
        (None, 42, (14, 21), Source.SAID, 42),
        (None, 0, (14, 21), Source.SAID, 0),
        (None, None, (14, 21), Source.STEPS, 35),
        (None, None, (), Source.ASSUMED, 21),
    ],
)
def test_how_long_the_plan_takes_is_measured_or_said_or_assumed(
    measured: int | None, said: int | None, steps: tuple[int, ...], source: Source, days: int
) -> None:
    found = approvals("Ordway", measured, said, steps, 15)
    assert (found.source, found.payer_days, found.days) == (source, days, days + 21)


def test_an_assumption_is_called_one() -> None:
    unknown = approvals("Ordway", None, None, (), 15)
    steps = by_key(key_dates(facts(approvals=unknown)))["decide_by"].explanation
    assert "Nobody has noted how long Ordway takes to decide; we assume as long as we take, 3 weeks." in steps


def test_without_an_end_or_a_period_there_is_nothing_to_count() -> None:
    assert key_dates(facts(None)) == ()
    found = key_dates(facts(terms={"S03.notice_days": None}))
    assert [one.key for one in found] == [DateKey.TERM_END]


def test_a_renewal_is_either_signed_by_the_last_day_or_begins_the_day_after() -> None:
    written = by_key(key_dates(facts(terms={"S03.renewal": "by_written_agreement"})))["renewal"]
    assert (written.label, written.on) == ("Last day to sign a renewal", date(2026, 12, 31))
    by_itself = {"S03.renewal": "renews_unless_notice", "S03.renewal_months": 12}
    silent = by_key(key_dates(facts(terms=by_itself)))["renewal"]
    assert silent.on == date(2027, 1, 1) and "gives notice by October 2, 2026." in silent.explanation[-1]
    assert "renewal" not in by_key(key_dates(facts(terms={"S03.renewal": "ends"})))


@pytest.mark.parametrize(
    ("first", "months", "as_of", "on", "renewals"),
    [
        (date(2025, 12, 31), 12, date(2025, 12, 31), date(2025, 12, 31), 0),
        (date(2025, 12, 31), 12, date(2026, 1, 1), date(2026, 12, 31), 1),
        (date(2026, 2, 28), 12, date(2026, 3, 1), date(2027, 2, 28), 1),
        (date(2027, 2, 28), 12, date(2027, 3, 1), date(2028, 2, 29), 1),
        (date(2025, 12, 31), 1, date(2026, 2, 15), date(2026, 2, 28), 2),
        (date(2026, 1, 30), 1, date(2026, 3, 15), date(2026, 3, 30), 2),
    ],
)
def test_a_term_that_renews_ends_anew(first: date, months: int, as_of: date, on: date, renewals: int) -> None:
    found = renewed_end(first, months, as_of)
    assert (found.on, found.renewals) == (on, renewals)


@given(DAYS, st.integers(1, 60), DAYS)
def test_the_running_term_always_holds_the_day(first: date, months: int, as_of: date) -> None:
    found = renewed_end(first, months, as_of)
    assert found.on >= as_of or found.renewals == 0
    assert found.renewals == 0 or (found.renewed_on is not None and found.renewed_on <= as_of <= found.on)


def test_a_renewed_term_says_so() -> None:
    terms = {"S03.end_date": date(2025, 12, 31), "S03.renewal_months": 12}
    steps = by_key(key_dates(facts(terms=terms, renewals=1)))["term_end"].explanation
    assert steps == (
        "The first term ended on December 31, 2025.",
        "No notice was given, so it renewed once for 12 months.",
        "This term ends on December 31, 2026.",
    )


@given(DAYS, st.integers(1, 60))
def test_the_rate_is_looked_at_every_so_many_months_up_to_the_end(start: date, every: int) -> None:
    end = start + timedelta(days=1200)
    terms = {"S03.start_date": start, "S21.rate_review_months": every}
    found = [one for one in key_dates(facts(end, terms=terms)) if one.key is DateKey.RATE_REVIEW]
    assert all(start < one.on <= end for one in found)
    for one in found:
        assert one.on.day == min(start.day, monthrange(one.on.year, one.on.month)[1])
    assert len({one.on for one in found}) == len(found)


def test_the_thirty_first_of_a_short_month_is_its_last_day() -> None:
    terms = {"S03.start_date": date(2027, 8, 31), "S21.rate_review_months": 6}
    found = [one for one in key_dates(facts(date(2028, 8, 30), terms=terms)) if one.key == "rate_review"]
    assert [one.on for one in found] == [date(2028, 2, 29)]
    assert found[0].explanation[-1] == "February has no day 31 that year, so its last day counts."


def test_start_up_support_ends_on_its_day_or_before_with_a_caseload() -> None:
    terms = {"S24.ends_on": date(2026, 6, 30), "S24.ends_when": "caseload_reached"}
    one = by_key(key_dates(facts(terms=terms)))["support_end"]
    assert one.on == date(2026, 6, 30) and "caseload" in one.explanation[-1]


def test_reviews_come_as_the_reviews_page_has_them_and_yearly_ones_unless_left_out() -> None:
    planned = (Review(date(2026, 3, 1), 3, yearly=False), Review(date(2026, 12, 1), 12, yearly=True))
    start = {"S03.start_date": date(2025, 12, 1)}
    found = key_dates(facts(reviews=planned, terms=start))
    assert [one.label for one in found if "review" in one.key] == [
        "Interim review, month 3", "Yearly review, month 12",
    ]  # fmt: skip
    without = key_dates(facts(reviews=planned, terms={**start, "S29.annual_data_review": False}))
    assert "yearly_review" not in by_key(without)


def test_a_notice_calls_off_what_it_makes_pointless_and_the_end_calls_off_the_rest() -> None:
    terms = {
        "S03.start_date": date(2025, 1, 1), "S21.rate_review_months": 12,
        "S03.renewal": "by_written_agreement", "S36.recontact_date": date(2027, 9, 1),
        "S24.ends_on": date(2026, 8, 31),
    }  # fmt: skip
    noticed = facts(terms=terms, notice_given_on=date(2026, 7, 15))
    assert set(by_key(key_dates(noticed))) == {"rate_review", "support_end", "term_end", "recontact"}
    ended = facts(terms=terms, notice_given_on=date(2026, 7, 15), ended_on=date(2026, 7, 15))
    assert set(by_key(key_dates(ended))) == {"rate_review", "recontact"}
    assert by_key(key_dates(noticed))["rate_review"].on == date(2026, 1, 1)


def test_dates_of_a_day_stand_in_one_order_and_only_those_asked_for() -> None:
    terms = {"S03.renewal": "by_written_agreement"}
    found = key_dates(facts(terms=terms), {DateKey.RENEWAL, DateKey.TERM_END})
    assert [one.key for one in found] == [DateKey.TERM_END, DateKey.RENEWAL]


# --- what they ask for now


def on(key: DateKey, days: int) -> KeyDate:
    return KeyDate(key, "", TODAY + timedelta(days=days), (), "")


def test_a_date_is_near_for_two_months_and_a_notice_day_alarming_for_one() -> None:
    assert is_near(on(DateKey.NOTICE, 60), TODAY) and not is_near(on(DateKey.NOTICE, 61), TODAY)
    assert is_alarming(on(DateKey.NOTICE, 30), TODAY) and not is_alarming(on(DateKey.NOTICE, 31), TODAY)
    assert not is_alarming(on(DateKey.TERM_END, 0), TODAY)
    assert not is_alarming(on(DateKey.NOTICE, -1), TODAY)


def test_a_day_to_decide_that_has_passed_stays_until_the_last_day_for_notice() -> None:
    decide, notice, end = on(DateKey.DECIDE_BY, -3), on(DateKey.NOTICE, 39), on(DateKey.TERM_END, 129)
    assert ahead((decide, notice, end), TODAY) == (decide, notice, end)
    assert ahead((decide, on(DateKey.NOTICE, -1), end), TODAY) == (end,)


# --- before and after


def test_a_longer_notice_moves_what_hangs_on_it_and_nothing_else() -> None:
    was, becomes = key_dates(facts()), key_dates(facts(terms={"S03.notice_days": 120}))
    assert [one.sentence for one in moved(was, becomes)] == [
        "Day to decide: moves from August 21, 2026 to July 22, 2026",
        "Last day to give notice: moves from October 2, 2026 to September 2, 2026",
    ]
    assert moved(was, was) == ()


def test_a_date_may_be_new_or_fall_away_with_a_term() -> None:
    bare, ends = facts(terms={"S03.notice_days": None}), date(2027, 6, 30)
    talk = facts(terms={"S03.notice_days": None, "S36.recontact_date": ends})
    (new,) = moved(key_dates(bare), key_dates(talk))
    assert new.sentence == "Talk again about working together: new, June 30, 2027"
    (gone,) = moved(key_dates(talk), key_dates(bare))
    assert gone.sentence == "Talk again about working together: June 30, 2027 falls away"
