"""The term sheet goes to Excel and comes back: only what a person changed, and never a formula."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from app.core.actor import SYSTEM
from app.core.errors import RuleViolation
from app.core.files import keep_file, read_file
from app.core.text import UNPRINTABLE
from app.drafts.forms import BookFacts, BookRead, from_kept, read_workbook, to_keep, write_workbook
from app.partnerships.models import Partnership
from app.terms.queries import definitions, term_sheet
from app.terms.service import set_terms
from app.terms.values import CLEARED, UNKNOWN, TermType, encode, fingerprint
from tests.conftest import NOW, SignedIn
from tests.drafts.test_service import examples
from tests.factories import make_organization, make_partnership

pytestmark = pytest.mark.long

START, TODAY = date(2025, 12, 1), date(2026, 11, 24)
URL = "/partnerships/bay/contract/excel"
HOMES = {key: one for key, one in definitions().items() if one.home == key and not one.computed}


def book_of(values: dict[str, Any], unknown: frozenset[str] = frozenset()) -> bytes:
    values = {key: value for key, value in values.items() if key in HOMES}
    marks = {key: fingerprint(encode(HOMES[key], value)) for key, value in values.items()}
    marks |= dict.fromkeys(unknown, "?")
    return write_workbook(BookFacts("bay", "D2", TODAY, tuple(HOMES.values()), values, unknown, marks))


def edited(data: bytes, edit: Callable[[Workbook], None]) -> BookRead:
    book = load_workbook(BytesIO(data))
    edit(book)
    out = BytesIO()
    book.save(out)
    return read_workbook(out.getvalue(), HOMES)


def cell_of(book: Workbook, key: str, column: int = 3) -> Any:
    """The value cell of a term."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            if row[0].value == key:
                return row[column - 1]
    raise AssertionError(key)


def put(key: str, value: Any, column: int = 3) -> Callable[[Workbook], None]:
    def edit(book: Workbook) -> None:
        cell_of(book, key, column).value = value

    return edit


def test_a_workbook_that_comes_back_unchanged_changes_nothing() -> None:
    for values in ({}, examples()):
        read = read_workbook(book_of(values), HOMES)
        assert (read.changes, read.faults, read.unplaced) == ({}, [], [])
        assert read.made_for == "bay"


def test_another_program_may_save_it_and_nothing_changes() -> None:
    values = {key: value for key, value in examples().items() if key != "S24.amount"}
    read = edited(book_of(values, frozenset({"S24.amount"})), lambda book: None)
    assert (read.changes, read.faults, read.unplaced) == ({}, [], [])


ODD = (
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])
        | st.sampled_from("=+-@'\"{}[]<>&\u05d0"),
        min_size=1,
        max_size=200,
    )
    .map(lambda text: text.strip())
    .filter(lambda text: text and not UNPRINTABLE.search(text))  # which no term takes
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    text=ODD,
    name=st.sampled_from(
        ["=1+1", "@SUM(A1)", "+49", "-5", "]]>", "{{ x }}", "\U0001f33b", "\u05d0\u05d1", "x" * 4000]
    ),
    cents=st.integers(0, 10_000_000),
    entries=st.lists(ODD.filter(lambda text: "\n" not in text), min_size=1, max_size=5),
)
def test_whatever_a_term_holds_comes_back_exactly(
    text: str, name: str, cents: int, entries: list[str]
) -> None:
    rows = [{"id": "a", "side": "payer", "name": name[:200], "title": text}]
    values = {
        "S02.palliative_care_description": name,
        "S02.payer_aims": entries,
        "S21.rate_home": cents,
        "S41.signatories": rows,
    }
    read = read_workbook(book_of(values), HOMES)
    assert [cell for cell, _sentence in read.faults] == []
    assert read.changes == {}


