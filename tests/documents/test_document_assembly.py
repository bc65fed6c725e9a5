"""Drafts put together from the shipped sections: full, empty, with every option, for both copies."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from app.documents.articles import article_runs
from app.documents.blocks import Article, Copy, CounselPlace, Document, Guidance, Ref, Term, plain
from app.documents.lint import lint_docx
from app.documents.writer import write
from tests.documents.document_samples import as_partner, draft, full_values, library, option_sets, spoken

SECTIONS = sorted(library().sections)
GROUPS = [
    (section.id, group.id) for section in library().sections.values() for group in section.options.values()
]
CHOICES = [
    (section.id, name, choice)
    for section in library().sections.values()
    for name, fact in section.terms.items()
    if fact.type in ("choice", "multi_choice")
    for choice in fact.choices
]


def check_reading(document: Document) -> None:
    """No half sentences, no doubled signs, no heading without words, no list without a beginning."""
    text = spoken(document)
    assert not re.search(
        r"\.\.|  | [.,;:]|\b1 (days|weeks|months|Business Days)\b|[\ue000\ue001]|\{[{%#]", text
    )
    for article in document.articles():
        for clause in article.clauses:
            said = [block for block in clause.blocks if not isinstance(block, Guidance)]
            assert said, f"{clause.id} is a heading only"
            last = plain(getattr(said[-1], "inlines", ()))
            assert isinstance(said[-1], CounselPlace) or not last.endswith(":"), (
                f"{clause.id} ends in a colon"
            )


def gaps(document: Document) -> set[str]:
    return {point.key for point in document.open_points}


@pytest.mark.parametrize("ident", SECTIONS)
def test_a_section_without_values_shows_each_gap_as_a_noun(ident: str) -> None:
    document = draft(ident, {})
    check_reading(document)
    assert document.open_points
    assert lint_docx(write(document)) == ()


@pytest.mark.parametrize("ident", SECTIONS)
def test_what_an_empty_section_lists_as_open_is_needed(ident: str) -> None:
    facts = {
        f"{home}.{name}": fact for home, group in library().facts.items() for name, fact in group.items()
    }
    for key in gaps(draft(ident, {})):
        assert facts[key]["required"] or facts[key].get("required_if"), f"{key} is open and yet optional"


@pytest.mark.parametrize("ident", SECTIONS)
def test_a_section_with_all_values_has_no_gap(ident: str) -> None:
    document = draft(ident, full_values())
    check_reading(document)
    assert gaps(document) == set() and "to settle:" not in spoken(document)
    assert lint_docx(write(document)) == ()


@pytest.mark.parametrize(("ident", "name"), GROUPS)
def test_every_allowed_set_of_options_reads_as_if_written_alone(ident: str, name: str) -> None:
    group = library().sections[ident].options[name]
    for picked in option_sets(group):
        full = draft(ident, {**full_values(), f"{ident}.{name}": picked})
        alone = draft(ident, {f"{ident}.{name}": picked})
        check_reading(full)
        check_reading(alone)
        assert (f"{ident}.{name}" in gaps(full)) == (not picked)
        assert not (picked and f"{ident}.{name}" in gaps(alone))


@pytest.mark.parametrize(("ident", "name"), GROUPS)
def test_options_give_sound_word_files(ident: str, name: str) -> None:
    sets = option_sets(library().sections[ident].options[name])
    for picked in [sets[0], *sets[1:][:: max(1, len(sets) // 6)]]:
        assert lint_docx(write(draft(ident, {**full_values(), f"{ident}.{name}": picked}))) == ()


@pytest.mark.parametrize(("ident", "name", "choice"), CHOICES)
def test_every_choice_reads_whole(ident: str, name: str, choice: str) -> None:
    fact = library().sections[ident].terms[name]
    value = choice if fact.type == "choice" else [choice]
    document = draft(ident, {**full_values(), f"{ident}.{name}": value})
    check_reading(document)
    assert f"{ident}.{name}" not in gaps(document)


def test_an_unpicked_option_takes_its_gaps_with_it() -> None:
    assert "S13.waiver_process" not in gaps(draft("S13", {"S13.minimum_rule": ["no_number"]}))
    assert "S13.waiver_process" in gaps(draft("S13", {"S13.minimum_rule": ["fixed_with_waiver"]}))


def test_the_help_of_the_plan_is_a_gap_only_where_the_state_program_asks_for_it() -> None:
    def open_terms(kind: str) -> set[str]:
        return {point.key for point in draft(kind, {}).open_points}

    assert "S34.plan_resources" in open_terms("D3")
    assert "S34.plan_resources" not in open_terms("D2")


def test_an_optional_term_without_value_takes_its_clause_away() -> None:
    ids = [clause.id for article in draft("S36", {}).articles() for clause in article.clauses]
    assert "s36-again" not in ids and "s36-messages" in ids


def test_a_gap_counts_once_however_often_it_stands() -> None:
    keys = [point.key for point in draft("D2", {}).open_points]
    assert len(keys) == len(set(keys))
    assert keys.count("S03.notice_days") == 1 and "S36.notice_days" not in keys


def test_references_follow_the_clauses_that_are_there() -> None:
    document = draft("D2", full_values())
    numbers = {clause.id: clause.number for article in document.articles() for clause in article.clauses}
    found = [
        part
        for article in document.articles()
        for run in article_runs(article)
        for part in run
        if isinstance(part, Ref)
    ]
    assert found
    assert all(numbers[part.clause] == part.number for part in found)


def test_a_reference_to_a_clause_that_an_option_left_out_names_the_article() -> None:
    values = {"S21.base_form": ["per_visit"], "S21.frequency": "monthly"}
    assert "where the article Base payment rules" in spoken(draft("D2", {**full_values(), **values}))


def test_a_reference_to_a_section_that_is_not_there_names_the_article() -> None:
    assert "in the article Inside and outside the bundle" in spoken(draft("S21", {}))


def test_words_used_stand_at_the_end_of_the_second_section_with_the_words_they_need() -> None:
    article = next(a for a in draft("D2", {}).articles() if a.section == "S02")
    assert [clause.id for clause in article.clauses][-2:] == ["s02-words", "s02-count"]
    rows = [plain(row) for row in article_runs(article)]
    assert "Patient Month" in rows and "Member" in rows and "Program" in rows


def test_a_section_alone_carries_only_its_own_words() -> None:
    text = spoken(draft("S13", {}))
    assert "In this section:" in text and "Words used" in text
    assert "\nSignal\n" not in text and "\nCare Team\n" in text


def test_an_exhibit_says_that_the_words_are_defined_elsewhere() -> None:
    text = spoken(draft("D6", {}, letter="B"))
    assert "Words defined in the agreement mean the same here." in text and "Words used" not in text


def test_an_attached_exhibit_leaves_one_line_in_its_place() -> None:
    document = draft("D2", full_values(), exhibits=["D9", "D6"])
    sections = [article.section for article in document.articles()]
    assert "D6" in sections and not {"S21", "S22"} & set(sections)
    text = spoken(document)
    assert "Exhibit B states what the Payer pays, and when." in text
    assert "the article Base payment in Exhibit B" in text


def test_an_exhibit_carries_its_letter() -> None:
    assert draft("D6", {}, letter="B").title == "Exhibit B: Payment"


def test_a_kind_prints_its_plain_sections_without_numbers() -> None:
    articles = draft("D1", {}).articles()
    assert {article.section: article.number for article in articles}["S02"] == ""
    assert articles[0].number == "1"


def test_a_kind_settles_the_options_it_names() -> None:
    document = draft("D3", {})
    assert "S11.service_form" not in gaps(document)


def test_the_first_page_says_draft_and_no_legal_advice_in_both_copies() -> None:
    for copy in Copy:
        said = "\n".join(plain(getattr(block, "inlines", ())) for block in draft("D2", {}, copy=copy).cover)
        assert "draft for discussion" in said and "not legal advice" in said


def test_the_internal_copy_lists_open_points_and_questions_that_are_not_answered() -> None:
    question = library().sections["S21"].settle_first[0]
    text = spoken(draft("D2", {}))
    assert "Points to settle" in text and question in text.replace("\u2019", "'")
    assert question not in spoken(draft("D2", {}, answered=[question]))


def test_the_open_points_of_the_document_can_be_printed_in_it() -> None:
    document = draft("D2", {})
    terms = {
        part.key: part
        for article in document.articles()
        for run in article_runs(article)
        for part in run
        if isinstance(part, Term)
    }
    if "S41.open_points" in terms:
        assert terms["S41.open_points"].text == str(len(document.open_points))
    assert "S41.open_points" not in gaps(document)


def test_a_partner_copy_holds_nothing_that_is_for_our_side() -> None:
    document = as_partner("D2", full_values())
    assert document.appendix == ()
    assert not any(article.counsel for article in document.articles())
    blocks = [block for part in document.articles() for block in _blocks(part)]
    assert blocks and not any(isinstance(block, Guidance) for block in blocks)
    text = spoken(document)
    for section in library().sections.values():
        assert not any(question in text for question in section.settle_first)
        assert section.purpose not in text


def _blocks(article: Article) -> list[Any]:
    return [*article.intro, *(block for clause in article.clauses for block in clause.blocks)]


def test_names_of_catalogue_ids_are_printed_where_they_are_given() -> None:
    values = {**full_values(), "S03.pilot_measures": ["PP01", "FU06"]}
    text = spoken(draft("S03", values, names={"PP01": "planning talk held", "FU06": "seen within 2 days"}))
    assert "planning talk held; and" in text and "PP01" not in text


def test_a_pilot_that_does_not_last_whole_months_prints_its_last_day() -> None:
    by_months = {**full_values(), "S03.pilot_ends_on": None}
    assert "ends on the day before the date that is 24 months after the Start Date." in spoken(
        draft("S03", by_months)
    )
    by_day = {**by_months, "S03.pilot_ends_on": date(2026, 6, 15)}
    text = spoken(draft("S03", by_day))
    assert "It begins on the Start Date and ends on June 15, 2026." in text
    assert "not settled" not in text and "months after the Start Date." not in text


HOSTILE = [
    "<b>*x*|</b>",
    "# not a heading\n\n- not a list",
    "{{ 7 * 7 }}{% raw %}",
    "a\x00b\x0bc\x1f",
    "\ue0000\ue001",
    "]]> & < > \" '",
    "::: guidance\nx\n:::",
    "| a | b |\n|---|---|",
    "1. one",
    "</w:t></w:r>",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_a_person_types_comes_out_as_typed(typed: str) -> None:
    printed = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ue000\ue001]", "", typed)
    values = {
        **full_values(),
        "S01.payer_name": typed,
        "S02.payer_aims": [typed, "b"],
        "S13.minimum_rule": ["no_number"],
        "S13.tiers": [{"id": "t", "tier": typed, "use": typed, "disciplines": [typed], "contacts": 3}],
    }
    document = draft("D2", values)
    terms = [
        part
        for article in document.articles()
        for run in article_runs(article)
        for part in run
        if isinstance(part, Term)
    ]
    found = {term.key: term.text for term in terms}
    assert found["S01.payer_name"] == found["S13.tiers.t.tier"] == found["S13.tiers.t.disciplines"] == printed
    assert found["S02.payer_aims.1"] == printed
    assert len(document.articles()) == len(draft("D2", full_values()).articles())
