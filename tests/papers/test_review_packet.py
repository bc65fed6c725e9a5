"""The packet of a review and its lineage: whole for us, safe for the partner, sound as Word files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document as open_docx

from app.actions.models import Action
from app.catalogue import catalogue
from app.core.actor import SYSTEM
from app.core.errors import NotFound
from app.costs.rules import read_inputs
from app.documents.lint import lint_docx
from app.examples.service import load_examples
from app.papers.queries.review_packet import packet_facts
from app.papers.rules.review_packet import looks_at, planned_contacts
from app.papers.service import make_paper
from app.partnerships.models import Partnership
from app.relationship.models import Concern
from app.reviews.models import Review
from tests.conftest import NOW, SignedIn
from tests.factories import make_partnership
from tests.ooxml import validate

TODAY = date(2026, 11, 24)


@pytest.fixture
def bay(app: Any) -> Partnership:
    """Kestrel Bay with its whole story."""
    load_examples(None, shift=False, actor=SYSTEM, now=NOW, today=TODAY)
    return Partnership.get(Partnership.key == "b_drifting")


def talks(partnership: Partnership) -> Review:
    return Review.get((Review.partnership == partnership) & (Review.kind == "sufficiency"))


def text(partnership: Partnership, kind: str, *, partner: bool = False) -> str:
    of = talks(partnership).public_id
    made = make_paper(partnership, kind, of=of, as_of=TODAY, partner_copy=partner)
    found = open_docx(BytesIO(made.data))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in found.paragraphs), *cells])


def test_the_packet_for_us_holds_every_part(bay: Partnership) -> None:
    told = text(bay, "M3")
    for words in (
        "Sufficiency review, March 5, 2025",
        "From referral to enrollment",
        "13 patients were here",
        "Contacts per patient month",
        "Case rate that breaks even with these patients",
        "Promises not kept in time",
        "Actions done in time",
        "Have tasks been added since signing?",
        "A zone for each nurse; an hour a day less on the road.",
        "Does the payment suffice?",
        "Efficient enough, and underpaid",
        "Renegotiate",
        "Signed",
    ):
        assert words in told, words


def test_the_partners_packet_leaves_out_cost_relationship_and_private_worries(bay: Partnership) -> None:
    Concern.create(
        partnership=bay,
        opened_on=date(2025, 2, 1),
        raised_by_side="provider",
        area="payment",
        text="We may not go on",
        private=True,
        created_at=NOW,
    )
    assert "We may not go on" in text(bay, "M3")
    told = text(bay, "M3", partner=True)
    for words in (
        "We may not go on",
        "Case rate that breaks even",
        "Does the payment suffice?",
        "Promises not kept in time",
        "Running loss",
        "A zone for each nurse",
    ):
        assert words not in told, words
    assert "under 11" in told
    assert "Have tasks been added since signing?" in told


def test_the_partners_worksheet_is_empty_until_the_session_and_signals_come_without_numbers(
    bay: Partnership,
) -> None:
    review = talks(bay)
    found = "Tasks came in by phone after signing"
    assert found in text(bay, "M3", partner=True)
    assert "A patient month costs more than it brings" not in text(bay, "M3", partner=True)
    Review.update(held_on=None, decision="").where(Review.id == review.id).execute()
    told = text(bay, "M3", partner=True)
    assert found not in told and found in text(bay, "M3")
    assert "Authorizations slow" in told and "6 days, 7 days in the latest" not in told
    assert "6 days, 7 days in the latest" in text(bay, "M3")


def test_the_partners_packet_tells_what_care_costs_once_we_said_so(bay: Partnership) -> None:
    Review.update(shares_cost=True).where(Review.id == talks(bay).id).execute()
    told = text(bay, "M3", partner=True)
    assert "Case rate that breaks even" in told and "Does the payment suffice?" in told
    assert "Promises not kept in time" not in told


def test_the_partners_packet_shows_no_care_from_which_few_patients_could_be_told(bay: Partnership) -> None:
    first = {"period_from": date(2024, 3, 1), "period_until": date(2024, 3, 31)}
    Review.update(**first).where(Review.id == talks(bay).id).execute()
    told = text(bay, "M3", partner=True)
    care = told[told.index("Contacts per patient month") :]
    assert "not shown, few cases" in care[:400] and "7.3" not in care[:400]


def test_a_review_ahead_is_a_worksheet_with_boxes_and_room_to_sign(app: Any) -> None:
    made = make_partnership(key="bay")
    Review.create(partnership=made, due_on=date(2026, 12, 1), kind="end_of_pilot", created_at=NOW)
    paper = make_paper(made, "M3", as_of=TODAY)
    cells = [
        cell.text
        for table in open_docx(BytesIO(paper.data)).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert "Extend the pilot" in cells and "☐" in cells
    assert any("Can it run without constant administrative care" in cell for cell in cells)


def test_the_lineage_goes_from_the_first_sign_to_the_re_check(bay: Partnership) -> None:
    told = text(bay, "M19")
    places = [told.index(words) for words in ("Renegotiate", "Signed May 18, 2025", "Back to 104.6%.")]
    assert "How amendment 1 came about" in told
    assert "Case rate, home: $980.00 → $1,060.00" in told
    assert "Cost per patient month" in told
    assert places == sorted(places)


def test_the_partners_lineage_holds_nothing_of_ours_alone(bay: Partnership) -> None:
    action = Action.select().where(Action.source_ref == talks(bay).public_id).first()
    Action.update(private=True, text="Ask our board for more").where(Action.id == action.id).execute()
    assert "Ask our board for more" in text(bay, "M19")
    told = text(bay, "M19", partner=True)
    for words in ("Ask our board for more", "Pulse low or falling", "Cost per patient month", "Say a worry"):
        assert words not in told, words
    assert "Amendment 1" in told
    assert "Authorizations slow" in told and "6 days, 7 days in the latest" not in told


def test_both_copies_are_sound_word_files(bay: Partnership, tmp_path: Path) -> None:
    of = talks(bay).public_id
    for kind in ("M3", "M19"):
        for partner in (False, True):
            made = make_paper(bay, kind, of=of, as_of=TODAY, partner_copy=partner)
            path = tmp_path / f"{kind}-{partner}.docx"
            path.write_bytes(made.data)
            assert [*validate(path), *lint_docx(made.data)] == []


def test_without_a_review_there_is_a_sentence_and_no_file(app: Any) -> None:
    made = make_partnership(key="bay")
    for kind in ("M3", "M19"):
        with pytest.raises(NotFound, match="No review was"):
            make_paper(made, kind, as_of=TODAY)


def test_both_come_from_their_pages(viewer: SignedIn, bay: Partnership) -> None:
    of = talks(bay).public_id
    for path in (f"reviews/{of}/packet.docx", f"lineage/{of}/lineage.docx"):
        for copy in ("", "?copy=partner"):
            made = viewer.get(f"/partnerships/b_drifting/{path}{copy}")
            assert (made.status_code, made.data[:2]) == (200, b"PK")


def _rows(part: Any) -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in part.rows}


def test_care_stands_beside_what_the_cost_model_planned_for_each_discipline(bay: Partnership) -> None:
    facts = packet_facts(bay, talks(bay), TODAY, partner_copy=False)
    care = next(one for one in facts.parts if one.title == "Care given, against plan")
    planned = {words: cells[1] for words, cells in _rows(care).items()}
    assert all(planned[words] for words in ("Nurse", "Social work", "Physician", "Phone", "Chaplain"))
    assert "as the cost model has it" in care.lines[0]
    theirs = packet_facts(bay, talks(bay), TODAY, partner_copy=True)
    care = next(one for one in theirs.parts if one.title == "Care given, against plan")
    assert not any(cells[1] for words, cells in _rows(care).items() if words != "All together")


def test_a_kind_of_contact_that_no_figure_counts_leaves_the_plan_by_discipline_out() -> None:
    inputs = read_inputs(catalogue().section("cost_model", "worked_example", "inputs"))
    assert planned_contacts(inputs)["rn_visits"] == Fraction(
        11, 8
    )  # a quarter of 3, half of 1, a quarter of a half
    other = replace(inputs.encounter_types["rn_home_visit"], discipline="chw")
    kinds = {**inputs.encounter_types, "rn_home_visit": other}
    assert planned_contacts(replace(inputs, encounter_types=kinds)) == {}


def test_what_a_review_looks_at_is_what_was_set_and_says_where_the_numbers_end() -> None:
    june, august, november = date(2026, 6, 1), date(2026, 8, 1), date(2026, 11, 30)
    assert looks_at(june, november, [june, august]) == (
        "June 2026 to November 2026; numbers up to August 2026"
    )
    assert looks_at(None, None, [june, august]) == "June 2026 to August 2026"
    assert looks_at(None, None, []) == ""
