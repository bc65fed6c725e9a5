"""The sheet for a visit: the right site, small counts hidden from the plan, and lines to write on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.core.db import connected
from app.core.errors import NotFound
from app.documents.lint import lint_docx
from app.outreach.models import MaterialSent, Site, SiteContact, SiteCount
from app.papers.queries.visit_sheet import visit_facts
from app.papers.rules.visit_sheet import compose_visit_sheet
from app.papers.service import make_paper
from app.partnerships.models import Partnership
from tests.counting import count_statements
from tests.factories import THEN, make_partnership
from tests.outreach.conftest import make_activity, make_champion, make_material, make_site
from tests.papers.test_agenda import word_text

TODAY = date(2026, 11, 24)
NASTY = '<b>*x*</b> {{ 7 * 7 }} {% raw %} # not a heading | "quoted" & more'


@pytest.fixture
def site(database: str) -> Site:
    """A clinic about which something is known."""
    partnership = make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway")
    row = make_site(
        partnership,
        name="Larkspur Clinic",
        group="OP1",
        tie="weak",
        relation="external",
        before="An old project ended badly.",
        barriers=["outside-organization-unknown"],
        barriers_note="We never hear back.",
    )
    SiteContact.create(site=row, name="Ines Dunmore", function="Nurse", created_at=THEN)
    SiteCount.create(site=row, quarter_on=date(2026, 7, 1), referrals=14)
    SiteCount.create(site=row, quarter_on=date(2026, 10, 1), referrals=4)
    make_champion(partnership, site=row, name="Ines Dunmore")
    make_activity(
        partnership,
        site=row,
        topics=["OE2"],
        on=date(2026, 9, 1),
        answers={"OQ2": "One number to call."},
    )
    there = make_material(partnership, title="Card", approved_by_plan_on=date(2026, 5, 1))
    make_material(partnership, title="Sheet for families", audience="families", language="Spanish")
    MaterialSent.create(material=there, site=row, sent_on=TODAY)
    return row


def text_of(partnership: Partnership, **wanted: Any) -> str:
    made = make_paper(partnership, "M9", as_of=TODAY, **wanted)
    assert lint_docx(made.data) == ()
    return word_text(made.data)


def test_the_sheet_says_what_one_needs_at_the_door(site: Site) -> None:
    text = text_of(site.partnership)
    for said in (
        "Larkspur Clinic",
        "December 10, 2026",
        "Cardiology, pulmonology",
        "July to September 2026: 14; October to December 2026, so far: 4",
        "Ines Dunmore",
        "Outside organization unknown; We never hear back.",
        "One number to call. (September 1, 2026)",
        "What is hardest for you in caring for people who are seriously ill?",
        "Which services are easy to refer to now, and why does it go well there?",
        "Palliative care is not hospice",
        "September 1, 2026",
        "not yet approved",
        "Spanish",
        "Signs of decline worth a call",
        "Every site has a next date.",
        "No patient is named or described",
    ):
        assert said in text, said


def test_the_plans_copy_hides_small_counts_and_our_own_view(site: Site) -> None:
    text = text_of(site.partnership, partner_copy=True)
    assert "July to September 2026: 14; October to December 2026, so far: under 11" in text
    for ours in ("An old project ended badly.", "Weak", "One number to call."):
        assert ours in text_of(site.partnership)
        assert ours not in text


def test_what_was_never_taught_and_never_left_stands_first(site: Site) -> None:
    sheet = compose_visit_sheet(visit_facts(site.partnership, site, TODAY))
    assert [one.taught_on for one in sheet.topics][-1] == date(2026, 9, 1)
    assert sheet.topics[0].taught_on is None
    assert [(one.title, one.there) for one in sheet.material] == [
        ("Sheet for families", False),
        ("Card", True),
    ]


def test_the_site_is_the_one_named_else_the_next_to_be_visited(site: Site) -> None:
    sooner = make_site(site.partnership, name="Sooner", next_visit_on=date(2026, 11, 30))
    assert "Sooner" in make_paper(site.partnership, "M9", as_of=TODAY).filename
    named = make_paper(site.partnership, "M9", of=site.public_id, as_of=TODAY)
    assert "Larkspur Clinic" in named.filename
    with pytest.raises(NotFound):
        make_paper(make_partnership(), "M9", of=sooner.public_id, as_of=TODAY)


def test_without_a_site_there_is_no_sheet(database: str) -> None:
    with pytest.raises(NotFound, match="no referring site"):
        make_paper(make_partnership(), "M9", as_of=TODAY)


def test_an_empty_site_gives_a_sheet_to_fill_in(database: str) -> None:
    row = make_site(make_partnership(), next_visit_on=None)
    text = text_of(row.partnership)
    for said in ("no date yet", "none yet", "not known", "Nobody is noted yet.", "Nothing stands in the"):
        assert said in text


def test_markup_that_somebody_typed_is_printed_as_it_stands(site: Site) -> None:
    Site.update(name=NASTY, barriers_note=NASTY).execute()
    assert NASTY in text_of(site.partnership)


def test_the_page_gives_the_file_to_everybody_who_may_look(viewer: Any, client: Any, site: Site) -> None:
    address = f"/partnerships/kestrel-bay/visit-sheet.docx?of={site.public_id}"
    answer = viewer.get(address)
    assert "internal" in answer.headers["Content-Disposition"]
    shared = viewer.get(f"{address}&copy=partner")
    assert "internal" not in shared.headers["Content-Disposition"]
    assert client.get(address).status_code == 303
    with connected():
        make_partnership(key="other")
    assert viewer.get(f"/partnerships/other/visit-sheet.docx?of={site.public_id}").status_code == 404


def test_a_sheet_asks_few_questions_however_much_was_done(site: Site) -> None:
    def statements() -> int:
        with count_statements() as counter:
            make_paper(Partnership.get_by_id(site.partnership_id), "M9", of=site.public_id, as_of=TODAY)
        return counter.count

    few = statements()
    for _ in range(60):
        make_activity(site.partnership, site=site, topics=["OE1"], answers={"OQ1": "Time."})
        make_material(site.partnership)
    assert statements() == few <= 16
