"""The file format of contract sections: what is read, what is refused, and with which line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from app.documents import checks
from app.documents.articles import article_runs
from app.documents.blocks import Article, Term, plain
from app.documents.library import Library
from app.documents.sections import LibraryError, parse_tree
from tests.documents.document_samples import FOLDER, draft, library

FRONT = """---
id: S21
title: Base payment
terms:
  rate_home: {label: case rate}
  frequency: {label: payment rhythm, choices: {monthly: once a month, biweekly: every 2 weeks}}
  rate_review_months: {label: time between rate reviews}
  tier_rates: {label: rates by tier, columns: {tier: tier, rate: rate}}
options:
  base_form: {label: form, pick: one, of: {one_rate: One rate}, add: {extra: More}}
---
# Base payment

## The rate {#s21-rate}

"""
FIRST_LINE = FRONT.count("\n") + 1


def faults(body: str) -> list[str]:
    """What checking a changed S21 says, without the file name."""
    found = library().check(FRONT + body, "S21-base-payment.md")
    return [
        str(fault).removeprefix("S21-base-payment.md, ") for fault in found if "s21-" not in fault.sentence
    ]


def test_the_shipped_library_has_no_fault() -> None:
    assert [str(fault) for fault in library().faults()] == []


@pytest.mark.parametrize(
    "body",
    [
        "{{ rate_home | money }} and {{ frequency | words }}.",
        '{% if base_form is picked("one_rate") and not frequency is settled %}'
        "\nA.\n{% else %}\nB.\n{% endif %}",
        "{## a note to ourselves ##}",
        '{{ counsel("who may sign") }} and {{ exhibit("D6") }}',
        "| A | B |\n|---|---:|\n{% for t in tier_rates | rows %}\n"
        "| {{ t.tier }} | {{ t.rate | money }} |\n{% endfor %}",
    ],
)
def test_the_agreed_part_of_jinja_is_taken(body: str) -> None:
    assert faults(body) == []


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("{% set x = 1 %}", "assign"),
        ("{% macro m() %}{% endmacro %}", "macro"),
        ('{% include "x" %}', "include"),
        ("{{ rate_home if frequency else rate_home }}", "condexpr"),
        ("{{ rate_home + 1 }}", "add"),
        ("{{ tier_rates[0] }}", "getitem"),
        ("{{ rate_home.raw }}", 'no term "rate_home.raw"'),
        ("{{ rate_home.__class__ }}", 'no term "rate_home.__class__"'),
        ("{{ S28.report_due_days | days }}", "borrows"),
        ("{{ nothing }}", 'no term "nothing"'),
        ("{{ rate_home | upper }}", "upper"),
        ("{{ rate_home | days }}", "money"),
        ("{{ 'text' }}", "const"),
        ("{{ lipsum() }}", "call"),
        ('{{ exhibit("D99") }}', "D99"),
        ('{% if frequency is picked("yearly") %}x{% endif %}', "yearly"),
        ("{% if rate_home %}x{% endif %}", "yes/no"),
        ("{% if rate_home is odd %}x{% endif %}", "odd"),
        ("{% if rate_home == 1 %}x{% endif %}", "compare"),
        ("{% for x in tier_rates %}x{% endfor %}", "rows"),
        ('{% for x in frequency | items("or") %}x{% endfor %}', "choice"),
        ("{% raw %}{{ rate_home }}{% endraw %}", "raw"),
        ("{% if frequency is settled %}", "endif"),
        ("- a bullet", "Bullets"),
        ("[a](http://example.org)", "Links"),
        ("<b>bold</b>", "HTML"),
        ("::: guidance\nnever closed", "closed"),
        ("::: shout\nx\n:::", "guidance, counsel"),
        ("{# wrong #}", "Comments"),
    ],
)
def test_everything_else_is_refused_with_its_line(body: str, sentence: str) -> None:
    found = faults(body)
    assert any(sentence in fault and fault.startswith("line ") for fault in found), found
    lines = [int(fault.split(":")[0].removeprefix("line ")) for fault in found]
    assert all(FIRST_LINE <= line <= FIRST_LINE + body.count("\n") for line in lines)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ('{{ ref("s21-nowhere") }}', "s21-nowhere"),
        ("## No id\n\nWords.", "needs an id"),
        ("## Wrong {#s99-rate}\n\nWords.", "begins with"),
    ],
)
def test_a_clause_that_cannot_be_found_again_is_refused(body: str, sentence: str) -> None:
    found = library().check(FRONT + body, "S21-base-payment.md")
    assert any(sentence in fault.sentence and fault.line >= FIRST_LINE for fault in found)


def test_a_file_without_front_matter_is_refused() -> None:
    assert "begin with a block" in library().check("# Only words", "S21-base-payment.md")[0].sentence


def test_a_broken_front_matter_is_refused_with_its_line() -> None:
    found = library().check("---\nid: S21\ntitle: [open\n---\n# x\n", "S21-base-payment.md")
    assert found[0].line >= 3 and "cannot be read" in found[0].sentence


def test_a_changed_section_is_checked_without_reading_the_words_of_all_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole, read = library(), list[str]()
    monkeypatch.setattr(checks, "parse_tree", lambda body: read.append(body) or parse_tree(body))
    assert len(whole.check(FRONT + "The rate is {{ rate_home }}{% if %}.", "S21-base-payment.md")) > 0
    assert len(read) == 1


def test_a_section_of_the_house_takes_the_place_of_ours(tmp_path: Path) -> None:
    ours = (FOLDER / "sections" / "S21-base-payment.md").read_text()
    (tmp_path / "sections").mkdir()
    changed = ours.replace("The parties shall review the Base Payment", "Both shall review the Base Payment")
    (tmp_path / "sections" / "S21-base-payment.md").write_text(changed)
    section = Library.load(FOLDER, tmp_path).sections["S21"]
    assert "Both shall review" in section.body and "Both shall review" not in library().sections["S21"].body


def test_a_library_with_a_fault_does_not_load_and_says_where(tmp_path: Path) -> None:
    copytree(FOLDER, tmp_path / "lib")
    path = next((tmp_path / "lib" / "sections").glob("S21-*.md"))
    path.write_text(path.read_text() + "\n{{ unknown_term }}\n")
    with pytest.raises(LibraryError) as error:
        Library.load(tmp_path / "lib")
    line = len(path.read_text().splitlines())
    assert f"S21-base-payment.md, line {line}" in error.value.message


def own_section(folder: Path, ident: str, change: Callable[[str], str | bytes]) -> None:
    """A section of ours, changed, in a folder of the house's own."""
    ours = next((FOLDER / "sections").glob(f"{ident}-*.md"))
    changed = change(ours.read_text(encoding="utf-8"))
    (folder / "sections").mkdir(exist_ok=True)
    (folder / "sections" / ours.name).write_bytes(changed if isinstance(changed, bytes) else changed.encode())


