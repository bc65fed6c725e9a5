"""A form is read into typed values, or each mistake gets one plain sentence and nothing typed is lost."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.web.formdata import FormData


def form(**values: str | list[str]) -> FormData:
    return FormData(MultiDict(values))


@pytest.mark.parametrize("text", ["2026-11-24", "11/24/2026", "November 24, 2026", "Nov 24, 2026"])
def test_a_date_is_read_as_people_write_it(text: str) -> None:
    assert form(due=text).day("due") == date(2026, 11, 24)


@pytest.mark.parametrize("text", ["2026-02-30", "24.11.2026", "0026-11-24", "tomorrow", "9999-12-31"])
def test_a_date_that_does_not_exist_keeps_what_was_typed(text: str) -> None:
    data = form(due=text)
    assert data.day("due") is None
    assert data.errors == {"due": "Enter a date that exists, like 11/24/2026."}
    assert data.values == {"due": text}


@pytest.mark.parametrize(
    ("text", "expected"), [("14:00", time(14)), ("2:00 pm", time(14)), ("9 am", time(9))]
)
def test_a_time_is_read_as_people_write_it(text: str, expected: time) -> None:
    assert form(at=text).clock("at") == expected


def test_numbers_amounts_and_addresses_are_typed() -> None:
    data = form(days="1,200", hours="6.5", rate="$1,060.50", mail="Dana@Hospice.Example.org")
    assert data.whole("days") == 1200
    assert data.number("hours") == Decimal("6.5")
    assert data.cents("rate") == 106050
    assert data.email("mail") == "Dana@hospice.example.org"
    assert data.ok


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        ("whole", "3.5"),
        ("whole", "-4"),
        ("whole", "99999999999999999999"),
        ("whole", "٣"),
        ("number", "1e5"),
        ("number", "."),
        ("number", "1.234"),
        ("cents", "four hundred"),
        ("email", "dana@"),
        ("email", "😀@hospice.org"),
        ("email", "dana@hospice.org\r\nBcc: all@x.org"),
        ("clock", "25:00"),
    ],
)
def test_wrong_input_is_one_sentence_and_no_value(reader: str, text: str) -> None:
    data = form(field=text)
    assert not getattr(data, reader)("field")
    assert list(data.errors) == ["field"] and data.errors["field"].endswith(".")
    assert data.values["field"] == text


@pytest.mark.parametrize("text", ["a\x00b", "bell\x07", "\ue000", "\ufffe", "\u202e049$"])
def test_characters_that_cannot_be_printed_are_refused(text: str) -> None:
    data = form(name=text)
    data.text("name")
    assert "cannot be printed" in data.errors["name"]


def test_a_name_of_nothing_but_invisible_signs_is_missing() -> None:
    data = form(name="\u200b \ufeff")
    assert data.text("name", missing="Give it a name.") == ""
    assert data.errors == {"name": "Give it a name."}


def test_over_long_and_missing_text_is_told() -> None:
    data = form(name="x" * 256, note="")
    data.text("name")
    data.text("note", missing="Write what was agreed.")
    assert data.errors == {
        "name": "Keep this under 255 characters; it has 256.",
        "note": "Write what was agreed.",
    }


def test_only_offered_answers_are_taken() -> None:
    data = form(stage="pilot", side="hacker", lines=["a", "zzz"])
    assert data.choice("stage", {"pilot"}) == "pilot"
    assert data.choice("side", {"payer"}) == ""
    assert data.choices("lines", {"a", "b"}) == []
    assert set(data.errors) == {"side", "lines"}


@given(st.text(max_size=300), st.sampled_from(["text", "email", "whole", "number", "cents", "day", "clock"]))
def test_no_input_whatever_makes_a_reader_fail(text: str, reader: str) -> None:
    data = FormData(MultiDict({"field": text}))
    getattr(data, reader)("field")
    assert data.values["field"] == text


def test_text_about_a_patient_is_asked_about_and_kept_once_somebody_says_that_nobody_is_meant() -> None:
    typed = "Street called Patient Lopez, off Main"
    first = form(note=typed)
    assert first.text("note", limit=5000) == ""
    assert first.errors["note"].startswith("“Patient Lopez” reads like a patient’s name.")
    assert first.values["note"] == typed
    second = form(note=typed, nobody_meant=first.seals["note"])
    assert second.text("note", limit=5000) == typed
    assert second.ok
    third = form(note=f"{typed}, DOB 3/14/1948", nobody_meant=first.seals["note"])
    third.text("note", limit=5000)
    assert "note" in third.errors


def test_a_date_or_an_address_is_not_mistaken_for_a_patient() -> None:
    data = form(on="1990-03-14", email="dob.1948@hospice.example")
    assert data.day("on") == date(1990, 3, 14)
    assert data.email("email") == "dob.1948@hospice.example"
    assert data.ok


@pytest.mark.parametrize(
    ("typed", "value"),
    [("6.5", "6.5"), ("1,234", "1234"), ("1,234.5", "1234.5"), (".5", "0.5"), ("12,345", "12345")],
)
def test_a_comma_between_thousands_is_read(typed: str, value: str) -> None:
    assert FormData(MultiDict({"x": typed})).number("x", 2) == Decimal(value)


@pytest.mark.parametrize("typed", ["33,5", "1,5", "12,34", "1234,5"])
def test_a_comma_before_decimals_is_named_and_never_dropped(typed: str) -> None:
    form = FormData(MultiDict({"x": typed, "y": typed}))
    assert form.number("x", 4) is None and form.whole("y") is None
    assert form.errors["x"] == f"Write a point before decimals, like {typed.replace(',', '.')}."
    assert form.errors["y"] == "Enter a whole number, like 30."
    assert form.values["x"] == typed


@pytest.mark.parametrize("typed", [".", "-", "1,000,0", "1..5", "-3", "1e5", "٣"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    form = FormData(MultiDict({"x": typed}))
    assert form.number("x", 4) is None and "x" in form.errors


def test_less_than_zero_is_read_only_where_it_can_be_meant() -> None:
    assert FormData(MultiDict({"x": "-1,234.5"})).number("x", 2, signed=True) == Decimal("-1234.5")
