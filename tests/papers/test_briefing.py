"""The staff briefing: who qualifies, what is given, what differs, what is due, and whom to call."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document as open_docx

from app.core.actor import SYSTEM
from app.core.errors import RuleViolation
from app.documents.lint import lint_docx
from app.outreach.models import Training
from app.papers.service import make_paper
from app.partnerships.models import Partnership
from app.terms.service import set_terms
from tests.conftest import NOW, SignedIn
from tests.drafts.test_across import contract
from tests.drafts.test_service import examples
from tests.factories import make_partnership
from tests.ooxml import validate

START, TODAY = date(2025, 1, 1), date(2026, 11, 24)


@pytest.fixture
def bay(app: Any) -> Partnership:
    made = make_partnership(key="bay", name="Bay / Ordway")
    set_terms(made, examples(), effective_on=START, actor=SYSTEM, now=NOW)
    return made


def text(data: bytes) -> str:
    found = open_docx(BytesIO(data))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in found.paragraphs), *cells])


def test_it_holds_what_a_visitor_needs_and_is_sound(bay: Partnership, tmp_path: Path) -> None:
    contract("sunmere", S07_decision_days=9)
    Training.create(
        partnership=bay, topic="OE8", audience="our_staff", planned_on=date(2026, 12, 3), created_at=NOW
    )
    made = make_paper(bay, "M12", as_of=TODAY)
    told = text(made.data)
    for words in (
        "Who qualifies",
        "What differs from our other contracts",
        "9 business days (Bay / Sunmere)",
        "December 3, 2026",
        "Whom to call, by day and night",
        "Urgent contact, payer",
    ):
        assert words in told
    assert "OE8" not in told
    path = tmp_path / "briefing.docx"
    path.write_bytes(made.data)
    assert (validate(path), lint_docx(made.data)) == ([], ())


def test_what_is_not_settled_is_said(app: Any, tmp_path: Path) -> None:
    made = make_paper(make_partnership(key="new", name="New"), "M12", as_of=TODAY)
    told = text(made.data)
    assert told.count("Not settled yet.") == 4
    assert "Nothing is planned for our staff." in told


def test_there_is_no_copy_for_the_partner(bay: Partnership, editor: SignedIn) -> None:
    with pytest.raises(RuleViolation, match="for our own staff"):
        make_paper(bay, "M12", as_of=TODAY, partner_copy=True)
    address = "/partnerships/bay/staff-briefing.docx"
    assert editor.get(address).status_code == 200
    assert editor.get(f"{address}?copy=partner").status_code == 422
