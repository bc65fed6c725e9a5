"""A review from its beginning to its worksheet: prepared, answered, taken back; nothing is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.actions.models import Action
from app.core.actor import SYSTEM
from app.partnerships.models import Partnership
from app.reviews.models import Review, ReviewAnswer, ReviewGuest, ReviewSignal
from app.reviews.queries import reviews_due
from app.reviews.service import begin_review, hold_review
from app.terms.service import set_terms
from app.triggers.models import LeverNote, Signal
from tests.conftest import NOW
from tests.factories import THEN
from tests.reviews.made import BEGIN, PAGE, TODAY, begun, signal_for_review


def test_a_signal_taken_into_a_review_is_a_review_within_thirty_days(bay: Partnership) -> None:
    assert reviews_due(TODAY, 60) == ()
    signal_for_review(bay)
    (due,) = reviews_due(TODAY, 60)
    assert (due.due_on, due.title) == (date(2026, 12, 24), "Signals that were taken into a review")
    set_terms(
        bay,
        {"S03.start_date": date(2026, 9, 1), "S03.end_date": date(2028, 8, 31), "S03.is_pilot": True},
        effective_on=date(2026, 9, 1),
        actor=SYSTEM,
        now=THEN,
    )
    assert [one.due_on for one in reviews_due(TODAY, 60)] == [date(2026, 12, 1)]  # it is talked about there


def test_a_review_that_a_signal_called_is_held_once_and_done(bay: Partnership) -> None:
    signal = signal_for_review(bay)
    hold_review(bay, date(2026, 12, 24), TODAY, actor=SYSTEM, now=NOW, today=TODAY)
    assert [one.signal_id for one in ReviewSignal.select()] == [signal.id]
    assert reviews_due(date(2027, 1, 20), 60) == ()


def test_what_was_talked_about_does_not_come_back_into_the_next_review(bay: Partnership) -> None:
    signal_for_review(bay)
    hold_review(bay, date(2026, 12, 24), TODAY, actor=SYSTEM, now=NOW, today=TODAY)
    later = date(2027, 3, 1)
    row, _batch = begin_review(bay, later, why="So", actor=SYSTEM, now=NOW, today=TODAY)
    assert ReviewSignal.select().where(ReviewSignal.review == row).count() == 0


def test_the_close_of_the_pilot_asks_for_the_eight_elements(bay: Partnership) -> None:
    signal = signal_for_review(bay)
    Signal.update(trigger="TD02").where(Signal.id == signal.id).execute()
    row, _batch = begin_review(bay, date(2026, 12, 24), actor=SYSTEM, now=NOW, today=TODAY)
    assert row.kind == "end_of_pilot"


def test_a_review_that_is_begun_takes_the_waiting_signals_and_asks_for_no_second_one(
    editor: Any, bay: Partnership
) -> None:
    signal = signal_for_review(bay)
    row = begun(editor)
    assert [one.signal_id for one in ReviewSignal.select()] == [signal.id]
    (due,) = reviews_due(TODAY, 60)
    assert (due.public_id, due.due_on) == (row.public_id, date(2026, 12, 8))
    page = editor.get(f"{PAGE}/{row.public_id}").text
    assert "New task given to a party" in page
    assert "the packet goes out by November 28, 2026" in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("begin_on", "", "Enter the day on which the review is to take place."),
        ("begin_on", "2036-12-08", "within the next two years"),
        ("kind", "", "Choose what kind of review it is."),
        ("kind", "party", "Choose one of the answers"),
        ("why", "", "Say in a sentence why a review is held."),
    ],
)
def test_a_beginning_with_a_mistake_keeps_what_was_typed(
    editor: Any, bay: Partnership, field: str, value: str, sentence: str
) -> None:
    answer = editor.post(f"{PAGE}/begin", data={**BEGIN, field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert Review.select().count() == 0


def test_two_reviews_in_one_fortnight_are_one(editor: Any, bay: Partnership) -> None:
    begun(editor)
    answer = editor.post(f"{PAGE}/begin", data={**BEGIN, "begin_on": "2026-12-15"})
    assert answer.status_code == 422
    assert "A review is due on December 8, 2026 already. Take this up there" in answer.text
    other = Review.create(partnership=bay, due_on=date(2027, 3, 1), created_at=THEN)
    moved = editor.post(
        f"{PAGE}/{other.public_id}/prepare",
        data={"kind": "interim", "planned_on": "2026-12-10", "seen": str(other.version)},
    )
    assert moved.status_code == 422
    assert "Another review is planned for December 8, 2026." in moved.text


def test_a_beginning_is_taken_back_until_somebody_worked_on_it(editor: Any, bay: Partnership) -> None:
    page = editor.post(f"{PAGE}/begin", data=BEGIN, follow_redirects=True)
    undo = page.text.split(f"{PAGE}/begin/undo/")[1].split('"')[0]
    row = Review.get()
    ReviewAnswer.create(review=row, question="RQ-E1", answer="Two tasks came by phone.")
    assert editor.post(f"{PAGE}/begin/undo/{undo}").status_code == 422
    ReviewAnswer.delete().execute()
    assert editor.post(f"{PAGE}/begin/undo/{undo}").status_code == 303
    assert Review.select().count() == 0


def test_who_comes_and_what_is_talked_about_is_kept_and_comes_along_to_the_next_one(
    editor: Any, bay: Partnership
) -> None:
    row = begun(editor)
    form = {"kind": "interim", "planned_on": "2026-12-10", "why": "So", "seen": str(row.version)}
    paul = editor.get(f"{PAGE}/{row.public_id}/prepare").text.split('name="guests" value="')[1].split('"')[0]
    assert editor.post(f"{PAGE}/{row.public_id}/prepare", data={**form, "guests": [paul]}).status_code == 303
    assert ReviewGuest.select().count() == 1
    assert "Paul Renner" in editor.get(f"{PAGE}/{row.public_id}").text
    one_more = editor.post(f"{PAGE}/{row.public_id}/prepare", data={**form, "guests": []})
    assert one_more.status_code == 409
    assert ReviewGuest.select().count() == 1
    stale = editor.post(f"{PAGE}/{row.public_id}/prepare", data={**form, "why": "Other words"})
    assert stale.status_code == 409
    assert "Other words" in stale.text
    begun_next = editor.post(f"{PAGE}/begin", data={**BEGIN, "begin_on": "2027-03-01"})
    assert begun_next.status_code == 303
    assert ReviewGuest.select().count() == 2


# --- the worksheet


def test_answers_are_kept_with_their_state_and_an_action_becomes_a_promise(
    editor: Any, bay: Partnership
) -> None:
    row = begun(editor)
    url = f"{PAGE}/{row.public_id}/worksheet/effort"
    page = editor.get(url).text
    assert "Have tasks been added since signing?" in page
    answer = editor.post(
        url,
        data={
            "RQ-E1.seen": "0",
            "RQ-E1.answer": "Two tasks came by phone.",
            "RQ-E1.state": "change_needed",
            "RQ-E1.action": "Hand wound care back",
            "RQ-E1.side": "payer",
            "RQ-E1.due": "2026-12-20",
            "next": "1",
        },
    )
    assert answer.headers["Location"].endswith("/worksheet/payment")
    kept = ReviewAnswer.get()
    action = Action.get()
    assert (kept.answer, kept.state, kept.action_id) == (
        "Two tasks came by phone.",
        "change_needed",
        action.id,
    )
    assert (action.text, action.side, action.due_on, action.source, action.source_ref) == (
        "Hand wound care back",
        "payer",
        date(2026, 12, 20),
        "review",
        row.public_id,
    )
    show = editor.get(f"{PAGE}/{row.public_id}").text
    assert "1 of 21 questions has an answer; 1 asks for a change." in show
    assert "Hand wound care back" in show


def test_two_who_answer_at_once_both_keep_their_words(editor: Any, bay: Partnership) -> None:
    row = begun(editor)
    url = f"{PAGE}/{row.public_id}/worksheet/effort"
    first = {"RQ-E1.seen": "0", "RQ-E1.answer": "What the first found", "RQ-E1.state": "fine"}
    assert editor.post(url, data=first).status_code == 303
    clash = editor.post(url, data={**first, "RQ-E1.answer": "What the second found"})
    assert clash.status_code == 409
    assert "What the first found" in clash.text and "What the second found" in clash.text
    again = editor.post(url, data={**first, "RQ-E1.seen": "1", "RQ-E1.answer": "Both"})
    assert again.status_code == 303
    assert ReviewAnswer.get().answer == "Both"


def test_a_stale_page_leaves_the_answers_of_others_where_it_says_nothing(
    editor: Any, bay: Partnership
) -> None:
    row = begun(editor)
    url = f"{PAGE}/{row.public_id}/worksheet/effort"
    seen = {f"RQ-E{number}.seen": "0" for number in (1, 2, 3)}
    theirs = {"RQ-E2.answer": "Video helps", "RQ-E3.state": "watch"}
    assert editor.post(url, data={**seen, **theirs}).status_code == 303
    assert (
        editor.post(url, data={**seen, "RQ-E1.answer": "Two tasks", "RQ-E3.state": "fine"}).status_code == 409
    )
    page = editor.post(url, data={**seen, "RQ-E1.answer": "Two tasks", "RQ-E3.state": "fine"}).text
    assert "“Watch”" in page and "Video helps" in page
    again = {"RQ-E1.seen": "0", "RQ-E2.seen": "1", "RQ-E3.seen": "1", "RQ-E2.answer": "Video helps"}
    editor.post(url, data={**again, "RQ-E1.answer": "Two tasks", "RQ-E3.state": "fine"})
    kept = {one.question: (one.answer, one.state) for one in ReviewAnswer.select()}
    assert kept == {"RQ-E1": ("Two tasks", ""), "RQ-E2": ("Video helps", ""), "RQ-E3": ("", "fine")}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("RQ-E1.state", "splendid", "Choose one of the answers"),
        ("RQ-E1.due", "2026-12-20", "Write what is to be done by that day."),
        ("RQ-E1.due", "31/31/31", "Enter a date that exists"),
        ("RQ-E1.answer", "Patient John Smith, born 03/04/1951", "reads like"),
    ],
)
def test_a_mistake_on_the_worksheet_keeps_every_answer_typed(
    editor: Any, bay: Partnership, field: str, value: str, sentence: str
) -> None:
    row = begun(editor)
    form = {"RQ-E1.seen": "0", "RQ-E2.seen": "0", "RQ-E2.answer": "Video <b>helps</b>", field: value}
    answer = editor.post(f"{PAGE}/{row.public_id}/worksheet/effort", data=form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Video &lt;b&gt;helps&lt;/b&gt;" in answer.text
    assert ReviewAnswer.select().count() == 0


def test_the_eight_elements_are_asked_only_at_the_close_of_a_pilot(editor: Any, bay: Partnership) -> None:
    row = begun(editor)
    assert editor.get(f"{PAGE}/{row.public_id}/worksheet/pilot_to_sustained").status_code == 404
    Review.update(kind="end_of_pilot").execute()
    page = editor.get(f"{PAGE}/{row.public_id}/worksheet/pilot_to_sustained").text
    assert "Can it run without constant administrative care from either side?" in page


def test_the_assessment_keeps_steps_levers_and_conclusion(editor: Any, bay: Partnership) -> None:
    row = begun(editor)
    url = f"{PAGE}/{row.public_id}/sufficiency"
    assert "The months do not say enough yet" in editor.get(url).text
    form = {
        "seen": str(row.version),
        "SA1": "Rural, mixed population",
        "SA1.seen": "0",
        "LE5.seen": "0",
        "LE5.state": "tried",
        "LE5.note": "Half the contacts",
        "conclusion": "efficient_underpaid",
    }
    assert editor.post(url, data=form).status_code == 303
    assert (LeverNote.get().lever, LeverNote.get().state) == ("LE5", "tried")
    assert ReviewAnswer.get().answer == "Rural, mixed population"
    assert "efficient enough, and underpaid" in editor.get(f"{PAGE}/{row.public_id}").text
    stale = editor.post(url, data={**form, "LE5.note": "None at all", "SA1": "Typed meanwhile"})
    assert stale.status_code == 409
    assert "Typed meanwhile" in stale.text and "Rural, mixed population" in stale.text
    others = {"seen": "2", "SA1.seen": "0", "SA2.seen": "0", "SA2": "Costs rose", "LE5.seen": "0"}
    assert editor.post(url, data=others).status_code == 303
    assert {one.answer for one in ReviewAnswer.select()} == {"Rural, mixed population", "Costs rose"}
    assert LeverNote.get().note == "Half the contacts"
    assert Review.get().conclusion == "efficient_underpaid"


def test_a_review_is_not_moved_to_a_day_years_away(editor: Any, bay: Partnership) -> None:
    row = begun(editor)
    form = {"kind": "interim", "planned_on": "2020-01-01", "why": "So", "seen": str(row.version)}
    refused = editor.post(f"{PAGE}/{row.public_id}/prepare", data=form)
    assert refused.status_code == 422
    assert "Enter a day within a year of December 8, 2026, when it is due." in refused.text
    assert 'value="2020-01-01"' in refused.text
