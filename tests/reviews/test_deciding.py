"""The decision of a review: what it begins, what undoing it spares, and who may read it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.assessments.models import Assessment
from app.balance.models import Adjustment
from app.drafts.models import Amendment
from app.endings.models import Ending
from app.partnerships.models import Partnership, StageChange
from app.reviews.models import Review, ReviewAnswer
from tests.factories import THEN, make_organization, make_partnership
from tests.reviews.made import DECISION, PAGE, begun, held


def test_a_decision_begins_the_next_review_and_both_are_taken_back_together(
    editor: Any, bay: Partnership
) -> None:
    row = held(bay)
    url = f"{PAGE}/{row.public_id}"
    form = {**DECISION, "seen": "1", "next_on": "2027-02-20"}
    page = editor.post(f"{url}/decision", data=form, follow_redirects=True).text
    assert "Decided on November 20, 2026: renegotiate. It is looked at again on February 20, 2027." in page
    assert "Open the amendment" in page and "Move the partnership to renegotiating" in page
    after = Review.get(Review.due_on == date(2027, 2, 20))
    assert after.why == "To see what came of the decision of November 20, 2026: renegotiate"
    undo = page.split(f"{PAGE}/decision/undo/")[1].split('"')[0]
    answer = editor.post(f"{PAGE}/decision/undo/{undo}")
    assert (answer.status_code, answer.location) == (303, f"{url}#h-decision")
    assert [one.decision for one in Review.select()] == [""]
    assert "It is as it was." in editor.get(url).text, "the undo leads back to the review"


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


def _section(page: str) -> str:
    return page.split("What follows")[1].split("</section>")[0]


def test_what_follows_is_ticked_off_as_it_is_done(editor: Any, bay: Partnership) -> None:
    row = held(bay)
    url = f"{PAGE}/{row.public_id}"
    editor.post(f"{url}/decision", data={**DECISION, "seen": "1"})
    assert "Done." not in _section(editor.get(url).text)
    StageChange.create(
        partnership=bay, from_stage="pilot", to_stage="renegotiating", on=date(2026, 11, 23), reason="Talks"
    )
    amendment = Amendment.create(partnership=bay, review=row, number=2, created_at=THEN)
    shown = _section(editor.get(url).text)
    assert "Done. In this stage since November 23, 2026." in shown
    assert "Amendment 2 is being written." in shown and "Open the amendment" in shown
    Amendment.update(status="signed", signed_on=date(2026, 11, 24)).where(
        Amendment.id == amendment.id
    ).execute()
    shown = _section(editor.get(url).text)
    assert "Done. Amendment 2 was signed on November 24, 2026." in shown
    assert "Open the amendment" not in shown


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        ("small_correction", "Done. Noted, in force from November 22, 2026."),
        ("end_with_grace", "Done. Notice was given on November 21, 2026."),
        ("repeat_needs_assessment", "Done. Finished on November 23, 2026."),
    ],
)
def test_each_kind_of_step_knows_when_it_is_done(
    editor: Any, bay: Partnership, decision: str, told: str
) -> None:
    row = held(bay)
    url = f"{PAGE}/{row.public_id}"
    editor.post(f"{url}/decision", data={**DECISION, "decision": decision, "seen": "1"})
    Adjustment.create(partnership=bay, on=date(2026, 11, 1), what_changed="Of before", created_at=THEN)
    Ending.create(
        partnership=bay, given_on=date(2026, 11, 20), went_on_on=date(2026, 11, 20), created_at=THEN
    )
    assert "Done." not in _section(editor.get(url).text)
    Adjustment.create(partnership=bay, on=date(2026, 11, 22), what_changed="Calls at nine", created_at=THEN)
    Ending.create(partnership=bay, given_on=date(2026, 11, 21), created_at=THEN)
    Assessment.update(finished_on=date(2026, 11, 23)).execute()
    assert told in _section(editor.get(url).text)


def test_a_needs_assessment_is_asked_for_no_more_when_something_else_is_decided(
    editor: Any, bay: Partnership
) -> None:
    row = held(bay)
    url = f"{PAGE}/{row.public_id}/decision"
    needs = {**DECISION, "decision": "repeat_needs_assessment"}
    editor.post(url, data={**needs, "seen": "1"})
    editor.post(url, data={**DECISION, "seen": "2"})
    assert Assessment.select().count() == 0
    Assessment.create(
        partnership=bay, why="event", because="A leader left", asked_on=date(2026, 11, 1), created_at=THEN
    )
    editor.post(url, data={**needs, "seen": "3"})
    assert Assessment.get().because == "A leader left\nDecided in the review of November 20, 2026"
    editor.post(url, data={**DECISION, "seen": "4"})
    assert Assessment.get().because == "A leader left"


def test_who_decides_at_the_same_time_sees_what_was_decided(editor: Any, bay: Partnership) -> None:
    url = f"{PAGE}/{held(bay).public_id}/decision"
    editor.post(url, data={**DECISION, "seen": "1"})
    late = editor.post(url, data={**DECISION, "decision": "expand", "reasons": "More sites", "seen": "1"})
    assert late.status_code == 409 and "More sites" in late.text
    assert "Somebody saved “Renegotiate” since you opened it: The added tasks cost more" in late.text