@pytest.mark.parametrize(
    ("key", "typed", "value"),
    [
        ("S21.rate_home", 1060.5, 106050),
        ("S21.rate_home", "$1,060.50", 106050),
        ("S03.notice_days", 60, 60),
        ("S03.start_date", date(2027, 1, 15), date(2027, 1, 15)),
        ("S03.start_date", "2027-01-15", date(2027, 1, 15)),
        ("S21.frequency", "Every 2 weeks", "biweekly"),
        ("S03.is_pilot", "No", False),
        ("S02.payer_aims", "one\ntwo", ["one", "two"]),
        ("S21.base_form", "Rate by tier", ["by_tier"]),
        ("S01.payer_name", "=SUMMERE", None),
        ("S21.rate_home", None, CLEARED),
    ],
)
def test_what_a_person_changed_is_read(key: str, typed: Any, value: Any) -> None:
    labels = {"S21.frequency": {v: k for k, v in HOMES["S21.frequency"].choices.items()}}
    if key in labels:
        typed = next(label for label, ident in labels[key].items() if ident == value)
    read = edited(book_of(examples()), put(key, typed))
    if value is None:  # a formula is never read
        assert [sentence for _cell, sentence in read.faults] == [
            "This cell holds a formula. Type the value itself."
        ]
        assert read.changes == {}
    else:
        assert read.changes == {key: value}


def test_not_known_yet_is_ticked_and_taken_back() -> None:
    read = edited(book_of({}), put("S21.rate_home", "x", column=5))
    assert read.changes == {"S21.rate_home": UNKNOWN}
    read = edited(book_of({}, frozenset({"S21.rate_home"})), put("S21.rate_home", 980))
    assert read.changes == {"S21.rate_home": 98000}


def test_rows_of_a_table_are_changed_added_and_taken_out() -> None:
    def edit(book: Workbook) -> None:
        sheet = book["S13.tiers"]
        heads = [cell.value for cell in sheet[1]]
        sheet.cell(3, heads.index("contacts") + 1).value = 11
        for column, words in (
            ("tier", "Bridge"),
            ("use", "Between"),
            ("disciplines", "nurse"),
            ("contacts", 2),
        ):
            sheet.cell(3 + len(examples()["S13.tiers"]), heads.index(column) + 1).value = words

    before = examples()["S13.tiers"]
    read = edited(book_of(examples()), edit)
    assert read.faults == []
    rows = read.changes["S13.tiers"]
    assert rows[0] == {**before[0], "contacts": 11}
    assert [row["id"] for row in rows[: len(before)]] == [row["id"] for row in before]
    assert rows[-1]["tier"] == "Bridge" and len(rows) == len(before) + 1


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("S21.rate_home", "a lot", "amount"),
        ("S21.rate_home", 940.123, "at most two decimals"),
        ("S03.notice_days", 0, "from 1 to 365"),
        ("S03.start_date", "someday", "date"),
        ("S21.frequency", "sometimes", "Choose one of the answers"),
        ("S02.palliative_care_description", "patient Maria Lopez, MRN 0047211", "patient"),
    ],
)
def test_a_mistake_is_named_by_its_cell_and_the_rest_is_taken(key: str, typed: Any, words: str) -> None:
    def edit(book: Workbook) -> None:
        put(key, typed)(book)
        put("S03.pilot_months", 12)(book)

    read = edited(book_of(examples()), edit)
    ((cell, sentence),) = read.faults
    assert re.fullmatch(r"[^!]+!C\d+", cell)
    assert words in sentence
    assert read.changes == {"S03.pilot_months": 12}


def test_moved_and_unknown_things_are_named_not_dropped() -> None:
    def edit(book: Workbook) -> None:
        book.create_sheet("Notes").cell(1, 1).value = "hello"
        sheet = book.worksheets[0]
        sheet.append(["S99.nothing", "Odd", "x"])
        sheet.insert_rows(2)

    read = edited(book_of(examples()), edit)
    assert read.changes == {}
    assert any("Notes" in one for one in read.unplaced) and any("S99.nothing" in one for one in read.unplaced)


