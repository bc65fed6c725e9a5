"""Review dates follow the term sheet: the three example partnerships and the properties behind them."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue import catalogue
from app.catalogue.reviewing import (
    FIRST_YEAR_EVERY,
    INTERIM_MONTHS,
    LATER_EVERY,
    LEAD_DAYS,
    data_review_dates,
    interim_dates,
)
from app.reviews.rules import ReviewPlan, is_cancelled, one_per_day, planned, standing

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = ROOT / "tests" / "examples" / "data" / "expected_triggers.csv"
HEADERS = ROOT / "app" / "examples" / "data" / "partnerships.yaml"
KEYS = ("a_healthy", "b_drifting", "c_graceful_end")


def plan_of(key: str) -> ReviewPlan:
    facts = next(one for one in yaml.safe_load(HEADERS.read_text(encoding="utf-8")) if one["key"] == key)
    notice = facts.get("notice_date")
    return ReviewPlan(
        start=date.fromisoformat(facts["pilot_start"]),
        term_end=date.fromisoformat(facts["term_end"]),
        pilot_end=date.fromisoformat(facts["pilot_end"]),
        notice_given_on=date.fromisoformat(notice) if notice else None,
    )


@pytest.mark.parametrize("key", KEYS)
def test_reviews_of_the_examples_fire_and_are_cancelled_as_expected(key: str) -> None:
    plan = plan_of(key)
    computed = {
        (
            one.rule.value,
            "cancelled" if is_cancelled(one, plan.notice_given_on) else "fires",
            one.announce_on.isoformat(),
            one.reason,
        )
        for one in planned(plan)
    }
    with EXPECTED.open(encoding="utf-8") as file:
        expected = {
            (row["trigger"], row["what"], row["when"], row["why"].split(" (")[0])
            for row in csv.DictReader(file)
            if row["scenario"] == key and row["trigger"] in ("TD01", "TD05")
        }
    assert expected
    assert computed == expected


def test_the_numbers_are_those_of_the_catalogue() -> None:
    rules = {rule.id: rule for rule in catalogue().date_rules}
    assert rules["TD01"].offsets_months == INTERIM_MONTHS
    assert rules["TD01"].lead_days == rules["TD05"].lead_days == LEAD_DAYS
    assert dict(rules["TD05"].every_months) == {"first_year": FIRST_YEAR_EVERY, "later": LATER_EVERY}


def test_two_rules_on_one_day_make_one_review_with_two_reasons() -> None:
    first = one_per_day(planned(plan_of("a_healthy")))[0]
    assert first == (
        date(2024, 4, 1),
        date(2024, 3, 11),
        ("interim review, month 3", "data review after 3 months"),
    )


def test_the_last_day_of_a_shorter_month_stands_in() -> None:
    assert interim_dates(date(2024, 8, 31), date(2026, 8, 30), (6,))[0].due_on == date(2025, 2, 28)


def test_interim_months_of_the_term_sheet_are_used() -> None:
    months = [one.months for one in interim_dates(date(2025, 1, 1), date(2026, 12, 31), (4, 8, 8, 0))]
    assert months == [4, 8]


def test_without_a_pilot_there_are_data_reviews_only() -> None:
    plan = ReviewPlan(start=date(2025, 1, 1), term_end=date(2025, 12, 31))
    assert {one.rule.value for one in planned(plan)} == {"TD05"}


def test_an_end_date_typed_wrong_gives_no_endless_list() -> None:
    assert len(data_review_dates(date(1990, 1, 1), date(9999, 12, 31))) < 120


days = st.dates(date(2000, 1, 1), date(2090, 1, 1))


@given(days, st.integers(0, 3000))
def test_every_review_is_announced_within_its_term(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    announced = [*interim_dates(start, end), *data_review_dates(start, end)]
    assert all(one.announce_on <= end for one in announced)
    assert all(
        one.due_on - one.announce_on == timedelta(days=21) for one in planned(ReviewPlan(start, end, end))
    )


@given(days, days)
def test_nothing_that_was_announced_before_the_notice_is_called_off(start: date, notice: date) -> None:
    end = start + timedelta(days=1000)
    kept = standing(ReviewPlan(start, end, end, notice_given_on=notice))
    everything = planned(ReviewPlan(start, end, end))
    assert kept == tuple(one for one in everything if one.announce_on <= notice)
