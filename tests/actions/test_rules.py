"""When a promise is late, near, or neither."""

from __future__ import annotations

from datetime import date

import pytest

from app.actions.rules import Side, Source, Status, Urgency, due_words, on_time, urgency
from app.catalogue import catalogue

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("due_on", "how", "words"),
    [
        (date(2026, 11, 20), Urgency.OVERDUE, "4 days overdue"),
        (date(2026, 11, 23), Urgency.OVERDUE, "1 day overdue"),
        (date(2026, 11, 24), Urgency.SOON, "Due today"),
        (date(2026, 11, 25), Urgency.SOON, "Due tomorrow"),
        (date(2026, 11, 27), Urgency.SOON, "Due Friday"),
        (date(2026, 11, 30), Urgency.SOON, "Due Monday"),
        (date(2026, 12, 1), Urgency.LATER, "Due Tuesday"),
    ],
)
def test_a_due_day_is_late_near_or_neither(due_on: date, how: Urgency, words: str) -> None:
    assert urgency(due_on, TODAY) is how
    assert due_words(due_on, TODAY) == words


def test_a_promise_without_a_day_is_never_late() -> None:
    assert urgency(None, TODAY) is Urgency.LATER
    assert on_time(None, TODAY)


def test_the_due_day_itself_is_in_time() -> None:
    assert on_time(TODAY, TODAY) and not on_time(date(2026, 11, 23), TODAY)


def test_the_words_of_a_promise_are_those_of_the_catalogue() -> None:
    fields = catalogue().section("relationship", "action_items", "fields")
    choices = {field["name"]: set(field.get("choices", ())) for field in fields}  # type: ignore[union-attr]
    assert choices["side"] == set(Side)
    assert choices["source"] == set(Source)
    assert choices["status"] == set(Status)
