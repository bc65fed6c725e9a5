"""Charts say where things stand: the same values give the same places."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.charts.scales import LABEL_ROOM, MARK_ROOM, NARROW, WIDE, Scale, line_chart, round_scale

DAYS = [date(2026, 5, 31), date(2026, 8, 31), date(2026, 10, 31)]
OURS = [Decimal("3.6"), Decimal("3.1"), Decimal("2.0")]


@given(st.integers(-1000, 1000), st.integers(1, 1000), st.data())
def test_a_scale_keeps_order_and_stays_inside(low: int, length: int, data: st.DataObject) -> None:
    scale = Scale(low, low + length, 18.0, 292.0)
    first = data.draw(st.integers(low, low + length))
    second = data.draw(st.integers(first, low + length))
    assert 18.0 <= scale.place(first) <= scale.place(second) <= 292.0
    assert (scale.place(low), scale.place(low + length)) == (18.0, 292.0)


def test_a_scale_without_length_puts_everything_in_the_middle() -> None:
    assert Scale(3, 3, 0.0, 10.0).place(3) == 5.0


def test_lines_run_from_the_oldest_day_to_the_newest_and_end_in_their_value() -> None:
    chart = line_chart(DAYS, [("We", OURS)], low=1, high=5)
    (line,) = chart.lines
    assert line.runs == ("18.0,80.5 182.8,104.2 292.0,156.5",)
    assert line.last is not None and line.last[0] == chart.right and line.last_value == Decimal("2.0")
    assert [one.words for one in chart.grid] == ["1", "2", "3", "4", "5"]
    assert [one.axis for one in chart.grid] == [True, False, False, False, False]


def test_an_unknown_value_breaks_the_line_and_stands_alone_as_a_dot() -> None:
    days = [DAYS[0] + timedelta(days=30 * n) for n in range(5)]
    values = [Decimal(2), None, Decimal(3), None, Decimal(4)]
    (line,) = line_chart(days, [("We", values)], low=1, high=5).lines
    assert (line.runs, len(line.dots)) == ((), 2)
    assert line.last == (292.0, 61.5)
    silent = line_chart(days, [("We", [None] * 5)], low=1, high=5).lines[0]
    assert (silent.last, silent.runs, silent.dots) == (None, (), ())


def test_names_at_the_end_never_print_over_each_other() -> None:
    close = [("We", [Decimal("4.0")] * 3), ("Ordway", [Decimal("4.1")] * 3)]
    us, them = line_chart(DAYS, close, low=1, high=5).lines
    assert abs(us.label_y - them.label_y) >= LABEL_ROOM


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=12, unique=True))
def test_days_below_the_chart_never_print_over_each_other(offsets: list[int]) -> None:
    days = sorted(date(2020, 1, 1) + timedelta(days=offset) for offset in offsets)
    for frame in (WIDE, NARROW):
        chart = line_chart(days, [("We", [Decimal(3)] * len(days))], low=1, high=5, frame=frame)
        xs = [mark.x for mark in chart.marks]
        assert all(later - earlier >= MARK_ROOM for earlier, later in pairwise(xs))
        assert {chart.marks[0].on, chart.marks[-1].on} == {days[0], days[-1]}


@pytest.mark.parametrize(
    ("values", "step", "high"),
    [
        ([], 1, 1),
        ([0, None], 1, 1),
        ([3], 1, 3),
        ([6], 2, 6),
        ([32, 34], 10, 40),
        ([5891, 980], 2000, 6000),
        ([50], 10, 50),
    ],
)
def test_a_scale_of_counts_has_few_round_steps(values: list[int | None], step: int, high: int) -> None:
    assert round_scale(values) == (step, high)
