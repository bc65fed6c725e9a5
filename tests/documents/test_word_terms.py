"""Terms and kinds of documents say what a form and a draft need, and each example is a value of its type."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import pytest

from tests.documents.word_files import data, each_term, front_of, options_of

TYPES = {
    *("text", "money", "percent", "integer", "number", "date", "boolean", "choice", "multi_choice", "list"),
    *("table", "contact", "options", "refs"),
}
ALWAYS = {"label", "type", "example", "required", "favors"}
SOMETIMES = {
    *(
        "unit",
        "required_if",
        "unless",
        "same_as",
        "of",
        "item",
        "choices",
        "columns",
        "min",
        "max",
        "computed",
        "hint",
    ),
}
STAGES = {"exploring", "planning", "contracting", "pilot", "sustained", "renegotiating", "ended"}

every_term = pytest.mark.parametrize(("ident", "name", "fact"), each_term(), ids=lambda part: str(part)[:30])


def test_documents_name_known_sections_stages_and_options() -> None:
    papers = data("documents.yaml")
    assert list(papers["sections"]) == [f"S{number:02}" for number in range(1, 43)]
    assert list(papers["kinds"]) == [f"D{number}" for number in range(1, 13)]
    assert "not legal advice" in papers["cover"]["sentence"] and "own counsel" in papers["cover"]["sentence"]
    for ident, kind in papers["kinds"].items():
        assert set(kind["sections"]) <= set(papers["sections"])
        assert len(set(kind["sections"])) == len(kind["sections"])
        assert set(kind["stages"]) <= STAGES and kind["stages"]
        assert set(kind.get("plain") or []) <= set(kind["sections"])
        assert (kind["form"] == "exhibit") == ("pointer" in kind)
        if "pointer" in kind:
            sentence = kind["pointer"]["sentence"]
            assert f'exhibit("{ident}")' in sentence and sentence.endswith(".")
        for key, picks in (kind.get("picks") or {}).items():
            home, group = key.split(".")
            front = front_of(home)
            assert front and set(picks) <= set(front["options"][group]["of"])


@every_term
def test_a_term_says_what_a_form_needs(ident: str, name: str, fact: dict[str, Any]) -> None:
    assert ALWAYS <= set(fact) <= ALWAYS | SOMETIMES
    assert fact["type"] in TYPES and fact["favors"] in {"payer", "provider", "neither"}
    assert fact["label"][0].isupper() and not fact["label"].endswith(".")
    assert ("choices" in fact) == (fact["type"] in {"choice", "multi_choice"})
    assert ("columns" in fact) == (fact["type"] == "table") and ("of" in fact) == (fact["type"] == "refs")
    assert ("unit" in fact) == (fact["type"] in {"money", "percent", "integer", "number"} or "item" in fact)
    assert isinstance(fact["required"], bool) and not (fact["required"] and "required_if" in fact)
    assert "hint" not in fact or (fact["hint"].endswith(".") and "\n" not in fact["hint"])
    if same := fact.get("same_as"):
        home, other = same.split(".")
        assert data("terms.yaml")[home][other]["type"] == fact["type"]
        assert "same_as" not in data("terms.yaml")[home][other]


@every_term
def test_a_condition_of_need_names_a_yes_no_or_a_choice(ident: str, name: str, fact: dict[str, Any]) -> None:
    if "required_if" not in fact:
        return
    key, _, picks = fact["required_if"].partition(" = ")
    home, other = key.split(".")
    asked = data("terms.yaml")[home][other]
    assert (asked["type"] == "boolean") == (picks == "")
    if picks:
        group = (front_of(home) or {"options": {}})["options"].get(other) or {"of": asked.get("choices")}
        assert set(picks.split(" | ")) <= set(options_of(group))


@every_term
def test_the_example_is_a_value_of_its_type(ident: str, name: str, fact: dict[str, Any]) -> None:
    group = (front_of(ident) or {"options": {}})["options"].get(name)
    choices = options_of(group) if group else fact.get("choices") or {}
    assert fits(fact["example"], fact["type"], fact, set(choices))
    if fact["type"] == "text" and "full sentence" in fact.get("hint", "").lower():
        assert fact["example"].strip().endswith(".")


def fits(value: Any, kind: str, fact: dict[str, Any], choices: set[str]) -> bool:
    """Whether a value is of a type, and within its bounds."""
    if kind == "table":
        return bool(value) and all(row_fits(row, fact["columns"]) for row in value)
    if kind == "contact":
        return {"name", "function", "phone"} <= set(value) <= {"name", "function", "phone", "email"}
    if kind in {"multi_choice", "options"}:
        return isinstance(value, list) and bool(value) and set(value) <= choices
    if kind in {"list", "refs"}:
        item = "text" if kind == "refs" else fact.get("item", "text")
        known = kind != "refs" or all(re.fullmatch(r"[A-Z]{2}\d\d", entry) for entry in value)
        return known and isinstance(value, list) and all(fits(entry, item, fact, choices) for entry in value)
    if kind in {"choice", "text"}:
        return isinstance(value, str) and (value in choices if kind == "choice" else bool(value.strip()))
    if kind in {"boolean", "date"}:
        return type(value) is (bool if kind == "boolean" else date)
    return number_fits(value, kind, fact)


def number_fits(value: Any, kind: str, fact: dict[str, Any]) -> bool:
    """Money has two decimals and is quoted; whole numbers are whole; all keep to their bounds."""
    if kind in {"integer", "percent"} and type(value) is not int:
        return False
    if kind == "money" and not (isinstance(value, str) and re.fullmatch(r"\d+\.\d\d", value)):
        return False
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return False
    bounds = Decimal(str(fact.get("min", value))), Decimal(str(fact.get("max", value)))
    return not isinstance(value, float) and bounds[0] <= exact <= bounds[1]


def row_fits(row: dict[str, Any], columns: dict[str, Any]) -> bool:
    """Whether each cell is a value of its column's type."""
    return set(row) == set(columns) and all(
        fits(row[name], column["type"], column, set(column.get("choices") or {}))
        for name, column in columns.items()
    )
