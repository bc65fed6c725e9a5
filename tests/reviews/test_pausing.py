"""What follows when a review pauses enrollment: who is told, that care goes on, and when both look again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app.actions.models import Action
from app.actions.service import add_comment, complete_action
from app.core.actor import SYSTEM
from app.partnerships.models import Partnership
from app.reviews.models import Review
from app.reviews.rules.pausing import ABOUT, CARE, LOOK, PARTNER, REFERRERS, PauseFacts, pause_promises
from app.terms.service import set_terms
from tests.conftest import NOW
from tests.reviews.made import DECISION, PAGE, TODAY, held

LATER = NOW + timedelta(hours=1)
PAUSE = {**DECISION, "decision": "pause_enrollment", "reasons": "The team has no nurse for the valley."}


def pause(editor: Any, row: Review, **values: str) -> str:
    form = {**PAUSE, "seen": "1", **values}
    return editor.post(f"{PAGE}/{row.public_id}/decision", data=form, follow_redirects=True).text


def promises() -> dict[str, Action]:
    return {one.source_note: one for one in Action.select().order_by(Action.id)}


def follows(page: str) -> str:
    return page.split("What follows")[1].split("</section>")[0]


def test_a_pause_asks_that_everybody_is_told_that_care_goes_on_and_for_a_day_to_look_again(
    editor: Any, bay: Partnership
) -> None:
    page = pause(editor, held(bay))
    made = promises()
    assert tuple(made) == ABOUT
    assert made[PARTNER].text.startswith(f"Tell {bay.payer.name} in writing that new referrals pause")
    assert "care goes on as before for everybody enrolled" in made[CARE].text
    assert "no new referral is taken" in made[REFERRERS].text
    assert "looked at again" in made[LOOK].text
    assert {one.due_on for one in made.values()} == {date(2026, 11, 27), date(2026, 12, 5)}
    assert all(one.text in page for one in made.values())
    assert "Keep the promises of the pause" in follows(page)


def test_a_pause_with_a_day_to_look_again_begins_the_review_and_asks_for_no_other_day(
    editor: Any, bay: Partnership
) -> None:
    page = pause(editor, held(bay), next_on="2027-02-20")
    assert tuple(promises()) == (PARTNER, CARE, REFERRERS)
    assert Review.get(Review.due_on == date(2027, 2, 20)).why.endswith("pause enrollment")
    assert "Set for February 20, 2027." in follows(page)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "(the agreement in force names no pause, so agree on it in writing)"),
        (
            {"is_named": True, "notice_days": 30},
            "(the agreement asks for notice at least 30 days before the pause begins)",
        ),
        (
            {"is_named": True, "for_want_of_room": True},
            "(the agreement names a pause and no time for its notice, so ask first; if the team has no room, "
            "the agreement asks for word on the day it begins and ends)",
        ),
        (
            {"for_want_of_room": True},
            "(if the team has no room, the agreement asks for word on the day it begins and ends)",
        ),
    ],
)
def test_the_word_to_the_partner_says_what_the_agreement_asks_for(facts: dict[str, Any], said: str) -> None:
    found = pause_promises(PauseFacts("Ordway", date(2026, 11, 20), TODAY, **facts))
    assert found[0].text == (f"Tell Ordway in writing that new referrals pause, and from which day {said}")


def test_a_pause_noted_long_after_it_was_decided_asks_for_nothing_in_the_past() -> None:
    found = pause_promises(PauseFacts("Ordway", date(2026, 9, 1), TODAY))
    assert {one.due_on for one in found} == {TODAY}


def test_the_terms_of_a_pause_are_those_in_force(editor: Any, bay: Partnership) -> None:
    terms = {"S36.ways": ["at_term", "pause"], "S36.pause_notice_days": 45}
    set_terms(bay, terms, effective_on=date(2026, 1, 1), actor=SYSTEM, now=NOW)
    pause(editor, held(bay))
    assert "notice at least 45 days before" in promises()[PARTNER].text


def test_undoing_a_pause_takes_its_promises_back_save_those_somebody_worked_on(
    editor: Any, bay: Partnership
) -> None:
    page = pause(editor, held(bay))
    made = promises()
    complete_action(made[PARTNER], on=TODAY, actor=SYSTEM, now=LATER)
    add_comment(made[CARE], "Paul tells them on Monday", actor=SYSTEM, now=LATER)
    undo = page.split(f"{PAGE}/decision/undo/")[1].split('"')[0]
    shown = editor.post(f"{PAGE}/decision/undo/{undo}", follow_redirects=True).text
    assert "that part stays" in shown
    assert set(promises()) == {PARTNER, CARE}
    assert Review.get().decision == ""


def test_another_decision_takes_the_promises_of_a_pause_along_that_nobody_touched(
    editor: Any, bay: Partnership
) -> None:
    row = held(bay)
    pause(editor, row)
    complete_action(promises()[PARTNER], on=TODAY, actor=SYSTEM, now=LATER)
    editor.post(f"{PAGE}/{row.public_id}/decision", data={**DECISION, "seen": "2"})
    assert set(promises()) == {PARTNER}


def test_a_pause_that_is_saved_again_makes_no_promise_twice(editor: Any, bay: Partnership) -> None:
    row = held(bay)
    pause(editor, row)
    pause(editor, row, seen="2", reasons="Still no nurse.", next_on="2027-02-20")
    assert tuple(promises()) == (PARTNER, CARE, REFERRERS)
    assert Action.select().count() == 3


def test_what_follows_from_a_pause_is_done_when_its_promises_are_and_both_looked_again(
    editor: Any, bay: Partnership
) -> None:
    row = held(bay)
    page = pause(editor, row, next_on="2027-02-20")
    assert "3 of 3 promises are open." in follows(page)
    for one in promises().values():
        complete_action(one, on=date(2026, 11, 23), actor=SYSTEM, now=LATER)
    shown = follows(editor.get(f"{PAGE}/{row.public_id}").text)
    assert "Done. All 3 promises are kept." in shown
    Review.update(held_on=date(2026, 11, 24)).where(Review.due_on == date(2027, 2, 20)).execute()
    shown = follows(editor.get(f"{PAGE}/{row.public_id}").text)
    assert "Done. Looked at again on November 24, 2026." in shown
