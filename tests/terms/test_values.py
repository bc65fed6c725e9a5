"""What a term may hold: typed, stored, shown."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.core.text import UNPRINTABLE, trimmed
from app.terms.queries import definitions
from app.terms.rules import StoredTerm, in_force
from app.terms.values import (
    TableErrors,
    TermDefinition,
    TermType,
    decode,
    encode,
    fingerprint,
    is_settled,
    parse,
    show,
)

MARKUP = "<b>{{ 7 * 7 }}</b> **bold** {% raw %} | a | # title"


def one(kind: str, **facts: Any) -> TermDefinition:
    """A term of a kind."""
    return TermDefinition("S99.it", "It", TermType(kind), **facts)


CHOICES = {"a": "Answer A", "b": "Answer B", "c": "Answer C"}
TABLE = one(
    "table",
    columns={
        "tier": one("text", required=True),
        "rate": one("money", required=True),
        "who": one("list"),
    },
)
# What cannot be printed is refused; another test holds that.
plain = some.text(some.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1).filter(
    lambda text: not UNPRINTABLE.search(text)
)
# What nobody sees at the ends of a text is taken off when it is read.
lines = plain.map(lambda text: trimmed(" ".join(text.split()))).filter(lambda text: 0 < len(text) <= 200)
VALUES = {
    "text": lines,
    "money": some.integers(0, 10**12),
    "percent": some.decimals(0, 1000, places=1),
    "integer": some.integers(0, 10**9 - 1),
    "number": some.decimals(0, 10**6, places=3),
    "date": some.dates(date(1990, 1, 1), date(2100, 12, 31)),
    "boolean": some.booleans(),
    "choice": some.sampled_from(list(CHOICES)),
    "multi_choice": some.lists(some.sampled_from(list(CHOICES)), min_size=1, unique=True),
    "refs": some.lists(some.sampled_from(list(CHOICES)), min_size=1, unique=True),
    "options": some.lists(some.sampled_from(list(CHOICES)), min_size=1, unique=True),
    "list": some.lists(lines, min_size=1, max_size=5),
    "contact": some.fixed_dictionaries({"name": lines}, optional={"phone": lines, "email": lines}),
    "table": some.lists(
        some.fixed_dictionaries({"id": some.just("r1"), "tier": lines, "rate": some.integers(0, 10**9)}),
        max_size=3,
    ),
}


def typed_in(kind: str, value: Any) -> Any:
    """How a person would type the value."""
    if kind == "money":
        return f"${value // 100:,}.{value % 100:02d}"
    if kind == "date":
        return value.isoformat()
    if kind == "boolean":
        return "Yes" if value else "no"
    if kind == "list":
        return "\r\n".join(value)
    return value if isinstance(value, list | dict) else str(value)


@pytest.mark.parametrize("kind", [kind for kind in VALUES if kind != "table"])
@given(data=some.data())
def test_what_a_person_types_comes_back_from_storage_as_the_same_value(
    kind: str, data: some.DataObject
) -> None:
    definition = one(kind, choices=CHOICES)
    value = data.draw(VALUES[kind])
    typed = parse(definition, typed_in(kind, value))
    stored = json.loads(json.dumps(encode(definition, typed)))
    assert decode(definition, stored) == typed
    if isinstance(value, list) and kind != "list":
        value = sorted(value)
    assert typed == value


@given(VALUES["table"])
def test_a_table_comes_back_row_by_row_with_names_that_differ(rows: list[dict[str, Any]]) -> None:
    typed = parse(TABLE, [{**row, "rate": typed_in("money", row["rate"])} for row in rows]) or []
    stored = json.loads(json.dumps(encode(TABLE, typed)))
    assert decode(TABLE, stored) == typed
    assert [(row["tier"], row["rate"]) for row in typed] == [(row["tier"], row["rate"]) for row in rows]
    assert len({row["id"] for row in typed}) == len(rows)


@pytest.mark.parametrize(
    "kind", ["text", "choice", "money", "percent", "integer", "number", "date", "boolean", "list"]
)
def test_an_empty_field_is_no_value(kind: str) -> None:
    assert parse(one(kind), "  \r\n ") is None


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("money", "nine", "Enter an amount in dollars, like 415 or 1,060.50."),
        ("money", "-4", "An amount cannot be less than zero."),
        ("integer", "6.5", "Enter a whole number, like 30."),
        ("integer", "٣٠", "Enter a whole number, like 30."),
        ("number", "1e5", "Enter a number, like 6 or 6.5."),
        ("percent", "many", "Enter a percentage, like 70."),
        ("date", "2026-02-30", "Enter a date that exists, like 11/24/2026."),
        ("date", "0001-01-01", "Enter a date that exists, like 11/24/2026."),
        ("boolean", "maybe", "Choose yes or no."),
        ("choice", "z", "Choose one of the answers in the list."),
        ("multi_choice", ["a", "z"], "Choose from the answers in the list."),
        (
            "text",
            "a\x00b",
            "This holds a character that cannot be printed. Type it again instead of pasting.",
        ),
        (
            "text",
            "a\u202eb",
            "This holds a character that cannot be printed. Type it again instead of pasting.",
        ),
        ("text", "x" * 5001, "Keep this under 5,000 characters; it has 5,001."),
    ],
)
def test_a_mistake_is_named_in_a_plain_sentence(kind: str, typed: Any, sentence: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse(one(kind, choices=CHOICES), typed)
    assert str(caught.value) == sentence


def test_bounds_are_said_with_the_mistake() -> None:
    with pytest.raises(ValueError, match=r"Enter a number from 1 to 365\."):
        parse(one("integer", low=Decimal(1), high=Decimal(365)), "400")
    with pytest.raises(ValueError, match=r"Enter an amount from \$0 to \$100,000."):
        parse(one("money", low=Decimal(0), high=Decimal("100000.00")), "100,000.01")


def test_markup_is_a_text_like_any_other() -> None:
    assert parse(one("text"), MARKUP) == MARKUP
    assert show(one("text"), MARKUP) == MARKUP


def test_alternatives_exclude_each_other_unless_the_section_pairs_them() -> None:
    rule = one("options", choices=CHOICES, pick_one=True, together=(frozenset({"a", "c"}),))
    assert parse(rule, ["c", "a"]) == ["a", "c"]
    with pytest.raises(
        ValueError, match=r"“Answer A” and “Answer B” cannot stand together\. Keep one of them\."
    ):
        parse(rule, ["a", "b"])


def test_an_addition_needs_a_choice_to_stand_on() -> None:
    rule = one("options", choices=CHOICES, pick_one=True, add=frozenset({"c"}))
    assert parse(rule, ["a", "c"]) == ["a", "c"]
    with pytest.raises(ValueError, match=r"“Answer C” comes on top of another choice\."):
        parse(rule, ["c"])


def test_a_table_names_each_wrong_cell_and_forgets_empty_rows() -> None:
    with pytest.raises(TableErrors) as caught:
        parse(TABLE, [{"tier": "High", "rate": "x"}, {}, {"tier": "", "rate": "5"}])
    assert set(caught.value.cells) == {(0, "rate"), (2, "tier")}
    assert parse(TABLE, [{"tier": " "}, {}]) is None


def test_a_row_keeps_its_name_when_its_words_change() -> None:
    first = parse(TABLE, [{"tier": "High needs", "rate": "5"}, {"tier": "High needs", "rate": "6"}])
    assert [row["id"] for row in first] == ["high-needs", "high-needs-2"]
    again = parse(TABLE, [{"id": "high-needs-2", "tier": "Low", "rate": "6"}])
    assert again == [{"id": "high-needs-2", "tier": "Low", "rate": 600}]


def test_a_cell_may_hold_a_list() -> None:
    assert parse(TABLE, [{"tier": "High", "rate": "5", "who": "nurse, social worker"}])[0]["who"] == [
        "nurse",
        "social worker",
    ]


def test_months_of_a_list_are_whole_numbers() -> None:
    months = one("list", item=TermType.INTEGER)
    assert parse(months, "3, 6; 12\n18") == [3, 6, 12, 18]


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("money", 94000, "$940.00"),
        ("percent", Decimal(70), "70%"),
        ("date", date(2026, 11, 24), "November 24, 2026"),
        ("boolean", False, "no"),
        ("choice", "b", "Answer B"),
        ("multi_choice", ["a", "b", "c"], "Answer A, Answer B, and Answer C"),
        ("list", ["one", "two"], "one and two"),
        ("contact", {"name": "Dana Whitlow", "function": "contracting"}, "Dana Whitlow, contracting"),
        ("text", None, "nothing"),
    ],
)
def test_a_value_is_shown_as_people_write_it(kind: str, value: Any, words: str) -> None:
    assert show(one(kind, choices=CHOICES), value) == words


def test_a_choice_in_a_row_is_picked_from_its_list_and_shown_in_words() -> None:
    table = one("table", columns={"task": one("text"), "owner": one("choice", choices=CHOICES)})
    rows = parse(table, [{"task": "Refills", "owner": "b"}])
    assert show(table, rows) == "Refills, Answer B"
    with pytest.raises(TableErrors, match="Choose one of the answers in the list"):
        parse(table, [{"task": "Refills", "owner": "the nurse"}])


def test_a_count_is_shown_with_its_unit() -> None:
    assert show(one("integer", unit="days"), 90) == "90 days"
    assert show(one("integer", unit="days"), 1) == "1 day"


def test_a_float_is_refused_before_it_is_stored() -> None:
    for kind in ("money", "number", "percent", "integer"):
        with pytest.raises(TypeError):
            encode(one(kind), 9.5)


def test_a_decimal_keeps_the_digits_that_were_typed() -> None:
    assert encode(one("number"), parse(one("number"), "6.0")) == "6.0"


def test_the_newest_value_on_or_before_the_day_is_in_force() -> None:
    rows = [StoredTerm("k", date(2026, month, 1), month) for month in (6, 1, 9)]
    assert in_force(rows, date(2026, 8, 31))["k"].stored == 6
    assert in_force(rows, date(2026, 9, 1))["k"].stored == 9
    assert in_force(rows, date(2025, 12, 31)) == {}


def test_a_fingerprint_tells_nothing_unknown_and_values_apart() -> None:
    prints = [
        fingerprint(None),
        fingerprint(None, True),
        *(fingerprint(v) for v in (0, False, "", [], "0", {"a": 1})),
    ]
    assert len(set(prints)) == len(prints)


def test_yes_no_and_zero_are_values() -> None:
    assert is_settled(False)
    assert is_settled(0)
    assert not is_settled([])
    assert not is_settled(" ")


def test_every_term_of_the_library_can_hold_its_own_example() -> None:
    for key, definition in definitions().items():
        example = definition.example
        if definition.type is TermType.TABLE:
            raw: Any = [
                {name: ", ".join(cell) if isinstance(cell, list) else str(cell) for name, cell in row.items()}
                for row in example
            ]
        elif isinstance(example, bool):
            raw = "yes" if example else "no"
        elif definition.type is TermType.LIST:
            raw = "\n".join(str(entry) for entry in example)
        else:
            raw = example if isinstance(example, list | dict) else str(example)
        value = parse(definition, raw)
        assert is_settled(value), key
        assert decode(definition, encode(definition, value)) == value, key


def test_a_shared_term_is_what_its_home_is() -> None:
    known = definitions()
    for key in ("S36.notice_days", "S29.review_months"):
        shared = known[key]
        home = known[shared.home]
        assert (shared.type, shared.item, shared.choices) == (home.type, home.item, home.choices)
