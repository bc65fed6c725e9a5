"""A pause that is saved again: its promises follow, save those somebody works with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from app.actions.models import Action
from app.actions.service import add_comment, complete_action, reopen_action
from app.core.actor import SYSTEM
from app.core.history import change
from app.core.text import folded
from app.meetings.models import MeetingAction
from app.partnerships.models import Partnership
from app.people.models import Organization
from app.reviews.models import Review
from app.reviews.rules.pausing import ABOUT, CARE, LOOK, PARTNER, REFERRERS
from app.reviews.service import DecisionFacts, decide, take_decision_back
from app.terms.service import set_terms
from tests.conftest import NOW
from tests.factories import make_meeting
from tests.reviews.made import TODAY, held

LATER = NOW + timedelta(minutes=30)
DECIDED = date(2026, 11, 20)


def decided(
    row: Review,
    at: datetime = NOW,
    on: date = DECIDED,
    what: str = "pause_enrollment",
    why: str = "No nurse.",
) -> str:
    """Saves the decision at a moment; answers the id of the undo."""
    facts = DecisionFacts(what, on, "Ines", why, None)
    seen = Review.get_by_id(row.id)
    return decide(seen, facts, seen=seen.version, actor=SYSTEM, now=at, today=at.date())


def promises() -> dict[str, Action]:
    return {one.source_note: one for one in Action.select().order_by(Action.id)}


def test_a_corrected_day_moves_the_promises_that_nobody_works_with(bay: Partnership) -> None:
    row = held(bay)
    decided(row)
    before = promises()
    complete_action(before[CARE], on=TODAY, actor=SYSTEM, now=LATER)
    add_comment(before[REFERRERS], "Ana calls them", actor=SYSTEM, now=LATER)
    decided(row, NOW + timedelta(hours=1), on=date(2026, 11, 23))
    after = promises()
    assert {name: one.due_on for name, one in after.items()} == {
        PARTNER: date(2026, 11, 30),
        CARE: date(2026, 11, 27),
        REFERRERS: date(2026, 11, 27),
        LOOK: date(2026, 12, 8),
    }
    assert after[PARTNER].id == before[PARTNER].id
    assert (after[PARTNER].first_due_on, after[PARTNER].moved_times) == (date(2026, 11, 30), 0)


def test_the_words_follow_the_name_of_the_partner_and_the_terms_and_undo_gives_the_old_ones_back(
    bay: Partnership,
) -> None:
    row = held(bay)
    decided(row)
    old = promises()[PARTNER].text
    Organization.update(name="Ordway Plan").where(Organization.id == bay.payer_id).execute()
    terms = {"S36.ways": ["at_term", "pause"], "S36.pause_notice_days": 45}
    set_terms(bay, terms, effective_on=date(2026, 1, 1), actor=SYSTEM, now=LATER)
    undo = decided(row, NOW + timedelta(hours=1))
    now_told = promises()[PARTNER]
    assert now_told.text.startswith("Tell Ordway Plan in writing")
    assert "notice at least 45 days before" in now_told.text
    assert now_told.folded == folded(now_told.text)
    take_decision_back(bay, undo, actor=SYSTEM, now=NOW + timedelta(hours=2))
    assert promises()[PARTNER].text == old


def test_what_only_decisions_and_their_undo_changed_is_worked_with_by_nobody(bay: Partnership) -> None:
    row = held(bay)
    decided(row)
    undo = decided(row, NOW + timedelta(hours=1), on=date(2026, 11, 23))
    take_decision_back(bay, undo, actor=SYSTEM, now=NOW + timedelta(hours=2))
    assert promises()[PARTNER].due_on == date(2026, 11, 27)
    decided(row, NOW + timedelta(hours=3), on=date(2026, 11, 22))
    assert promises()[PARTNER].due_on == date(2026, 11, 29)
    change(promises()[CARE], actor=SYSTEM, now=NOW + timedelta(hours=4), private=True)
    decided(row, NOW + timedelta(hours=5), what="renegotiate")
    assert set(promises()) == {CARE}


def test_a_late_promise_stays_late_when_the_decision_is_saved_again(bay: Partnership) -> None:
    row = held(bay)
    decided(row)
    decided(row, NOW + timedelta(days=20), on=date(2026, 11, 21), why="Still no nurse.")
    assert promises()[PARTNER].due_on == date(2026, 11, 27)


def test_a_pause_saved_again_with_nothing_new_changes_no_promise(bay: Partnership) -> None:
    row = held(bay)
    decided(row)
    decided(row, NOW + timedelta(hours=1), why="Still no nurse.")
    assert {one.version for one in promises().values()} == {1}


def comment(one: Action) -> None:
    add_comment(one, "Paul tells them on Monday", actor=SYSTEM, now=LATER)


def complete_and_reopen(one: Action) -> None:
    reopen_action(complete_action(one, on=TODAY, actor=SYSTEM, now=LATER), actor=SYSTEM, now=LATER)


def take_into_minutes(one: Action) -> None:
    MeetingAction.create(meeting=make_meeting(one.partnership), action=one)


@pytest.mark.parametrize("touch", [comment, complete_and_reopen, take_into_minutes])
@pytest.mark.parametrize("way", ["undo", "another decision"])
def test_undo_and_another_decision_leave_the_same_promise_to_who_works_with_it(
    bay: Partnership, touch: Callable[[Action], None], way: str
) -> None:
    row = held(bay)
    undo = decided(row)
    assert tuple(promises()) == ABOUT
    touch(promises()[PARTNER])
    if way == "undo":
        take_decision_back(bay, undo, actor=SYSTEM, now=NOW + timedelta(hours=1))
    else:
        decided(row, NOW + timedelta(hours=1), what="renegotiate")
    assert set(promises()) == {PARTNER}
