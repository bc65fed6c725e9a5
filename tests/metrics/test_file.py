"""Many months come from a file: every fault by its line, nothing half, a look before anything is saved."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import Workbook, load_workbook

from app.core.batches import Batch
from app.core.errors import RuleViolation
from app.core.files import keep_file, read_file
from app.examples.service.loading import BUNDLED_FOLDER
from app.metrics.forms import OF_ONE, Reading, from_kept, write_csv, write_template
from app.metrics.forms.file import Months, NewMonth
from app.metrics.forms.kept import to_keep
from app.metrics.models import DataMonth
from app.metrics.queries import MonthFigures, every_month
from app.metrics.rules import COMPUTED, FIGURES, GROUPS, Kind
from app.partnerships.models import Partnership
from tests.conftest import NOW, SignedIn
from tests.factories import make_partnership

URL = "/partnerships/bay/numbers"


@pytest.fixture
def bay(app: Any) -> Partnership:
    return make_partnership(key="bay", name="Bay / Ordway")


def lines(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def workbook(*rows: Sequence[Any]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(out)
    return out.getvalue()


HOME = 7


def read_file_of_months(data: bytes) -> Months:
    """What a file of one partnership holds."""
    reading = Reading(data, OF_ONE, HOME)
    assert list(reading.lines()) == []
    return reading.found


def brought(editor: SignedIn, data: bytes, name: str = "numbers.csv", of: str = URL) -> str:
    sent = {"file": (io.BytesIO(data), name)}
    return editor.post(f"{of}/bring", data=sent, content_type="multipart/form-data").text


def digest_in(page: str) -> str:
    (found,) = re.findall(r'name="file_digest" value="([0-9a-f]{64})"', page)
    return str(found)


@pytest.mark.parametrize(
    "written",
    ["2026-10", "2026-10-31", "10/2026", "10/5/2026", "Oct 2026", "October 2026", "Oct-26", "46296"],
)
def test_a_month_is_known_however_it_is_written(written: str) -> None:
    (found,) = read_file_of_months(lines("month,referrals", f"{written},11")).months
    assert (found.month_on, found.values) == (date(2026, 10, 1), {"referrals": 11})


@pytest.mark.parametrize(
    "data",
    [
        lines("calendar_month,Referrals received,total_cost", '2026-10,11,"$1,234.50"'),
        "\ufeffcalendar_month;referrals;total_cost\r\n2026-10;11;1234.50\r\n".encode(),
        "calendar_month\treferrals\ttotal_cost\n2026-10\t11\t1234.5".encode("utf-16"),
        "Month,Referrals received,All cost,Note é\n2026-10,11,1234.5,x".encode("cp1252"),
        workbook(
            ["calendar_month", "referrals", "total_cost"],
            [datetime(2026, 10, 1), 11, 1234.5],  # noqa: DTZ001
        ),
    ],
    ids=["quoted", "semicolon", "utf16", "windows", "excel"],
)
def test_files_as_excel_and_others_write_them_are_read(data: bytes) -> None:
    found = read_file_of_months(data)
    assert found.faults == []
    assert found.months[0].values == {"referrals": 11, "total_cost_cents": 123450}


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("eleven", "Line 2, Referrals received: “eleven” is no number."),
        ('"11,5"', "Write a point before decimals and a comma only between thousands."),
        ("-3", "“-3” is less than zero."),
        ("1.5", "“1.5” is no whole number."),
        ("=2+3", "This cell holds a formula."),
        ("@x", "This cell holds a formula."),
        ("99999999999999", "too large"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_named_by_its_line(cell: str, words: str) -> None:
    found = read_file_of_months(lines("month,referrals", f"2026-10,{cell}", "2026-09,4"))
    assert len(found.faults) == 1 and words in found.faults[0]


def test_money_and_months_are_checked_too() -> None:
    found = read_file_of_months(
        lines("month,total_cost", "2026-10,1.234", "soon,5", ",7", "2026-09,8", "9/2026,9")
    )
    told = " ".join(found.faults)
    for words in (
        "Line 2, All cost: “1.234” has more than two decimals.",
        "Line 3, Month: “soon” is no month.",
        "Line 4, Month: “” is no month.",
        "Line 6: September 2026 stands in line 5 already.",
    ):
        assert words in told


def test_a_formula_in_excel_is_never_taken_for_its_value() -> None:
    found = read_file_of_months(workbook(["month", "referrals"], ["2026-10", "=SUM(1,2)"]))
    assert "formula" in found.faults[0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "must name the columns"),
        (b"\x89PNG\x00\x00", "neither a CSV nor an Excel file"),
        (b"PK\x03\x04", "not an Excel file"),
        (lines("a,b", "1,2"), "must name the columns"),
        (lines("month,referrals"), "There is no month in this file."),
        (lines('month,"referrals', "2026-10,1"), "quotation mark"),
        (lines("month,referrals", *("2026-10,1" for _ in range(700))), "more than 600 rows"),
        (workbook(["month", "referrals"], *(["2026-10", 1] for _ in range(700))), "more than 600 rows"),
    ],
)
def test_what_is_no_file_of_months_is_refused_plainly(data: bytes, words: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        read_file_of_months(data)
    assert words in caught.value.message


values = {
    Kind.COUNT: some.integers(0, 10**6),
    Kind.MONEY: some.integers(0, 10**12),
    Kind.NUMBER: some.decimals(0, 10**6, places=6),
}


@given(some.data())
def test_whatever_stands_in_a_month_comes_back_exactly(data: some.DataObject) -> None:
    figures = {
        name: data.draw(some.none() | values[one.kind], label=name)
        for name, one in FIGURES.items()
        if data.draw(some.booleans())
    }
    out = write_csv([MonthFigures(3, date(2026, 10, 1), figures, 1)])
    found = read_file_of_months(out)
    assert found.faults == [] and found.unknown == []
    back = found.months[0].values
    assert {name: back[name] for name in FIGURES} == {name: figures.get(name) for name in FIGURES}
    (kept,) = from_kept(to_keep(found.months, {(HOME, date(2026, 10, 1)): 4}), {HOME})[HOME]
    assert (kept.month_on, kept.values, kept.seen) == (date(2026, 10, 1), back, 4)


@pytest.mark.parametrize("key", ["a_healthy", "b_drifting", "c_graceful_end"])
def test_the_examples_come_in_as_a_file_and_go_out_the_same(
    bay: Partnership, editor: SignedIn, key: str
) -> None:
    data = (BUNDLED_FOLDER / f"{key}.csv").read_bytes()
    page = brought(editor, data)
    editor.post(f"{URL}/bring/save", data={"file_digest": digest_in(page)})
    months = every_month(bay.id)
    assert len(months) == len(data.splitlines()) - 1
    again = brought(editor, editor.get(f"{URL}/file.csv").data)
    assert "Everything in this file is here already." in again
    for one in months:
        assert all(one.values[name] is not None for name in ("margin_cents", "total_cost_cents"))
    assert set(COMPUTED) <= set(months[0].values)


def test_a_look_shows_what_is_new_and_what_differs_and_saving_is_one_undo(
    bay: Partnership, editor: SignedIn
) -> None:
    editor.post(f"{URL}/2026-08", data={"referrals": "5", "seen": "0"})
    page = brought(editor, lines("month,referrals,odd", "2026-08,6,x", "2026-09,7,y", "2026-10,,z"))
    assert "3 months would be new or different. Nothing is saved yet." in page
    assert "<del>5</del> <ins>6</ins>" in page and "knows these columns: odd." in page
    assert DataMonth.select().count() == 1
    done = editor.post(f"{URL}/bring/save", data={"file_digest": digest_in(page)}, follow_redirects=True)
    assert "3 months are saved." in done.text
    assert [one.referrals for one in DataMonth.select().order_by(DataMonth.month)] == [6, 7, None]
    undo = f"{URL}/undo/{Batch.select().order_by(Batch.id.desc()).get().public_id}"
    editor.post(undo)
    assert [one.referrals for one in DataMonth.select()] == [5]


def test_a_fault_anywhere_saves_nothing_and_offers_nothing(bay: Partnership, editor: SignedIn) -> None:
    page = brought(editor, lines("month,referrals", "2026-09,7", "2026-11,8", "2026-10,x"))
    assert "2 places must be mended" in page
    assert "Line 3: November 2026 is not over yet." in page and "Line 4, Referrals received" in page
    assert "file_digest" not in page


def test_a_month_saved_meanwhile_is_not_written_over(bay: Partnership, editor: SignedIn) -> None:
    page = brought(editor, lines("month,referrals", "2026-09,7", "2026-10,9"))
    editor.post(f"{URL}/2026-09", data={"referrals": "5", "seen": "0"})
    late = editor.post(f"{URL}/bring/save", data={"file_digest": digest_in(page)})
    assert late.status_code == 409
    assert [one.referrals for one in DataMonth.select()] == [5]


def test_a_late_undo_of_a_new_month_keeps_a_correction(
    bay: Partnership, editor: SignedIn, clock: Any
) -> None:
    editor.post(f"{URL}/2026-10", data={"referrals": "5", "seen": "0"})
    undo = f"{URL}/undo/{Batch.get().public_id}"
    clock.set(NOW.replace(hour=20))
    editor.post(f"{URL}/2026-10", data={"referrals": "6", "seen": "1"})
    late = editor.post(undo)
    assert late.status_code == 422 and "so they stay" in late.text
    assert DataMonth.get().referrals == 6


def test_only_numbers_are_kept_and_nothing_else_is_saved(bay: Partnership, editor: SignedIn) -> None:
    page = brought(editor, lines("month,referrals,who", "2026-10,7,Maria Lopez"))
    assert b"Lopez" not in read_file(digest_in(page))
    for data in (b"PK\x03\x04", b"{}", b"[1]", b'[{"on": "x", "seen": 0, "values": {}}]'):
        sent = {"file_digest": keep_file(data, now=NOW)}
        answer = editor.post(f"{URL}/bring/save", data=sent)
        assert answer.status_code == 404, data


def test_what_was_shown_for_one_partnership_is_never_saved_in_another(
    bay: Partnership, editor: SignedIn
) -> None:
    make_partnership(key="sun", name="Sun")
    many = {"file": (io.BytesIO(lines("partnership,month,referrals", "sun,2026-09,7")), "numbers.csv")}
    pages = [
        editor.post("/numbers/bring", data=many, content_type="multipart/form-data").text,
        brought(editor, lines("month,referrals", "2026-09,7"), of="/partnerships/sun/numbers"),
    ]
    for page in pages:
        answer = editor.post(f"{URL}/bring/save", data={"file_digest": digest_in(page)})
        assert answer.status_code == 404 and "Bring the file back once more" in answer.text
        assert DataMonth.select().count() == 0


def test_numbers_kept_for_later_are_exact() -> None:
    one = NewMonth(2, date(2026, 10, 1), {"patient_months": Decimal("13.500001"), "referrals": None}, HOME)
    assert from_kept(to_keep([one], {}), {HOME})[HOME][0].values == one.values


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ('"1.234,5"', "Write a point before decimals and a comma only between thousands."),
        ('"1,23"', "Write a point before decimals and a comma only between thousands."),
        ("1 234", "“1 234” is no number."),
        ("(4)", "“(4)” is less than zero."),
        ("−4", "“−4” is less than zero."),
        ("#DIV/0!", "“#DIV/0!” is no number."),
        ("1e3", "“1e3” is no number."),
        ("٣", "“٣” is no number."),
        ("NaN", "“NaN” is no number."),
    ],
)
def test_a_wrong_sign_or_mark_in_a_number_is_said_in_plain_words(cell: str, words: str) -> None:
    found = read_file_of_months(lines("month,referrals", f"2026-10,{cell}"))
    assert len(found.faults) == 1 and words in found.faults[0] and found.months == []


def test_thousands_separators_and_months_out_of_order_are_read() -> None:
    found = read_file_of_months(
        lines("month,referrals,total_cost", '2026-10,"1,234","$12,345.60"', "2026-08,4,0.05")
    )
    assert found.faults == []
    assert [one.values for one in found.months] == [
        {"referrals": 1234, "total_cost_cents": 1_234_560},
        {"referrals": 4, "total_cost_cents": 5},
    ]


def test_numbers_of_excel_are_read_as_excel_shows_them() -> None:
    rows = ["month", "referrals", "total_cost", "patient_months"]
    found = read_file_of_months(
        workbook(rows, [46296, 11.0, 0.1 + 0.2, 13.5], [date(2026, 9, 1), 4, 7, None])
    )
    assert found.faults == []
    assert [(one.month_on, *one.values.values()) for one in found.months] == [
        (date(2026, 10, 1), 11, 30, Decimal("13.5")),
        (date(2026, 9, 1), 4, 700, None),
    ]
    assert "must be a number" in read_file_of_months(workbook(rows, ["2026-10", True])).faults[0]


def test_the_workbook_to_fill_in_brings_every_figure_back_into_its_own_box() -> None:
    book = load_workbook(io.BytesIO(write_template([date(2026, 10, 1)])))
    sheet = book["Months"]
    for place in range(2, len(FIGURES) + 2):
        sheet.cell(2, place).value = place
    out = io.BytesIO()
    book.save(out)
    found = read_file_of_months(out.getvalue())
    assert (found.faults, found.unknown) == ([], [])
    order = [one.name for group in GROUPS for one in group.figures]
    read = found.months[0].values
    assert {name: read[name] for name in order} == {
        name: place * 100 if FIGURES[name].kind is Kind.MONEY else place
        for place, name in enumerate(order, start=2)
    }


def test_the_workbook_to_fill_in_names_the_missing_months_and_comes_back(
    bay: Partnership, editor: SignedIn
) -> None:
    answer = editor.get(f"{URL}/template.xlsx")
    book = load_workbook(io.BytesIO(answer.data))
    sheet = book["Months"]
    heads = [cell.value for cell in sheet[1]]
    assert sheet["A2"].value == "2026-10"
    sheet.cell(2, heads.index("Referrals received") + 1).value = 11
    sheet.cell(2, heads.index("Newly enrolled") + 1).value = 6
    out = io.BytesIO()
    book.save(out)
    found = read_file_of_months(out.getvalue())
    assert (found.faults, found.unknown) == ([], [])
    (month,) = found.months
    assert month.month_on == date(2026, 10, 1)
    assert (month.values["referrals"], month.values["new_enrolled"]) == (11, 6)
