"""How answers are typed, kept and read again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.information.queries import aims_questions, items, topics
from app.information.rules import (
    Asked,
    Field,
    Kind,
    Side,
    Status,
    answer_words,
    humanized,
    item_fields,
    topic_field,
    value_words,
)


def test_the_plan_is_asked_seven_things_and_asks_us_six() -> None:
    sides = [one.side for one in items()]
    assert sides.count(Side.PAYER) == 7 and sides.count(Side.PROVIDER) == 6
    assert len(topics()) == 6 and len(aims_questions()) == 9
    assert all(one.fields for one in items())


def test_an_answer_of_several_parts_names_each_of_them() -> None:
    fields = item_fields("IR6", "numbers")
    assert answer_words(fields, {"now": "4", "in_12_months": "1200"}) == ("Now: 4", "In a year: 1,200")


def test_an_answer_of_one_part_stands_for_itself() -> None:
    assert answer_words(item_fields("IP1", "list"), {"answer": ["Mesa", "Alder"]}) == ("Mesa, Alder",)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (Field("a", Kind.CHOICE, "A", (("plan", "Plan"),)), "plan", "Plan"),
        (Field("a", Kind.PICKED, "A", (("x", "Quick pay"),)), ["x", "gone"], "Quick pay, gone"),
        (Field("a", Kind.ROWS, "A"), [["Visits", "2 a month"], ["Phone", ""]], "Visits: 2 a month; Phone"),
        (Field("a", Kind.NUMBER, "A", unit="percent"), "12.50", "12.5%"),
        (Field("a", Kind.NUMBER, "A", unit="minutes"), "0", "0 minutes"),
        (Field("a", Kind.TEXT, "A"), "", ""),
        (Field("a", Kind.LINES, "A"), [], ""),
    ],
)
def test_a_value_reads_as_people_say_it(field: Field, value: object, words: str) -> None:
    assert value_words(field, value) == words


def test_a_topic_field_without_known_choices_is_typed_line_by_line() -> None:
    assert topic_field("services_offered", "multi_choice").kind is Kind.LINES
    assert topic_field("confidence", "choice", ("guess", "measured")).choices == (
        ("guess", "Guess"),
        ("measured", "Measured"),
    )
    assert topic_field("plan_supports", "checklist").kind is Kind.PICKED
    assert humanized("years_cbpc") == "Years of community palliative care"


@given(some.sampled_from(Status), some.dates(date(2020, 1, 1), date(2030, 1, 1)), some.integers(-400, 400))
def test_only_what_is_asked_and_wanted_before_today_is_late(status: Status, today: date, days: int) -> None:
    wanted = date.fromordinal(today.toordinal() + days)
    assert Asked(status, wanted).is_late(today) is (status is Status.ASKED and days < 0)
    assert not Asked(status, None).is_late(today)
