"""What was assumed at signing stands beside the facts; what drifts apart is named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.core.batches import Batch
from app.metrics.models import Assumption, DataMonth
from app.metrics.queries import register
from app.metrics.rules import FACTS, Assumed, Holds, beside, register_words
from app.partnerships.models import Partnership
from tests.conftest import NOW, SignedIn
from tests.factories import make_partnership

URL = "/partnerships/bay/numbers/assumptions"


@pytest.fixture
def bay(app: Any) -> Partnership:
    made = make_partnership(key="bay", name="Bay / Ordway")
    for number, (referred, enrolled) in enumerate(((12, 6), (10, 5), (8, 4), (6, None)), start=1):
        DataMonth.create(
            partnership=made,
            month=number,
            month_on=date(2026, 6 + number, 1),
            referrals=referred,
            new_enrolled=enrolled,
            changed_at=NOW,
        )
    return made


def facts(**months: list[Any]) -> list[dict[str, Any]]:
    return [dict(zip(months, values, strict=True)) for values in zip(*months.values(), strict=True)]


def of(fact: str, months: list[dict[str, Any]]) -> Decimal | None:
    return FACTS[fact].of(months)


def test_facts_are_counted_over_the_last_three_months_and_skip_what_is_not_known() -> None:
    months = facts(referrals=[99, 12, None, 8], new_enrolled=[99, 6, 5, 2])
    assert of("referrals", months) == 10
    assert of("enrolled_share", months) == 40  # of the months that know both
    assert of("caseload", facts(census_end=[30, 34, None])) == 34
    assert of("drive", facts(drive_hours=[Decimal(30)], rn_visits=[20], sw_visits=[10])) == 60
    stay = facts(
        patient_months=[Decimal(30)] * 12, deaths=[2] * 12, hospice_transfers=[1] * 12, other_exits=[0] * 12
    )
    assert of("stay", stay) == 10


def test_what_cannot_be_divided_is_not_known() -> None:
    assert of("contacts", facts(encounters=[5], patient_months=[Decimal(0)])) is None
    assert all(one.of([]) is None for one in FACTS.values())


@given(some.integers(1, 1000), some.integers(0, 2000), some.integers(0, 200))
def test_it_holds_within_its_tolerance_and_no_further(assumed: int, found: int, tolerance: int) -> None:
    (row,) = beside((Assumed("referrals", Decimal(assumed), tolerance),), facts(referrals=[found]))
    inside = abs(found - assumed) * 100 <= tolerance * assumed
    assert row.holds is (Holds.YES if inside else Holds.NO)


def test_how_they_stand_is_said_in_one_sentence() -> None:
    months = facts(referrals=[5], new_enrolled=[None])
    both = (Assumed("referrals", Decimal(10), 20), Assumed("enrolled", Decimal(5), 20))
    rows = beside(both, months)
    assert register_words(rows) == "1 of 2 assumptions no longer holds."
    assert [one.words for one in rows] == [
        "Referrals: 10 assumed, 5 now: 50 percent less.",
        "Newly enrolled: 5 assumed, and not known since.",
    ]
    assert register_words(beside(both[1:], months)) == "Everything that is known holds."
    assert register_words(()).startswith("Nothing is written down yet")


def test_assumptions_are_written_down_seen_beside_the_facts_and_taken_back(
    bay: Partnership, editor: SignedIn
) -> None:
    assert "Nothing is written down yet" in editor.get(URL).text
    sent = {"referrals.value": "12", "enrolled_share.value": "50", "enrolled_share.tolerance": "10"}
    page = editor.post(URL, data=sent | {"referrals.check_on": "2026-10-01"}, follow_redirects=True).text
    assert "1 of 2 assumptions no longer holds." in page
    assert "no: more than 20 % apart" in page and ">due<" in page
    assert [(one.fact.id, one.found) for one in register(bay.id)] == [
        ("referrals", 8),
        ("enrolled_share", 50),
    ]
    editor.post(URL, data={"referrals.value": "8", "referrals.seen": "1", "enrolled_share.seen": "1"})
    assert [(row.fact, row.value) for row in Assumption.select()] == [("referrals", Decimal(8))]
    newest = Batch.select().order_by(Batch.id.desc()).get().public_id
    editor.post(f"{URL}/undo/{newest}")
    assert {row.fact: row.value for row in Assumption.select()} == {"referrals": 12, "enrolled_share": 50}


def test_mistakes_are_named_and_two_who_save_lose_nothing(bay: Partnership, editor: SignedIn) -> None:
    wrong = {
        "referrals.value": "0",
        "stay.value": "long",
        "drive.note": "as measured",
        "caseload.tolerance": "900",
    }
    answer = editor.post(URL, data=wrong)
    assert answer.status_code == 422
    for words in (
        "Nothing can be compared with zero.",
        "Enter a number, like 6 or 6.5.",
        "What was assumed? Or empty the row.",
        "Enter a number from 0 to 500.",
    ):
        assert words in answer.text
    editor.post(URL, data={"referrals.value": "12"})
    editor.post(URL, data={"referrals.value": "11", "referrals.seen": "1"})
    late = editor.post(URL, data={"referrals.value": "10", "referrals.seen": "1"})
    assert late.status_code == 409
    assert "Somebody wrote 11 here since." in late.text
    assert Assumption.get().value == 11


def test_a_viewer_looks_and_changes_nothing(bay: Partnership, viewer: SignedIn) -> None:
    assert viewer.get(URL).status_code == 200
    assert viewer.post(URL, data={"referrals.value": "12"}).status_code == 403
    assert viewer.post(f"{URL}/undo/x").status_code == 403


def test_what_somebody_else_added_meanwhile_is_not_taken_out_by_an_older_page(
    bay: Partnership, editor: SignedIn
) -> None:
    editor.post(URL, data={"drive.value": "80"})
    late = editor.post(URL, data={"referrals.value": "12", "referrals.seen": "0", "drive.seen": "0"})
    assert late.status_code == 303
    assert {row.fact for row in Assumption.select()} == {"drive", "referrals"}
    editor.post(URL, data={"referrals.value": "12", "referrals.seen": "1", "drive.seen": "1"})
    assert {row.fact for row in Assumption.select()} == {"referrals"}


def test_a_row_that_two_people_wrote_shows_what_the_other_wrote(bay: Partnership, editor: SignedIn) -> None:
    editor.post(URL, data={"drive.value": "80"})
    late = editor.post(URL, data={"drive.value": "60", "drive.seen": "0"})
    assert late.status_code == 409
    assert "Somebody wrote 80 here since." in late.text
    assert 'name="drive.seen" value="1"' in late.text
    assert Assumption.get().value == 80


def test_a_figure_written_anew_stays_when_its_removal_is_taken_back(
    bay: Partnership, editor: SignedIn
) -> None:
    editor.post(URL, data={"drive.value": "80"})
    editor.post(URL, data={"drive.seen": "1"})
    removal = Batch.select().order_by(Batch.id.desc()).get().public_id
    editor.post(URL, data={"drive.value": "60"})
    assert editor.post(f"{URL}/undo/{removal}").status_code == 303
    assert Assumption.get().value == 60
