"""Milestones that hang on others and wait for others, moved together and put back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app.core.actor import Actor
from app.core.errors import Conflict, NotFound, RuleViolation
from app.milestones.models import Milestone, MilestoneShift, MilestoneWait
from app.milestones.queries import (
    choices_for,
    dependents_of,
    followers,
    get_milestone,
    list_milestones,
    milestones_due,
    origin_of,
    pending_moves,
    plan_row,
)
from app.milestones.rules import Anchor
from app.milestones.service import (
    MilestoneFacts,
    chosen_of,
    complete_milestone,
    create_milestone,
    delete_milestone,
    drop_milestone,
    note_evidence,
    reopen_milestone,
    restore_milestone,
    settle_dates,
    take_back_shift,
    update_milestone,
)
from app.partnerships.models import Partnership, StageChange
from tests.conftest import NOW
from tests.counting import count_statements
from tests.factories import THEN, make_partnership

TODAY = date(2026, 11, 24)
WEEK = timedelta(weeks=1)


@pytest.fixture
def by(dana: Actor) -> dict[str, Any]:
    return {"actor": dana, "now": NOW}


@pytest.fixture
def partnership(database: str) -> Partnership:
    return make_partnership(key="kestrel-bay")


def after(step: Milestone, days: int, title: str = "After", **values: Any) -> MilestoneFacts:
    return MilestoneFacts(
        "pilot", title, anchor=Anchor.MILESTONE, anchor_id=step.id, offset_days=days, **values
    )


@pytest.fixture
def chain(partnership: Partnership, by: dict[str, Any]) -> list[Milestone]:
    """Three steps, each a week after the one before."""
    first = create_milestone(partnership, MilestoneFacts("pilot", "First", due_on=TODAY), **by)
    second = create_milestone(partnership, after(first, 7, "Second"), **by)
    return [first, second, create_milestone(partnership, after(second, 7, "Third"), **by)]


def due(steps: list[Milestone]) -> list[date | None]:
    return [Milestone.get_by_id(step.id).due_on for step in steps]


def move_first(chain: list[Milestone], by: dict[str, Any], day: date) -> None:
    update_milestone(chain[0], MilestoneFacts("pilot", "First", due_on=day), **by)


def chosen(partnership: Partnership) -> dict[str, int]:
    return {one.public_id: one.version for one in followers(partnership.id)}


def test_a_date_follows_from_its_anchor(chain: list[Milestone]) -> None:
    assert due(chain) == [TODAY, TODAY + WEEK, TODAY + 2 * WEEK]
    origin = origin_of(chain[1])
    assert origin is not None and (origin.words, origin.title) == ("1 week after", "First")
    assert origin_of(chain[0]) is None
    assert [(one.title, one.hangs) for one in dependents_of(chain[0])] == [("Second", True)]


def test_nothing_moves_before_somebody_says_so(
    partnership: Partnership, chain: list[Milestone], by: dict[str, Any]
) -> None:
    move_first(chain, by, TODAY + WEEK)
    assert due(chain)[1:] == [TODAY + WEEK, TODAY + 2 * WEEK]
    assert pending_moves(partnership.id) == 2
    assert [(one.title, one.before, one.after) for one in followers(partnership.id)] == [
        ("Second", TODAY + WEEK, TODAY + 2 * WEEK),
        ("Third", TODAY + 2 * WEEK, TODAY + 3 * WEEK),
    ]


def test_a_chain_moves_together_and_is_put_back_whole(
    partnership: Partnership, chain: list[Milestone], by: dict[str, Any]
) -> None:
    move_first(chain, by, TODAY + WEEK)
    shift = settle_dates(partnership, chosen(partnership), **by)
    assert due(chain) == [TODAY + WEEK, TODAY + 2 * WEEK, TODAY + 3 * WEEK]
    assert pending_moves(partnership.id) == 0
    assert settle_dates(partnership, {}, **by) is None
    assert shift is not None and take_back_shift(partnership, shift.public_id, **by) == 0
    assert due(chain) == [TODAY + WEEK, TODAY + WEEK, TODAY + 2 * WEEK]


def test_what_stays_keeps_its_day_and_what_hangs_on_it_too(
    partnership: Partnership, chain: list[Milestone], by: dict[str, Any]
) -> None:
    move_first(chain, by, TODAY + WEEK)
    only_third = {name: seen for name, seen in chosen(partnership).items() if name == chain[2].public_id}
    shift = settle_dates(partnership, only_third, **by)
    assert due(chain)[1:] == [TODAY + WEEK, TODAY + 2 * WEEK]
    assert Milestone.get_by_id(chain[1].id).offset_days == 0 and pending_moves(partnership.id) == 0
    assert shift is not None and take_back_shift(partnership, shift.public_id, **by) == 0
    assert Milestone.get_by_id(chain[1].id).offset_days == 7 and pending_moves(partnership.id) == 2


def test_what_lies_right_for_a_move_that_is_refused_stays_too(
    partnership: Partnership, chain: list[Milestone], by: dict[str, Any]
) -> None:
    """The third was moved while the second was done late; the second, open again, is to go there too."""
    complete_milestone(chain[1], on=TODAY + 2 * WEEK, **by)
    settle_dates(partnership, chosen(partnership), **by)
    reopen_milestone(Milestone.get_by_id(chain[1].id), **by)
    move_first(chain, by, TODAY + WEEK)
    assert [one.title for one in followers(partnership.id)] == ["Second"]
    settle_dates(partnership, {}, **by)
    assert due(chain)[1:] == [TODAY + WEEK, TODAY + 3 * WEEK]
    assert pending_moves(partnership.id) == 0


@pytest.mark.parametrize("version", ["²", "٣", "1.5", "-1", "", "9" * 30])
def test_a_version_that_is_no_number_of_ours_chooses_nothing(version: str) -> None:
    assert chosen_of([f"abc:{version}"]) == {}


def test_done_early_takes_open_ones_along_and_done_ones_stay(
    partnership: Partnership, chain: list[Milestone], by: dict[str, Any]
) -> None:
    complete_milestone(chain[1], on=TODAY, **by)
    complete_milestone(chain[0], on=TODAY - WEEK, **by)
    assert [one.title for one in followers(partnership.id)] == ["Third"]
    settle_dates(partnership, chosen(partnership), **by)
    assert due(chain) == [TODAY, TODAY + WEEK, TODAY + WEEK]


def test_one_that_somebody_changed_after_a_move_is_not_put_back(
    partnership: Partnership, chain: list[Milestone], by: dict[str, Any]
) -> None:
    move_first(chain, by, TODAY + WEEK)
    shift = settle_dates(partnership, chosen(partnership), **by)
    complete_milestone(get_milestone(chain[2].public_id), on=TODAY, **by)
    assert shift is not None and take_back_shift(partnership, shift.public_id, **by) == 1
    assert due(chain)[1:] == [TODAY + WEEK, TODAY + 3 * WEEK]


def test_a_move_on_an_old_look_is_refused_with_both_days(
    partnership: Partnership, chain: list[Milestone], by: dict[str, Any]
) -> None:
    move_first(chain, by, TODAY + WEEK)
    seen = chosen(partnership)
    note_evidence(chain[2], on=TODAY, evidence="Letter", **by)
    reopen_milestone(get_milestone(chain[2].public_id), **by)
    with pytest.raises(Conflict):
        settle_dates(partnership, seen, **by)
    assert due(chain)[1:] == [TODAY + WEEK, TODAY + 2 * WEEK] and MilestoneShift.select().count() == 0


def test_circles_are_refused_whether_by_hanging_or_by_waiting(
    partnership: Partnership, chain: list[Milestone], by: dict[str, Any]
) -> None:
    for facts in (
        after(chain[2], 7, "First"),
        MilestoneFacts("pilot", "First", due_on=TODAY, waits_for=(chain[1].id,)),
        MilestoneFacts("pilot", "First", due_on=TODAY, waits_for=(chain[0].id,)),
    ):
        with pytest.raises(RuleViolation, match="in a circle"):
            update_milestone(chain[0], facts, **by)
    assert Milestone.get_by_id(chain[0].id).version == 1 and MilestoneWait.select().count() == 0


def test_what_it_waits_for_is_kept_changed_and_settled(
    partnership: Partnership, chain: list[Milestone], by: dict[str, Any]
) -> None:
    facts = MilestoneFacts("pilot", "Fourth", waits_for=(chain[0].id, chain[1].id))
    fourth = create_milestone(partnership, facts, **by)
    assert plan_row(fourth.public_id).waits_for == ("First", "Second")
    complete_milestone(chain[0], on=TODAY, **by)
    drop_milestone(chain[1], on=TODAY, reason="Not here", **by)
    assert plan_row(fourth.public_id).waits_for == ()
    assert len(plan_row(fourth.public_id).waits) == 2
    update_milestone(fourth, MilestoneFacts("pilot", "Fourth", waits_for=(chain[2].id,)), **by)
    assert plan_row(fourth.public_id).waits == (("Third", False),)


def test_nothing_hangs_on_or_waits_for_another_partnership(
    partnership: Partnership, chain: list[Milestone], by: dict[str, Any]
) -> None:
    other = make_partnership()
    stage = StageChange.create(partnership=partnership, to_stage="pilot", on=TODAY)
    for facts in (
        after(chain[0], 7),
        MilestoneFacts("pilot", "x", waits_for=(chain[0].id,)),
        MilestoneFacts("pilot", "x", anchor=Anchor.STAGE, anchor_id=stage.id, offset_days=7),
    ):
        with pytest.raises(NotFound, match="no longer there"):
            create_milestone(other, facts, **by)
    assert choices_for(other.id).steps == ()
    assert Milestone.select().where(Milestone.partnership == other).count() == 0


def test_a_date_without_a_day_to_count_from_stays_as_typed(
    partnership: Partnership, by: dict[str, Any]
) -> None:
    undated = create_milestone(partnership, MilestoneFacts("pilot", "Some day"), **by)
    hung = create_milestone(partnership, after(undated, 7, due_on=TODAY), **by)
    assert hung.due_on == TODAY and pending_moves(partnership.id) == 0
    complete_milestone(undated, on=TODAY - WEEK, **by)
    assert pending_moves(partnership.id) == 0  # a week after it was done is today


def test_what_is_not_needed_vanishes_everywhere_but_stays_readable(
    partnership: Partnership, chain: list[Milestone], by: dict[str, Any]
) -> None:
    drop_milestone(chain[0], on=TODAY, reason="One site only", **by)
    assert [row.title for row in list_milestones(partnership.id)] == ["Second", "Third"]
    assert [row.title for row in milestones_due(TODAY, TODAY + 5 * WEEK)] == ["Second", "Third"]
    assert plan_row(chain[0].public_id).dropped_reason == "One site only"
    assert pending_moves(partnership.id) == 0 and due(chain)[1] == TODAY + WEEK
    for attempt in (complete_milestone, note_evidence):
        with pytest.raises(RuleViolation, match="not needed"):
            attempt(get_milestone(chain[0].public_id), on=TODAY, evidence="x", **by)
    restore_milestone(chain[0].public_id, **by)
    assert len(list_milestones(partnership.id)) == 3


def test_only_ones_of_our_own_are_deleted_and_come_back(
    partnership: Partnership, chain: list[Milestone], by: dict[str, Any]
) -> None:
    known = create_milestone(partnership, MilestoneFacts("pilot", "Known", catalogue_id="PI01"), **by)
    with pytest.raises(RuleViolation, match="not needed instead"):
        delete_milestone(known, on=TODAY, **by)
    delete_milestone(chain[1], on=TODAY, **by)
    with pytest.raises(NotFound):
        get_milestone(chain[1].public_id)
    with pytest.raises(NotFound):
        plan_row(chain[1].public_id)
    assert origin_of(Milestone.get_by_id(chain[2].id)) is not None
    restore_milestone(chain[1].public_id, **by)
    assert get_milestone(chain[1].public_id).offset_days == 7
    complete_milestone(get_milestone(chain[1].public_id), on=TODAY, **by)
    for attempt in (lambda step: delete_milestone(step, on=TODAY, **by),
                    lambda step: drop_milestone(step, on=TODAY, reason="x", **by)):  # fmt: skip
        with pytest.raises(RuleViolation, match="Open it again first"):
            attempt(get_milestone(chain[1].public_id))


def test_the_day_of_a_done_milestone_is_not_changed_by_editing_it(
    partnership: Partnership, chain: list[Milestone], by: dict[str, Any]
) -> None:
    complete_milestone(chain[1], on=TODAY, **by)
    step = get_milestone(chain[1].public_id)
    update_milestone(step, MilestoneFacts("pilot", "Renamed", due_on=date(2030, 1, 1)), **by)
    assert (get_milestone(step.public_id).title, due(chain)[1]) == ("Renamed", TODAY + WEEK)


def test_two_people_who_edit_one_milestone_both_see_both(
    partnership: Partnership, chain: list[Milestone], by: dict[str, Any]
) -> None:
    update_milestone(chain[0], MilestoneFacts("pilot", "Theirs", due_on=TODAY), seen=1, **by)
    with pytest.raises(Conflict) as refused:
        update_milestone(chain[0], MilestoneFacts("pilot", "Mine", due_on=TODAY), seen=1, **by)
    assert (refused.value.mine["title"], refused.value.theirs["title"]) == ("Mine", "Theirs")


def test_a_shift_of_another_partnership_is_not_found(
    partnership: Partnership, chain: list[Milestone], by: dict[str, Any]
) -> None:
    move_first(chain, by, TODAY + WEEK)
    shift = settle_dates(partnership, chosen(partnership), **by)
    assert shift is not None
    with pytest.raises(NotFound):
        take_back_shift(make_partnership(), shift.public_id, **by)


def test_looking_for_moves_costs_the_same_for_many_milestones(
    partnership: Partnership, chain: list[Milestone], by: dict[str, Any]
) -> None:
    move_first(chain, by, TODAY + WEEK)
    Milestone.insert_many(
        [
            {"partnership": partnership, "stage": "pilot", "title": f"Step {n}", "lead": "joint",
             "due_on": TODAY, "created_at": THEN}
            for n in range(300)
        ]
    ).execute()  # fmt: skip
    with count_statements() as counter:
        assert pending_moves(partnership.id) == 2 and len(followers(partnership.id)) == 2
    assert counter.count == 4
