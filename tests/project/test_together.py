"""Two people, or two clicks, at the same moment: nobody's work is written over unseen."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, time
from importlib import import_module
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest
from flask import Flask

from app.core.actor import SYSTEM
from app.core.db import BaseModel, connected
from app.core.errors import RuleViolation
from app.information.models import InformationItem
from app.meetings.models import Decision, DensePeriod, MeetingSeries, MinutesProposal
from app.meetings.service import accept_dense_offer, create_series_from_proposals, take_decision
from app.milestones.models import Milestone
from app.outreach.models import Activity, Champion, Material, Site, Strategy, Training
from app.outreach.queries import method
from app.outreach.service import choose_strategy
from app.partnerships import service as partnerships
from app.partnerships.models import Partnership, StageChange
from app.people.models import CultureProfile
from app.relationship.models import Concern, DecisionRequest, UrgentQuestion
from app.stages.service import plan_stage
from tests.conftest import NOW, SignedIn
from tests.factories import THEN, make_action, make_meeting, make_partnership, make_person

Edited = tuple[BaseModel, str, dict[str, str], dict[str, str]]  # row, address, what is right, what is wrong


def an_action() -> Edited:
    row = make_action(make_partnership())
    return row, f"/actions/{row.public_id}", {"text": "Mine", "side": "provider"}, {"text": ""}


def a_person() -> Edited:
    row = make_person(make_partnership().payer)
    return row, f"/people/{row.public_id}", {"name": "Mine"}, {"name": ""}


def an_organization() -> Edited:
    row = make_partnership().payer
    return row, f"/organizations/{row.public_id}", {"name": "Mine", "role": "payer"}, {"name": ""}


def a_partnership() -> Edited:
    row = make_partnership()
    return row, f"/partnerships/{row.key}", {"name": "Mine"}, {"name": ""}


def a_stage() -> Edited:
    row = make_partnership()
    right = {"to_stage": "sustained", "on": "2026-11-01", "reason": "It works."}
    return row, f"/partnerships/{row.key}/stage", right, {"reason": ""}


def a_meeting() -> Edited:
    row = make_meeting(make_partnership())
    right = {
        "kind": "operations",
        "on": "2026-12-02",
        "starts_at": "14:00",
        "minutes": "60",
        "mode": "video",
    }
    return row, f"/meetings/{row.public_id}", right, {"on": ""}


COMMON = {"created_at": THEN}
TODAY = date(2026, 11, 24)


def a_series() -> Edited:
    home = {"partnership": make_partnership(), "kind": "operations", "first_on": date(2026, 12, 1)}
    when = {"rhythm": "weeks", "interval": 4, "starts_at": time(14), "minutes": 60, "mode": "video"}
    row = MeetingSeries.create(**COMMON, **home, **when)
    right = {"rhythm": "weeks", "interval": "4", "first_on": "2026-12-01", "starts_at": "15:00"}
    right |= {"minutes": "60", "mode": "video", "holidays": "move"}
    return row, f"/series/{row.public_id}", right, {"minutes": ""}


def a_milestone() -> Edited:
    row = Milestone.create(
        **COMMON, partnership=make_partnership(), stage="pilot", title="First look", lead="joint"
    )
    right = {"title": "Mine", "stage": "pilot", "lead": "joint", "due_on": "2026-12-01"}
    return row, f"/milestones/{row.public_id}", right, {"title": ""}


def what_shows_a_milestone() -> Edited:
    row, address, *_ = a_milestone()
    return row, f"{address}/note", {"on": "2026-11-20", "evidence": "Mine"}, {"on": ""}


def a_concern() -> Edited:
    row = Concern.create(
        **COMMON,
        partnership=make_partnership(),
        opened_on=TODAY,
        raised_by_side="payer",
        area="data",
        text="x",
    )
    right = {"text": "Mine", "opened_on": "2026-11-24", "raised_by_side": "payer", "area": "data"}
    return row, f"/concerns/{row.public_id}", right, {"text": ""}


def a_talk() -> Edited:
    row, address, *_ = a_concern()
    return row, f"{address}/talk", {"effect": "Mine"}, {"effect": "x" * 6000}


def a_settlement() -> Edited:
    row, address, *_ = a_concern()
    right = {"resolution": "Mine", "resolved_on": "2026-11-24"}
    return row, f"{address}/settle", right, {"resolution": ""}


def an_urgent_question() -> Edited:
    row = UrgentQuestion.create(
        **COMMON, partnership=make_partnership(), asked_on=TODAY, asked_by_side="payer", kind="medicine"
    )
    p = row.public_id[:8]
    right = {f"{p}_asked_on": "2026-11-20", f"{p}_asked_by_side": "payer", f"{p}_kind": "medicine"}
    return row, f"/urgent-questions/{row.public_id}", right, {f"{p}_asked_on": ""}


def a_decision_request() -> Edited:
    row = DecisionRequest.create(
        **COMMON, partnership=make_partnership(), asked_on=TODAY, question="x", side="payer"
    )
    p = row.public_id[:8]
    right = {f"{p}_asked_on": "2026-11-20", f"{p}_question": "Mine", f"{p}_side": "payer"}
    return row, f"/decision-requests/{row.public_id}", right, {f"{p}_question": ""}


def a_culture() -> Edited:
    plan = make_partnership().payer
    row = CultureProfile.create(**COMMON, organization=plan)
    right = {"structure_note": "Mine"}
    return row, f"/organizations/{plan.public_id}/culture", right, {"structure_note": "x" * 6000}


def an_answer() -> Edited:
    row = InformationItem.create(partnership=make_partnership(), item="IP1", status="asked")
    right = {"status": "not_available"}
    return row, f"/partnerships/{row.partnership.key}/information/items/IP1", right, {"status": ""}


def of_referrals(model: type[BaseModel], part: str, right: dict[str, str], **values: Any) -> Edited:
    row = model.create(**COMMON, partnership=make_partnership(), **values)
    address = f"/partnerships/{row.partnership.key}/referrals/{part}/{row.public_id}"
    return row, address, right, dict.fromkeys(right, "x" * 6000)


def a_strategy() -> Edited:
    right = {"title": "Mine", "side": "payer", "status": "active"}
    return of_referrals(Strategy, "strategies", right, title="x", side="payer")


def a_site() -> Edited:
    right = {"name": "Mine", "tie": "weak", "no_visit_reason": "They move."}
    return of_referrals(Site, "sites", right, name="x")


def an_activity() -> Edited:
    right = {"on": "2026-11-20", "kind": "call", "led_by": "provider"}
    return of_referrals(Activity, "activities", right, on=TODAY, kind="call")


def a_champion() -> Edited:
    right = {"organization": "Mine", "function": "Director", "side": "payer", "role": "medical_director"}
    book = method()
    right |= {"side": book.champion_sides[0][0], "role": book.champion_roles[0][0]}
    return of_referrals(
        Champion, "champions", right, organization="x", function="x", side=right["side"], role=right["role"]
    )


def a_piece_of_material() -> Edited:
    book = method()
    right = {"title": "Mine", "language": "English", "kind": book.material_kinds[0][0]}
    right |= {"audience": book.material_audiences[0][0]}
    return of_referrals(
        Material, "material", right, title="x", kind=right["kind"], audience=right["audience"]
    )


def a_training() -> Edited:
    right = {"own_topic": "Mine", "audience": "our_staff"}
    return of_referrals(Training, "training", right, topic="x", audience="our_staff")


EDITORS = (
    *(an_action, a_person, an_organization, a_partnership, a_stage, a_meeting, a_series, a_milestone),
    *(what_shows_a_milestone, a_concern, a_talk, a_settlement, an_urgent_question, a_decision_request),
    *(a_culture, an_answer, a_strategy, a_site, an_activity, a_champion, a_piece_of_material, a_training),
)


@pytest.mark.parametrize("make", EDITORS, ids=lambda m: m.__name__)
def test_a_mistake_in_between_does_not_hide_that_somebody_saved(
    app: Flask, editor: SignedIn, make: Callable[[], Edited]
) -> None:
    """The form that comes back still knows which version the person had opened."""
    row, address, right, wrong = make()
    type(row).update(version=2).execute()  # somebody else saves meanwhile
    again = editor.post(address, data={**right, **wrong, "seen": "1"})
    assert again.status_code == 422
    form = next(one for one in re.findall(r"<form.*?</form>", again.text, re.S) if f'"{address}"' in one)
    shown = re.search(r'name="seen" value="(\d*)"', form)
    assert shown is not None
    answer = editor.post(address, data={**right, "seen": shown[1]})
    assert answer.status_code == 409
    assert type(row).get_by_id(row.get_id()).version == 2


def test_the_second_of_two_who_begin_the_same_partnership_is_told(
    app: Flask, editor: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = make_partnership(key="twins", name="Twins")
    monkeypatch.setattr(partnerships, "_taken_keys", set)  # it was not there a moment ago
    answer = editor.post(
        "/partnerships",
        data={
            "name": "Twins",
            "payer": there.payer.public_id,
            "provider": there.provider.public_id,
            "stage": "pilot",
            "stage_since": "2026-11-01",
        },
    )
    assert answer.status_code == 409
    assert "Somebody saved the same thing" in answer.text
    assert Partnership.select().count() == 1


class Slow:
    """A look at what is there after which its one caller waits for the other, if that one can look too."""

    def __init__(self, look: Callable[..., Any]) -> None:
        self.look, self.both = look, Barrier(2)

    def __call__(self, *args: Any, **options: Any) -> Any:
        found = self.look(*args, **options)
        with suppress(BrokenBarrierError):
            self.both.wait(0.5)
        return found


def stage_milestones(partnership: Partnership) -> None:
    plan_stage(partnership, {"PI01": TODAY}, actor=SYSTEM, now=NOW)


def a_known_strategy(partnership: Partnership) -> None:
    choose_strategy(partnership, "RV5", actor=SYSTEM, now=NOW)


def usual_meetings(partnership: Partnership) -> None:
    create_series_from_proposals(partnership, ["operations"], TODAY, actor=SYSTEM, now=NOW, today=TODAY)


def a_denser_time(partnership: Partnership) -> None:
    accept_dense_offer(partnership, actor=SYSTEM, now=NOW, today=TODAY)


def a_returned_decision(partnership: Partnership) -> None:
    proposal = MinutesProposal.get()
    take_decision(proposal.meeting.public_id, proposal.id, "We meet.", "Both", actor=SYSTEM, now=NOW)


@pytest.mark.parametrize(
    ("do", "look", "made"),
    [
        (stage_milestones, "app.milestones.service.proposals.on_the_plan", Milestone),
        (a_known_strategy, "app.outreach.service.plan.chosen_ids", Strategy),
        (usual_meetings, "app.meetings.service.begun.propose_series", MeetingSeries),
        (a_denser_time, "app.meetings.service.plan.dense_offer", DensePeriod),
        (a_returned_decision, "app.meetings.service.proposals._open", Decision),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_what_two_begin_in_the_same_instant_is_there_once(
    database: str, monkeypatch: pytest.MonkeyPatch, do: Callable[[Partnership], None], look: str, made: Any
) -> None:
    partnership = make_partnership(stage_since=date(2026, 11, 2))
    home = {"partnership": partnership, "to_stage": "pilot", "on": date(2026, 11, 2)}
    StageChange.create(**home)
    MinutesProposal.create(**COMMON, meeting=make_meeting(partnership), kind="decision", text="We meet.")
    monkeypatch.setattr(look, Slow(standing_at(look)))

    def one() -> None:
        with connected(), suppress(RuleViolation):  # the second is told, or has nothing left to do
            do(partnership)

    two = [Thread(target=one) for _ in range(2)]
    for thread in two:
        thread.start()
    for thread in two:
        thread.join()
    assert made.select().count() == 1


def standing_at(path: str) -> Callable[..., Any]:
    """What stands at a dotted path."""
    module, _, name = path.rpartition(".")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found
