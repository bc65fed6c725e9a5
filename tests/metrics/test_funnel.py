"""The way from referral to enrollment over months, in numbers and in words."""

from __future__ import annotations

from datetime import date

from app.core.calendar import add_months
from app.metrics.rules import WAY, house_caseload_words, house_margin_words, way_of, way_words

OCTOBER = date(2026, 10, 1)


def months(*figures: tuple[int | None, ...]) -> list[tuple[date, dict[str, int | None]]]:
    """Months back from October 2026: referred, not eligible, not reached, declined, enrolled."""
    return [
        (add_months(OCTOBER, -place), dict(zip(WAY, one, strict=True))) for place, one in enumerate(figures)
    ]


def test_only_the_months_of_the_span_count_and_only_whole_ones() -> None:
    found = months((10, 1, 1, 2, 6), (8, 0, 0, 3, 5), (9, None, 0, 0, 9), (7, 1, 1, 1, 4))
    short, long = way_of(found, OCTOBER, 3), way_of(found, OCTOBER, 12)
    assert (short.months, long.months) == (2, 3)
    assert short.counts == {
        "referrals": 18,
        "ineligible": 1,
        "unreachable": 1,
        "declined": 5,
        "new_enrolled": 11,
    }
    assert long.counts["referrals"] == 25
    assert way_words(short, long) == (
        "Of 18 referred in the last 3 months 11 were enrolled (61 percent); "
        "over 12 months it was 60 percent. "
        "The most frequent other outcome was “declined” (5). Only 2 of these 3 months are known."
    )


def test_who_is_still_open_is_neither_lost_nor_enrolled() -> None:
    way = way_of(months((10, 1, 1, 2, 4)), OCTOBER, 3)
    assert way.open == 2
    assert way_of(months((10, 1, 1, 2, 8)), OCTOBER, 3).open == -2
    assert way_of(months((10, None, 1, 2, 8)), OCTOBER, 3).open is None


def test_without_referrals_there_is_no_share_and_without_numbers_nothing_is_claimed() -> None:
    nobody = way_of(months((0, 0, 0, 0, 0)), OCTOBER, 3)
    assert way_words(nobody, nobody) == (
        "Nobody was referred in the last 3 months, so there is no share. Only 1 of these 3 months is known."
    )
    unknown = way_of(months((None, 0, 0, 0, 0)), OCTOBER, 3)
    assert way_words(unknown, unknown) == ("What became of those referred in the last 3 months is not known.")


def test_all_partnerships_together_say_how_many_are_not_known() -> None:
    assert house_caseload_words(OCTOBER, [31, 12], 3) == (
        "43 patients in 2 partnerships at the end of October 2026; of 1 other it is not known."
    )
    assert house_margin_words([5000, -20000], 2) == (
        "In 1 of 2 payment has covered cost so far; together $150 short."
    )
    assert house_margin_words([0, 0], 4) == (
        "In 2 of 2 payment has covered cost so far; together $0 left over. Of 2 others it is not known."
    )
