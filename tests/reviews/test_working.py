"""A review from its beginning to the decision: prepared, answered, decided, taken back; nothing is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.actions.models import Action
from app.assessments.models import Assessment
from app.core.actor import SYSTEM
from app.drafts.models import Amendment
from app.partnerships.models import Partnership
from app.reviews.models import Review, ReviewAnswer, ReviewGuest, ReviewSignal
from app.reviews.queries import reviews_due
from app.reviews.service import begin_review, hold_review
from app.terms.service import set_terms
from app.triggers.models import LeverNote, Signal
from app.triggers.rules import Answer
from app.triggers.service import add_event, look
from app.triggers.service import answer as answer_signal
from tests.conftest import NOW
from tests.factories import THEN, make_member, make_organization, make_partnership, make_person

TODAY = date(2026, 11, 24)
PAGE = "/partnerships/kestrel-bay/reviews"
BEGIN = {"begin_on": "2026-12-08", "kind": "trigger", "why": "New tasks came by phone"}
DECISION = {
    "decision": "renegotiate",
    "reasons": "The added tasks cost more than they bring.",
    "decided_on": "2026-11-20",
    "decided_by": "Ines and Paul",
    "next_on": "",
}


@pytest.fixture
def bay(database: str) -> Partnership:
    """No date calls for a review yet."""
    made = make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway", stage="pilot")
    make_member(made, make_person(made.payer, name="Paul Renner"))
    return made


def signal_for_review(partnership: Partnership, today: date = TODAY) -> Signal:
    """A change that somebody noted and took into a review."""
    add_event(partnership, "TE08", date(2026, 11, 20), "Wound care comes to us", actor=SYSTEM, now=NOW)
    look(partnership, actor=SYSTEM, now=NOW, today=today)
    row = Signal.get(Signal.trigger == "TE08")
    answer_signal(row, Answer.REVIEW, "", seen=row.version, actor=SYSTEM, now=NOW, today=today)
    return Signal.get_by_id(row.id)


def begun(editor: Any, **values: str) -> Review:
    assert editor.post(f"{PAGE}/begin", data={**BEGIN, **values}).status_code == 303
    return Review.get()


def held(partnership: Partnership, **values: Any) -> Review:
    facts = {"due_on": date(2026, 11, 20), "held_on": date(2026, 11, 20), "created_at": THEN, **values}
    return Review.create(partnership=partnership, **facts)


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


# --- the decision


def test_a_decision_begins_the_next_review_and_both_are_taken_back_together(
    editor: Any, bay: Partnership
) -> None:
    row = held(bay)
    url = f"{PAGE}/{row.public_id}"
    form = {**DECISION, "seen": "1", "next_on": "2027-02-20"}
    page = editor.post(f"{url}/decision", data=form, follow_redirects=True).text
    assert "Decided on November 20, 2026: renegotiate. Looked at again on February 20, 2027." in page
    assert "Open the amendment" in page and "Move the partnership to renegotiating" in page
    after = Review.get(Review.due_on == date(2027, 2, 20))
    assert after.why == "To see what came of the decision of November 20, 2026: renegotiate"
    undo = page.split(f"{PAGE}/decision/undo/")[1].split('"')[0]
    assert editor.post(f"{PAGE}/decision/undo/{undo}").status_code == 303
    assert [one.decision for one in Review.select()] == [""]


def test_undoing_a_decision_leaves_a_next_review_in_which_somebody_wrote(
    editor: Any, bay: Partnership
) -> None:
    row = held(bay)
    form = {**DECISION, "seen": "1", "next_on": "2027-02-20"}
    page = editor.post(f"{PAGE}/{row.public_id}/decision", data=form, follow_redirects=True).text
    after = Review.get(Review.due_on == date(2027, 2, 20))
    ReviewAnswer.create(review=after, question="RQ-E1", answer="Two tasks came by phone.")
    undo = page.split(f"{PAGE}/decision/undo/")[1].split('"')[0]
    shown = editor.post(f"{PAGE}/decision/undo/{undo}", follow_redirects=True).text
    assert "that part stays" in shown
    assert ReviewAnswer.get().answer == "Two tasks came by phone."
    assert Review.get_by_id(row.id).decision == ""


def test_another_decision_takes_its_own_next_look_along(editor: Any, bay: Partnership) -> None:
    row = held(bay)
    url = f"{PAGE}/{row.public_id}/decision"
    editor.post(url, data={**DECISION, "seen": "1", "next_on": "2027-02-20"})
    again = {**DECISION, "decision": "continue_unchanged", "seen": "2", "next_on": "2027-04-20"}
    assert editor.post(url, data=again).status_code == 303
    days = {one.due_on: one.why for one in Review.select().where(Review.id != row.id)}
    assert list(days) == [date(2027, 4, 20)]
    assert days[date(2027, 4, 20)].endswith("continue unchanged")


def test_a_decided_review_is_not_opened_again_by_the_way(editor: Any, bay: Partnership) -> None:
    row = held(bay, decision="renegotiate", decided_on=date(2026, 11, 20), reasons="So.")
    refused = editor.post(f"{PAGE}/{row.public_id}/take-back")
    assert refused.status_code == 422
    assert "Take the decision back first." in refused.text


def test_a_needs_assessment_that_was_decided_is_asked_for_and_taken_back(
    editor: Any, bay: Partnership
) -> None:
    row = held(bay)
    form = {**DECISION, "decision": "repeat_needs_assessment", "seen": "1"}
    page = editor.post(f"{PAGE}/{row.public_id}/decision", data=form, follow_redirects=True).text
    assert Assessment.get().because == "Decided in the review of November 20, 2026"
    undo = page.split(f"{PAGE}/decision/undo/")[1].split('"')[0]
    assert editor.post(f"{PAGE}/decision/undo/{undo}").status_code == 303
    assert Assessment.select().count() == 0


def test_the_next_look_falls_together_with_a_review_that_is_due_about_then(
    editor: Any, bay: Partnership
) -> None:
    row = held(bay)
    Review.create(partnership=bay, due_on=date(2027, 2, 25), created_at=THEN)
    form = {**DECISION, "seen": "1", "next_on": "2027-02-20"}
    assert editor.post(f"{PAGE}/{row.public_id}/decision", data=form).status_code == 303
    assert Review.select().count() == 2
    assert Review.get_by_id(row.id).next_on == date(2027, 2, 20)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("decision", "", "Choose what was decided."),
        ("decision", "flip_a_coin", "Choose one of the answers"),
        ("reasons", "", "Say in a sentence or two why"),
        ("decided_on", "2026-11-25", "Enter a day that has come."),
        ("decided_on", "2026-11-19", "on the day of the review or after it"),
        ("next_on", "2026-11-20", "The next review comes after the decision."),
    ],
)
def test_a_decision_with_a_mistake_keeps_what_was_typed(
    editor: Any, bay: Partnership, field: str, value: str, sentence: str
) -> None:
    row = held(bay)
    answer = editor.post(
        f"{PAGE}/{row.public_id}/decision",
        data={**DECISION, "decided_by": "<Ines>", "seen": "1", field: value},
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "&lt;Ines&gt;" in answer.text
    assert Review.get().decision == ""


def test_nothing_is_decided_in_a_review_that_was_not_held(editor: Any, bay: Partnership) -> None:
    row = begun(editor)
    answer = editor.post(f"{PAGE}/{row.public_id}/decision", data={**DECISION, "seen": "1"})
    assert answer.status_code == 422
    assert "Mark the review as held first" in answer.text


def test_the_amendment_of_a_review_takes_its_reasons_and_knows_it(editor: Any, bay: Partnership) -> None:
    row = held(
        bay, decision="renegotiate", decided_on=date(2026, 11, 20), reasons="The work outgrew the rate."
    )
    url = f"/partnerships/kestrel-bay/contract/amendments/of-review/{row.public_id}"
    page = editor.post(url, follow_redirects=True)
    assert page.status_code == 200
    amendment = Amendment.get()
    assert (amendment.review_id, amendment.reason) == (row.id, "The work outgrew the rate.")
    editor.post(url)
    assert Amendment.select().count() == 1
    other = held(bay, due_on=date(2026, 9, 1), held_on=date(2026, 9, 1))
    refused = editor.post(f"/partnerships/kestrel-bay/contract/amendments/of-review/{other.public_id}")
    assert refused.status_code == 422
    assert "is being written for another review" in refused.text


def test_a_held_review_that_is_opened_again_keeps_what_was_written(editor: Any, bay: Partnership) -> None:
    row = held(bay)
    ReviewAnswer.create(review=row, question="RQ-E1", answer="Two tasks came by phone.")
    assert editor.post(f"{PAGE}/{row.public_id}/take-back").status_code == 303
    assert Review.get().held_on is None
    assert ReviewAnswer.get().answer == "Two tasks came by phone."


def test_what_was_learned_stands_on_the_page_of_the_chain(editor: Any, bay: Partnership) -> None:
    row = held(bay)
    url = f"{PAGE}/{row.public_id}/learned"
    assert editor.post(url, data={"learned": "Take no task by phone.", "seen": "1"}).status_code == 303
    assert "Take no task by phone." in editor.get(f"/partnerships/kestrel-bay/lineage/{row.public_id}").text


def test_a_review_of_another_partnership_is_not_found(editor: Any, bay: Partnership) -> None:
    other = make_partnership(key="other", name="Other", payer=make_organization(name="Plan"))
    row = held(other)
    for path in ("", "/prepare", "/decision", "/sufficiency", "/worksheet/effort"):
        assert editor.get(f"{PAGE}/{row.public_id}{path}").status_code == 404
    assert editor.get(f"/partnerships/kestrel-bay/lineage/{row.public_id}").status_code == 404


def test_a_viewer_reads_everything_and_changes_nothing(viewer: Any, bay: Partnership) -> None:
    row = held(bay)
    for path in ("", "/sufficiency", "/worksheet/effort"):
        page = viewer.get(f"{PAGE}/{row.public_id}{path}")
        assert page.status_code == 200
        assert "<button" not in page.text.split("<main")[1].split("</main>")[0]
    for path in (
        "hold",
        "remove",
        "promise",
        "learned",
        "prepare",
        "decision",
        "sufficiency",
        "worksheet/effort",
    ):
        assert viewer.post(f"{PAGE}/{row.public_id}/{path}").status_code == 403
