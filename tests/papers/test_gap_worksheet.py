"""The gap analysis worksheet: all of it in order, open points for us only, and a sheet to fill by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.assessments.models import Assessment, ConnectingResource
from app.assessments.rules import Answer
from app.assessments.service import Given, ask_again, finish, save_group
from app.core.actor import SYSTEM
from app.core.errors import NotFound
from app.documents.lint import lint_docx
from app.papers.service import make_paper
from app.partnerships.models import Partnership
from tests.conftest import NOW
from tests.factories import THEN, make_member, make_organization, make_partnership, make_person
from tests.papers.test_agenda import word_text

TODAY = date(2026, 11, 24)
LAST = date(2025, 10, 14)
WHO: dict[str, Any] = {"actor": SYSTEM, "now": NOW}
NASTY = '<b>*x*</b> {{ 7 * 7 }} {% raw %} # not a heading | "quoted" & more'


@pytest.fixture
def partnership(database: str) -> Partnership:
    """Assessed a year ago, and again now after a change."""
    row = make_partnership(
        key="kestrel-bay", name="Kestrel Bay / Ordway", payer=make_organization(name="Ordway")
    )
    howard = make_person(row.payer, name="Howard Teller")
    make_member(row, howard)
    rated(row, LAST, "", NA44=Answer("in_place"), NA40=Answer("gap"))
    together = Answer(
        "gap", filler="collaboration_can_fill", person_payer=howard.id, due_on=date(2026, 12, 1)
    )
    neither = Answer(
        "gap", filler="partner_cannot_fill", instead="risk", instead_note="Waits for a year.", evidence=NASTY
    )
    rated(row, TODAY, "The director left.", NA44=together, NA31=neither, NA40=Answer("in_place"))
    ConnectingResource.create(
        partnership=row, resource="County line", need_met="behavioral_health", known_by="both",
        how_to_refer="Call first", checked_on=date(2026, 5, 1), created_at=THEN,
    )  # fmt: skip
    return row


def rated(partnership: Partnership, on: date, because: str, **answers: Answer) -> None:
    row = ask_again(partnership, because=because, today=on, **WHO).assessment
    save_group(row, {item: Given(one, 0) for item, one in answers.items()}, today=on, **WHO)
    fresh = Assessment.get_by_id(row.id)
    Assessment.update(assessed_by="The program manager").where(Assessment.id == row.id).execute()
    finish(fresh, on, today=on, **WHO)


def text_of(partnership: Partnership, **wanted: Any) -> str:
    made = make_paper(partnership, "M5", as_of=TODAY, **wanted)
    assert lint_docx(made.data) == ()
    return word_text(made.data)


def test_the_worksheet_says_everything_in_the_order_of_the_paper(partnership: Partnership) -> None:
    text = text_of(partnership)
    order = (
        "Who was assessed",
        "The program manager",
        "The director left.",
        "Item by item",
        "Quality assessment and improvement",
        NASTY,
        "Named person for quick answers",
        "Howard Teller",
        "December 1, 2026",
        "Gaps by who fills them",
        "Both together can",
        "Neither can",
        "What neither side can fill",
        "The risk is accepted",
        "Waits for a year.",
        "Changes since October 14, 2025",
        "Weaker",
        "Open points, for us only",
        "Still open: our person, the first step",
        "Appendix: connecting resources",
        "County line",
        "Call first",
    )
    places = [text.find(said) for said in order]
    assert -1 not in places, order[places.index(-1)]
    for before, after in (("Item by item", "Gaps by who fills them"), ("Changes since", "Appendix")):
        assert text.find(before) < text.find(after)


def test_the_copy_for_both_sides_leaves_our_open_points_out_and_names_both_by_name(
    partnership: Partnership,
) -> None:
    text = text_of(partnership, partner_copy=True)
    assert "for us only" not in text and "Still open" not in text
    assert "Kestrel Bay Hospice, Ordway" in text and "Both together can" in text
    assert "We " not in text


def test_an_earlier_assessment_is_printed_as_it_was(partnership: Partnership) -> None:
    first = Assessment.select().order_by(Assessment.id).first()
    text = text_of(partnership, of=first.public_id)
    assert "October 14, 2025" in text and "Changes since" not in text
    with pytest.raises(NotFound):
        make_paper(make_partnership(), "M5", of=first.public_id, as_of=TODAY)


def test_the_empty_sheet_has_every_item_and_nothing_of_ours(partnership: Partnership) -> None:
    text = text_of(partnership, of="empty")
    assert "Analyst time for shared metrics" in text and "What serious illness does to patients" in text
    for ours in ("Howard Teller", "The director left.", "County line"):
        assert ours not in text
    assert "to fill by hand" in make_paper(partnership, "M5", of="empty", as_of=TODAY).filename


def test_the_operational_plan_tells_gaps_and_resources_of_the_worksheet(partnership: Partnership) -> None:
    text = word_text(make_paper(partnership, "M16", as_of=TODAY, partner_copy=True).data)
    assert "The newest needs assessment is of November 24, 2026." in text
    for said in ("Named person for quick answers", "Both together", "Howard Teller", "County line"):
        assert said in text.split("Gaps of the needs assessment")[1]


def test_without_an_assessment_only_the_empty_sheet_is_there(database: str) -> None:
    bare = make_partnership()
    with pytest.raises(NotFound, match="no assessment yet"):
        make_paper(bare, "M5", as_of=TODAY)
    assert text_of(bare, of="empty")


@pytest.mark.parametrize(("copy", "side"), [("partner", "partner"), ("internal", "internal")])
def test_the_page_hands_the_worksheet_out(
    viewer: Any, partnership: Partnership, copy: str, side: str
) -> None:
    address = f"/partnerships/kestrel-bay/readiness/worksheet.docx?copy={copy}"
    answer = viewer.get(address)
    assert answer.status_code == 200
    assert f"{side}.docx" in answer.headers["Content-Disposition"]