def test_only_the_faulty_section_of_the_house_is_set_aside(tmp_path: Path) -> None:
    own_section(tmp_path, "S21", lambda words: words + "\n{{ unknown_term }}\n")
    own_section(tmp_path, "S36", lambda words: words.replace("Talking again", "Speaking again"))
    found = Library.load_usable(FOLDER, tmp_path)
    assert [fault.file for fault in found.set_aside] == ["S21-base-payment.md"]
    assert found.sections["S21"] == library().sections["S21"]
    assert "Speaking again" in found.sections["S36"].body


def test_a_section_that_drops_a_clause_which_others_name_is_the_one_set_aside(tmp_path: Path) -> None:
    own_section(tmp_path, "S13", lambda words: words.replace("{#s13-average}", "{#s13-mean}"))
    own_section(tmp_path, "S36", lambda words: words.replace("Talking again", "Speaking again"))
    found = Library.load_usable(FOLDER, tmp_path)
    assert 'There is no clause "s13-average".' in {fault.sentence for fault in found.set_aside}
    assert found.sections["S13"] == library().sections["S13"]
    assert "Speaking again" in found.sections["S36"].body


def test_a_file_as_windows_editors_save_it_is_taken(tmp_path: Path) -> None:
    own_section(tmp_path, "S21", lambda words: b"\xef\xbb\xbf" + words.replace("\n", "\r\n").encode())
    found = Library.load_usable(FOLDER, tmp_path)
    assert (found.set_aside, found.sections["S21"]) == ((), library().sections["S21"])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda words: words.replace("The rate", "L\xe9 rate", 1).encode("latin-1", "replace"), "UTF-8"),
        (lambda words: words.replace("id: S21", "id: S22"), "the file is named S21"),
        (lambda words: words.replace("\nladder:", "\nladder: 5\nsteps:"), "the form of the other sections"),
        (lambda words: words.replace("\noptions:", "\noptions: [a]\nothers:"), "the form of the other"),
        (lambda words: words.replace("title:", "title: \x07"), "cannot be read"),
        (lambda words: words.replace("---\n", "", 1), "must begin with a block"),
        (lambda words: "", "must begin with a block"),
        (lambda words: b"\x00\xff\xfe", "UTF-8"),
    ],
)
def test_whatever_stands_in_a_file_of_the_house_ours_stays_usable(
    tmp_path: Path, change: Callable[[str], str | bytes], sentence: str
) -> None:
    own_section(tmp_path, "S21", change)
    found = Library.load_usable(FOLDER, tmp_path)
    assert any(sentence in fault.sentence for fault in found.set_aside), found.set_aside
    assert {fault.file for fault in found.set_aside} == {"S21-base-payment.md"}
    assert found.sections["S21"] == library().sections["S21"]


