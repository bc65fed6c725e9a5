"""A kept text answers as the query itself would, whatever the values."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from peewee import fn

from app.core.db import rows
from app.core.prepared import prepared
from app.meetings.models import Meeting
from app.partnerships.models import Partnership
from tests.factories import make_meeting, make_partnership

pytestmark = pytest.mark.usefixtures("database")


@prepared
def named(ids: Any) -> Any:
    columns = (Partnership.id, Partnership.product_lines, Partnership.example, Partnership.created_at)
    return Partnership.select(*columns).where(Partnership.id.in_(ids)).order_by(Partnership.id)


@prepared
def held(first: Any, limit: Any, *, newest_first: bool) -> Any:
    order = Meeting.on.desc() if newest_first else Meeting.on
    return (
        Meeting.select(Meeting.on, Meeting.starts_at).where(Meeting.on >= first).order_by(order).limit(limit)
    )


@prepared
def earliest() -> Any:
    return Meeting.select(Meeting.partnership, fn.MIN(Meeting.on)).group_by(Meeting.partnership)


def test_every_kind_of_column_reads_as_the_query_itself_reads_it() -> None:
    made = [make_partnership() for _ in range(3)]
    query = Partnership.select(
        Partnership.id, Partnership.product_lines, Partnership.example, Partnership.created_at
    ).order_by(Partnership.id)
    assert named(tuple(one.id for one in made)) == list(rows(query))


def test_a_list_of_any_length_finds_each_once_and_an_empty_one_nothing() -> None:
    made = [make_partnership().id for _ in range(6)]
    for count in range(7):
        assert [row[0] for row in named(tuple(made[:count]))] == made[:count]


def test_other_values_and_another_order_are_not_mixed_up() -> None:
    partnership = make_partnership()
    for day in (3, 1, 2):
        make_meeting(partnership, on=date(2026, 12, day))
    first, second, third = ((date(2026, 12, day), time(14)) for day in (1, 2, 3))
    assert held(date(2026, 12, 1), 2, newest_first=False) == [first, second]
    assert held(date(2026, 12, 1), 2, newest_first=True) == [third, second]
    assert held(date(2026, 12, 2), 9, newest_first=False) == [second, third]
    assert earliest() == [(partnership.id, date(2026, 12, 1))]
