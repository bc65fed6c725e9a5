"""Stages left with their gate, entered with their milestones, taken back and corrected."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.core.actor import Actor
from app.core.errors import Conflict, NotFound, RuleViolation
from app.core.history import History
from app.milestones.models import Milestone
from app.milestones.queries import followers
from app.milestones.service import MilestoneFacts as Facts
from app.milestones.service import complete_milestone, drop_milestone, take_back_shift, update_milestone
from app.partnerships.models import Partnership, StageChange
from app.partnerships.queries import get_by_key, possible_stages, stage_began, stage_changes
from app.stages.models import GateAnswer, StageExit
from app.stages.queries import course, open_steps, proposals_for, questions_for
from app.stages.service import (
    Reply,
    answer_questions,
    correct_day,
    leave_stage,
    plan_stage,
    take_back_correction,
    take_back_move,
)
from tests.conftest import NOW
from tests.factories import make_partnership
from tests.stages.conftest import stage_row

TODAY = date(2026, 11, 24)


@pytest.fixture
def by(dana: Actor) -> dict[str, Any]:
    return {"actor": dana, "now": NOW}


def planned(partnership: Partnership, by: dict[str, Any]) -> list[Milestone]:
    """All milestones of the present stage, put on the plan."""
    days = {one.id: one.on for one in proposals_for(partnership, stage_began(partnership))}
    plan_stage(partnership, days, **by)
    return list(Milestone.select().order_by(Milestone.id))


def move(partnership: Partnership, to_stage: str, by: dict[str, Any], **values: Any) -> StageChange:
    options = {"on": TODAY, "reason": "It works", "today": TODAY, **values}
    return leave_stage(partnership, to_stage, (), **options, **by)


def test_a_stage_proposes_its_milestones_once(partnership: Partnership, by: dict[str, Any]) -> None:
    made = planned(partnership, by)
    assert len(made) == 12 and {step.stage for step in made} == {"pilot"}
    assert made[0].due_on == date(2025, 12, 8) and made[0].offset_days == 7 and made[0].lesson == "T5"
    assert all(one.there for one in proposals_for(partnership, stage_began(partnership)))
    assert plan_stage(partnership, {"PI01": TODAY}, **by) is None
    assert Milestone.select().count() == 12


def test_milestones_just_proposed_are_taken_back_unless_somebody_touched_them(
    partnership: Partnership, by: dict[str, Any]
) -> None:
    shift = plan_stage(partnership, {"PI01": TODAY, "PI02": TODAY}, **by)
    assert shift is not None
    complete_milestone(Milestone.get(Milestone.catalogue_id == "PI02"), on=TODAY, **by)
    assert take_back_shift(partnership, shift.public_id, **by) == 1
    assert [step.catalogue_id for step in Milestone.select()] == ["PI02"]
    with pytest.raises(RuleViolation, match="taken back already"):
        take_back_shift(partnership, shift.public_id, **by)


def test_only_milestones_of_the_present_stage_are_put_on_the_plan(
    partnership: Partnership, by: dict[str, Any]
) -> None:
    with pytest.raises(RuleViolation, match="another stage now"):
        plan_stage(partnership, {"PL01": TODAY}, **by)
    assert Milestone.select().count() == 0


def test_a_dropped_milestone_is_not_proposed_again_in_the_same_run(
    partnership: Partnership, by: dict[str, Any]
) -> None:
    plan_stage(partnership, {"PI01": TODAY}, **by)
    drop_milestone(Milestone.get(), on=TODAY, reason="One site only", **by)
    assert {one.id for one in proposals_for(partnership, stage_began(partnership)) if one.there} == {"PI01"}


def test_a_second_start_goes_through_exploring_again(partnership: Partnership, by: dict[str, Any]) -> None:
    StageChange.delete().execute()
    Partnership.update(stage="exploring", stage_since=date(2023, 1, 2)).execute()
    again = get_by_key("kestrel-bay")
    first = StageChange.create(partnership=again, to_stage="exploring", on=date(2023, 1, 2))
    for step in planned(again, by):
        complete_milestone(step, on=date(2023, 2, 1), **by)
    assert first.id == stage_began(again).id
    move(again, "ended", by, on=date(2023, 5, 1))
    move(get_by_key("kestrel-bay"), "exploring", by, on=date(2026, 11, 2))
    reborn = get_by_key("kestrel-bay")
    assert not any(one.there for one in proposals_for(reborn, stage_began(reborn)))


def test_leaving_keeps_what_was_missing_with_the_reason(partnership: Partnership, by: dict[str, Any]) -> None:
    plan_stage(partnership, {"PI11": date(2027, 10, 4), "PI12": date(2027, 11, 1)}, **by)
    replies = (Reply(1, "met", "Report of June", 0), Reply(2, "not_met", "Executives meet in May", 0))
    options = {"on": TODAY, "reason": "Decided early", "today": TODAY}
    moved = leave_stage(partnership, "sustained", replies, **options, **by)
    kept = StageExit.get(StageExit.move == moved).missing
    assert [one["note"] for one in kept["questions"]] == ["Executives meet in May"]
    assert len(kept["milestones"]) == 2
    last = course(partnership.id)[-1]
    assert (last.move.reason, last.missing) == ("Decided early", 3)
    assert get_by_key("kestrel-bay").stage == "sustained"


def test_nothing_blocks_but_a_reason_is_needed(partnership: Partnership, by: dict[str, Any]) -> None:
    with pytest.raises(RuleViolation, match="in a few words why"):
        move(partnership, "sustained", by, reason="")
    assert StageExit.select().count() == GateAnswer.select().count() == 0
    move(partnership, "sustained", by)


def test_answers_belong_to_one_run_of_a_stage(partnership: Partnership, by: dict[str, Any]) -> None:
    answer_questions(partnership, [Reply(1, "met", "", 0)], **by)
    move(partnership, "renegotiating", by)
    talks = get_by_key("kestrel-bay")
    assert {one.answer for one in questions_for(talks, stage_began(talks))} == {""}
    move(talks, "pilot", by)
    back = get_by_key("kestrel-bay")
    assert questions_for(back, stage_began(back))[0].answer == "met"


def test_two_people_who_answer_one_question_both_see_both(
    partnership: Partnership, by: dict[str, Any]
) -> None:
    answer_questions(partnership, [Reply(1, "met", "Mine", 0)], **by)
    with pytest.raises(Conflict) as refused:
        answer_questions(partnership, [Reply(1, "not_met", "Theirs", 0)], **by)
    assert refused.value.mine["note"] == "Theirs" and refused.value.theirs["note"] == "Mine"
    answer_questions(partnership, [Reply(1, "met", "Mine", 0)], **by)
    assert GateAnswer.get().version == 1


def test_a_partnership_without_a_recorded_start_gets_one_with_its_first_answer(
    database: str, by: dict[str, Any]
) -> None:
    bare = make_partnership()
    assert [one.answer for one in questions_for(bare, None)] == ["", ""]
    answer_questions(bare, [Reply(1, "met", "", 0)], **by)
    assert [(one.to_stage, one.on) for one in stage_changes(bare.id)] == [("pilot", date(2025, 12, 1))]


def test_after_talks_it_returns_to_where_it_came_from(partnership: Partnership, by: dict[str, Any]) -> None:
    move(partnership, "renegotiating", by)
    talks = get_by_key("kestrel-bay")
    assert set(possible_stages(talks)) == {"pilot", "ended"}
    with pytest.raises(RuleViolation, match="cannot go to that stage"):
        move(talks, "sustained", by)
    move(talks, "pilot", by)
    back = get_by_key("kestrel-bay")
    began = stage_began(back)
    assert began is not None and began.on == date(2025, 12, 1)  # the pilot goes on; it does not begin anew


def test_undoing_a_move_takes_its_untouched_milestones_along(
    partnership: Partnership, by: dict[str, Any]
) -> None:
    moved = move(partnership, "sustained", by)
    now_sustained = get_by_key("kestrel-bay")
    steps = planned(now_sustained, by)
    complete_milestone(steps[0], on=TODAY, **by)
    back, gone, stay = take_back_move(now_sustained, moved.id, **by)
    assert (back.stage, gone, stay) == ("pilot", 5, 1)
    (left,) = Milestone.select()
    assert (left.id, left.anchor, left.anchor_stage_id, left.offset_days) == (steps[0].id, "", None, None)
    assert StageExit.select().count() == 0
    with pytest.raises(NotFound):
        take_back_move(back, moved.id, **by)


def test_an_earlier_move_is_not_taken_back(partnership: Partnership, by: dict[str, Any]) -> None:
    planned(partnership, by)
    with pytest.raises(RuleViolation, match="moved on since"):
        take_back_move(partnership, stage_row(partnership, "planning").id, **by)
    assert Milestone.select().count() == 12


def test_correcting_the_first_day_moves_open_milestones_and_keeps_done_ones(
    partnership: Partnership, by: dict[str, Any]
) -> None:
    steps = planned(partnership, by)
    done, first_open, kept = (step for step in steps[:3])
    complete_milestone(done, on=date(2025, 12, 10), **by)
    began = stage_row(partnership, "pilot")
    seen = {one.public_id: one.version for one in followers(partnership.id, {began.id: date(2025, 12, 15)})}
    assert len(seen) == 11 and done.public_id not in seen
    chosen = {name: version for name, version in seen.items() if name != kept.public_id}
    options = {"seen": date(2025, 12, 1), "today": TODAY}
    shift = correct_day(partnership, began.id, date(2025, 12, 15), chosen, **options, **by)
    assert get_by_key("kestrel-bay").stage_since == date(2025, 12, 15)
    assert Milestone.get_by_id(done.id).due_on == done.due_on
    moved = Milestone.get_by_id(first_open.id)
    assert (moved.due_on - first_open.due_on).days == 14 and moved.offset_days == first_open.offset_days
    stays = Milestone.get_by_id(kept.id)
    assert (stays.due_on, stays.offset_days) == (kept.due_on, kept.offset_days - 14)
    assert followers(partnership.id) == ()
    assert shift is not None
    assert take_back_correction(get_by_key("kestrel-bay"), shift.public_id, today=TODAY, **by) == 0
    assert get_by_key("kestrel-bay").stage_since == date(2025, 12, 1)
    again = {step.id: (step.due_on, step.offset_days) for step in Milestone.select()}
    assert again == {step.id: (step.due_on, step.offset_days) for step in steps}
    with pytest.raises(RuleViolation, match="again since"):
        take_back_correction(get_by_key("kestrel-bay"), shift.public_id, today=TODAY, **by)


def test_an_earlier_stage_is_corrected_without_touching_the_present_one(
    partnership: Partnership, by: dict[str, Any]
) -> None:
    row = stage_row(partnership, "planning")
    options = {"seen": row.on, "today": TODAY}
    correct_day(partnership, row.id, date(2025, 4, 14), {}, **options, **by)
    assert get_by_key("kestrel-bay").stage_since == date(2025, 12, 1)
    assert stage_row(partnership, "planning").on == date(2025, 4, 14)
    with pytest.raises(RuleViolation, match="The stage before began"):
        correct_day(partnership, row.id, date(2025, 1, 1), {}, seen=date(2025, 4, 14), today=TODAY, **by)


def test_two_people_who_correct_one_day_do_not_both_win(partnership: Partnership, by: dict[str, Any]) -> None:
    row = stage_row(partnership, "pilot")
    options = {"seen": row.on, "today": TODAY}
    correct_day(partnership, row.id, date(2025, 12, 8), {}, **options, **by)
    with pytest.raises(Conflict) as refused:
        correct_day(partnership, row.id, date(2025, 12, 15), {}, **options, **by)
    assert refused.value.theirs == {"First day": "December 8, 2025"}
    assert (
        correct_day(partnership, row.id, date(2025, 12, 8), {}, seen=date(2025, 12, 8), today=TODAY, **by)
        is None
    )


def test_a_milestone_somebody_saved_meanwhile_does_not_move_unseen(
    partnership: Partnership, by: dict[str, Any]
) -> None:
    (step, *_others) = planned(partnership, by)
    began = stage_row(partnership, "pilot")
    update_milestone(step, Facts("pilot", "Open to two sites", due_on=TODAY), **by)
    hung = Milestone.select().where(Milestone.catalogue_id == "PI02").get()
    chosen = {hung.public_id: hung.version + 1}
    with pytest.raises(Conflict):
        correct_day(partnership, began.id, date(2025, 12, 8), chosen, seen=began.on, today=TODAY, **by)
    assert get_by_key("kestrel-bay").stage_since == date(2025, 12, 1)


def test_every_move_and_answer_is_in_the_history(partnership: Partnership, by: dict[str, Any]) -> None:
    planned(partnership, by)
    move(partnership, "sustained", by)
    entities = {row.entity for row in History.select()}
    assert {"milestone", "milestone_shift", "stage_change", "stage_exit", "partnership"} <= entities


def test_open_steps_leave_out_what_is_done_dropped_or_of_another_stage(
    partnership: Partnership, by: dict[str, Any]
) -> None:
    steps = planned(partnership, by)
    complete_milestone(steps[0], on=TODAY, **by)
    drop_milestone(steps[1], on=TODAY, reason="Not here", **by)
    Milestone.update(stage="sustained").where(Milestone.id == steps[2].id).execute()
    assert len(open_steps(partnership)) == 9
