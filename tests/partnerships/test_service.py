"""Partnerships begun, changed, moved and staffed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.core.actor import Actor
from app.core.errors import Conflict, NotFound, RuleViolation
from app.core.history import History
from app.partnerships.models import Membership, Partnership, StageChange
from app.partnerships.queries import (
    find_by_key,
    get_by_key,
    list_partnership_keys,
    list_rows,
    members,
    possible_members,
    stage_changes,
)
from app.partnerships.service import (
    PartnershipFacts,
    Party,
    add_member,
    create_partnership,
    delete_partnership,
    move_stage,
    name_lead,
    remove_member,
    undo_stage,
    update_partnership,
)
from app.people.models import Organization
from tests.conftest import NOW
from tests.factories import make_action, make_meeting, make_organization, make_partnership, make_person

TODAY = date(2026, 11, 24)


@pytest.fixture
def by(dana: Actor) -> dict[str, Any]:
    return {"actor": dana, "now": NOW}


def begin(by: dict[str, Any], name: str = "", plan: str = "Ordway", **values: Any) -> Partnership:
    options = {"stage": "pilot", "since": date(2025, 12, 1), "today": TODAY, **values}
    return create_partnership(
        PartnershipFacts(name), Party(None, "Kestrel Bay"), Party(None, plan), **options, **by
    )


def test_two_names_and_a_stage_are_enough(database: str, by: dict[str, Any]) -> None:
    made = begin(by)
    assert (made.key, made.name, made.provider.name, made.payer.name) == (
        "ordway",
        "Ordway",
        "Kestrel Bay",
        "Ordway",
    )
    assert made.provider.ours and not made.payer.ours
    assert [(move.to_stage, move.on) for move in stage_changes(made.id)] == [("pilot", date(2025, 12, 1))]


def test_the_key_never_changes(database: str, by: dict[str, Any]) -> None:
    made = begin(by, "Kestrel Bay / Ordway")
    update_partnership(made, PartnershipFacts("Another name"), **by)
    assert get_by_key("kestrel-bay-ordway").name == "Another name"
    assert begin(by, "Kestrel Bay / Ordway", "Sunmere").key == "kestrel-bay-ordway-2"


def test_only_the_first_provider_is_taken_for_our_own(database: str, by: dict[str, Any]) -> None:
    begin(by)
    begin(by, plan="Sunmere")
    assert Organization.select().where(Organization.ours).count() == 1


def test_an_example_keeps_its_own_key_and_mark(database: str, by: dict[str, Any]) -> None:
    made = begin(by, key="b_drifting", example=True)
    assert made.key == "b_drifting" and made.example and made.payer.example and not made.provider.ours
    (row,) = list_partnership_keys()
    assert (row.key, row.name, row.stage, row.example) == ("b_drifting", "Ordway", "pilot", True)


def test_a_stage_that_has_not_begun_is_refused(database: str, by: dict[str, Any]) -> None:
    with pytest.raises(RuleViolation, match="a day that has come"):
        begin(by, since=date(2026, 11, 25))
    assert Partnership.select().count() == 0 and Organization.select().count() == 0


def test_a_chosen_organization_that_is_gone_is_named(database: str, by: dict[str, Any]) -> None:
    with pytest.raises(NotFound, match="organizations is gone"):
        create_partnership(
            PartnershipFacts("X"), Party(999), Party(None, "Y"), stage="pilot", since=TODAY, today=TODAY, **by
        )


def test_a_move_is_dated_and_keeps_its_reason(database: str, by: dict[str, Any]) -> None:
    made = begin(by)
    move_stage(made, "sustained", on=date(2026, 11, 1), reason="Decided to sustain", today=TODAY, **by)
    moved = get_by_key("ordway")
    assert (moved.stage, moved.stage_since) == ("sustained", date(2026, 11, 1))
    last = stage_changes(made.id)[-1]
    assert (last.from_stage, last.to_stage, last.reason) == ("pilot", "sustained", "Decided to sustain")
    assert History.select().where(History.entity == "stage_change").count() == 2


@pytest.mark.parametrize(
    ("to_stage", "on", "reason"),
    [("exploring", TODAY, "why"), ("sustained", date(2026, 11, 25), "why"), ("sustained", TODAY, "")],
)
def test_a_refused_move_leaves_everything_as_it_was(
    database: str, by: dict[str, Any], to_stage: str, on: date, reason: str
) -> None:
    made = begin(by)
    with pytest.raises(RuleViolation):
        move_stage(made, to_stage, on=on, reason=reason, today=TODAY, **by)
    assert get_by_key("ordway").stage == "pilot" and StageChange.select().count() == 1


def test_two_people_who_move_at_once_do_not_both_win(database: str, by: dict[str, Any]) -> None:
    made = begin(by)
    stale = get_by_key("ordway")
    move_stage(made, "sustained", on=TODAY, reason="why", today=TODAY, seen=1, **by)
    with pytest.raises(Conflict):
        move_stage(stale, "ended", on=TODAY, reason="why", today=TODAY, seen=1, **by)
    assert get_by_key("ordway").stage == "sustained" and StageChange.select().count() == 2


def test_the_latest_move_can_be_taken_back(database: str, by: dict[str, Any]) -> None:
    made = begin(by)
    moved = move_stage(made, "ended", on=TODAY, reason="By mistake", today=TODAY, **by)
    back = undo_stage(get_by_key("ordway"), moved.id, **by)
    assert (back.stage, back.stage_since) == ("pilot", date(2025, 12, 1))
    with pytest.raises(RuleViolation, match="moved on since"):
        undo_stage(back, moved.id, **by)


def test_who_begins_anew_after_an_end_begins_without_its_notice(database: str, by: dict[str, Any]) -> None:
    made = begin(by)
    Partnership.update(notice_given_on=date(2026, 8, 1)).execute()
    move_stage(get_by_key("ordway"), "ended", on=date(2026, 11, 1), reason="It ended", today=TODAY, **by)
    assert get_by_key("ordway").notice_given_on == date(2026, 8, 1)
    ended = get_by_key("ordway")
    moved = move_stage(ended, "exploring", on=TODAY, reason="We talk again", today=TODAY, **by)
    assert get_by_key("ordway").notice_given_on is None
    back = undo_stage(get_by_key("ordway"), moved.id, **by)
    assert (made.id, back.stage, back.notice_given_on) == (back.id, "ended", date(2026, 8, 1))


def test_deleting_takes_everything_in_it_and_nothing_else(database: str, by: dict[str, Any]) -> None:
    made, other = begin(by), begin(by, plan="Sunmere")
    for one in (made, other):
        make_action(one)
        make_meeting(one)
    delete_partnership(made, **by)
    assert find_by_key("ordway") is None
    assert [meeting.partnership_id for meeting in type(make_meeting(other)).select()] == [other.id, other.id]
    assert Organization.select().where(Organization.name == "Ordway").exists()


def test_members_work_on_the_side_of_their_organization(database: str, by: dict[str, Any]) -> None:
    made = make_partnership()
    ours, theirs = make_person(made.provider, name="Dana"), make_person(made.payer, name="Priya")
    for person in (ours, theirs, theirs):
        add_member(made, person, **by)
    assert [(row.name, row.side) for row in members(made.id)] == [("Dana", "provider"), ("Priya", "payer")]
    assert possible_members(made) == ()
    with pytest.raises(RuleViolation, match="neither"):
        add_member(made, make_person(make_organization()), **by)


def test_each_side_has_one_lead(database: str, by: dict[str, Any]) -> None:
    made = make_partnership()
    first, second = make_person(made.payer, name="A"), make_person(made.payer, name="B")
    ours = make_person(made.provider, name="C")
    for person in (first, ours):
        add_member(made, person, lead=True, **by)
    add_member(made, second, **by)
    name_lead(made, second, **by)
    assert {row.name: row.lead for row in members(made.id)} == {"A": False, "B": True, "C": True}


def test_a_removed_member_can_be_offered_again(database: str, by: dict[str, Any]) -> None:
    made = make_partnership()
    person = make_person(made.payer)
    add_member(made, person, **by)
    remove_member(made, person, **by)
    assert Membership.select().count() == 0 and len(possible_members(made)) == 1
    for refused in (remove_member, name_lead):
        with pytest.raises(NotFound, match="not on this partnership"):
            refused(made, person, **by)


def test_the_list_is_sorted_filtered_and_paged(database: str) -> None:
    for number in range(52):
        stage = "pilot" if number % 2 else "ended"
        make_partnership(name=f"Plan {number:02d}", stage=stage)
    everything = list_rows()
    assert len(everything.rows) == 50 and everything.more and everything.rows[0].name == "Plan 00"
    assert [row.name for row in list_rows(offset=50).rows] == ["Plan 50", "Plan 51"]
    assert {row.stage for row in list_rows("pilot").rows} == {"pilot"} and not list_rows("pilot").more
    assert [row.stage for row in list_rows(sort="stage").rows][:1] == ["ended"]