def test_a_fault_of_ours_is_not_hidden_by_a_section_of_the_house(tmp_path: Path) -> None:
    copytree(FOLDER, tmp_path / "lib")
    path = next((tmp_path / "lib" / "sections").glob("S21-*.md"))
    path.write_text(path.read_text() + "\n{{ unknown_term }}\n")
    (tmp_path / "own").mkdir()
    own_section(tmp_path / "own", "S36", lambda words: words)
    with pytest.raises(LibraryError, match="S21-base-payment"):
        Library.load_usable(tmp_path / "lib", tmp_path / "own")


def test_the_preferred_options_can_be_asked_for() -> None:
    picks = library().default_picks()
    assert picks["S13.minimum_rule"] == ["no_number"]
    for key, picked in picks.items():
        group = library().sections[key[:3]].options[key[4:]]
        assert group.allowed(frozenset(picked))


def test_only_options_that_may_stand_together_are_allowed() -> None:
    group = library().sections["S13"].options["minimum_rule"]
    assert group.allowed(frozenset({"fixed_with_waiver", "dense_first"}))
    assert not group.allowed(frozenset({"average", "dense_first"}))
    assert not group.allowed(frozenset({"unknown"}))
    base = library().sections["S21"].options["base_form"]
    assert base.allowed(frozenset({"one_rate", "with_ramp_minimum"}))
    assert not base.allowed(frozenset({"with_ramp_minimum"}))


def _terms(article: Article) -> dict[str, Term]:
    return {part.key: part for run in article_runs(article) for part in run if isinstance(part, Term)}


def test_a_shared_term_has_one_key_wherever_it_stands() -> None:
    values: dict[str, Any] = {"S03.notice_days": 90, "S36.ways": ["on_notice"]}
    article = next(a for a in draft("D2", values).articles() if a.section == "S36")
    assert _terms(article)["S03.notice_days"].text == "90"
    text = "\n".join(plain(run) for run in article_runs(article))
    assert "at least 90 days before the day on which it ends" in text


@pytest.mark.parametrize(
    ("months", "words"), [(3, "at least 3 months before"), (1, "at least 1 month before")]
)
def test_a_notice_period_in_months_prints_in_place_of_the_days(months: int, words: str) -> None:
    values = {"S03.notice_days": 90, "S03.notice_months": months, "S36.ways": ["on_notice"]}
    article = next(a for a in draft("D2", values).articles() if a.section == "S36")
    assert _terms(article)["S03.notice_months"].text == str(months)
    text = "\n".join(plain(run) for run in article_runs(article))
    assert f"{words} the day on which it ends" in text and "90 days before the day" not in text


def test_the_control_of_a_number_holds_no_unit() -> None:
    article = draft("S21", {"S21.rate_review_months": 12}).articles()[0]
    assert _terms(article)["S21.rate_review_months"].text == "12"
    assert "every 12 months, counted" in "\n".join(plain(run) for run in article_runs(article))


def test_rows_carry_the_stable_id_of_the_row() -> None:
    rows = [{"id": "high", "tier": "High", "contacts": 8}]
    terms = _terms(draft("S13", {"S13.tiers": rows}).articles()[0])
    assert terms["S13.tiers.high.tier"].text == "High"
    assert terms["S13.tiers.high.contacts"].text == "8"
    assert terms["S13.tiers.high.disciplines"].gap


def test_a_choice_in_a_row_prints_its_words_and_never_its_id() -> None:
    rows = [
        {"id": "ceo", "side": "payer", "name": "Morgan Ellery"},
        {"id": "open", "name": "Robin Achterberg"},
    ]
    terms = _terms(draft("S41", {"S41.signatories": rows}).articles()[0])
    assert terms["S41.signatories.ceo.side"].text == "the Payer"
    assert terms["S41.signatories.open.side"].text == "[to settle: party]"
