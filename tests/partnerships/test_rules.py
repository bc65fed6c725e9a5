"""Which stage may follow, and how a partnership gets its short name."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue import catalogue
from app.partnerships.rules import (
    LONGEST_KEY,
    PRODUCT_LINES,
    RESERVED_KEYS,
    Stage,
    key_from_name,
    month_of_stage,
    move_problems,
    product_line_words,
)

TODAY = date(2026, 11, 24)


def problems(
    to_stage: str = "sustained", on: date = TODAY, reason: str = "The pilot went well"
) -> dict[str, str]:
    allowed = catalogue().stage("pilot").may_go_to
    return move_problems("pilot", date(2025, 12, 1), to_stage, on, reason, may_go_to=allowed, today=TODAY)


def test_the_stages_are_those_of_the_catalogue() -> None:
    assert [stage.id for stage in catalogue().stages] == list(Stage)


@pytest.mark.parametrize("stage", [stage.id for stage in catalogue().stages])
def test_a_stage_leads_only_where_the_catalogue_says(stage: str) -> None:
    allowed = catalogue().stage(stage).may_go_to
    for target in Stage:
        found = move_problems(stage, TODAY, target, TODAY, "why", may_go_to=allowed, today=TODAY)
        assert ("to_stage" not in found) == (target in allowed)


def test_a_move_may_be_entered_late_but_not_ahead() -> None:
    assert problems(on=date(2026, 6, 1)) == {}
    assert "a day that has come" in problems(on=date(2026, 11, 25))["on"]


def test_a_stage_does_not_end_before_it_began() -> None:
    assert problems(on=date(2025, 12, 1)) == {}
    assert "began on December 1, 2025" in problems(on=date(2025, 11, 30))["on"]


def test_leaving_a_stage_asks_for_a_reason() -> None:
    assert set(problems(reason="")) == {"reason"}


def test_staying_is_no_move() -> None:
    assert "already" in problems("pilot")["to_stage"]


@pytest.mark.parametrize(
    ("name", "taken", "key"),
    [
        ("Kestrel Bay / Ordway", (), "kestrel-bay-ordway"),
        ("Kestrel Bay / Ordway", ("kestrel-bay-ordway",), "kestrel-bay-ordway-2"),
        ("Plan", ("plan", "plan-2"), "plan-3"),
        ("Médical Ñandú", (), "medical-nandu"),
        ("???", (), "partnership"),
        ("All", (), "all-2"),
        ("New", (), "new-2"),
    ],
)
def test_the_short_name_is_made_from_the_name(name: str, taken: tuple[str, ...], key: str) -> None:
    assert key_from_name(name, taken) == key


@given(st.text(max_size=300), st.sets(st.text("ab-2", min_size=1, max_size=4), max_size=6))
def test_a_short_name_is_free_short_and_fit_for_an_address(name: str, taken: set[str]) -> None:
    key = key_from_name(name, taken)
    assert key not in taken and key not in RESERVED_KEYS and 0 < len(key) <= LONGEST_KEY
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") and not key.startswith("-")


def test_every_product_line_has_words() -> None:
    assert set(PRODUCT_LINES) == set(catalogue().product_lines)
    assert product_line_words("medi_cal_managed_care") == "Medi-Cal managed care"
    assert product_line_words("something_new") == "Something new"


@pytest.mark.parametrize(
    ("since", "month"), [((2026, 11, 24), 1), ((2026, 10, 25), 1), ((2026, 10, 24), 2), ((2025, 12, 1), 12)]
)
def test_the_month_of_a_stage_counts_from_one(since: tuple[int, int, int], month: int) -> None:
    assert month_of_stage(date(*since), TODAY) == month
