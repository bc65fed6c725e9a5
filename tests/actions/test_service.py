"""Promises written and read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.actions.models import Action
from app.actions.queries import (
    Filter,
    Owed,
    actions_done_since,
    actions_due,
    count_open,
    get_row,
    list_actions,
    my_actions,
    open_actions,
    owed,
)
from app.actions.rules import Side, Status
from app.actions.service import (
    ActionFacts,
    complete_action,
    create_action,
    drop_action,
    reopen_action,
    update_action,
)
from app.core.actor import Actor
from app.core.errors import Conflict, NotFound, RuleViolation
from app.core.history import History
from tests.conftest import NOW
from tests.factories import make_action, make_partnership, make_person, make_user

TODAY = date(2026, 11, 24)


@pytest.fixture
def by(dana: Actor) -> dict[str, Any]:
    return {"actor": dana, "now": NOW}


def test_a_promise_has_an_owner_a_day_and_a_side(database: str, by: dict[str, Any]) -> None:
    partnership = make_partnership(name="Kestrel Bay / Ordway")
    person = make_person(partnership.payer, name="Priya Nair")
    facts = ActionFacts("Name a billing contact", Side.PAYER, person.id, date(2026, 12, 1))
    made = create_action(partnership, facts, source="meeting", source_note="Nov 10", **by)
    row = get_row(made.public_id)
    assert (row.owner, row.side, row.partnership_name) == ("Priya Nair", "payer", "Kestrel Bay / Ordway")
    assert row.source_words == "from meeting: Nov 10"


def test_a_later_day_counts_as_moved_an_earlier_one_does_not(database: str, by: dict[str, Any]) -> None:
    action = make_action(make_partnership(), due_on=date(2026, 12, 1))
    action = update_action(action, ActionFacts("x", due_on=date(2026, 12, 8)), **by)
    action = update_action(action, ActionFacts("x", due_on=date(2026, 12, 2)), **by)
    action = update_action(action, ActionFacts("x", due_on=None), **by)
    assert action.moved_times == 1


def test_the_second_of_two_editors_is_told(database: str, by: dict[str, Any]) -> None:
    action = make_action(make_partnership())
    update_action(action, ActionFacts("Mine"), seen=1, **by)
    with pytest.raises(Conflict):
        update_action(action, ActionFacts("Yours"), seen=1, **by)


def test_done_twice_is_done_once_and_can_be_undone(database: str, by: dict[str, Any]) -> None:
    action = make_action(make_partnership())
    done = complete_action(action, on=TODAY, **by)
    complete_action(done, on=date(2026, 12, 1), **by)
    assert get_row(action.public_id).done_on == TODAY
    assert History.select().where(History.entity == "action").count() == 1
    reopen_action(done, **by)
    again = get_row(action.public_id)
    assert (again.status, again.done_on) == (Status.OPEN, None)


def test_a_promise_can_be_dropped_while_it_is_open(database: str, by: dict[str, Any]) -> None:
    partnership = make_partnership()
    dropped = drop_action(make_action(partnership), on=TODAY, **by)
    assert dropped.status == Status.DROPPED and count_open(partnership.id) == 0
    with pytest.raises(RuleViolation, match="Reopen it first"):
        drop_action(make_action(partnership, status="done"), on=TODAY, **by)


def test_what_is_gone_is_not_found(database: str) -> None:
    with pytest.raises(NotFound):
        get_row("nothing")


def test_mine_are_those_i_own_and_those_nobody_owns_on_our_side(database: str) -> None:
    partnership, user = make_partnership(), make_user()
    me = make_person(partnership.provider, user=user)
    other = make_person(partnership.provider)
    make_action(partnership, text="mine late", owner=me, due_on=date(2026, 11, 1))
    make_action(partnership, text="mine someday", owner=me, due_on=None)
    make_action(partnership, text="nobody's", due_on=date(2026, 11, 2))
    make_action(partnership, text="both sides'", side="joint", due_on=date(2026, 11, 3))
    make_action(partnership, text="another's", owner=other)
    make_action(partnership, text="the plan's", side="payer")
    make_action(partnership, text="done", owner=me, status="done")
    texts = [row.text for row in my_actions(user.id, 10)]
    assert texts == ["mine late", "nobody's", "both sides'", "mine someday"]
    assert [row.text for row in my_actions(user.id, 2)] == ["mine late", "nobody's"]


def test_who_is_no_person_in_the_list_sees_all_of_our_side(database: str) -> None:
    partnership = make_partnership()
    make_action(partnership, text="another's", owner=make_person(partnership.provider))
    make_action(partnership, text="nobody's")
    make_action(partnership, text="the plan's", side="payer")
    assert {row.text for row in my_actions(make_user().id, 10)} == {"another's", "nobody's"}
    assert len(my_actions(None, 10)) == 2


def test_what_each_side_owes_is_counted_with_what_is_late(database: str) -> None:
    first, second = make_partnership(), make_partnership()
    make_action(first, due_on=date(2026, 11, 23))
    make_action(first, due_on=TODAY)
    make_action(first, due_on=None)
    make_action(first, side="payer", due_on=date(2026, 1, 1))
    make_action(first, side="payer", status="done")
    assert owed([first.id, second.id], TODAY) == {
        (first.id, "provider"): Owed(3, 1),
        (first.id, "payer"): Owed(1, 1),
    }
    assert owed([], TODAY) == {}


def test_reminders_get_what_is_due_with_its_owner(database: str) -> None:
    partnership, user = make_partnership(), make_user()
    me = make_person(partnership.provider, user=user)
    make_action(partnership, text="due", owner=me, due_on=TODAY)
    make_action(partnership, text="nobody's", due_on=date(2026, 11, 27))
    make_action(partnership, text="too late", due_on=date(2026, 12, 1))
    make_action(partnership, text="done", due_on=TODAY, status="done")
    rows = actions_due(TODAY, date(2026, 11, 30), partnership_id=partnership.id)
    assert [(row.text, row.owner_person_id, row.owner_user_id) for row in rows] == [
        ("due", me.id, user.id),
        ("nobody's", None, None),
    ]
    assert (rows[0].key, rows[0].partnership_id, rows[0].side) == (
        partnership.key,
        partnership.id,
        "provider",
    )
    assert actions_due(TODAY, TODAY) == rows[:1]


def test_a_copy_for_the_partner_holds_nothing_private(database: str) -> None:
    partnership = make_partnership()
    make_action(partnership, text="private", private=True)
    make_action(partnership, text="open")
    make_action(partnership, text="kept", status="done", done_on=TODAY)
    make_action(partnership, text="kept quietly", status="done", done_on=TODAY, private=True)
    assert [row.text for row in open_actions(partnership.id, partner_copy=True)] == ["open"]
    assert len(open_actions(partnership.id)) == 2
    kept = actions_done_since(partnership.id, date(2026, 11, 1), partner_copy=True)
    assert [row.text for row in kept] == ["kept"]
    assert actions_done_since(partnership.id, date(2026, 11, 25)) == ()


def test_lists_show_dated_ones_first_and_joint_ones_on_either_side(database: str) -> None:
    partnership = make_partnership()
    make_action(partnership, text="someday", due_on=None)
    make_action(partnership, text="soon", side="joint")
    make_action(partnership, text="theirs", side="payer", due_on=date(2026, 12, 1))
    assert [row.text for row in list_actions(Filter(), TODAY)] == ["soon", "theirs", "someday"]
    assert [row.text for row in list_actions(Filter(side="payer"), TODAY)] == ["soon", "theirs"]
    ours = Filter(side="provider", partnership_id=partnership.id)
    assert [row.text for row in list_actions(ours, TODAY)] == [
        "soon",
        "someday",
    ]
    assert Action.select().count() == 3
