"""One sheet for the staff of all contracts: what is usual, and each difference bold behind a word."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document as open_docx

from app.core.actor import SYSTEM
from app.core.errors import NotFound
from app.papers.queries.contracts import contracts_facts
from app.papers.rules.contracts import SheetLine, open_together, sheet_line, short_names
from app.papers.service.briefing import contracts_paper
from app.partnerships.models import Partnership
from app.terms.service import set_terms
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.drafts.test_across import contract
from tests.drafts.test_service import examples
from tests.factories import make_partnership
from tests.papers.test_costs import sound

START, TODAY = date(2025, 1, 1), date(2026, 11, 24)
SHEET = "/contracts/staff-sheet.docx"


@pytest.fixture
def bay(app: Any) -> Partnership:
    made = make_partnership(key="bay", name="Bay / Ordway")
    set_terms(made, examples(), effective_on=START, actor=SYSTEM, now=NOW)
    return made


def cells(data: bytes) -> dict[str, list[Any]]:
    """The rows of all tables by their first cell."""
    tables = open_docx(BytesIO(data)).tables
    return {row.cells[0].text: list(row.cells) for table in tables for row in table.rows}


def test_what_most_say_is_usual_and_the_others_are_named() -> None:
    names = ("A", "B", "C", "D", "E")
    found = sheet_line("Time to decide", names, ("3 days", "5 days", "3 days", None, "5 days"))
    assert found == SheetLine("Time to decide", "3 days", (("5 days", "B, E"),), ("D",))
    assert sheet_line("x", ("A", "B"), (None, None)) == SheetLine("x", "", (), ("A", "B"))


def test_names_of_one_house_are_short_and_others_stay_whole() -> None:
    assert short_names(("Bay / Ordway", "Bay / Sunmere")) == ("Ordway", "Sunmere")
    for names in (("Bay / Ordway", "Dale / Sunmere"), ("Bay / Ordway", "Bay"), ("Bay / A", "Bay / A")):
        assert short_names(names) == names


def test_contracts_that_leave_the_same_open_stand_together() -> None:
    lines = (SheetLine("Ages", "", (), ("A", "B")), SheetLine("Time", "", (), ("A", "B", "C")))
    assert open_together(lines) == (("A, B", "ages, time"), ("C", "time"))


def test_each_difference_is_bold_and_marked_with_a_word(bay: Partnership) -> None:
    for key, days in (("sunmere", 9), ("norvane", 3)):
        contract(key, S07_decision_days=days)
    rows = cells(contracts_paper("Kestrel Bay Hospice", (), TODAY).data)
    _topic, usual, differs = rows["Who says yes, and how fast"]
    assert "Time to decide: 3 business days" in usual.text
    assert "Differs: time to decide, 9 business days (Sunmere)" in differs.text
    assert "Not settled, Norvane, Sunmere: who decides" in differs.text
    bold = "".join(run.text for part in differs.paragraphs for run in part.runs if run.bold)
    assert bold == "Differs: time to decide, 9 business days (Sunmere)"


def test_the_topics_stand_on_it_and_whom_to_call_for_each_contract(bay: Partnership) -> None:
    contract("sunmere", S07_decision_days=3, S28_report_due_days=30, S28_format="shared_sheet")
    rows = cells(contracts_paper("Kestrel Bay Hospice", (), TODAY).data)
    for title in (
        "Who qualifies",
        "How often you visit",
        "Who says yes, and how fast",
        "What you report",
        "At night",
    ):
        assert title in rows
    assert "555-0111" in rows["Ordway"][2].text and "@" not in rows["Ordway"][2].text
    assert [one.text for one in rows["Sunmere"][1:]] == ["Not settled"] * 3
    assert rows["Who says yes, and how fast"][2].text.startswith("Not settled, Sunmere: who decides")
    assert "every 3 months" in rows["What you report"][1].text


def test_twelve_fit_and_the_others_are_named_on_the_sheet(app: Any, editor: SignedIn) -> None:
    for number in range(14):
        contract(f"plan-{number:02d}", S07_decision_days=3)
    facts = contracts_facts("We", TODAY, ())
    assert (len(facts.contracts), facts.left_out) == (12, ("Bay / Plan-12", "Bay / Plan-13"))
    chosen = contracts_facts("We", TODAY, ("plan-13", "plan-01"))
    assert (chosen.contracts, chosen.left_out) == (("Plan-01", "Plan-13"), ())
    page = editor.get("/contracts?with=plan-13&with=plan-01").text
    assert f"{SHEET}?with=plan-13&amp;with=plan-01" in page


def test_the_sheet_of_a_contract_beyond_the_fiftieth_is_its_own_and_none_is_left_out_unsaid(app: Any) -> None:
    for number in range(51):
        contract(f"plan-{number:02d}", S07_decision_days=3)
    contract("zulu", S07_decision_days=9)
    assert contracts_facts("Kestrel", TODAY, ("zulu",)).contracts == ("Zulu",)
    every = contracts_facts("Kestrel", TODAY, ())
    assert len(every.contracts) == 12 and len(every.left_out) == 40 and "Bay / Zulu" in every.left_out
    nobody = contracts_facts("Kestrel", TODAY, ("nobody",))
    assert nobody.contracts == every.contracts and nobody.left_out == every.left_out


def test_twelve_contracts_cost_as_many_statements_as_one(app: Any) -> None:
    contract("ordway", S07_decision_days=3)
    with count_statements() as one:
        contracts_facts("We", TODAY, ())
    for number in range(11):
        contract(f"plan-{number}", S07_decision_days=number + 1)
    with count_statements() as more:
        contracts_facts("We", TODAY, ())
    assert one.count == more.count == 3


def test_the_file_is_sound_with_one_contract_and_with_twelve(
    bay: Partnership, editor: SignedIn, tmp_path: Path
) -> None:
    assert sound(editor.get(SHEET).data, tmp_path) == []
    for number in range(11):
        contract(f"plan-{number}", S07_decision_days=number % 3 + 1, S28_report_due_days=30)
    answer = editor.get(SHEET)
    assert answer.mimetype.endswith("wordprocessingml.document")
    assert sound(answer.data, tmp_path) == []


def test_without_a_contract_there_is_no_sheet(app: Any, editor: SignedIn) -> None:
    with pytest.raises(NotFound, match="No contract has terms yet"):
        contracts_paper("We", (), TODAY)
    assert editor.get(SHEET).status_code == 404
    assert SHEET not in editor.get("/contracts").text


@pytest.mark.parametrize("odd", ["", "nobody", "%00"])
def test_an_odd_address_gives_the_sheet_all_the_same(app: Any, editor: SignedIn, odd: str) -> None:
    contract("ordway", S07_decision_days=3)
    assert editor.get(f"{SHEET}?with={odd}").status_code == 200
