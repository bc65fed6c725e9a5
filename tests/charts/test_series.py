"""Lines over months: gaps stay gaps, and the sentence says what the line says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.charts.scales import LABEL_ROOM, round_span
from app.charts.series import PAGE, PAPER, Band, Trigger, months_of, series, series_words
from app.charts.told import COUNT, DOLLARS, PERCENT, share_words, whole_dollars
from app.core.calendar import add_months

MAY = date(2026, 5, 1)


def by_month(*values: int | None) -> dict[date, int | None]:
    """Values from May 2026 on."""
    return {add_months(MAY, place): value for place, value in enumerate(values)}


def test_a_month_nobody_entered_is_a_gap_and_not_zero() -> None:
    held = {MAY: 10, date(2026, 6, 1): 12, date(2026, 9, 1): 14, date(2026, 10, 1): 15}
    told = series("Caseload", [("here", held)])
    line = told.sizes[0].lines[0]
    assert [len(run.split()) for run in line.runs] == [2, 2]
    assert ("July 2026", "not known") in told.rows and ("August 2026", "not known") in told.rows
    assert told.rows[0] == ("October 2026", "15") and len(told.rows) == 6
    assert told.heads == ("Month", "Here")


def test_the_same_numbers_give_the_same_picture_whatever_day_of_the_month_they_carry() -> None:
    assert months_of([{date(2026, 5, 31): 1}, {date(2026, 7, 2): None}]) == (MAY,)


def test_only_the_newest_two_years_are_drawn() -> None:
    months = months_of([by_month(*range(40))])
    assert len(months) == 24 and months[-1] == add_months(MAY, 39)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((20, 19), "Caseload was 19 in June 2026, within the target of 18 to 22."),
        ((20, 18), "Caseload was 18 in June 2026, within the target of 18 to 22."),
        ((20, 24), "Caseload was 24 in June 2026, above the target of 18 to 22."),
        ((20, 16), "Caseload was 16 in June 2026, below the target of 18 to 22."),
        (
            (20, 15),
            "Caseload was 15 in June 2026, below the target of 18 to 22. "
            "It has reached the trigger: talk at 15 or fewer.",
        ),
        (
            (14, 15),
            "Caseload was 15 in June 2026, below the target of 18 to 22. "
            "It has reached the trigger for 2 months in a row: talk at 15 or fewer.",
        ),
        ((14, None), "Caseload was 14 in May 2026"),
    ],
)
def test_the_finding_says_where_the_newest_month_stands(values: tuple[int | None, ...], words: str) -> None:
    found = series_words(
        "Caseload",
        [("here", by_month(*values))],
        band=Band(18, 22),
        trigger=Trigger(15, "talk at 15 or fewer"),
    )
    assert found.startswith(words)


def test_a_run_of_months_at_the_trigger_ends_at_a_month_that_is_not_known() -> None:
    trigger = Trigger(10, "act at 10 or more", below=False)
    found = series_words("Days", [("here", by_month(12, None, 12, 11))], trigger=trigger)
    assert "for 2 months in a row: act at 10 or more" in found
    assert "trigger" not in series_words("Days", [("here", by_month(12, 9))], trigger=trigger)


def test_a_second_line_is_what_the_first_is_compared_with() -> None:
    lines = [("here", by_month(10, 12)), ("forecast", by_month(10, 15))]
    assert series_words("Caseload", lines) == "Caseload was 12 in June 2026, 3 less than forecast."
    ahead = [("here", by_month(10, None)), ("forecast", by_month(10, 15))]
    assert series_words("Caseload", ahead) == "Caseload is not known for June 2026."
    assert series_words("Caseload", [("here", {})]) == "Caseload is not known yet."


def test_one_month_alone_has_its_sentence_and_its_number_but_no_picture() -> None:
    told = series("Caseload", [("here", by_month(4))])
    assert (told.sizes, told.rows) == ((), (("May 2026", "4"),))
    assert told.finding == "Caseload was 4 in May 2026."


@given(
    st.lists(st.none() | st.integers(-50, 500), min_size=2, max_size=30),
    st.integers(0, 300),
    st.integers(0, 200),
    st.integers(0, 500),
    st.booleans(),
)
def test_target_and_trigger_stay_inside_and_their_words_apart(
    values: list[int | None], low: int, wide: int, at: int, below: bool
) -> None:
    trigger = Trigger(at, "talk", below)
    for frames in (PAGE, PAPER):
        told = series(
            "Caseload",
            [("here", by_month(*values))],
            band=Band(low, low + wide),
            trigger=trigger,
            frames=frames,
        )
        for chart in told.sizes:
            bottom = chart.height - 26
            assert 14 <= chart.band.y <= chart.band.y + chart.band.height <= bottom
            assert 14 <= chart.trigger.y <= bottom
            assert abs(chart.band.label_y - chart.trigger.label_y) >= LABEL_ROOM
            assert chart.left < chart.right < chart.width


@given(st.lists(st.none() | st.integers(-(10**9), 10**9), max_size=20))
def test_a_scale_holds_every_value_and_zero_in_few_round_steps(values: list[int | None]) -> None:
    step, low, high = round_span(values)
    known = [value for value in values if value is not None]
    assert low <= min([0, *known]) and high >= max([0, *known]) and high > low
    assert low % step == high % step == 0 and (high - low) // step <= 7
    assert str(step).strip("0") in ("1", "2", "5")


def test_values_are_written_as_people_write_them() -> None:
    assert [COUNT.shown(one) for one in (1200, -3, None)] == ["1,200", "−3", "not known"]
    assert [DOLLARS.shown(one) for one in (1200, -350, None)] == ["$1,200", "−$350", "not known"]
    assert [DOLLARS.on_grid(one) for one in (0, 500, -2000, 2500)] == ["$0", "$500", "−$2k", "$2.5k"]
    assert PERCENT.shown(62) == "62%"
    assert [whole_dollars(one) for one in (150, 149, -250, None)] == [2, 1, -3, None]
    assert [share_words(*one) for one in ((1, 3), (1, 2), (0, 4), (0, 0))] == [
        "33 percent",
        "50 percent",
        "0 percent",
        "not known",
    ]


def test_a_target_may_be_open_to_one_side() -> None:
    values = by_month(60, 80)
    assert series_words("Seen", [("", values)], unit=PERCENT, band=Band(70, None)) == (
        "Seen was 80% in June 2026, within the target of at least 70%."
    )
    assert "above the target of at most 70%" in series_words(
        "Seen", [("", values)], unit=PERCENT, band=Band(None, 70)
    )
    for band, words in ((Band(70, None), "Target at least 70%"), (Band(None, 70), "Target at most 70%")):
        for chart in series("Seen", [("", values)], unit=PERCENT, band=band).sizes:
            assert chart.band.words == words and chart.band.height > 0
            assert chart.band.y >= 14 and chart.band.y + chart.band.height <= chart.height - 26


def test_quarters_are_joined_and_a_quarter_nobody_entered_is_a_gap() -> None:
    quarters = {date(2026, 1, 1): 10, date(2026, 4, 1): 12, date(2026, 10, 1): 9}
    told = series("Seen", [("", quarters)], every=3)
    assert [row[0] for row in told.rows] == ["October 2026", "July 2026", "April 2026", "January 2026"]
    assert [len(run.split()) for run in told.sizes[0].lines[0].runs] == [2]