def test_a_table_whose_columns_are_gone_says_so() -> None:
    def edit(book: Workbook) -> None:
        book["S13.tiers"].delete_cols(2)

    assert any(
        "names the columns" in sentence for _cell, sentence in edited(book_of(examples()), edit).faults
    )


def hostile(**parts: bytes) -> bytes:
    out = BytesIO()
    good = book_of({})
    with zipfile.ZipFile(BytesIO(good)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            new.writestr(one, parts.pop(one, old.read(one)))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"%PDF-1.7",
        hostile(**{"xl/vbaProject.bin": b"x"}),
        hostile(**{"xl/bomb.xml": b"0" * (70 * 1024 * 1024)}),
        hostile(**{"xl/worksheets/sheet1.xml": b"<broken"}),
        hostile(**{"[Content_Types].xml": b"<Types/>"}),
        b"x" * (6 * 1024 * 1024),
    ],
    ids=["empty", "zip", "pdf", "macros", "bomb", "broken", "types", "large"],
)
def test_anything_but_a_workbook_is_refused_plainly(data: bytes) -> None:
    with pytest.raises(RuleViolation):
        read_workbook(data, HOMES)


def test_an_entity_is_never_unfolded() -> None:
    try:
        read = read_workbook(hostile(**{"xl/worksheets/sheet1.xml": ENTITY}), HOMES)
    except RuleViolation:
        return
    assert "aaaa" not in str(read.changes)


@pytest.fixture
def bay(app: Any) -> Partnership:
    made = make_partnership(key="bay", name="Bay", payer=make_organization(name="Ordway"))
    set_terms(
        made, {"S21.rate_home": 98000, "S03.notice_days": 90}, effective_on=START, actor=SYSTEM, now=NOW
    )
    return made


def sent_back(editor: SignedIn, edit: Callable[[Workbook], None]) -> str:
    """Take the file out, change it, bring it back: the page that shows what would change."""
    data = editor.get("/partnerships/bay/contract/terms.xlsx?kind=D2").data
    book = load_workbook(BytesIO(data))
    edit(book)
    out = BytesIO()
    book.save(out)
    answer = editor.post(
        URL, data={"file": (BytesIO(out.getvalue()), "terms.xlsx")}, content_type="multipart/form-data"
    )
    assert answer.status_code == 200, answer.text
    return answer.text


def hidden(page: str) -> dict[str, str]:
    found = dict(re.findall(r'<input type="hidden" name="(file_digest|shown)" value="([^"]*)"', page))
    return found | {"on": "2026-11-24"}


def test_a_person_sees_what_would_change_and_saves_it(bay: Partnership, editor: SignedIn) -> None:
    page = sent_back(editor, put("S21.rate_home", 1060))
    assert "1 term would change. Nothing is saved yet." in page
    assert "<del>$980.00</del>" in page and "<ins>$1,060.00</ins>" in page
    assert term_sheet(bay.id, TODAY).values["S21.rate_home"] == 98000
    saved = editor.post(f"{URL}/save", data=hidden(page), follow_redirects=True)
    assert "1 term holds from November 24, 2026." in saved.text
    assert term_sheet(bay.id, TODAY).values["S21.rate_home"] == 106000


def test_what_a_colleague_changed_meanwhile_stays_unless_the_file_changed_it_too(
    bay: Partnership, editor: SignedIn
) -> None:
    def edit(book: Workbook) -> None:
        put("S21.rate_home", 1060)(book)
        set_terms(
            bay, {"S03.notice_days": 60, "S21.rate_home": 99000}, effective_on=TODAY, actor=SYSTEM, now=NOW
        )

    page = sent_back(editor, edit)
    assert "1 term would change." in page and "changed here since the file was made" in page
    set_terms(bay, {"S21.rate_home": 99500}, effective_on=TODAY, actor=SYSTEM, now=NOW)
    late = editor.post(f"{URL}/save", data=hidden(page))
    assert late.status_code == 422 and "<del>$995.00</del>" in late.text
    assert editor.post(f"{URL}/save", data=hidden(late.text)).status_code == 303
    values = term_sheet(bay.id, TODAY).values
    assert (values["S21.rate_home"], values["S03.notice_days"]) == (106000, 60)


