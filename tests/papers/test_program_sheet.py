"""One page for referrers and one for families: facts of the contract, gaps where nobody has said it yet."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.actor import SYSTEM
from app.core.errors import RuleViolation
from app.documents.lint import lint_docx
from app.papers.rules.program_sheet import ProgramFacts, Reader, compose_program_sheet
from app.papers.service import make_paper
from app.partnerships.models import Partnership
from app.terms.service import set_terms
from tests.factories import THEN, make_organization, make_partnership
from tests.outreach.conftest import make_material
from tests.papers.test_agenda import word_text

TODAY = date(2026, 11, 24)
TERMS = {
    "S06.ages": "adult",
    "S06.adult_age": 21,
    "S06.qualifying_diagnoses": ["congestive heart failure", "advanced cancer"],
    "S06.life_expectancy_months": 12,
    "S06.use_rule": "This condition is met when the Member had at least 2 unplanned hospital stays.",
    "S06.social_criteria": ["ES2", "ES4"],
    "S11.services": ["SV1", "SV6"],
    "S11.optional_services": ["SO1", "SO2"],
    "S11.not_included": ["psychiatry", "physical therapy"],
}
PROMISES_OF_NOBODY = ("24 hours", "free of charge", "no cost", "911", "business days.")


@pytest.fixture
def partnership(database: str) -> Partnership:
    """A pilot whose contract says who qualifies and what is given."""
    made = make_partnership(
        key="kestrel-bay", name="Kestrel Bay / Ordway", payer=make_organization(name="Ordway Health Plan")
    )
    set_terms(made, TERMS, effective_on=date(2026, 1, 1), actor=SYSTEM, now=THEN)
    return made


def text_of(partnership: Partnership, of: str | None = None, *, partner_copy: bool = True) -> str:
    made = make_paper(partnership, "M17", of=of, as_of=TODAY, partner_copy=partner_copy)
    assert lint_docx(made.data) == ()
    return word_text(made.data)


def test_referrers_read_the_facts_of_the_contract(partnership: Partnership) -> None:
    text = text_of(partnership)
    for said in (
        "Kestrel Bay Hospice with Ordway Health Plan",
        "relief of pain and other symptoms",
        "It does not give psychiatry or physical therapy.",
        "How it differs from hospice",
        "is 21 or older and a member of Ordway Health Plan",
        "has congestive heart failure or advanced cancer",
        "a life expectancy of about 12 months or less",
        "had at least 2 unplanned hospital stays",
        "is willing to talk about goals and plans and lives where the team can visit safely",
        "[name, phone and email for referrals]",
        "[number of business days]",
        "[how, and how often]",
        "Not yet approved by Ordway Health Plan.",
    ):
        assert said in text, said


def test_families_read_plain_words_and_the_cost_is_left_to_the_plan(partnership: Partnership) -> None:
    text = text_of(partnership, "families")
    for said in (
        "You keep your doctors.",
        "We ease pain, trouble breathing and other symptoms.",
        "[Ordway Health Plan fills in what this help costs its members]",
        "[whom to call by day, and the hours]",
        "our phone line, day and night: [number of the line]",
        "[how to ask for an interpreter]",
    ):
        assert said in text, said


@pytest.mark.parametrize("of", ["referrers", "families"])
def test_a_sheet_promises_nothing_that_nobody_has_said(partnership: Partnership, of: str) -> None:
    text = text_of(partnership, of)
    assert [said for said in PROMISES_OF_NOBODY if said in text] == []


@pytest.mark.parametrize("of", ["referrers", "families"])
def test_without_a_contract_every_fact_is_a_gap(database: str, of: str) -> None:
    text = text_of(make_partnership(), of)
    assert "agreed" in text
    assert text.count("[") >= 5
    assert "None" not in text


def test_the_register_says_whether_the_plan_stands_behind_it(partnership: Partnership) -> None:
    kind = "program_sheet_for_families"
    make_material(partnership, kind=kind, audience="families", language="Spanish")
    assert "To be translated into Spanish" in text_of(partnership, "families")
    make_material(
        partnership,
        kind=kind,
        audience="families",
        cobranded=True,
        edition="2",
        approved_by_plan_on=date(2026, 5, 1),
    )
    text = text_of(partnership, "families")
    assert "Approved by Ordway Health Plan on May 1, 2026, version 2. Also in Spanish." in text
    assert "Logo of Ordway Health Plan" in text
    assert "Logo of" not in text_of(partnership, "referrers")


def test_our_own_copy_counts_what_is_open(partnership: Partnership) -> None:
    assert "Still open: 4 places in brackets." in text_of(partnership, partner_copy=False)
    assert "Still open" not in text_of(partnership)


def test_there_is_no_sheet_for_anybody_else(partnership: Partnership) -> None:
    with pytest.raises(RuleViolation, match="Choose referrers or families"):
        make_paper(partnership, "M17", of="neighbors", as_of=TODAY)


def test_the_page_gives_the_file_and_refuses_an_unknown_reader(
    viewer: Any, client: Any, partnership: Partnership
) -> None:
    address = "/partnerships/kestrel-bay/program-sheet.docx"
    answer = viewer.get(f"{address}?audience=families")
    assert "program sheet for families" in answer.headers["Content-Disposition"]
    assert viewer.get(f"{address}?audience=neighbors").status_code == 422
    assert client.get(address).status_code == 303


def test_a_reworded_or_missing_term_never_stops_the_sheet() -> None:
    choices = st.dictionaries(
        st.sampled_from(sorted(TERMS)),
        st.one_of(st.none(), st.just([]), st.just(""), st.sampled_from(list(TERMS.values()))),
    )

    @given(choices, st.sampled_from(list(Reader)))
    def composed(terms: dict[str, Any], reader: Reader) -> None:
        usable = {key: value for key, value in terms.items() if type(value) is type(TERMS[key])}
        sheet = compose_program_sheet(ProgramFacts("A / B", "A Hospice", "B Plan", usable), reader)
        assert len({gap.name for gap in sheet.gaps}) == len(sheet.gaps) > 0

    composed()
