"""The page of an end: where it stands, what is asked, and what is typed is never lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.actions.models import Action
from app.core.history import History
from app.endings.models import Ending, EndingAnswer, HandOver
from app.information.models import Lesson
from app.partnerships.models import Partnership
from app.people.models import Person
from app.terms.models import Term
from tests.counting import count_statements
from tests.endings.made import NOTICE, TODAY, lead_of, noticed, signed
from tests.factories import make_partnership, make_person

PAGE = "/partnerships/kestrel/ending"
FORM = {
    "given_on": "2026-11-20",
    "given_by": "provider",
    "reason": "payment_too_low",
    "also": ["relationship"],
    "note": "Half <i>typed</i>",
    "to_hand_on": "12",
}


@pytest.fixture
def partnership(database: str) -> Partnership:
    """In its pilot, with terms and people."""
    return signed()


def test_before_a_notice_the_page_asks_and_says_what_an_end_would_mean(
    viewer: Any, partnership: Partnership
) -> None:
    page = viewer.get(PAGE).text
    assert "No notice was given. The term ends December 31, 2027" in page
    assert "the last day to give notice before it is October 2, 2027" in page
    assert "The agreement would end on February 22, 2027." in page
    assert "What would have to change for us to go on?" in page
    assert "is for counsel" in page
    assert '<form method="post" action="/partnerships' not in page


def test_notice_is_noted_and_its_page_opens_with_where_it_stands(
    editor: Any, partnership: Partnership
) -> None:
    assert editor.post(f"{PAGE}/notice", data=FORM).status_code == 303
    page = editor.get(PAGE).text
    assert (
        "Notice was given November 20, 2026; the last day of service is February 18, 2027; "
        "12 patients to hand on." in page
    )
    assert "Payment too low; Relationship" in page
    assert "Half &lt;i&gt;typed&lt;/i&gt;" in page
    for link in ("/partnerships/kestrel", "/partnerships/kestrel/reviews", "/partnerships/kestrel/stage"):
        assert PAGE in editor.get(link).text
    assert "wind-down calendar" in editor.get("/actions?key=kestrel").text


def test_a_late_step_stands_on_top_and_is_ticked_there(editor: Any, partnership: Partnership) -> None:
    noticed(partnership, NOTICE.__class__(date(2026, 11, 10), "payer", "other"))
    page = editor.get(PAGE).text
    assert "2 steps are late" in page
    assert page.index("Late</h3>") < page.index("Tell our staff") < page.index("Last day of enrollment<")
    action = page.split("/complete")[0].rsplit("/", 1)[1]
    done = editor.post(f"/actions/{action}/complete", data={"next": PAGE})
    assert (done.status_code, done.headers["Location"]) == (303, PAGE)
    assert "one step is late" in editor.get(PAGE).text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("given_on", "", "Enter the day on which notice was given."),
        ("given_on", "2026-11-25", "Enter the day once notice was given"),
        ("given_on", "2024-12-31", "The agreement began January 1, 2025."),
        ("given_by", "", "Choose who gave notice."),
        ("reason", "", "Choose the main reason."),
        ("reason", "x", "Choose one of the answers in the list."),
        ("last_service_on", "2026-11-19", "The last day of service cannot be earlier."),
        ("to_hand_on", "a dozen", "Enter a whole number"),
    ],
)
def test_a_mistake_in_a_notice_keeps_what_was_typed(
    editor: Any, partnership: Partnership, field: str, value: str, sentence: str
) -> None:
    answer = editor.post(f"{PAGE}/notice", data={**FORM, field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Half &lt;i&gt;typed&lt;/i&gt;" in answer.text
    assert Ending.select().count() == 0


def test_a_number_that_is_noted_is_not_erased_by_an_empty_box(editor: Any, partnership: Partnership) -> None:
    noticed(partnership)
    answer = editor.post(f"{PAGE}/notice", data={**FORM, "to_hand_on": "", "seen": "1"})
    assert answer.status_code == 422
    assert "12 is recorded. Enter a number; 0 is one too." in answer.text
    assert Ending.get().to_hand_on == 12


def test_a_page_that_was_open_too_long_is_told_so(editor: Any, partnership: Partnership) -> None:
    noticed(partnership)
    assert editor.post(f"{PAGE}/notice", data={**FORM, "note": "A", "seen": "1"}).status_code == 303
    late = editor.post(f"{PAGE}/notice", data={**FORM, "note": "B", "seen": "1"})
    assert late.status_code == 409
    assert "B" in late.text
    step = {"on": "2026-11-26", "owner": "", "why": "", "done_on": "", "seen": "1", "seen_action": "1"}
    assert editor.post(f"{PAGE}/steps/tell_team", data=step).status_code == 303
    late = editor.post(f"{PAGE}/steps/tell_team", data={**step, "on": "2026-11-25"})
    assert late.status_code == 409
    assert editor.post(f"{PAGE}/go-on", data={"because": "x", "seen": "1"}).status_code == 409


@pytest.mark.parametrize(
    ("step", "field", "value", "sentence"),
    [
        ("tell_team", "on", "", "Enter a day for this step."),
        ("tell_team", "on", "2026-11-19", "Notice was given November 20, 2026."),
        ("last_service", "on", "2026-12-01", "cannot come before it"),
        ("last_enrollment", "on", "2027-03-01", "cannot come after it"),
        ("tell_team", "done_on", "2026-12-01", "cannot be done yet"),
        ("tell_team", "owner", "stranger", "Choose one of the answers in the list."),
    ],
)
def test_a_mistake_in_a_step_keeps_what_was_typed(
    editor: Any, partnership: Partnership, step: str, field: str, value: str, sentence: str
) -> None:
    noticed(partnership)
    sent = {"on": "2026-12-20", "owner": lead_of(partnership).public_id, "why": "Half typed", "done_on": ""}
    if field == "owner":
        value = make_person(make_partnership().payer).public_id
    answer = editor.post(f"{PAGE}/steps/{step}", data={**sent, field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Half typed" in answer.text


def test_a_notice_that_somebody_else_recorded_meanwhile_is_not_written_over(
    editor: Any, partnership: Partnership
) -> None:
    noticed(partnership)
    answer = editor.post(f"{PAGE}/notice", data=FORM)
    assert answer.status_code == 422
    assert "Somebody recorded a notice a moment ago." in answer.text
    assert "Half &lt;i&gt;typed&lt;/i&gt;" in answer.text
    assert Ending.get().note == "Ours alone."
    Ending.update(went_on_on=TODAY).execute()
    gone = editor.post(f"{PAGE}/notice", data={**FORM, "seen": "1"})
    assert gone.status_code == 422
    assert "Somebody took the notice back a moment ago." in gone.text


def test_another_last_day_of_service_moves_the_others_along(editor: Any, partnership: Partnership) -> None:
    noticed(partnership)
    sent = {"on": "2027-03-31", "owner": "", "why": "To hand everybody on.", "done_on": ""}
    answer = editor.post(f"{PAGE}/steps/last_service", data=sent)
    assert answer.status_code == 303
    page = editor.get(PAGE).text
    assert "The step is saved. 6 days that hang on it moved along." in page
    assert "the last day of service is March 31, 2027" in page
    assert "To hand everybody on." in page and "worked out: Feb 18, 2027" in page


def test_the_six_questions_are_answered_with_who_sees_to_it(editor: Any, partnership: Partnership) -> None:
    lead = lead_of(partnership)
    sent = {
        "answer-RQ-X2": "Yes, until handed on.",
        "state-RQ-X2": "watch",
        "who-RQ-X2": lead.public_id,
        "seen-RQ-X2": "0",
    }
    assert editor.post(f"{PAGE}/questions", data=sent).status_code == 303
    row = EndingAnswer.get()
    assert (row.question, row.state, row.who_id) == ("RQ-X2", "watch", lead.id)
    wrong = editor.post(f"{PAGE}/questions", data={**sent, "state-RQ-X2": "", "seen-RQ-X2": "1"})
    assert wrong.status_code == 422
    assert "Choose how it stands." in wrong.text and "Yes, until handed on." in wrong.text


def test_an_answer_saved_meanwhile_stands_beside_what_was_typed(
    editor: Any, partnership: Partnership
) -> None:
    lead = lead_of(partnership)
    EndingAnswer.create(partnership=partnership, question="RQ-X2", answer="Yes.", who=lead, state="watch")
    sent = {"answer-RQ-X2": "No.", "state-RQ-X2": "fine", "seen-RQ-X2": "0"}
    sent |= {"answer-RQ-X4": "The last bill.", "state-RQ-X4": "watch", "seen-RQ-X4": "0"}
    clash = editor.post(f"{PAGE}/questions", data=sent)
    assert clash.status_code == 409
    assert "Saved meanwhile: Watch, Ana Ruiz, “Yes.”" in clash.text
    assert "No.</textarea>" in clash.text and "The last bill.</textarea>" in clash.text
    assert EndingAnswer.get().answer == "Yes."
    assert editor.post(f"{PAGE}/questions", data={**sent, "seen-RQ-X2": "1"}).status_code == 303
    assert {one.answer for one in EndingAnswer.select()} == {"No.", "The last bill."}


def test_whoever_sees_to_it_keeps_it_after_they_left(editor: Any, partnership: Partnership) -> None:
    noticed(partnership)
    lead = lead_of(partnership)
    EndingAnswer.create(partnership=partnership, question="RQ-X2", answer="Yes.", who=lead, state="fine")
    Person.update(left_on=date(2026, 11, 23)).where(Person.id == lead.id).execute()
    who = {"who-RQ-X2": lead.public_id, "seen-RQ-X2": "1"}
    editor.post(f"{PAGE}/questions", data={"answer-RQ-X2": "Yes, all.", "state-RQ-X2": "fine", **who})
    row = EndingAnswer.get()
    assert (row.answer, row.who_id) == ("Yes, all.", lead.id)
    step = {"on": "2026-11-26", "owner": lead.public_id, "why": "Sooner."}
    assert editor.post(f"{PAGE}/steps/tell_team", data=step).status_code == 303
    assert Action.get(Action.due_on == date(2026, 11, 26)).owner_id == lead.id


def test_an_end_before_a_new_beginning_stands_among_the_earlier_ones(
    editor: Any, partnership: Partnership
) -> None:
    noticed(partnership)
    Partnership.update(notice_given_on=None).execute()
    page = editor.get(PAGE).text
    assert "Notice of November 20, 2026. The partnership ended, and began anew later." in page
    assert "We end: record the notice" in page


def test_a_week_is_counted_corrected_and_taken_back(editor: Any, partnership: Partnership) -> None:
    noticed(partnership)
    week = {"week_on": "2026-11-24", "patients": "3"}
    assert editor.post(f"{PAGE}/hand-over", data=week).status_code == 303
    page = editor.get(PAGE).text
    assert "3 of 12 handed on" in page and "9 patients to hand on" in page
    assert "has 3 already. Correct it in the list." in editor.post(f"{PAGE}/hand-over", data=week).text
    too_many = editor.post(f"{PAGE}/hand-over", data={**week, "patients": "13", "seen": "1"})
    assert too_many.status_code == 422
    assert "Enter at most 12" in too_many.text
    assert editor.post(f"{PAGE}/hand-over", data={**week, "patients": "4", "seen": "1"}).status_code == 303
    assert HandOver.get().patients == 4


def test_going_on_asks_why_and_can_be_undone(editor: Any, partnership: Partnership) -> None:
    noticed(partnership)
    assert "Write in a sentence why you go on." in editor.post(f"{PAGE}/go-on", data={"seen": "1"}).text
    editor.post(f"{PAGE}/go-on", data={"because": "The rate goes up.", "seen": "1"})
    page = editor.get(PAGE).text
    assert "Notice of November 20, 2026, taken back November 24, 2026." in page
    timeline = editor.get("/partnerships/kestrel/timeline").text
    assert "Notice given" in timeline and "The rate goes up." in timeline
    assert "Notice taken back" in timeline and "An end was looked at" not in timeline
    undo = page.split("/undo/")[1].split('"')[0]
    assert editor.post(f"{PAGE}/undo/{undo}").status_code == 303
    assert "Notice was given November 20, 2026" in editor.get(PAGE).text
    assert editor.post(f"{PAGE}/undo/{undo}").status_code == 404


def test_lessons_of_each_side_are_kept_shared_and_taken_back(editor: Any, partnership: Partnership) -> None:
    noticed(partnership)
    sent = {"side": "payer", "about": "worked", "text": "We met each month.", "learned_on": "2026-11-20"}
    editor.post(f"{PAGE}/lessons", data=sent)
    row = Lesson.get()
    assert (row.side, row.about, row.shared) == ("payer", "worked", False)
    editor.post(f"{PAGE}/lessons/{row.public_id}/share")
    assert "in the note of both sides" in editor.get(PAGE).text
    assert "We met each month." in editor.get("/partnerships/kestrel/information").text
    editor.post(f"{PAGE}/lessons/{row.public_id}/remove")
    assert "We met each month." not in editor.get(PAGE).text
    editor.post(f"{PAGE}/lessons/{row.public_id}/restore")
    assert "We met each month." in editor.get(PAGE).text
    ahead = editor.post(f"{PAGE}/lessons", data={**sent, "text": "Half typed", "learned_on": "2026-12-01"})
    assert ahead.status_code == 422
    assert "Half typed" in ahead.text


def test_before_an_agreement_there_is_nothing_to_give_notice_of(editor: Any, database: str) -> None:
    make_partnership(key="kestrel", stage="planning")
    assert "We end: move it to its last stage" in editor.get(PAGE).text
    page = editor.get(f"{PAGE}/notice").text
    assert "No agreement is signed" in page and "Record it" not in page
    assert editor.post(f"{PAGE}/notice", data=FORM).status_code == 422
    assert Ending.select().count() == 0


def test_a_patient_in_a_note_is_asked_about(editor: Any, partnership: Partnership) -> None:
    answer = editor.post(f"{PAGE}/notice", data={**FORM, "note": "Mrs. Alvarez, DOB 3/4/1941, is worried"})
    assert answer.status_code == 422
    assert Ending.select().count() == 0


def test_after_the_end_the_page_says_when_to_talk_again(editor: Any, partnership: Partnership) -> None:
    noticed(partnership)
    assert editor.post(f"{PAGE}/again", data={"again_on": "", "seen_again": ""}).status_code == 422
    sent = {"again_on": "2027-10-01", "seen_again": ""}
    assert editor.post(f"{PAGE}/again", data=sent).status_code == 303
    Partnership.update(stage="ended", stage_since=date(2026, 11, 23)).execute()
    page = editor.get(PAGE).text
    assert "the last day of service is February 18, 2027; 12 patients to hand on." in page
    assert "You may talk again on October 1, 2027." in page
    assert "Take the notice back" not in page
    assert "A reminder comes on that day." in page
    assert "How it ended, and what was learned" in editor.get("/partnerships/kestrel").text
    Term.update(value="2026-11-01").where(Term.key == "S36.recontact_date").execute()
    page = editor.get(PAGE).text
    assert "That day has come: talk, or set another one." in page and "A reminder comes" not in page


def test_whoever_may_only_look_is_offered_nothing_to_press(viewer: Any, partnership: Partnership) -> None:
    noticed(partnership)
    page = viewer.get(PAGE).text
    assert "Tell our staff" in page
    for words in (
        "Save the answers",
        "Keep the count",
        "Keep the lesson",
        "Save the day",
        "Record that you go on",
    ):
        assert words not in page
    assert viewer.get(f"{PAGE}/notice").status_code == 403
    for address in (
        "notice",
        "questions",
        "steps/data",
        "hand-over",
        "again",
        "letter",
        "go-on",
        "lessons",
        "undo/x",
    ):
        assert viewer.post(f"{PAGE}/{address}").status_code == 403


def test_a_stranger_is_asked_to_sign_in(client: Any, partnership: Partnership) -> None:
    assert client.get(PAGE).status_code == 303


def test_what_is_not_there_is_not_found(editor: Any, partnership: Partnership) -> None:
    assert editor.get("/partnerships/none/ending").status_code == 404
    assert editor.get(f"{PAGE}/steps/last_service").status_code == 404
    noticed(partnership)
    assert editor.get(f"{PAGE}/steps/nothing").status_code == 404
    assert editor.get("/partnerships/kestrel/ending.docx?of=nothing").status_code == 422


def test_the_page_asks_few_questions_of_the_database(viewer: Any, partnership: Partnership) -> None:
    noticed(partnership)
    with count_statements() as counter:
        viewer.get(PAGE)
    assert counter.count <= 12


def test_every_change_stands_in_the_history(editor: Any, partnership: Partnership) -> None:
    editor.post(f"{PAGE}/notice", data=FORM)
    told = {(one.entity, one.verb) for one in History.select()}
    assert {("ending", "create"), ("ending_step", "create"), ("partnership", "change")} <= told
    step = {"on": "2026-11-26", "owner": "", "why": "Sooner."}
    answer = {"answer-RQ-X2": "Yes.", "state-RQ-X2": "fine", "seen-RQ-X2": "0"}
    for address, sent, row in (
        ("steps/tell_team", step, ("ending_step", "change")),
        ("steps/tell_team", step, ("action", "change")),
        ("questions", answer, ("ending_answer", "create")),
        ("questions", {**answer, "answer-RQ-X2": "No.", "seen-RQ-X2": "1"}, ("ending_answer", "change")),
        ("hand-over", {"week_on": "2026-11-24", "patients": "3"}, ("hand_over", "create")),
        ("hand-over", {"week_on": "2026-11-24", "patients": "4", "seen": "1"}, ("hand_over", "change")),
        ("again", {"again_on": "2027-10-01", "seen_again": ""}, ("term", "create")),
        ("go-on", {"because": "The rate goes up.", "seen": "1"}, ("ending", "change")),
    ):
        assert editor.post(f"{PAGE}/{address}", data=sent).status_code == 303, address
        assert row in {(one.entity, one.verb) for one in History.select()}, row
