"""The months of many partnerships come from one file: a look first, every fault by its line, one undo."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.core.batches import Batch
from app.core.files import read_file
from app.core.history import History
from app.metrics.forms import OF_MANY
from app.metrics.models import DataMonth
from app.metrics.queries import every_month
from app.metrics.rules import FIGURES, Kind, column_name
from app.partnerships.models import Partnership
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.factories import make_organization, make_partnership

URL = "/numbers/bring"


@pytest.fixture
def homes(app: Any) -> tuple[Partnership, Partnership]:
    return make_partnership(key="bay", name="Bay / Ordway"), make_partnership(key="sun", name="=Sun / +1")


def lines(*rows: str) -> bytes:
    return "\n".join(rows).encode()


def workbook(*rows: Sequence[Any]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(out)
    return out.getvalue()


def brought(who: SignedIn, data: bytes, name: str = "numbers.csv", url: str = URL) -> str:
    # Encoded here: the test browser would leave a temporary file open for a long one.
    boundary, body = encode_multipart({"file": FileStorage(io.BytesIO(data), name)})
    with who.post(url, data=body, content_type=f"multipart/form-data; boundary={boundary}") as answer:
        return str(answer.text)


def saved(who: SignedIn, page: str) -> str:
    (digest,) = re.findall(r'name="file_digest" value="([0-9a-f]{64})"', page)
    with who.post(f"{URL}/save", data={"file_digest": digest}) as answer:
        return str(answer.text)


def undone(who: SignedIn, page: str) -> str:
    (address,) = re.findall(r'action="(/numbers/undo/[0-9a-f]+)"', page)
    return str(who.post(address, follow_redirects=True).text)


def referrals(home: Partnership) -> list[tuple[str, Any]]:
    return [(f"{one.month_on:%Y-%m}", one.values["referrals"]) for one in every_month(home.id)]


def test_one_file_brings_the_months_of_many_and_one_undo_takes_them_back(
    homes: tuple[Partnership, Partnership], editor: SignedIn
) -> None:
    bay, sun = homes
    editor.post("/partnerships/bay/numbers/2026-09", data={"referrals": "5", "seen": "0"})
    page = brought(
        editor,
        lines(
            "Partnership,Calendar month,Referrals received,who",
            "bay,2026-09,6,Maria Lopez",
            "Bay / ordway,October 2026,7,",
            "SUN,2026-10,8,",
        ),
    )
    assert "3 months of 2 partnerships would be new or different." in page
    assert (
        "Referrals received: <del>5</del> <ins>6</ins>" in page
        and "Bay / Ordway: 1 new month, 1 different" in page
    )
    assert "knows these columns: who." in page
    assert referrals(bay) == [("2026-09", 5)] and referrals(sun) == []
    (digest,) = re.findall(r'name="file_digest" value="([0-9a-f]{64})"', page)
    assert b"Lopez" not in read_file(digest)
    done = saved(editor, page)
    assert "3 months of 2 partnerships are saved." in done
    assert referrals(bay) == [("2026-09", 6), ("2026-10", 7)] and referrals(sun) == [("2026-10", 8)]
    told = History.select().where((History.entity == "data_month") & (History.partnership_id == bay.id))
    changed = told.where(History.verb == "change").get()
    assert (changed.before["referrals"], changed.after["referrals"]) == (5, 6)
    assert changed.actor_name == editor.user.name and told.where(History.verb == "create").count() == 2
    assert "The numbers are as they were." in undone(editor, done)
    assert referrals(bay) == [("2026-09", 5)] and referrals(sun) == []
    assert "Everything in this file is here already." in brought(editor, editor.get("/numbers/file.csv").data)


def test_the_page_tells_that_work_goes_on_before_it_is_done(
    homes: tuple[Partnership, Partnership], editor: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.metrics.forms.file.STEP", 2)
    data = lines(
        "partnership,month,referrals", *(f"bay,{2020 + n // 12}-{n % 12 + 1:02},4" for n in range(6))
    )
    sent = {"file": (io.BytesIO(data), "numbers.csv")}
    answer = editor.post(URL, data=sent, content_type="multipart/form-data", buffered=False)
    pieces = [piece.decode() for piece in answer.response]
    answer.close()
    at = {
        words: next(n for n, piece in enumerate(pieces) if words in piece)
        for words in (
            "goes on by itself",
            "2 rows are read.",
            "6 rows are read.",
            "What would change",
        )
    }
    assert list(at.values()) == sorted(set(at.values())), "each is sent before the next is worked out"
    assert "Content-Length" not in answer.headers and "Content-Encoding" not in answer.headers


def test_a_page_that_is_closed_before_its_end_saves_nothing(
    homes: tuple[Partnership, Partnership], editor: SignedIn
) -> None:
    page = brought(editor, lines("partnership,month,referrals", "bay,2026-09,6", "sun,2026-10,8"))
    (digest,) = re.findall(r'name="file_digest" value="([0-9a-f]{64})"', page)
    answer = editor.post(f"{URL}/save", data={"file_digest": digest}, buffered=False)
    for piece in answer.response:
        if "written" in piece.decode():
            break
    answer.close()
    assert DataMonth.select().count() == 0 and Batch.select().count() == 0


FAULTS = [
    ("moon,2026-10,4", "Line 2, Partnership: There is no partnership “moon”."),
    (",2026-10,4", "Line 2, Partnership: No partnership stands here."),
    ("bay,2026-11,4", "Line 2, Bay / Ordway: November 2026 is not over yet."),
    ("bay,2040-01,4", "Line 2, Bay / Ordway: January 2040 is not over yet."),
    ("bay,soon,4", "Line 2, Month: “soon” is no month."),
    ("bay,2026-10,four", "Line 2, Referrals received: “four” is no number."),
    ('bay,2026-10,"4,5"', "Write a point before decimals and a comma only between thousands."),
    ('bay,2026-10,"1.234,5"', "Write a point before decimals and a comma only between thousands."),
    ("bay,2026-10,1 234", "“1 234” is no number."),
    ("bay,2026-10,-4", "“-4” is less than zero."),
    ("bay,2026-10,=2+2", "This cell holds a formula."),
    (
        "bay,2026-10,4\nBay / Ordway,10/2026,5",
        "Line 3: October 2026 of Bay / Ordway stands in line 2 already.",
    ),
]


@pytest.mark.parametrize(("row", "words"), FAULTS, ids=[words[:30] for _row, words in FAULTS])
def test_a_fault_is_named_by_its_line_and_nothing_of_the_file_is_saved(
    homes: tuple[Partnership, Partnership], editor: SignedIn, row: str, words: str
) -> None:
    page = brought(editor, lines("partnership,month,referrals", row, "sun,2026-10,8"))
    assert words in page and "1 place to mend in the file first" in page
    assert "file_digest" not in page and DataMonth.select().count() == 0


def test_good_rows_are_read_however_they_are_written(
    homes: tuple[Partnership, Partnership], editor: SignedIn
) -> None:
    files = [
        "\ufeffpartnership;month;referrals\r\nbay;2026-10;1,234\r\n".encode(),
        "partnership\tmonth\treferrals\nBay / Ordway\t2026-10\t1234".encode("utf-16"),
        "key,month,referrals,Nôte\nbay,46296,1234,é".encode("cp1252"),
        workbook(["key", "month", "referrals"], ["bay", datetime(2026, 10, 1), 1234.0]),  # noqa: DTZ001
        workbook(["name", "month", "referrals"], ["Bay / Ordway", 46296, "1,234"]),
    ]
    for data in files:
        done = saved(editor, brought(editor, data, "numbers.xlsx" if data[:2] == b"PK" else "numbers.csv"))
        assert "1 month of 1 partnership is saved." in done
        assert referrals(homes[0]) == [("2026-10", 1234)]
        undone(editor, done)


def test_months_out_of_order_are_put_in_order_and_said_so(
    homes: tuple[Partnership, Partnership], editor: SignedIn
) -> None:
    money = "12000,10500"
    rows = [f"bay,2026-{month:02},{money}" for month in (10, 8, 9)]
    page = brought(editor, lines("partnership,month,total_cost,total_revenue", *rows))
    assert "The months of Bay / Ordway do not stand in order. They are put in order here." in page
    saved(editor, page)
    found = every_month(homes[0].id)
    assert [one.month for one in found] == [1, 2, 3]
    assert [one.values["running_margin_cents"] for one in found] == [-150_000, -300_000, -450_000]


def test_two_partnerships_of_one_name_are_told_apart_by_their_keys(
    homes: tuple[Partnership, Partnership], editor: SignedIn
) -> None:
    make_partnership(key="bay-2", name="Bay / Ordway")
    page = brought(editor, lines("partnership,month,referrals", "Bay / Ordway,2026-10,4", "bay-2,2026-10,5"))
    assert "More than one partnership is called “Bay / Ordway”. Write its short name." in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "must name the columns"),
        (lines("month,referrals", "2026-10,4"), "among them “partnership”"),
        (lines("partnership,referrals", "bay,4"), "among them “calendar_month” or “month”"),
        (lines("partnership,month,referrals,Referrals received", "bay,2026-10,4,5"), "Keep one of them."),
        (b"\x89PNG\x00", "neither a CSV nor an Excel file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "neither a CSV nor an Excel file"),
        (b"PK\x03\x04", "not an Excel file we can read"),
        (lines('partnership,month,"referrals', "bay,2026-10,4"), "quotation mark"),
        (lines("partnership,month,referrals", ",,"), "There is no month in this file."),
        (
            lines("partnership,month,referrals", *("bay,2026-10," for _ in range(30_001))),
            "more than 30,000 rows",
        ),
        (b"partnership,month\n" + b"x" * OF_MANY.bytes, "larger than 20 MB"),
    ],
)
def test_what_is_no_file_of_months_is_refused_plainly(
    homes: tuple[Partnership, Partnership],
    editor: SignedIn,
    monkeypatch: pytest.MonkeyPatch,
    data: bytes,
    words: str,
) -> None:
    monkeypatch.setattr("app.metrics.forms.file.MOST_FAULTS", 100_000)
    page = brought(editor, data)
    assert words in page and "file_digest" not in page


def test_a_hundred_thousand_bad_rows_are_answered_with_the_first_faults(
    homes: tuple[Partnership, Partnership], editor: SignedIn
) -> None:
    page = brought(editor, lines("partnership,month,referrals", *("bay,2026-10,x" for _ in range(100_000))))
    assert (
        "Line 2, Referrals received" in page and "was not looked at" not in page and "And 951 more." in page
    )


def test_a_month_saved_meanwhile_stops_all_of_it(
    homes: tuple[Partnership, Partnership], editor: SignedIn
) -> None:
    page = brought(editor, lines("partnership,month,referrals", "bay,2026-09,7", "sun,2026-10,9"))
    editor.post("/partnerships/sun/numbers/2026-10", data={"referrals": "5", "seen": "0"})
    assert "Somebody else saved October 2026" in saved(editor, page)
    assert referrals(homes[0]) == [] and referrals(homes[1]) == [("2026-10", 5)]


def test_an_undo_leaves_the_partnership_that_was_worked_on_since(
    homes: tuple[Partnership, Partnership], editor: SignedIn, clock: Any
) -> None:
    done = saved(
        editor, brought(editor, lines("partnership,month,referrals", "bay,2026-09,7", "sun,2026-10,9"))
    )
    clock.set(NOW.replace(hour=20))
    editor.post("/partnerships/sun/numbers/2026-10", data={"referrals": "10", "seen": "1"})
    assert "1 month stays: somebody worked on it since." in undone(editor, done)
    assert referrals(homes[0]) == [] and referrals(homes[1]) == [("2026-10", 10)]


def test_an_undo_of_a_file_leaves_no_margin_that_does_not_add_up(
    homes: tuple[Partnership, Partnership], editor: SignedIn, clock: Any
) -> None:
    head = "partnership,month,total_cost,total_revenue"
    first = [f"{key},2026-{month:02},900,1000" for key in ("bay", "sun") for month in (7, 8, 9)]
    saved(editor, brought(editor, lines(head, *first)))
    done = saved(editor, brought(editor, lines(head, "bay,2026-07,500,1000", "sun,2026-07,500,1000")))
    clock.set(NOW.replace(hour=20))
    version = every_month(homes[0].id)[1].version
    money = {"total_cost_cents": "800", "total_revenue_cents": "1000", "seen": str(version)}
    assert editor.post("/partnerships/bay/numbers/2026-08", data=money).status_code == 303
    assert "3 months stay: somebody worked on them since." in undone(editor, done)
    running = [[one.values["running_margin_cents"] for one in every_month(home.id)] for home in homes]
    assert running == [[50_000, 70_000, 80_000], [10_000, 20_000, 30_000]]


def test_who_may_only_look_takes_the_file_out_and_brings_nothing(
    homes: tuple[Partnership, Partnership], viewer: SignedIn
) -> None:
    assert viewer.get("/numbers/file.csv").status_code == 200
    assert viewer.get(URL).status_code == 403
    assert "Numbers from a file" not in viewer.get("/partnerships").text
    for address in (URL, f"{URL}/save", "/numbers/undo/x"):
        assert viewer.post(address, data={"file_digest": "0" * 64}).status_code == 403


def test_each_partnership_of_the_file_must_be_the_persons_to_change(
    homes: tuple[Partnership, Partnership], editor: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.accounts import service

    data = lines("partnership,month,referrals", "bay,2026-09,7", "sun,2026-10,9")
    page, foreign = brought(editor, data), homes[1].id
    allowed: Callable[..., bool] = service.may
    mine = lambda actor, verb, home=None: home != foreign and allowed(actor, verb, home)  # noqa: E731
    monkeypatch.setattr(service, "may", mine)
    monkeypatch.setattr("app.metrics.routes.many.may", mine)
    assert "Line 3: you cannot change =Sun / +1." in brought(editor, data)
    (digest,) = re.findall(r'name="file_digest" value="([0-9a-f]{64})"', page)
    assert editor.post(f"{URL}/save", data={"file_digest": digest}).status_code == 403
    assert DataMonth.select().count() == 0


def test_no_cell_of_the_file_is_a_formula_and_it_comes_back_unchanged(
    homes: tuple[Partnership, Partnership], editor: SignedIn
) -> None:
    saved(
        editor,
        brought(editor, lines("partnership,month,referrals,hours", "sun,2026-10,9,1", "bay,2026-10,4,1")),
    )
    for key, name in (("minus", "-1 / x"), ("at", "@x"), ("tab", "\tx"), ("plus", "+x")):
        home = make_partnership(key=key, name=name)
        DataMonth.create(
            partnership=home,
            month=1,
            month_on=date(2026, 9, 1),
            changed_at=NOW,
            patient_months=Decimal("1.5"),
        )
    data = editor.get("/numbers/file.csv").data
    assert data.startswith("\ufeff".encode())
    found = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(found) == 6 and "'=Sun / +1" in {one["partnership_name"] for one in found}
    for row in found:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
    assert "Everything in this file is here already." in brought(editor, data)
    by_name = data.decode("utf-8-sig").replace("partnership,partnership_name", "x,partnership_name", 1)
    assert "Everything in this file is here already." in brought(editor, by_name.encode())


def many(count: int, months: int) -> bytes:
    """A file with every figure of so many months of so many partnerships, which are made."""
    rnd, out = random.Random(7), io.StringIO()
    ours, payer = make_organization(name="Kestrel", role="provider", ours=True), make_organization()
    writer = csv.writer(out)
    writer.writerow(["partnership", "month", *(column_name(name) for name in FIGURES)])
    written = {
        Kind.COUNT: lambda: rnd.randint(0, 90),
        Kind.NUMBER: lambda: rnd.randint(1, 999) / 4,
        Kind.MONEY: lambda: rnd.randint(1, 9_000_000) / 100,
    }
    for n in range(count):
        make_partnership(key=f"p{n}", name=f"Plan {n:03}", provider=ours, payer=payer)
        for m in range(months):
            figures = [written[one.kind]() for one in FIGURES.values()]
            writer.writerow([f"p{n}", f"{2016 + m // 12}-{m % 12 + 1:02}", *figures])
    return out.getvalue().encode()


@pytest.mark.parametrize("months", [2, 40])
def test_reading_and_saving_need_the_same_statements_however_many_months(
    app: Any, editor: SignedIn, months: int
) -> None:
    data = many(3, months)
    with count_statements() as looked:
        page = brought(editor, data)
    with count_statements() as kept:
        assert f"{3 * months} months of 3 partnerships are saved." in saved(editor, page)
    assert looked.count <= 12 and kept.count <= 20, (looked.statements, kept.statements)
    assert page.count("<details") <= 60 and len(page) < 60_000
