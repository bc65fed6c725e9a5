"""A pause that is saved again: its promises follow, save those somebody works with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from app.actions.models import Action
from app.actions.service import add_comment, complete_action, reopen_action
from app.core.actor import SYSTEM
from app.meetings.models import MeetingAction
from app.partnerships.models import Partnership
from app.reviews.models import Review
from app.reviews.rules.pausing import ABOUT, PARTNER
from app.reviews.service import DecisionFacts, decide, take_decision_back
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
