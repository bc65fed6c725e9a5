"""Word files of contracts, from the terms in force on a day."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from app.core.actor import SYSTEM
from app.core.errors import RuleViolation
from app.dates.rules import approvals
from app.documents.lint import lint_docx
from app.drafts.queries import draft_document, draft_state, get_kind, groups_of, kinds_with_words, terms_of
from app.drafts.service import make_contract
from app.partnerships.models import Partnership
from app.terms.queries import definitions, library
from app.terms.service import set_terms
from app.terms.values import TermType, example_value
from tests.conftest import NOW
from tests.factories import make_organization, make_partnership

START, TODAY = date(2025, 12, 1), date(2026, 11, 24)
MARKUP = "<b>{{ 7*7 }}</b> **bold** {% if %} | x | # y <script>alert(1)</script>"


def examples() -> dict[str, Any]:
    """Each term with the example that terms.yaml gives."""
    return {key: example_value(one) for key, one in definitions().items()}


def words_of(data: bytes) -> str:
    """All text of the main part, without tags."""
    import re
    from html import unescape

    xml = zipfile.ZipFile(BytesIO(data)).read("word/document.xml").decode()
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", xml)))


@pytest.fixture
def bay(database: str) -> Partnership:
    return make_partnership(name="Kestrel Bay / Ordway", payer=make_organization(name="Ordway Plan"))


def put(bay: Partnership, on: date = START, **values: Any) -> None:
    changes = {key.replace("__", "."): value for key, value in values.items()}
    set_terms(bay, changes, effective_on=on, actor=SYSTEM, now=NOW)


def test_a_file_holds_the_terms_in_force_on_its_day(bay: Partnership) -> None:
    put(bay, START, S21__rate_home=98000)
    put(bay, date(2026, 6, 1), S21__rate_home=106000)
    old = make_contract(bay, "D2", as_of=date(2026, 5, 31), partner_copy=False)
    new = make_contract(bay, "D2", as_of=TODAY, partner_copy=False)
    assert "$980.00" in words_of(old.data)
    assert "$1,060.00" in words_of(new.data)
    assert "$980.00" not in words_of(new.data)
    assert new.filename == "Kestrel Bay - Ordway, pilot services agreement, internal draft, 2026-11-24.docx"


def test_the_names_of_the_partners_stand_in_a_draft_before_any_term_is_saved(bay: Partnership) -> None:
    text = words_of(make_contract(bay, "D1", as_of=TODAY, partner_copy=False).data)
    assert "Ordway Plan" in text
    assert "Kestrel Bay Hospice" in text


def test_the_partner_copy_has_no_margin_notes_and_no_list_of_open_points(bay: Partnership) -> None:
    own = make_contract(bay, "D2", as_of=TODAY, partner_copy=False)
    theirs = make_contract(bay, "D2", as_of=TODAY, partner_copy=True)
    assert "word/comments.xml" in zipfile.ZipFile(BytesIO(own.data)).namelist()
    assert "word/comments.xml" not in zipfile.ZipFile(BytesIO(theirs.data)).namelist()
    assert "Points to settle" in words_of(own.data)
    assert "Points to settle" not in words_of(theirs.data)
    assert "partner draft" in theirs.filename


def test_one_section_can_be_taken_alone(bay: Partnership) -> None:
    made = make_contract(bay, "D2", as_of=TODAY, partner_copy=True, section="S21")
    assert made.filename == "Kestrel Bay - Ordway, base payment, partner draft, 2026-11-24.docx"
    assert "Parties and contacts" not in words_of(made.data).split("Words used")[0]


def test_every_kind_on_offer_makes_a_clean_file(bay: Partnership) -> None:
    set_terms(bay, examples(), effective_on=START, actor=SYSTEM, now=NOW)
    for kind in kinds_with_words():
        made = make_contract(bay, kind.id, as_of=TODAY, partner_copy=False)
        assert lint_docx(made.data) == (), kind.id


def test_an_unknown_kind_names_the_kinds_there_are(bay: Partnership) -> None:
    with pytest.raises(
        RuleViolation, match=r"There is no contract kind D99\. The kinds are: D1 Letter of intent, D2"
    ):
        make_contract(bay, "D99", as_of=TODAY, partner_copy=False)


def test_a_kind_without_words_says_so(bay: Partnership) -> None:
    offered = {kind.id for kind in kinds_with_words()}
    silent = sorted(set(library().kinds) - offered)
    for kind in silent:
        with pytest.raises(RuleViolation, match=f"No words are written yet for {kind} "):
            make_contract(bay, kind, as_of=TODAY, partner_copy=False)
    assert {"D1", "D2", "D4", "D6", "D10"} <= offered


def test_a_section_that_the_kind_lacks_is_refused(bay: Partnership) -> None:
    with pytest.raises(
        RuleViolation, match=r"There is no section S21 in D10\. The sections are: S01, S40, S36, S41\."
    ):
        make_contract(bay, "D10", as_of=TODAY, partner_copy=False, section="S21")


def test_markup_in_any_text_stands_in_the_file_as_typed(bay: Partnership) -> None:
    for key, one in definitions().items():
        if one.type is TermType.TEXT and not one.computed and one.home == key:
            set_terms(bay, {key: MARKUP}, effective_on=START, actor=SYSTEM, now=NOW)
    put(
        bay,
        S02__payer_aims=[MARKUP],
        S11__outcome_links=[{"id": "a", "outcome": MARKUP, "services": [MARKUP]}],
    )
    made = make_contract(bay, "D2", as_of=TODAY, partner_copy=False)
    assert words_of(made.data).count(MARKUP) >= 5
    assert lint_docx(made.data) == ()


@pytest.mark.parametrize("kind_id", [kind.id for kind in kinds_with_words()])
@pytest.mark.parametrize("filled", [False, True])
def test_the_page_counts_the_gaps_that_the_cover_counts(bay: Partnership, kind_id: str, filled: bool) -> None:
    kind = get_kind(kind_id)
    values = examples() if filled else {}
    document = draft_document(bay, kind, values, as_of=TODAY)
    open_keys = {point.key for point in document.open_points} - {"S41.draft_version", "S41.open_points"}
    said = approvals("Ordway", None, None, (), 15)
    state = draft_state(kind, groups_of(kind)[0], values, open_keys, said)
    assert {gap.home for gap in state.completeness.gaps} == open_keys
    fields = {one.home for one in terms_of(kind).values()}
    assert open_keys <= fields, "a gap without a field"


def test_measures_print_by_name_and_not_by_their_number(bay: Partnership) -> None:
    put(bay, S03__is_pilot=True, S03__pilot_measures=["PP01"])
    text = words_of(make_contract(bay, "D2", as_of=TODAY, partner_copy=False).data)
    assert definitions()["S03.pilot_measures"].choices["PP01"] in text
    assert "PP01" not in text
