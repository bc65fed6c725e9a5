"""Numbers, names and printed values: the plain parts of a document."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents import formats, marks
from app.documents.articles import number_articles
from app.documents.blocks import (
    Align,
    Article,
    Clause,
    Column,
    Marker,
    Numbering,
    Table,
    clean,
    item_label,
    words,
)
from app.documents.markdown import curl


def _article(section: str, numbering: Numbering, clauses: int) -> Article:
    found = tuple(Clause(f"{section.lower()}-{place}", words("Heading"), ()) for place in range(clauses))
    return Article(section, "Title", clauses=found, numbering=numbering)


def test_articles_and_clauses_are_counted_and_plain_articles_are_passed_over() -> None:
    numbered = number_articles(
        [
            _article("S01", Numbering.ARTICLE, 2),
            _article("S40", Numbering.LETTER, 1),
            _article("S21", Numbering.ARTICLE, 3),
        ]
    )
    assert [article.label for article in numbered] == ["Article 1.", "", "Article 2."]
    assert [clause.number for article in numbered for clause in article.clauses] == [
        "1.1",
        "1.2",
        "",
        "2.1",
        "2.2",
        "2.3",
    ]


@pytest.mark.parametrize(
    ("marker", "level", "place", "label"),
    [
        (Marker.LETTER, 0, 1, "(a)"),
        (Marker.LETTER, 0, 27, "(aa)"),
        (Marker.LETTER, 1, 4, "(iv)"),
        (Marker.LETTER, 1, 19, "(xix)"),
        (Marker.NUMBER, 0, 12, "12."),
    ],
)
def test_items_are_marked_as_word_marks_them(marker: Marker, level: int, place: int, label: str) -> None:
    assert item_label(marker, level, place) == label


def test_columns_without_a_share_divide_the_rest() -> None:
    table = Table((Column(words("a"), 50), Column(words("b")), Column(words("c"), align=Align.RIGHT)), ())
    assert table.shares() == (50, 25, 25)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (formats.money(94000), "$940.00"),
        (formats.money(106050), "$1,060.50"),
        (formats.percent(Decimal("12.5")), "12.5%"),
        (formats.number(Decimal("6.0")), "6.0"),
        (formats.number(1200), "1,200"),
        (formats.day(date(2025, 1, 1)), "January 1, 2025"),
        (formats.joined(["a"]), "a"),
        (formats.joined(["a", "b"]), "a and b"),
        (formats.joined(["a", "b", "c"], "or"), "a, b, or c"),
        (formats.contact({"name": "Dana", "function": "finance", "phone": "555"}), "Dana, finance, 555"),
        (formats.contact({"name": "Dana", "function": ""}), "Dana"),
        (formats.counted(1, "day", "days"), "day"),
        (formats.counted(None, "day", "days"), "days"),
        (formats.text(False), "no"),
    ],
)
def test_a_value_prints_as_the_house_writes_it(printed: str, expected: str) -> None:
    assert printed == expected


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("the provider decides", ("The provider decides", ".")),
        ("It ends. ", ("It ends.", "")),
        ("Why?", ("Why?", "")),
    ],
)
def test_a_text_term_becomes_a_sentence(typed: str, printed: tuple[str, str]) -> None:
    assert formats.sentence(typed) == printed


@pytest.mark.parametrize(
    ("value", "settled"), [(None, False), ("  ", False), ([], False), (0, True), (False, True)]
)
def test_no_and_zero_are_values_and_blanks_are_none(value: Any, settled: bool) -> None:
    assert formats.is_settled(value) is settled


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"Signal" means', "“Signal” means"),
        ("the party's own", "the party’s own"),
        ('(the "Payer")', "(the “Payer”)"),
        ("'so'", "‘so’"),
    ],
)
def test_straight_quotes_of_the_template_are_curled(typed: str, printed: str) -> None:
    assert curl(typed) == printed


@given(st.text(max_size=120), st.integers(1, 40))
def test_names_inside_word_are_short_and_of_letters_digits_and_underscores(key: str, place: int) -> None:
    name = marks.term_bookmark(key, place)
    assert len(name) <= marks.BOOKMARK_LENGTH and name.replace("_", "").isascii()
    assert len(marks.tag(key)) <= marks.TAG_LENGTH


def test_long_keys_that_begin_alike_keep_different_names() -> None:
    long = "S13.tiers." + "x" * 80
    assert marks.tag(long + "a") != marks.tag(long + "b")
    assert marks.term_bookmark(long + "a") != marks.term_bookmark(long + "b")


def test_control_numbers_are_the_same_each_time_and_never_twice() -> None:
    first: set[int] = set()
    second: set[int] = set()
    assert marks.control_id("a", first) == marks.control_id("a", second)
    assert marks.control_id("a", first) not in second


@given(st.text())
def test_cleaned_text_holds_nothing_that_breaks_a_file(text: str) -> None:
    kept = clean(text)
    assert not any(ord(sign) < 32 and sign not in "\n\t" for sign in kept)
    assert "\ue000" not in kept and clean(kept) == kept


@pytest.mark.parametrize(
    ("words_in", "name"),
    [
        ("Kestrel Bay / Ordway, agenda, 2026-11-24", "Kestrel Bay - Ordway, agenda, 2026-11-24.docx"),
        ('Kestrel Bay / Ordway: "agenda"', "Kestrel Bay - Ordway - agenda.docx"),
        ('../A<b>:"c|d?*\r\n, draft', "Ab - c - d, draft.docx"),
        ("Bay \\ , draft", "Bay, draft.docx"),
        ("Bay\u202excod.exe\x00", "Bayxcod.exe.docx"),
        ("con", "Document con.docx"),
        ("NUL .txt", "Document NUL .txt.docx"),
        ("Conway", "Conway.docx"),
        (" .-", "Document.docx"),
    ],
)
def test_a_file_name_holds_nothing_that_a_windows_folder_refuses(words_in: str, name: str) -> None:
    assert formats.file_name(words_in) == name


def test_a_long_file_name_keeps_its_beginning_and_its_day() -> None:
    name = formats.file_name("Kestrel Bay " + "and one more name " * 20 + ", agenda, 2026-11-24")
    assert len(name) <= 180
    assert name.startswith("Kestrel Bay and one")
    assert name.endswith(", agenda, 2026-11-24.docx")
