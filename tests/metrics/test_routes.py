"""A month is entered, corrected and taken back, and the margin up to here follows."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.core.batches import Batch
from app.core.history import History
from app.metrics.models import DataMonth
from app.metrics.rules import COLUMNS, column_name
from app.partnerships.models import Partnership
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.factories import make_partnership

URL = "/partnerships/bay/numbers"
MONEY = {"total_cost_cents": "12,000", "total_revenue_cents": "10,500.50"}


@pytest.fixture
def bay(app: Any) -> Partnership:
    return make_partnership(key="bay", name="Bay / Ordway")


def row(month: int) -> DataMonth:
    return DataMonth.get(DataMonth.month_on == date(2026, month, 1))


def test_a_first_month_is_entered_and_the_list_shows_it(bay: Partnership, editor: SignedIn) -> None:
    assert "No month has been entered yet." in editor.get(URL).text
    assert f'href="{URL}/2026-10"' in editor.get(URL).text
    page = editor.get(f"{URL}/2026-10").text
    assert "Leave empty what you do not have" in page
    sent = {"referrals": "11", "new_enrolled": "7", "patient_months": "13.5", **MONEY, "seen": "0"}
    page = editor.post(f"{URL}/2026-10", data=sent, follow_redirects=True).text
    assert "The numbers of October 2026 are saved." in page and "October 2026" in page
    october = row(10)
    assert (october.month, october.referrals, october.patient_months) == (1, 11, Decimal("13.5"))
    assert (october.ineligible, october.margin_cents, october.running_margin_cents) == (
        None,
        -149950,
        -149950,
    )
    assert "−$1,500" in page


def test_a_correction_keeps_the_old_value_and_moves_the_margin_up_to_here(
    bay: Partnership, editor: SignedIn
) -> None:
    for month in ("2026-08", "2026-09", "2026-10"):
        editor.post(f"{URL}/{month}", data={**MONEY, "seen": "0"})
    assert [one.running_margin_cents for one in DataMonth.select().order_by(DataMonth.month)] == [
        -149950,
        -299900,
        -449850,
    ]
    sent = {"total_cost_cents": "11,000", "total_revenue_cents": "10,500.50", "seen": "1"}
    editor.post(f"{URL}/2026-08", data=sent)
    assert [one.running_margin_cents for one in DataMonth.select().order_by(DataMonth.month)] == [
        -49950,
        -199900,
        -349850,
    ]
    old = History.select().where((History.entity == DataMonth._meta.table_name) & (History.verb == "change"))
    assert any(one.before.get("total_cost_cents") == 1200000 for one in old)
    undo = f"{URL}/undo/{Batch.select().order_by(Batch.id.desc()).get().public_id}"
    assert "as they were" in editor.post(undo, follow_redirects=True).text
    assert row(10).running_margin_cents == -449850
    assert editor.post(undo).status_code == 404


def test_a_missing_month_is_named_and_the_margin_stops_there(bay: Partnership, editor: SignedIn) -> None:
    for month in ("2026-07", "2026-09"):
        editor.post(f"{URL}/{month}", data={**MONEY, "seen": "0"})
    assert row(9).running_margin_cents is None
    assert "August 2026 is still missing." in editor.get(URL).text
    editor.post(f"{URL}/2026-08", data={**MONEY, "seen": "0"})
    assert row(9).running_margin_cents == -3 * 149950


def test_two_people_at_one_month_lose_nothing(bay: Partnership, editor: SignedIn) -> None:
    for seen, status in (("0", 303), ("0", 409)):
        answer = editor.post(f"{URL}/2026-10", data={"referrals": f"{status}", "seen": seen})
        assert answer.status_code == status
    assert "303" in answer.text and "409" in answer.text


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("referrals", "eleven", "Enter a whole number, like 30."),
        ("referrals", "-3", "Enter a number from 0 to 1,000,000."),
        ("referrals", "3.5", "Enter a whole number, like 30."),
        ("patient_months", "1,5,0.0.1", "Enter a number, like 6 or 6.5."),
        ("total_cost_cents", "12.345", "Use at most two decimals: whole cents."),
        ("total_cost_cents", "-5", "An amount cannot be less than zero."),
    ],
)
def test_a_figure_that_cannot_be_meant_is_named_and_kept_in_its_box(
    bay: Partnership, editor: SignedIn, field: str, typed: str, words: str
) -> None:
    answer = editor.post(f"{URL}/2026-10", data={field: typed, "ed_visits": "4", "seen": "0"})
    assert answer.status_code == 422
    assert words in answer.text and f'value="{typed}"' in answer.text and 'value="4"' in answer.text
    assert DataMonth.select().count() == 0


def test_a_month_that_cannot_be_entered_says_why(bay: Partnership, editor: SignedIn) -> None:
    assert "not over yet" in editor.get(f"{URL}/2026-11").text
    for month, words in (("2026-11", "is not over yet"), ("2030-01", "is not over yet")):
        answer = editor.post(f"{URL}/{month}", data={"referrals": "1"})
        assert answer.status_code == 422 and words in answer.text
    editor.post(f"{URL}/2026-10", data={"referrals": "1"})
    early = editor.post(f"{URL}/2026-01", data={"referrals": "1"})
    assert early.status_code == 422 and "before the first month" in early.text
    empty = editor.post(f"{URL}/2026-10", data={"seen": "1"})
    assert empty.status_code == 422 and "Enter at least one figure" in empty.text
    for odd in ("2026-13", "october", "2026-1", "0000-00"):
        assert editor.get(f"{URL}/{odd}").status_code == 404


def test_sums_are_checked_while_one_types_and_nothing_is_saved(bay: Partnership, editor: SignedIn) -> None:
    sent = {"referrals": "5", "ineligible": "1", "unreachable": "0", "declined": "1", "new_enrolled": "4"}
    page = editor.post(f"{URL}/2026-10/check", data=sent).text
    assert "Enrolled: look again" in page and "You typed 4." in page
    assert "cannot be read" in editor.post(f"{URL}/2026-10/check", data={"referrals": "x"}).text
    assert DataMonth.select().count() == 0


def test_two_months_are_drawn_with_a_sentence(bay: Partnership, editor: SignedIn) -> None:
    for month, census in (("2026-08", "10"), ("2026-09", ""), ("2026-10", "12")):
        sent = {"census_end": census, "forecast_census": "13", "patient_months": "10", **MONEY, "seen": "0"}
        editor.post(f"{URL}/{month}", data=sent)
    page = editor.get(URL).text
    assert "12 patients were here at the end of October 2026, 1 fewer than forecast." in page
    assert "Care cost $1,200 per patient month and $1,050 was paid: $150 short for each." in page
    assert ">here 12</text>" in page and ">forecast 13</text>" in page and ">cost $1,200</text>" in page
    assert "<desc" in page and "Oct 2026</text>" in page
    assert page.count("Show the numbers") == 4
    assert "$4,499 is short from the start through October 2026; the newest month took $1,500." in page
    assert "What became of those referred in the last 3 months is not known." in page


def test_the_next_month_begins_where_the_last_one_ended(bay: Partnership, editor: SignedIn) -> None:
    editor.post(f"{URL}/2026-09", data={"census_end": "31", "seen": "0"})
    page = editor.get(f"{URL}/2026-10").text
    assert 'name="census_start" type="text" inputmode="decimal" value="31"' in page
    assert "September: 31." in page


def test_the_file_holds_every_figure_as_the_examples_do(bay: Partnership, editor: SignedIn) -> None:
    editor.post(f"{URL}/2026-09", data={"patient_months": "13.50", **MONEY, "seen": "0"})
    data = editor.get(f"{URL}/file.csv").data
    assert data.startswith("\ufeff".encode())
    (found,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    assert list(found) == ["month", "calendar_month", *(column_name(name) for name in COLUMNS)]
    assert (found["calendar_month"], found["total_revenue"], found["patient_months"]) == (
        "2026-09",
        "10500.5",
        "13.5",
    )
    assert (found["margin"], found["referrals"]) == ("-1499.5", "")


def test_a_viewer_reads_and_changes_nothing(bay: Partnership, editor: SignedIn, viewer: SignedIn) -> None:
    editor.post(f"{URL}/2026-09", data={"referrals": "3", "seen": "0"})
    assert "September 2026" in viewer.get(URL).text and "Enter " not in viewer.get(URL).text
    assert viewer.get(f"{URL}/file.csv").status_code == 200
    assert viewer.get(f"{URL}/2026-09").status_code == 403
    for post in ("2026-09", "2026-09/check", "undo/x"):
        assert viewer.post(f"{URL}/{post}", data={"referrals": "1"}).status_code == 403
    assert row(9).referrals == 3


@pytest.mark.parametrize("count", [12, 120])
@pytest.mark.parametrize(
    ("address", "most"), [(URL, 8), (f"{URL}/assumptions", 8), (f"{URL}/bring", 8), ("/", 9), (URL[:-8], 20)]
)
def test_a_page_needs_the_same_statements_however_many_months_there_are(
    bay: Partnership, editor: SignedIn, count: int, address: str, most: int
) -> None:
    months = [
        {
            "partnership": bay.id,
            "month": n + 1,
            "month_on": date(2016 + n // 12, n % 12 + 1, 1),
            "changed_at": NOW,
        }
        for n in range(count)
    ]
    editor.post(f"{URL}/assumptions", data={"stay.value": "6"})
    editor.get(address)
    with count_statements() as without:
        editor.get(address)
    DataMonth.insert_many(months).execute()
    editor.get(address)
    with count_statements() as counter:
        assert editor.get(address).status_code == 200
    assert counter.count <= min(most, without.count + 1), counter.statements


def margins() -> list[tuple[int, Any, Any]]:
    months = DataMonth.select().order_by(DataMonth.month)
    return [(one.month_on.month, one.margin_cents, one.running_margin_cents) for one in months]


def test_an_undo_never_leaves_margins_that_do_not_add_up(
    bay: Partnership, editor: SignedIn, clock: Any
) -> None:
    def keep(month: int, cost: int, seen: int) -> str:
        money = {"total_cost_cents": str(cost), "total_revenue_cents": "1000", "seen": str(seen)}
        assert editor.post(f"{URL}/2026-{month:02}", data=money).status_code == 303
        return f"{URL}/undo/{Batch.select().order_by(Batch.id.desc()).get().public_id}"

    for month in (7, 8, 9):
        keep(month, 900, 0)
    july = keep(7, 500, row(7).version)
    clock.set(NOW + timedelta(hours=1))
    august = keep(8, 800, row(8).version)
    corrected = [(7, 50_000, 50_000), (8, 20_000, 70_000), (9, 10_000, 80_000)]
    assert margins() == corrected
    refused = editor.post(july)
    assert refused.status_code == 422 and "Somebody worked on these numbers since" in refused.text
    assert margins() == corrected, "all of it stays, not half"
    editor.post(august)
    assert margins() == [(7, 50_000, 50_000), (8, 10_000, 60_000), (9, 10_000, 70_000)]


def test_an_undo_leaves_a_month_alone_to_which_somebody_added_another(
    bay: Partnership, editor: SignedIn, clock: Any
) -> None:
    money = {"total_cost_cents": "900", "total_revenue_cents": "1000", "seen": "0"}
    editor.post(f"{URL}/2026-07", data=money)
    undo = f"{URL}/undo/{Batch.get().public_id}"
    clock.set(NOW + timedelta(hours=1))
    editor.post(f"{URL}/2026-08", data=money)
    assert editor.post(undo).status_code == 422
    assert margins() == [(7, 10_000, 10_000), (8, 10_000, 20_000)]


def test_a_corrected_decimal_is_taken_back_exactly(bay: Partnership, editor: SignedIn) -> None:
    editor.post(f"{URL}/2026-10", data={"patient_months": "13.5", "seen": "0"})
    editor.post(f"{URL}/2026-10", data={"patient_months": "14.25", "seen": "1"})
    assert row(10).patient_months == Decimal("14.25")
    newest = Batch.select().order_by(Batch.id.desc()).get().public_id
    assert "as they were" in editor.post(f"{URL}/undo/{newest}", follow_redirects=True).text
    assert row(10).patient_months == Decimal("13.5")


@pytest.mark.parametrize("count", [2, 50])
def test_all_partnerships_stand_beside_each_other_on_one_scale(
    app: Any, editor: SignedIn, viewer: SignedIn, count: int
) -> None:
    for number in range(count):
        one = make_partnership(key=f"p{number}", name=f"Bay {number} / Ordway")
        for month in range(1, 25):
            on = date(2024 + (month - 1) // 12, 1 + (month - 1) % 12, 1)
            DataMonth.create(
                partnership=one,
                month=month,
                month_on=on,
                census_end=month + number,
                running_margin_cents=100_000 * (month - number),
                changed_at=NOW,
            )
    editor.get("/numbers")
    with count_statements() as counter:
        answer = viewer.get("/numbers")
    assert counter.count == 4, counter.statements
    page = answer.text
    assert page.count('<svg class="chart"') == 2 * min(count, 24)
    assert page.count('-grid">') == 2
    assert len(answer.data) < 60_000
    following = viewer.get("/numbers?offset=24").text
    assert following.count('<svg class="chart"') == 2 * min(max(count - 24, 0), 24)
    assert ("Next 24" in page) == ("On this page: " in page) == (count > 24)


def test_a_partnership_without_numbers_stands_there_as_not_known(bay: Partnership, editor: SignedIn) -> None:
    page = editor.get("/numbers").text
    assert "No caseload has been entered yet." in page
    assert "Of no partnership is it known what is left over since the start." in page
    assert page.count("<p>not known</p>") == 2 and '<svg class="chart"' not in page
    assert 'href="/partnerships/bay/numbers"' in page


def test_figures_that_do_not_fit_are_saved_and_said(bay: Partnership, editor: SignedIn) -> None:
    sent = {"census_start": "10", "new_enrolled": "5", "deaths": "1", "hospice_transfers": "0"}
    sent |= {"other_exits": "0", "census_end": "50", "seen": "0"}
    page = editor.post(f"{URL}/2026-10", data=sent, follow_redirects=True).text
    assert "are saved, but they do not fit yet: 10" in page and "You typed 50." in page
