"""The papers on costs: everything for us, and what a partner needs to follow without our private figures."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document as open_docx

from app.core.actor import SYSTEM
from app.core.errors import NotFound
from app.costs.models import CostSet
from app.costs.queries import known_of, typical
from app.costs.rules import Case, from_kept
from app.costs.service import add_scenario, begin
from app.documents.lint import lint_docx
from app.papers.service import make_paper
from app.partnerships.models import Partnership
from tests.conftest import NOW, SignedIn
from tests.factories import make_organization, make_partnership
from tests.ooxml import validate

TODAY = date(2026, 11, 24)
LAYERS = ("case_rate", "assessment_fee")


@pytest.fixture
def bay(app: Any) -> Partnership:
    made = make_partnership(key="bay", name="Bay / Ordway", payer=make_organization(name="Ordway"))
    raw = {**typical(known_of(made.id, TODAY)), "patients": "30"}
    raw["payment_terms"] = {"case_rate": "900", "assessment_fee": "220"}
    begin(made, Case(raw, LAYERS, {}), "", actor=SYSTEM, now=NOW)
    return made


def text(partnership: Partnership, kind: str, *, of: str | None = None, partner: bool = False) -> str:
    made = make_paper(partnership, kind, of=of, as_of=TODAY, partner_copy=partner)
    found = open_docx(BytesIO(made.data))
    cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in found.paragraphs), *cells])


def test_the_summary_for_us_holds_every_input_and_every_formula(bay: Partnership) -> None:
    told = text(bay, "M11")
    for words in (
        "At 30 patients you are $548 a month short",
        "Clinical lead",
        "$180.00",
        "An encounter costs the hour of whoever gives it",
        "A fifth more driving adds $25.20 to a patient month.",
        "Ten patients more on the same overhead: $85.00 less.",
        "$517.13",
    ):
        assert words in told


def test_the_summary_to_share_holds_parts_and_volumes_and_no_private_figure(bay: Partnership) -> None:
    told = text(bay, "M11", partner=True)
    for words in ("Care by the team", "21 patients (low)", "39 patients (high)", "What this rests on"):
        assert words in told
    for words in ("Clinical lead", "$180.00", "without any payer", "Invented", "An hour of"):
        assert words not in told


def test_the_note_on_a_change_names_it_and_keeps_our_margin_to_ourselves(
    bay: Partnership, tmp_path: Path
) -> None:
    raw = from_kept(CostSet.get().inputs)
    raw["payment_terms"] = {**raw["payment_terms"], "case_rate": "960"}
    raw["fixed_overhead_lines"] = {**raw["fixed_overhead_lines"], "Quarterly report": "360"}
    kept = add_scenario(bay, "Ask for $960", Case(raw, LAYERS, {}), "", actor=SYSTEM, now=NOW)
    ours = text(bay, "M20", of=kept.public_id)
    for words in (
        "Ask for $960.",
        "Case rate\n$900.00\n$960.00",
        "Overhead: Quarterly report",
        "A month gets $1,440 better: from $548 short to $893 left over.",
        "Left in a month",
        "At a case rate of $912.00 a month would leave what it leaves now.",
    ):
        assert words in ours
    for partner in (False, True):
        made = make_paper(bay, "M20", of=kept.public_id, as_of=TODAY, partner_copy=partner)
        assert sound(made.data, tmp_path) == []
    theirs = text(bay, "M20", of=kept.public_id, partner=True)
    assert "Case rate\n$900.00\n$960.00" in theirs
    for words in ("Quarterly report", "Left in a month", "For us alone", "better: from"):
        assert words not in theirs


def test_without_costs_or_without_a_scenario_it_is_said(bay: Partnership, editor: SignedIn) -> None:
    with pytest.raises(NotFound, match="No scenario is kept"):
        make_paper(bay, "M20", as_of=TODAY)
    other = make_partnership(key="other", name="Other")
    with pytest.raises(NotFound, match="No costs have been entered"):
        make_paper(other, "M11", as_of=TODAY)
    assert editor.get(f"/partnerships/bay/costs/{CostSet.get().public_id}/change.docx").status_code == 404


def pictured(partnership: Partnership, *, partner: bool = False) -> list[tuple[str, bytes]]:
    """The pictures of the summary: alternative text and PNG."""
    found = open_docx(BytesIO(make_paper(partnership, "M11", as_of=TODAY, partner_copy=partner).data))
    return [
        (one._inline.docPr.get("descr"), found.part.related_parts[relation].blob)
        for one in found.inline_shapes
        for relation in one._inline.xpath(".//a:blip/@r:embed")
    ]


def test_the_summary_shows_where_it_breaks_even_as_the_page_does(bay: Partnership) -> None:
    ((alt, png),) = pictured(bay)
    assert alt.startswith(
        "Chart: Monthly cost and payment by number of patients. At 30 patients you are $548"
    )
    assert png.startswith(b"\x89PNG")
    assert pictured(bay) == [(alt, png)]
    assert alt.split(". ", 1)[1] in text(bay, "M11")


def test_the_shared_picture_does_not_say_what_a_month_leaves_us(bay: Partnership) -> None:
    ((alt, _png),) = pictured(bay, partner=True)
    assert alt.endswith(". It breaks even at 32 patients.")
    row = CostSet.get()
    row.inputs["payment_terms"]["case_rate"] = "300"
    CostSet.update(inputs=row.inputs).execute()
    assert pictured(bay, partner=True) == []
    assert len(pictured(bay)) == 1


def test_a_paper_without_patients_has_no_picture_and_is_still_made(bay: Partnership) -> None:
    row = CostSet.get()
    row.inputs["patients"] = "0"
    CostSet.update(inputs=row.inputs).execute()
    assert pictured(bay) == []


def sound(data: bytes, folder: Path) -> list[str]:
    """What Word or we would find wrong in a file."""
    path = folder / "paper.docx"
    path.write_bytes(data)
    return [*validate(path), *(str(one) for one in lint_docx(data))]


def test_the_files_are_sound_and_come_from_the_page(
    bay: Partnership, editor: SignedIn, tmp_path: Path
) -> None:
    address = f"/partnerships/bay/costs/{CostSet.get().public_id}/summary.docx"
    assert address in editor.get("/partnerships/bay/costs").text
    for copy in ("", "?copy=partner"):
        answer = editor.get(address + copy)
        assert answer.mimetype.endswith("wordprocessingml.document")
        assert sound(answer.data, tmp_path) == []


def test_a_paper_from_invented_numbers_says_so_to_everybody(bay: Partnership) -> None:
    assert "Invented" not in text(bay, "M11")
    CostSet.update(note="Begun with invented numbers. Replace them.").execute()
    for partner in (False, True):
        assert "Invented numbers: this paper shows only how it will look." in text(
            bay, "M11", partner=partner
        )


def test_the_shared_summary_does_not_tell_what_an_hour_costs(bay: Partnership) -> None:
    assert "half an hour" not in text(bay, "M11", partner=True).casefold()
