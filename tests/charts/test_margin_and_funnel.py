"""What is left over, who was enrolled, and all partnerships beside each other."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.charts.funnel import Step, counted_share, funnel
from app.charts.margin import margin_words, running_margin
from app.charts.multiples import multiples
from app.charts.series import PAGE, PAPER
from app.charts.told import DOLLARS
from app.core.calendar import add_months

MAY = date(2026, 5, 1)


def by_month(*values: int | None) -> dict[date, int | None]:
    """Values from May 2026 on."""
    return {add_months(MAY, place): value for place, value in enumerate(values)}


# --- the margin up to here


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            (-300, -200),
            "$200 is short from the start through June 2026; the newest month added $100.",
        ),
        ((500, 200), "$200 is left over from the start through June 2026; the newest month took $300."),
        ((None, 0), "Payment just covered cost from the start through June 2026."),
        ((700, 700), "$700 is left over from the start through June 2026, as a month before."),
        ((700, None), "$700 is left over from the start through May 2026."),
        ((None,), "What is left over since the start is not known yet."),
    ],
)
def test_the_margin_is_told_for_the_newest_month_that_is_known(
    values: tuple[int | None, ...], words: str
) -> None:
    assert margin_words(by_month(*values)) == words


def test_below_zero_stands_a_word_and_another_marker_not_only_a_color() -> None:
    chart = running_margin("Margin", by_month(-400, -100, 300, 400)).sizes[0]
    assert len(chart.below) == 2 and all(y > chart.zero for _x, y in chart.below)
    assert chart.over_y is not None and chart.over_y < chart.zero
    assert chart.short_y is not None and chart.short_y > chart.zero
    assert [one.y for one in chart.lines.grid if one.axis] == [chart.zero]
    always = running_margin("Margin", by_month(100, 300)).sizes[0]
    assert (always.below, always.short_y) == ((), None)


@given(st.lists(st.none() | st.integers(-100_000, 100_000), min_size=2, max_size=24))
def test_areas_stay_on_their_side_of_zero_and_inside(values: list[int | None]) -> None:
    for chart in running_margin("Margin", by_month(*values), frames=(*PAGE, *PAPER)).sizes:
        for areas, side in ((chart.over, 1), (chart.short, -1)):
            for area in areas:
                ys = [float(y) for _x, y in re.findall(r"([\d.]+) ([\d.]+)", area)]
                assert all((chart.zero - y) * side >= 0 for y in ys)
                assert all(14 <= y <= chart.height - 26 for y in ys)


def test_a_month_that_is_not_known_breaks_line_and_area() -> None:
    told = running_margin("Margin", by_month(100, 200, None, 300, 400))
    assert len(told.sizes[0].lines.lines[0].runs) == len(told.sizes[0].over) == 2
    assert ("July 2026", "not known") in told.rows


# --- the way from referral to enrollment


def way(*counts: int) -> list[Step]:
    """Referred, not eligible, declined, enrolled."""
    names = ("Referred", "Not eligible", "Declined", "Enrolled")
    return [
        Step(name, count, place in (1, 2))
        for place, (name, count) in enumerate(zip(names, counts, strict=True))
    ]


def test_losses_hang_at_the_end_of_what_they_were_taken_from() -> None:
    told = funnel("Way", "", way(40, 10, 5, 25), heads=(), rows=())
    referred, ineligible, declined, enrolled = told.sizes[0].bars
    assert ineligible.x + ineligible.width == pytest.approx(referred.x + referred.width, abs=0.2)
    assert declined.x + declined.width == pytest.approx(ineligible.x, abs=0.2)
    assert enrolled.x == referred.x
    assert enrolled.x + enrolled.width == pytest.approx(declined.x, abs=0.2)
    assert [one.words for one in told.sizes[0].bars] == ["40 (100%)", "10 (25%)", "5 (13%)", "25 (63%)"]


def test_nobody_referred_is_no_picture_and_no_share() -> None:
    assert funnel("Way", "", way(0, 0, 0, 2), heads=(), rows=()).sizes == ()
    assert funnel("Way", "", [], heads=(), rows=()).sizes == ()
    assert [counted_share(*one) for one in ((2, 0), (2, None), (None, 4), (1, 4))] == [
        "2",
        "2",
        "not known",
        "1 (25%)",
    ]


@given(st.tuples(*(st.integers(0, 400) for _ in range(4))))
def test_bars_stay_inside_whatever_is_entered(counts: tuple[int, ...]) -> None:
    for chart in funnel("Way", "", way(*counts), heads=(), rows=(), frames=(*PAGE, *PAPER)).sizes:
        for bar in chart.bars:
            assert bar.x > 0 and bar.width >= 0
            assert bar.x + bar.width + 6 + 6.7 * len(bar.words) <= chart.width + 12
            assert bar.y + chart.bar <= chart.height


# --- all partnerships


def test_all_stand_on_one_scale_so_that_they_can_be_compared() -> None:
    cases = [("a", "A", by_month(10, 20, 40)), ("b", "B", by_month(None, 10)), ("c", "C", {})]
    found = multiples("Caseload", "So many.", cases)
    high, low, none = found.small
    assert (high.words, low.words, none.words) == ("40 in July 2026", "10 in June 2026", "not known")
    assert high.line is not None and low.line is not None and none.line is None
    ten = high.line.runs[0].split()[0].split(",")[1]
    assert low.line.last[1] == int(ten)
    assert [one.words for one in found.grid] == ["0", "40"]
    assert found.rows == (
        ("A", "10", "40", "40", "Jul 2026"),
        ("B", "10", "10", "10", "Jun 2026"),
        ("C", "not known", "not known", "not known", ""),
    )


def test_below_zero_the_common_grid_shows_zero_between_its_ends() -> None:
    found = multiples("Margin", "", [("a", "A", by_month(-9000, 4000))], unit=DOLLARS)
    assert [(one.words, one.axis) for one in found.grid] == [("−$10k", False), ("$0", True), ("$5k", False)]


def test_one_month_alone_is_told_and_not_drawn() -> None:
    (one,) = multiples("Caseload", "", [("a", "A", by_month(3))]).small
    assert (one.words, one.line) == ("3 in May 2026", None)
    assert multiples("Caseload", "", []).small == ()
