"""Repeating promises, several at once, comments, the search and the mirror, on both databases."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.actions.models import Action
from app.actions.queries import (
    Filter,
    Show,
    comments_of,
    count_groups,
    list_actions,
    mine,
    mirror,
    series_of,
    story,
)
from app.actions.rules import Group
from app.actions.service import (
    ActionFacts,
    SeveralChange,
    add_comment,
    batch_of_actions,
    change_several,
    complete_action,
    create_action,
    drop_action,
    find_next,
    remove_comment,
    reopen_action,
    restore_comment,
    take_several_back,
    update_action,
)
from app.core.actor import Actor, Role
from app.core.db import close_database, connected, db, open_database
from app.core.errors import Conflict, Forbidden, NotFound, RuleViolation
from app.core.text import folded
from tests.conftest import NOW
from tests.counting import count_statements
from tests.factories import make_action, make_member, make_partnership, make_person, make_user

TODAY = date(2026, 11, 24)


@pytest.fixture
def by(dana: Actor) -> dict[str, Any]:
    return {"actor": dana, "now": NOW}


def monthly(by: dict[str, Any], **other: Any) -> Action:
    facts = ActionFacts("Send the numbers", due_on=date(2026, 10, 31), repeats="months", **other)
    return create_action(make_partnership(), facts, **by)


def test_the_next_of_a_repeating_promise_opens_when_this_one_is_kept(
    database: str, by: dict[str, Any]
) -> None:
    done = complete_action(monthly(by), on=TODAY, **by)
    following = find_next(done)
    assert following is not None
    assert (following.due_on, following.first_due_on) == (date(2026, 11, 30), date(2026, 11, 30))
    assert (following.text, following.repeats, following.status) == ("Send the numbers", "months", "open")
    later = find_next(complete_action(following, on=date(2026, 11, 30), **by))
    assert later is not None and later.due_on == date(2026, 12, 31)
    assert len(series_of(done.series)) == 3


def test_done_twice_opens_one_next(database: str, by: dict[str, Any]) -> None:
    action = monthly(by)
    complete_action(action, on=TODAY, **by)
    complete_action(action, on=TODAY, **by)  # the second click still holds the old row
    assert Action.select().count() == 2


def test_undoing_takes_an_untouched_next_one_back_and_leaves_a_touched_one(
    database: str, by: dict[str, Any]
) -> None:
    done = complete_action(monthly(by), on=TODAY, **by)
    again = reopen_action(done, **by)
    assert find_next(again) is None
    done = complete_action(again, on=TODAY, **by)
    following = find_next(done)
    assert following is not None
    add_comment(following, "Ask Grace first", **by)
    reopened = reopen_action(done, **by)
    assert find_next(reopened) is not None
    complete_action(reopened, on=TODAY, **by)
    assert Action.select().count() == 2


def test_a_dropped_promise_ends_its_rhythm(database: str, by: dict[str, Any]) -> None:
    drop_action(monthly(by), on=TODAY, **by)
    assert Action.select().count() == 1


def test_the_next_one_is_nobodys_when_its_owner_has_left(database: str, by: dict[str, Any]) -> None:
    partnership = make_partnership()
    gone = make_person(partnership.payer, left_on=date(2026, 11, 1))
    facts = ActionFacts("x", "payer", gone.id, TODAY, repeats="weeks", repeats_every=2)
    following = find_next(complete_action(create_action(partnership, facts, **by), on=TODAY, **by))
    assert following is not None
    assert (following.owner_id, following.due_on) == (None, date(2026, 12, 8))


def test_a_rhythm_keeps_its_day_when_one_of_it_is_moved(database: str, by: dict[str, Any]) -> None:
    action = monthly(by)
    moved = update_action(action, ActionFacts("Send the numbers", due_on=date(2026, 11, 5)), **by)
    assert (moved.repeats, moved.moved_times, moved.first_due_on) == ("months", 1, date(2026, 10, 31))
    following = find_next(complete_action(moved, on=date(2026, 11, 4), **by))
    assert following is not None and following.due_on == date(2026, 11, 30)


def test_who_does_not_speak_of_waiting_and_rhythm_leaves_them_as_they_are(
    database: str, by: dict[str, Any]
) -> None:
    action = monthly(by, waiting_for="Marisol")
    assert (action.waiting_for, action.waiting_since) == ("Marisol", TODAY)
    same = update_action(action, ActionFacts("New words", due_on=action.due_on), **by)
    assert (same.waiting_for, same.repeats, same.folded) == ("Marisol", "months", "new words")
    ended = update_action(same, ActionFacts("New words", waiting_for="", repeats=""), **by)
    assert (ended.waiting_for, ended.waiting_since, ended.repeats) == ("", None, "")


def test_saving_the_same_again_changes_nothing(database: str, by: dict[str, Any]) -> None:
    action = monthly(by)
    same = ActionFacts("Send the numbers", due_on=action.due_on, waiting_for="", repeats="months")
    assert update_action(action, same, **by).version == 1


def test_the_second_of_two_editors_is_told_who_owns_it_by_name(database: str, by: dict[str, Any]) -> None:
    partnership = make_partnership()
    marisol = make_person(partnership.provider, name="Marisol Reyes")
    action = make_action(partnership)
    update_action(action, ActionFacts("Theirs", owner_id=marisol.id), seen=1, **by)
    with pytest.raises(Conflict) as refused:
        update_action(action, ActionFacts("Mine"), seen=1, **by)
    assert (refused.value.theirs["owner"], refused.value.mine["owner"]) == ("Marisol Reyes", "nothing")
    assert "folded" not in refused.value.mine


# --- several at once


def test_several_promises_change_at_once_and_come_back_at_once(database: str, by: dict[str, Any]) -> None:
    partnership = make_partnership()
    person = make_person(partnership.payer)
    make_member(partnership, person)
    actions = [make_action(partnership, text=f"Promise {number}") for number in range(3)]
    wanted = SeveralChange(date(2026, 12, 8), person.id)
    batch, count = change_several(actions, wanted, **by)
    assert count == 3
    assert {(one.due_on, one.owner_id, one.moved_times) for one in Action.select()} == {
        (date(2026, 12, 8), person.id, 1)
    }
    touched = Action.get_by_id(actions[0].id)
    update_action(touched, ActionFacts("Promise 0", owner_id=person.id, due_on=date(2026, 12, 9)), **by)
    back = take_several_back(batch_of_actions(batch)[0], **by)
    assert (back.restored, back.left) == (2, 1)
    assert [(one.due_on, one.owner_id, one.moved_times) for one in Action.select().order_by(Action.id)] == [
        (date(2026, 12, 9), person.id, 2),
        (date(2026, 11, 20), None, 0),
        (date(2026, 11, 20), None, 0),
    ]
    with pytest.raises(NotFound, match="already"):
        batch_of_actions(batch)


def test_several_promises_change_all_or_none(database: str, by: dict[str, Any]) -> None:
    partnership = make_partnership()
    stranger = make_person(make_partnership().payer)
    action, done = make_action(partnership), make_action(partnership, status="done")
    day = SeveralChange(date(2026, 12, 8))
    for actions, wanted, sentence in (
        ([action, done], day, "no longer open"),
        ([action], SeveralChange(None, stranger.id), "does not work on"),
        ([action] * 51, day, "at most 50"),
    ):
        with pytest.raises(RuleViolation, match=sentence):
            change_several(actions, wanted, **by)
    assert Action.get_by_id(action.id).version == 1


# --- comments and story


def test_only_who_wrote_a_comment_takes_it_off(database: str) -> None:
    user = make_user()
    dana = Actor(user.id, "Dana", Role.EDITOR)
    action = make_action(make_partnership())
    comment = add_comment(action, "Ask Grace", actor=dana, now=NOW)
    with pytest.raises(Forbidden, match="Only Dana"):
        remove_comment(comment, actor=Actor(make_user().id, "Sam", Role.EDITOR), now=NOW)
    gone = remove_comment(comment, actor=dana, now=NOW)
    assert comments_of(action.id) == ()
    restore_comment(gone, actor=dana, now=NOW)
    assert [one.text for one in comments_of(action.id)] == ["Ask Grace"]


def test_the_story_names_who_moved_it_from_when_to_when(database: str, by: dict[str, Any]) -> None:
    partnership = make_partnership()
    marisol = make_person(partnership.provider, name="Marisol Reyes")
    action = create_action(partnership, ActionFacts("Send it", due_on=date(2026, 11, 20)), **by)
    later = ActionFacts("Send it", due_on=date(2026, 12, 1), owner_id=marisol.id)
    complete_action(update_action(action, later, **by), on=TODAY, **by)
    assert [(one.who, one.words) for one in story(action.id, TODAY)] == [
        ("Dana Whitfield", "noted it, due Nov 20"),
        ("Dana Whitfield", "moved it from Nov 20 to Dec 1, gave it to Marisol Reyes"),
        ("Dana Whitfield", "marked it done"),
    ]


# --- the list


@pytest.mark.parametrize("typed", ["medecin", "MÉDECIN", "Médecin appeler", "appeler le"])
def test_the_search_minds_neither_capitals_nor_accents(database: str, typed: str) -> None:
    make_action(make_partnership(), text="Appeler le médecin")
    make_action(make_partnership(), text="Call the plan, 100%_sure")
    assert [row.text for row in list_actions(Filter(words=typed), TODAY)] == ["Appeler le médecin"]


def test_signs_of_a_search_are_only_signs(database: str) -> None:
    make_action(make_partnership(), text="Call the plan, 100%_sure")
    make_action(make_partnership(), text="Call the clinic")
    assert [row.text for row in list_actions(Filter(words="%_"), TODAY)] == ["Call the plan, 100%_sure"]
    assert list_actions(Filter(words="' or 1=1 --"), TODAY) == ()


def test_folding_is_the_same_as_in_the_migration() -> None:
    assert folded("Ünïted Straße ﬁle") == "united strasse file"


def test_filters_narrow_and_headings_count(database: str) -> None:
    partnership, user = make_partnership(), make_user()
    me = make_person(partnership.provider, user=user)
    make_action(partnership, text="late", owner=me)
    make_action(partnership, text="week", due_on=date(2026, 11, 30))
    make_action(partnership, text="later", due_on=date(2026, 12, 1), side="payer")
    make_action(partnership, text="someday", due_on=None, waiting_for="Grace", waiting_since=TODAY)
    make_action(partnership, text="kept", status="done", done_on=TODAY)
    assert mine(user.id).any_open and mine(None).person_ids == ()

    def texts(**wanted: Any) -> list[str]:
        return [row.text for row in list_actions(Filter(**wanted), TODAY)]

    assert texts(owners=mine(user.id).person_ids) == ["late"]
    assert texts(show=Show.OVERDUE) == ["late"]
    assert texts(show=Show.WAITING) == ["someday"]
    assert texts(show=Show.DONE) == ["kept"]
    assert texts(side="payer") == ["later"]
    assert texts(owners=()) == []
    assert count_groups(Filter(), TODAY) == {
        Group.OVERDUE: 1, Group.WEEK: 1, Group.LATER: 1, Group.UNDATED: 1,
    }  # fmt: skip
    assert count_groups(Filter(show=Show.OVERDUE), TODAY)[Group.OVERDUE] == 1
    assert count_groups(Filter(show=Show.DONE), TODAY) == {"all": 1}


FILTERS = [
    Filter(),
    Filter(show=Show.OVERDUE),
    Filter(show=Show.WAITING),
    Filter(show=Show.DONE),
    Filter(partnership_id=1),
    Filter(side="payer"),
    Filter(owners=(1,)),
    Filter(words="promise 1"),
    Filter(partnership_id=1, side="provider", owners=(1, 2), words="x"),
]


@pytest.mark.parametrize("wanted", FILTERS)
def test_every_filter_asks_two_statements_whatever_there_is(database: str, wanted: Filter) -> None:
    partnership = make_partnership()
    owner = make_person(partnership.provider)
    for number in range(300):
        make_action(partnership, text=f"Promise {number}", owner=owner if number % 2 else None)
    with count_statements() as counter:
        list_actions(wanted, TODAY)
        count_groups(wanted, TODAY)
    assert counter.count == 2


def test_lists_walk_an_index_in_its_order(sqlite_template: Path) -> None:
    open_database(f"sqlite:///{sqlite_template}")
    with connected():
        for wanted in FILTERS[:7]:
            with count_statements() as counter:
                list_actions(wanted, TODAY)
            (sql,) = counter.statements
            steps = db.execute_sql(f"explain query plan {sql}", (1,) * sql.count("?")).fetchall()
            plan = "; ".join(str(step[3]) for step in steps)
            assert "USING INDEX action_" in plan and "TEMP B-TREE" not in plan, (wanted, plan)
    close_database()


def test_counts_stop_above_five_hundred_and_sooner_in_a_search(database: str) -> None:
    partnership = make_partnership()
    rows = [
        {
            "public_id": str(number),
            "partnership": partnership.id,
            "text": "x",
            "folded": "x",
            "side": "payer",
            "created_at": NOW,
        }
        for number in range(600)
    ]
    for start in range(0, 600, 100):
        Action.insert_many(rows[start : start + 100]).execute()
    assert count_groups(Filter(), TODAY)[Group.UNDATED] == 501
    assert count_groups(Filter(words="x"), TODAY)[Group.UNDATED] == 201


# --- the mirror


def test_the_mirror_leaves_private_promises_out_and_says_so(database: str) -> None:
    partnership = make_partnership()
    make_action(partnership, status="done", done_on=date(2026, 11, 19))
    make_action(partnership, side="payer")
    make_action(partnership, private=True)
    make_action(partnership, status="dropped")
    make_action(make_partnership())
    with count_statements() as counter:
        shown = mirror(partnership.id, today=TODAY)
    assert counter.count == 1
    assert (shown.ours.due, shown.ours.on_time, shown.ours.open, shown.left_out) == (1, 1, 0, 1)
    assert (shown.theirs.due, shown.theirs.open, shown.theirs.oldest_late_days) == (1, 1, 4)
    assert shown.since == date(2026, 8, 24)
