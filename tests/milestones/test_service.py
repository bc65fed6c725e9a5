"""Steps of a stage, reached or ahead."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.catalogue import catalogue
from app.core.actor import Actor
from app.core.errors import NotFound
from app.milestones.queries import get_milestone, list_milestones, milestones_due
from app.milestones.rules import Lead
from app.milestones.service import MilestoneFacts, complete_milestone, create_milestone, reopen_milestone
from tests.conftest import NOW
from tests.factories import make_partnership, make_person, make_user

TODAY = date(2026, 11, 24)


@pytest.fixture
def by(dana: Actor) -> dict[str, Any]:
    return {"actor": dana, "now": NOW}


def test_who_leads_a_step_is_one_of_the_catalogues_leads() -> None:
    assert {milestone.lead for milestone in catalogue().milestones} <= set(Lead)


def test_a_step_is_reached_once_and_can_be_reopened(database: str, by: dict[str, Any]) -> None:
    partnership = make_partnership()
    step = create_milestone(partnership, MilestoneFacts("pilot", "First visit", catalogue_id="PI01"), **by)
    done = complete_milestone(step, on=TODAY, evidence="Visit list", **by)
    complete_milestone(done, on=date(2026, 12, 1), **by)
    (row,) = list_milestones(partnership.id)
    assert (row.title, row.done_on) == ("First visit", TODAY)
    assert get_milestone(step.public_id).evidence == "Visit list"
    reopen_milestone(get_milestone(step.public_id), **by)
    assert list_milestones(partnership.id, open_only=True)[0].done_on is None
    with pytest.raises(NotFound):
        get_milestone("nothing")


def test_steps_are_listed_by_day_and_stage(database: str, by: dict[str, Any]) -> None:
    partnership = make_partnership()
    for stage, title, day in (
        ("pilot", "B", date(2026, 12, 2)),
        ("pilot", "A", TODAY),
        ("planning", "C", TODAY),
    ):
        create_milestone(partnership, MilestoneFacts(stage, title, due_on=day), **by)
    assert [row.title for row in list_milestones(partnership.id, stage="pilot")] == ["A", "B"]
    assert len(list_milestones(partnership.id, limit=2)) == 2


def test_reminders_get_steps_that_are_due_with_their_owner(database: str, by: dict[str, Any]) -> None:
    partnership, user = make_partnership(), make_user()
    person = make_person(partnership.provider, user=user)
    facts = MilestoneFacts("pilot", "Due", Lead.PROVIDER, TODAY, person.id)
    create_milestone(partnership, facts, **by)
    create_milestone(partnership, MilestoneFacts("pilot", "Reached", due_on=TODAY, done_on=TODAY), **by)
    create_milestone(partnership, MilestoneFacts("pilot", "Later", due_on=date(2027, 1, 1)), **by)
    (row,) = milestones_due(TODAY, TODAY, partnership_id=partnership.id)
    assert (row.title, row.owner_person_id, row.owner_user_id, row.side) == (
        "Due",
        person.id,
        user.id,
        "provider",
    )
    assert milestones_due(TODAY, date(2027, 1, 1))[1].title == "Later"
