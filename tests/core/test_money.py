"""Money is a whole number of cents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.money import MAX_CENTS, format_cents, format_dollars, parse_cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [("415", 41500), ("1,060.50", 106050), ("$ 940", 94000), (" 0.5 ", 50), ("12.30", 1230)],
)
def test_amounts_are_read_as_people_type_them(text: str, cents: int) -> None:
    assert parse_cents(text) == cents


@pytest.mark.parametrize("text", ["", "four", "-3", "1.234", "1,06", "1e3", "NaN", "٣", "9" * 30])
def test_anything_else_gets_a_plain_sentence(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"Enter an amount|larger than any contract|less than zero|at most two decimals"
    ):
        parse_cents(text)


@given(st.integers(0, MAX_CENTS))
def test_what_is_printed_reads_back_exactly(cents: int) -> None:
    assert parse_cents(format_cents(cents)) == cents


def test_whole_dollars_round_half_away_from_zero_and_carry_a_true_minus() -> None:
    assert format_dollars(106150) == "$1,062"
    assert format_dollars(-106150) == "−$1,062"
    assert format_cents(-1200) == "−$12.00"
