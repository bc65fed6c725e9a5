"""Moving examples by whole months, so that the newest data month is last month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.examples.reader import BUNDLED_FOLDER, Examples, months_to_shift, read_folder, shift, shift_all

EXAMPLES = read_folder(BUNDLED_FOLDER)


def every_date(facts: object) -> Iterator[date]:
    if isinstance(facts, date):
        yield facts
    elif isinstance(facts, tuple):
        for item in facts:
            yield from every_date(item)
    elif is_dataclass(facts):
        for field in fields(facts):
            yield from every_date(getattr(facts, field.name))


def is_month_end(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


@pytest.mark.parametrize(
    ("newest", "today", "months"),
    [
        (date(2025, 12, 1), date(2026, 1, 1), 0),
        (date(2025, 12, 1), date(2026, 1, 31), 0),
        (date(2025, 12, 1), date(2026, 2, 1), 1),
        (date(2025, 12, 1), date(2028, 7, 20), 30),
        (date(2025, 12, 1), date(2025, 6, 15), -7),
    ],
)
def test_the_newest_data_month_becomes_last_month(newest: date, today: date, months: int) -> None:
    assert months_to_shift(newest, today) == months


def test_the_last_day_of_a_month_stays_the_last_day() -> None:
    drifting = EXAMPLES.partnerships[1]
    assert drifting.term_end == date(2026, 2, 28)
    assert shift(drifting, 1).term_end == date(2026, 3, 31)
    assert shift(drifting, 24).term_end == date(2028, 2, 29)
    healthy = EXAMPLES.partnerships[0]
    assert shift(healthy, -10).term_end == date(2025, 2, 28)


def test_a_day_that_a_shorter_month_lacks_becomes_its_last_day() -> None:
    concern = EXAMPLES.partnerships[0].concerns[0]
    assert concern.resolved_on == date(2024, 5, 30)
    assert shift(EXAMPLES.partnerships[0], 9).concerns[0].resolved_on == date(2025, 2, 28)


@given(st.integers(min_value=-120, max_value=240))
def test_the_order_of_all_dates_is_kept(months: int) -> None:
    for partnership in EXAMPLES.partnerships:
        before = list(every_date(partnership))
        after = list(every_date(shift(partnership, months)))
        assert len(before) == len(after)
        moved = [new for _, new in sorted(zip(before, after, strict=True))]
        assert all(first <= second for first, second in pairwise(moved))
        for old, new in zip(before, after, strict=True):
            assert (new.year * 12 + new.month) - (old.year * 12 + old.month) == months
            assert not is_month_end(old) or is_month_end(new)


@given(st.dates(min_value=date(2024, 1, 1), max_value=date(2060, 12, 31)))
def test_shifted_examples_are_alive_on_any_day(today: date) -> None:
    newest = shift_all(EXAMPLES, today).newest_month
    assert newest is not None
    assert (today.year * 12 + today.month) - (newest.year * 12 + newest.month) == 1


def test_numbers_and_month_numbers_do_not_move() -> None:
    before, after = EXAMPLES.partnerships[2], shift(EXAMPLES.partnerships[2], 17)
    assert after.notice_month == before.notice_month == 14
    assert [row.month for row in after.months] == [row.month for row in before.months]
    assert [row.referrals for row in after.months] == [row.referrals for row in before.months]
    assert after.months[13].calendar_month == date(2026, 4, 1)
    assert after.notice_date == date(2026, 4, 25)


def test_dates_and_months_named_in_texts_move_with_the_facts() -> None:
    events = shift(EXAMPLES.partnerships[1], 5).events
    assert events[1].what == "Plan medical director leaves; post empty until August"
    assert events[2].answer == (
        "Leads to renegotiating on 2025-08-15; amendment signed 2025-10-28, in force 2025-11-01"
    )
    assert shift(EXAMPLES.partnerships[1], 0) is EXAMPLES.partnerships[1]


def test_a_folder_without_data_stays_where_it_is() -> None:
    empty = Examples((), ())
    assert shift_all(empty, date(2026, 1, 5)) == empty
