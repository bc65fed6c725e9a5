"""The sheet on which one side rates the balance: one page, nothing of ours on it."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.db import connected
from app.core.errors import RuleViolation
from app.documents.lint import lint_docx
from app.papers.service import make_paper
from app.partnerships.models import Partnership
from tests.balance.made import make_rating
from tests.conftest import SignedIn
from tests.factories import make_organization, make_partnership
from tests.papers.test_agenda import word_text

TODAY = date(2026, 11, 24)


@pytest.fixture
def bay(database: str) -> Partnership:
    payer = make_organization(name="Ordway Health Plan")
    partnership = make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway", payer=payer)
    make_rating(partnership, TODAY, payment=1, payment_why="Our private reason")
    return partnership


def text_of(partnership: Partnership, of: str | None = None, *, partner_copy: bool = True) -> str:
    made = make_paper(partnership, "M22", of=of, as_of=TODAY, partner_copy=partner_copy)
    assert lint_docx(made.data) == ()
    assert "to fill in" in made.filename
    return word_text(made.data)


@pytest.mark.parametrize("partner_copy", [True, False])
def test_the_sheet_asks_for_each_topic_and_tells_nothing_of_ours(
    bay: Partnership, partner_copy: bool
) -> None:
    text = text_of(bay, partner_copy=partner_copy)
    assert "Sheet for Ordway Health Plan. 3 is right for the side that answers." in text
    for said in (
        "Effort. ",
        "Payment. ",
        "Outcomes. ",
        "Contact. ",
        "5. Far more than planned",
        "Filled in by",
    ):
        assert said in text
    assert text.count("\u2610") == 20
    assert "Our private reason" not in text


def test_our_own_sheet_is_asked_for_by_its_side_and_another_word_is_none(bay: Partnership) -> None:
    assert "Sheet for Kestrel Bay Hospice." in text_of(bay, "provider")
    with pytest.raises(RuleViolation, match="no side"):
        make_paper(bay, "M22", of="nobody", as_of=TODAY)


def test_the_page_gives_the_file_to_who_may_see(bay: Partnership, viewer: SignedIn) -> None:
    answer = viewer.get("/partnerships/kestrel-bay/balance/rating-sheet.docx?side=payer")
    assert answer.status_code == 200
    with connected():
        assert lint_docx(answer.data) == ()
