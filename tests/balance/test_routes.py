"""The balance in the browser: rated by one side or both, changed, removed, taken back, printed, exported."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from flask import Flask

from app.balance.models import Adjustment, BalanceRating
from app.balance.queries import (
    balance_signals,
    latest_pair,
    numbers_say,
    rating_rounds,
    ratings,
    trends,
)
from app.balance.rules import Topic
from app.core.actor import SYSTEM
from app.core.batches import Batch
from app.core.db import connected
from app.metrics.models import DataMonth
from app.partnerships.models import Partnership
from app.reviews.models import Review
from app.terms.service import set_terms
from tests.balance.made import ADJUST, RATE, TODAY, TRIED, URL, make_adjustment, make_rating, undo
from tests.conftest import SignedIn
from tests.counting import count_statements
from tests.factories import THEN, make_partnership

REVIEW = "0123456789abcdef0123456789abcdef"
OURS = {
    "side": "provider", "rated_on": "2026-11-20", "source": "page", "provider_effort": "4",
    "provider_payment": "1", "provider_payment_why": "The drives doubled.", "provider_outcomes": "3",
    "provider_filled_by": "Dana, Elena",
}  # fmt: skip
THEIRS = {
    "payer_effort": "3",
    "payer_payment": "3",
    "payer_outcomes": "2",
    "payer_outcomes_why": "Too many visits.",
}


def kept() -> BalanceRating:
    with connected():
        return BalanceRating.get()


def test_our_half_is_rated_and_stands_beside_what_the_numbers_say(bay: Partnership, editor: SignedIn) -> None:
    empty = editor.get(f"{URL}/balance").text
    assert "Nobody has rated the balance yet." in empty and "is not known" in empty
    assert "Far too little" in editor.get(f"{URL}/balance/rate?side=provider").text
    answer = editor.post(RATE, data=OURS)
    assert (answer.status_code, answer.location) == (303, f"{URL}/balance")
    page = editor.get(f"{URL}/balance").text
    assert "Effort and payment are out of balance; outcomes are about right." in page
    assert "Ordway Health Plan has not rated yet." in page
    assert "Too much for us; Ordway Health Plan has not rated it this time." in page
    assert "We say: The drives doubled." in page
    assert "Our half is entered." in page
    row = kept()
    assert (row.effort, row.payment, row.relationship, row.filled_by) == (4, 1, None, "Dana, Elena")
    undo(editor, "balance")
    assert not BalanceRating.select().exists()


def test_both_halves_are_entered_in_one_session_and_one_of_them_may_wait(
    bay: Partnership, editor: SignedIn
) -> None:
    Review.create(partnership=bay, public_id=REVIEW, due_on=date(2026, 11, 20), created_at=THEN)
    both = {**OURS, **THEIRS, "side": "both", "source": "session", "review": REVIEW}
    editor.post(RATE, data=both)
    page = editor.get(f"{URL}/balance").text
    assert "Both halves are entered." in page and "Both sides rated on" in page
    assert "Too much for us, about right for Ordway Health Plan." in page
    assert "Ordway Health Plan says: Too many visits." in page
    with connected():
        assert {(one.side, one.review_public_id) for one in ratings(bay.id)} == {
            ("payer", REVIEW), ("provider", REVIEW),
        }  # fmt: skip
    undo(editor, "balance")
    assert not BalanceRating.select().exists(), "one undo takes both back"
    editor.post(RATE, data={**OURS, "side": "both", "source": "session"})
    assert kept().side == "provider"


def test_a_review_of_another_partnership_is_not_tied_to_a_rating(bay: Partnership, editor: SignedIn) -> None:
    other = make_partnership(key="elsewhere", name="Elsewhere / Ordway")
    Review.create(partnership=other, public_id=REVIEW, due_on=date(2026, 11, 20), created_at=THEN)
    editor.post(RATE, data={**OURS, "review": REVIEW})
    assert (kept().effort, kept().review_public_id) == (4, "")


def test_an_empty_session_says_whose_mark_is_missing(bay: Partnership, editor: SignedIn) -> None:
    sent = {"side": "both", "rated_on": "2026-11-20", "source": "session"}
    page = editor.post(RATE, data=sent).text
    assert "Give at least one mark for us." in page
    assert "Give at least one mark for the health plan." in page


def test_their_half_is_typed_in_from_the_sheet(bay: Partnership, editor: SignedIn) -> None:
    form = editor.get(f"{URL}/balance/rate?side=payer&review={REVIEW}").text
    assert "Enter the half of Ordway Health Plan" in form and REVIEW in form
    editor.post(RATE, data={**THEIRS, "side": "payer", "rated_on": "2026-11-24", "source": "sheet"})
    assert "Ordway Health Plan’s half is entered." in editor.get(f"{URL}/balance").text
    assert (kept().side, kept().source, kept().effort) == ("payer", "sheet", 3)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"provider_payment_why": ""}, "Say in a sentence why payment is “far too little”."),
        ({"rated_on": ""}, "Enter the day of the rating."),
        ({"rated_on": "2026-11-25"}, "Enter a day that has come."),
        ({"source": "dream"}, "Choose one of the answers in the list."),
        ({"provider_effort": "6"}, "Choose one of the answers in the list."),
        (dict.fromkeys(("provider_effort", "provider_payment", "provider_outcomes"), ""),
         "Give at least one mark."),
        ({"side": "both", "payer_outcomes_why": "Only a sentence"},
         "Give at least one mark for the health plan."),
    ],
)  # fmt: skip
def test_a_mistake_comes_back_with_what_was_typed(
    bay: Partnership, editor: SignedIn, sent: dict[str, str], sentence: str
) -> None:
    answer = editor.post(RATE, data={**OURS, **sent})
    assert answer.status_code == 422
    assert sentence in answer.text and "error-summary" in answer.text
    assert "Dana, Elena" in answer.text
    assert not BalanceRating.select().exists()


def test_a_side_has_one_rating_a_day(bay: Partnership, editor: SignedIn) -> None:
    editor.post(RATE, data=OURS)
    again = editor.post(RATE, data={**OURS, **THEIRS, "side": "both"})
    assert again.status_code == 422 and "has a rating of that day already" in again.text
    assert BalanceRating.select().count() == 1, "the other half is not kept alone"
    other = make_rating(bay, date(2026, 10, 1))
    moved = editor.post(f"{RATE}/{other.public_id}", data={**OURS, "seen": "1"})
    assert moved.status_code == 422 and "has a rating of that day already" in moved.text


def test_a_rating_is_changed_without_losing_a_mark_that_was_not_sent(
    bay: Partnership, editor: SignedIn
) -> None:
    editor.post(RATE, data=OURS)
    address = f"{RATE}/{kept().public_id}"
    form = editor.get(f"{address}/edit").text
    assert "The drives doubled." in form and "Remove this rating" in form
    sent = {name: value for name, value in OURS.items() if name not in ("provider_outcomes", "side")}
    editor.post(address, data={**sent, "provider_effort": "3", "seen": "1"})
    assert (kept().effort, kept().payment, kept().outcomes, kept().version) == (3, 1, 3, 2)
    stale = editor.post(address, data={**sent, "provider_effort": "2", "seen": "1"})
    assert stale.status_code == 409 and "Saved meanwhile" in stale.text
    assert kept().effort == 3
    undo(editor, "balance")
    assert kept().effort == 4


def test_an_undo_never_puts_two_ratings_of_a_side_on_one_day(bay: Partnership, editor: SignedIn) -> None:
    row = make_rating(bay, date(2026, 10, 1))
    facts = {name: value for name, value in OURS.items() if name != "side"}
    editor.post(f"{RATE}/{row.public_id}", data={**facts, "rated_on": "2026-11-01", "seen": "1"})
    with connected():
        click = Batch.get()
    make_rating(bay, date(2026, 10, 1))
    answer = editor.post(f"{URL}/balance/undo/{click.public_id}")
    assert answer.status_code == 303
    assert "Somebody worked on it since, so it stays." in editor.get(f"{URL}/balance").text
    assert {one.rated_on for one in BalanceRating.select()} == {date(2026, 10, 1), date(2026, 11, 1)}


def test_a_removed_rating_comes_back_whole(bay: Partnership, editor: SignedIn) -> None:
    editor.post(RATE, data=OURS)
    before = kept().__data__
    editor.post(f"{RATE}/{kept().public_id}/remove")
    assert not BalanceRating.select().exists()
    assert "Nobody has rated the balance yet." in editor.get(RATE).text
    undo(editor, "balance")
    after = kept().__data__
    assert {name: after[name] for name in before if name not in ("id", "version")} == {
        name: before[name] for name in before if name not in ("id", "version")
    }


def test_who_may_only_look_sees_and_changes_nothing(app: Flask, bay: Partnership, viewer: SignedIn) -> None:
    row, tried = make_rating(bay, TODAY), make_adjustment(bay)
    page = viewer.get(f"{URL}/balance")
    assert page.status_code == 200 and "Rate our half" not in page.text
    for address in (f"{URL}/balance/sheet", RATE, f"{RATE}.csv", ADJUST, f"{ADJUST}/file.csv"):
        assert viewer.get(address).status_code == 200, address
    refused = [f"{URL}/balance/rate", f"{RATE}/{row.public_id}/edit", f"{ADJUST}/new"]
    assert {viewer.get(address).status_code for address in refused} == {403}
    changing = [
        RATE,
        f"{RATE}/{row.public_id}",
        f"{RATE}/{row.public_id}/remove",
        f"{ADJUST}/{tried.public_id}",
    ]
    assert {viewer.post(address, data=OURS).status_code for address in changing} == {403}
    assert {app.test_client().get(f"{URL}/balance").status_code} == {303}
    assert kept().version == 1


def test_ids_of_another_partnership_open_nothing(bay: Partnership, editor: SignedIn) -> None:
    other = make_partnership(key="other")
    row, tried = make_rating(other, TODAY), make_adjustment(other)
    editor.post("/partnerships/other/adjustments", data=TRIED)
    with connected():
        click = Batch.get()
    for address in (
        f"{RATE}/{row.public_id}",
        f"{RATE}/{row.public_id}/remove",
        f"{ADJUST}/{tried.public_id}",
        f"{ADJUST}/{tried.public_id}/remove",
        f"{URL}/balance/undo/{click.public_id}",
        f"{ADJUST}/undo/{click.public_id}",
    ):
        assert editor.post(address, data={**OURS, **TRIED, "seen": "1"}).status_code == 404, address
    assert (BalanceRating.get().version, Adjustment.select().count()) == (1, 2)


def test_what_lasts_in_the_ratings_stands_on_top_without_a_warning_until_it_closes(
    bay: Partnership, editor: SignedIn
) -> None:
    make_rating(bay, date(2026, 6, 1), effort=4)
    make_rating(bay, date(2026, 9, 1), effort=5, effort_why="Added tasks")
    make_rating(bay, date(2026, 9, 10), "payer")
    page = editor.get(f"{URL}/balance").text
    assert "We called effort too much on June 1, 2026 and far too much on September 1, 2026." in page
    assert "Effort: far too much for us, about right for Ordway Health Plan." in page
    assert "callout-warn" not in page, "a rule that is off, or an answer, is known to the signals alone"
    assert f'stand under <a href="{URL}/signals">Signals</a>' in page
    assert "Work that earns nothing" in page and "Narrow the scope to what the payment can carry" in page
    with connected():
        assert [(one.trigger, one.fired_on, one.closed_on) for one in balance_signals(bay.id, TODAY)] == [
            ("TB01", date(2026, 9, 1), None), ("TB02", date(2026, 9, 10), None),
        ]  # fmt: skip
        assert balance_signals(bay.id, date(2026, 8, 31)) == ()
    make_rating(bay, date(2026, 10, 10))
    assert "We called effort too much" not in editor.get(f"{URL}/balance").text
    bay.stage = "ended"
    bay.save()
    BalanceRating.delete().where(BalanceRating.rated_on == date(2026, 10, 10)).execute()
    assert "We called effort too much" not in editor.get(f"{URL}/balance").text


def test_the_page_needs_a_fixed_number_of_statements(bay: Partnership, editor: SignedIn) -> None:
    def asked() -> int:
        with count_statements() as counter:
            assert editor.get(f"{URL}/balance").status_code == 200
        return counter.count

    make_rating(bay, date(2026, 1, 1))
    few = asked()
    for month in range(2, 11):
        for side in ("provider", "payer"):
            make_rating(bay, date(2026, month, 1), side, effort=month % 5 + 1)
        make_adjustment(bay, on=date(2026, month, 1))
    assert asked() == few


def test_rounds_and_pictures_show_how_it_moved(bay: Partnership, editor: SignedIn) -> None:
    make_rating(bay, date(2026, 3, 1), payment=2)
    make_rating(bay, date(2026, 3, 20), "payer")
    make_rating(bay, date(2026, 9, 1))
    with connected():
        found = ratings(bay.id)
        assert [(one.on, one.ours is None, one.theirs is None) for one in rating_rounds(found)] == [
            (date(2026, 9, 1), False, True), (date(2026, 3, 20), False, False),
        ]  # fmt: skip
        pictures = {one.title: one for one in trends(found, "Ordway Health Plan")}
        pair = latest_pair(bay.id)
    assert (pair.ours and pair.ours.on, pair.theirs and pair.theirs.on) == (
        date(2026, 9, 1), date(2026, 3, 20),
    )  # fmt: skip
    assert pictures["Payment"].rows == (
        ("September 1, 2026", "3, about right", "not rated"),
        ("March 20, 2026", "2, too little", "3, about right"),
    )
    page = editor.get(f"{URL}/balance").text
    assert '<svg class="chart"' in page and 'class="balance-track"' in page


def test_the_sheet_asks_one_side_and_tells_nothing_of_ours(bay: Partnership, editor: SignedIn) -> None:
    make_rating(bay, TODAY, payment=1, payment_why="Our private reason")
    sheet = editor.get(f"{URL}/balance/sheet").text
    assert "Sheet for Ordway Health Plan, November 24, 2026." in sheet
    assert "5, far more than planned" in sheet and "Our private reason" not in sheet
    assert "Sheet for Kestrel Bay Hospice" in editor.get(f"{URL}/balance/sheet?side=provider").text


def test_ratings_go_into_a_file_that_no_spreadsheet_works_out(bay: Partnership, editor: SignedIn) -> None:
    make_rating(bay, TODAY, "payer", effort=4, effort_why="=1+1", filled_by="Bram")
    text = editor.get(f"{RATE}.csv").data.decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text))
    assert (line["Rated on"], line["Side"], line["Effort"]) == ("2026-11-24", "Ordway Health Plan", "4")
    assert (line["Effort in words"], line["Effort: why"]) == ("too much", "'=1+1")


def test_in_a_session_the_form_shows_only_numbers_that_the_partner_may_see(
    bay: Partnership, editor: SignedIn
) -> None:
    DataMonth.create(
        partnership=bay, month=1, month_on=date(2026, 10, 1), patient_months=12, encounters=60, ed_visits=11,
        total_cost_cents=1_200_000, total_revenue_cents=900_000, changed_at=THEN,
    )  # fmt: skip
    assert "Care cost $1,000" in editor.get(f"{URL}/balance/rate?side=provider").text
    together = editor.get(f"{URL}/balance/rate?side=both").text
    assert "5 contacts per patient month" in together and "$1,000" not in together
    assert "(11 in 12)" in together
    agreed = {"S28.small_count_rule": 11}
    set_terms(bay, agreed, effective_on=date(2026, 1, 1), actor=SYSTEM, now=THEN)
    assert "(11 in 12)" not in editor.get(f"{URL}/balance/rate?side=both").text
    with connected():
        assert {one.topic for one in numbers_say(bay, TODAY)} == {*Topic} - {Topic.RELATIONSHIP}
        assert numbers_say(bay, date(2026, 10, 31))[0].known is False, "October is not over"