def test_only_the_values_that_passed_are_kept(bay: Partnership, editor: SignedIn) -> None:
    def edit(book: Workbook) -> None:
        put("S21.rate_home", 1060)(book)
        put("S02.palliative_care_description", "patient Maria Lopez, MRN 0047211")(book)
        book.create_sheet("Visits").cell(1, 1).value = "Maria Lopez, 3/4/1941"

    page = sent_back(editor, edit)
    assert "type it on the contract page if nobody is meant" in page and "tick the box" not in page
    kept = read_file(hidden(page)["file_digest"])
    assert b"106000" in kept and b"Lopez" not in kept and b"PK" not in kept
    assert editor.post(f"{URL}/save", data=hidden(page)).status_code == 303


def test_every_type_of_value_is_kept_as_it_was_read() -> None:
    changes: dict[str, Any] = {key: value for key, value in examples().items() if key in HOMES}
    changes |= {"S03.notice_days": UNKNOWN, "S03.pilot_months": CLEARED}
    read = BookRead("bay", changes, dict.fromkeys(changes, "mark"))
    assert from_kept(to_keep(read, HOMES), HOMES) == read


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        b"[]",
        b"{}",
        b'{"made_for": "bay", "changes": {"S21.rate_home": ["MAYBE", 1]}, "seen": {"S21.rate_home": ""}}',
        b'{"made_for": "bay", "changes": {"S21.rate_home": 7}, "seen": {}}',
    ],
)
def test_what_was_not_written_by_a_look_is_not_saved(data: bytes, bay: Partnership, editor: SignedIn) -> None:
    digest = keep_file(data, now=NOW)
    form = {"file_digest": digest, "shown": "x", "on": "2026-11-24"}
    answer = editor.post(f"{URL}/save", data=form)
    assert answer.status_code == 404 and "Bring the file back once more." in answer.text


def test_a_workbook_of_another_partnership_is_refused(bay: Partnership, editor: SignedIn) -> None:
    make_partnership(key="other", name="Other", payer=make_organization(name="Other plan"))
    data = editor.get("/partnerships/other/contract/terms.xlsx?kind=D2").data
    answer = editor.post(URL, data={"file": (BytesIO(data), "t.xlsx")}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "made for other" in answer.text


def test_a_viewer_may_take_it_out_and_not_bring_it_back(bay: Partnership, viewer: SignedIn) -> None:
    assert viewer.get("/partnerships/bay/contract/terms.xlsx").status_code == 200
    assert viewer.get(URL).status_code == 403
    assert viewer.post(URL, data={}).status_code == 403
    assert viewer.post(f"{URL}/save", data={}).status_code == 403


def test_every_type_of_term_is_in_the_examples() -> None:
    assert {HOMES[key].type for key in examples() if key in HOMES} >= set(TermType) - {TermType.REFS}


def test_a_workbook_of_somebody_else_is_refused() -> None:
    out = BytesIO()
    Workbook().save(out)
    with pytest.raises(RuleViolation, match="No term of ours is in this workbook"):
        read_workbook(out.getvalue(), HOMES)


def test_an_end_before_the_start_is_named_and_not_saved(bay: Partnership, editor: SignedIn) -> None:
    values = {"S03.start_date": date(2027, 1, 1), "S03.end_date": date(2027, 12, 31)}
    set_terms(bay, values, effective_on=TODAY, actor=SYSTEM, now=NOW)
    book = load_workbook(BytesIO(editor.get("/partnerships/bay/contract/terms.xlsx?kind=D2").data))
    put("S03.end_date", date(2026, 12, 31))(book)
    out = BytesIO()
    book.save(out)
    sent = {"file": (BytesIO(out.getvalue()), "terms.xlsx")}
    page = editor.post(URL, data=sent).text
    assert "The last day is not after the first day." in page
    assert "Save 1 term" not in page
