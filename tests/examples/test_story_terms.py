"""The contract of each example: every term exists, has its type and holds from its day."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from app.examples.reader import (
    ExamplePartnership,
)
from app.examples.story import Story
from tests.examples.told import (
    DRIFTING,
    ENDED,
    HEALTHY,
    each_example,
    told,
    values_on,
)

TERM_TYPES = yaml.safe_load(
    (Path(__file__).parents[2] / "contract_templates" / "terms.yaml").read_text(encoding="utf-8")
)


def test_money_terms_hold_from_the_dates_of_the_header() -> None:
    story = told(DRIFTING)
    before, after = values_on(story, date(2025, 5, 31)), values_on(story, date(2025, 6, 1))
    assert before["S21.rate_home"] == 98000
    assert before["S22.layers"] == ["none"]
    assert after["S21.rate_home"] == 106000
    assert after["S22.assessment_fee"] == 24000
    assert after["S22.layers"] == ["assessment_fee", "supplement"]
    assert before["S06.criteria_form"] == ["detailed_list"]
    assert after["S06.criteria_form"] == ["short_list_checked"]


def test_the_header_is_found_again_in_the_terms() -> None:
    terms = values_on(told(HEALTHY), date(2025, 12, 31))
    assert terms["S03.start_date"] == date(2024, 1, 1)
    assert terms["S03.end_date"] == date(2025, 12, 31)
    assert terms["S03.pilot_months"] == 24
    assert terms["S03.interim_review_months"] == [3, 6, 12, 18]
    assert terms["S03.notice_days"] == 90
    assert terms["S13.planned_encounters_ppm"] == Decimal("6.0")
    assert terms["S21.rate_home"] == 96000
    assert terms["S22.supplement"] == 25000
    assert terms["S24.amount"] == 2000000
    assert terms["S27.reporting_hours_cap"] == 14
    assert values_on(told(ENDED), date(2025, 3, 31))["S36.recontact_date"] == date(2025, 10, 1)
    assert "S36.recontact_date" not in terms


def required_gaps(story: Story, day: date, sections: set[str]) -> set[str]:
    terms = values_on(story, day)
    wanted = {
        f"{section}.{name}"
        for section in sections
        for name, facts in TERM_TYPES[section].items()
        if facts.get("required") and not facts.get("same_as") and not facts.get("computed")
    }
    return wanted - set(terms)


SECTIONS = {
    *("S01", "S02", "S03", "S05", "S06", "S11", "S13"),
    *(f"S{number}" for number in range(21, 37)),
}


def test_the_healthy_agreement_is_complete_and_the_drifting_one_shows_its_gaps() -> None:
    assert required_gaps(told(HEALTHY), date(2026, 1, 10), SECTIONS) == set()
    assert required_gaps(told(ENDED), date(2025, 4, 10), SECTIONS) == set()
    gaps = {"S02.success_signs", "S29.participants", "S30.event_triggers", "S36.messages"}
    assert required_gaps(told(DRIFTING), date(2025, 11, 10), SECTIONS) == gaps
    assert required_gaps(told(DRIFTING), date(2025, 5, 1), SECTIONS) == gaps | {"S11.not_included"}


def fits(value: object, facts: dict[str, Any], section_words: dict[str, Any]) -> bool:
    """Whether a value is of the type that the list of terms asks for."""
    kind = facts["type"]
    if kind in ("text", "choice"):
        return isinstance(value, str) and (kind == "text" or value in facts["choices"])
    if kind in ("money", "integer"):
        return type(value) is int
    if kind in ("percent", "number"):
        return type(value) in (int, Decimal)
    if kind == "date":
        return isinstance(value, date)
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "contact":
        return isinstance(value, dict) and set(value) == {"name", "function", "phone", "email"}
    if kind == "table":
        return isinstance(value, list) and all(row_fits(row, facts, section_words) for row in value)
    if not isinstance(value, list) or not value:
        return False
    if kind == "multi_choice":
        return set(value) <= set(facts["choices"])
    return kind in ("list", "refs", "options")


def row_fits(row: dict[str, Any], facts: dict[str, Any], words: dict[str, Any]) -> bool:
    cells = {name: cell for name, cell in row.items() if name != "id"}
    # A cell that may stay empty is not stored when it is.
    needed = {name for name, column in facts["columns"].items() if column.get("required") is not False}
    complete = needed <= set(cells) <= set(facts["columns"])
    known = re.fullmatch(r"[a-z0-9-]{1,24}", row["id"]) is not None
    return (
        complete and known and all(fits(cell, facts["columns"][name], words) for name, cell in cells.items())
    )


@each_example
def test_every_term_exists_and_has_the_type_that_the_contract_asks_for(example: ExamplePartnership) -> None:
    for term in told(example).terms:
        section, name = term.key.split(".")
        assert name in TERM_TYPES[section], term.key
        facts = TERM_TYPES[section][name]
        assert not facts.get("same_as"), term.key
        assert fits(term.value, facts, {}), (term.key, term.value)


def option_groups() -> dict[str, set[str]]:
    """The alternatives of each section, from the front matter of its file."""
    groups = {}
    for path in (Path(__file__).parents[2] / "contract_templates" / "sections").glob("S*.md"):
        front = yaml.safe_load(path.read_text(encoding="utf-8").split("\n---\n")[0].removeprefix("---\n"))
        for name, group in (front.get("options") or {}).items():
            groups[f"{front['id']}.{name}"] = {*group["of"], *(group.get("add") or {})}
    return groups


@each_example
def test_every_option_that_is_picked_stands_in_its_section(example: ExamplePartnership) -> None:
    groups = option_groups()
    picked = [term for term in told(example).terms if term.key in groups]
    assert len(picked) >= 9
    for term in picked:
        assert isinstance(term.value, list)
        assert set(term.value) <= groups[term.key], term.key
