"""Lines go on to the next meeting: nothing is lost, nothing stands twice, each says where it comes from."""

from __future__ import annotations

import random
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.actions.models import Action
from app.actions.service import ActionFacts, complete_action
from app.core.actor import Actor
from app.core.errors import RuleViolation
from app.meetings import queries, service
from app.meetings.models import AgendaTopic, Meeting, MeetingAction, ParkedTopic
from app.meetings.rules import CarryLine, Reason, ThereLine, lines_that_go_on, match, times_words, why
from app.meetings.service import MeetingPlan, NewTopic
from tests.conftest import NOW
from tests.factories import make_partnership

MAY = date(2026, 5, 12)
JUNE = date(2026, 6, 9)


def line(number: int = 1, **values: object) -> CarryLine:
    facts: dict[str, object] = {"id": number, "root": number, "meeting_id": 1, "meeting_on": MAY}
    return CarryLine(**{**facts, "text": f"Line {number}", **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, Reason.NOT_DISCUSSED),
        ({"discussed": True}, None),
        ({"discussed": True, "open_actions": 1}, Reason.OPEN_ACTION),
        ({"discussed": True, "standing": True}, Reason.STANDING),
        ({"standing": True}, Reason.NOT_DISCUSSED),
        ({"standing": True, "spoken_only": True}, Reason.STANDING),
        ({"standing": True, "noted": False}, Reason.STANDING),
        ({"standing": True, "called_off": True}, Reason.STANDING),
        ({"removed": True}, None),
        ({"removed": True, "standing": True, "open_actions": 2}, None),
    ],
)
def test_a_line_goes_on_when_it_was_not_discussed_is_standing_or_has_an_open_action(
    facts: dict[str, object], reason: Reason | None
) -> None:
    assert why(line(**facts)) is reason


def test_a_carried_line_says_from_when_and_how_often() -> None:
    once = lines_that_go_on([[line(carried=2)]]).goes_on[0]
    assert (once.carried, once.carried_from_on) == (3, MAY)
    assert [times_words(count) for count in (1, 2, 3, 9)] == ["", "second time", "third time", "9 times"]


def test_a_meeting_that_was_called_off_does_not_count_as_a_chance() -> None:
    off = line(called_off=True, carried=2, carried_from_on=date(2026, 4, 14))
    once = lines_that_go_on([[off]]).goes_on[0]
    assert (once.carried, once.carried_from_on) == (2, date(2026, 4, 14))


def test_a_line_left_out_sits_out_once_and_is_told() -> None:
    out = line(leave_out=True)
    assert lines_that_go_on([[out]]).left_out == (out,)
    later = lines_that_go_on([[line(2, meeting_id=2, meeting_on=JUNE, discussed=True)], [out]])
    assert [one.line for one in later.goes_on] == [out]


def test_the_latest_appearance_of_a_line_speaks_for_it() -> None:
    settled = line(5, root=1, meeting_id=2, meeting_on=JUNE, discussed=True)
    assert lines_that_go_on([[settled], [line(1)]]).goes_on == ()


def test_a_standing_line_is_found_by_its_words_where_it_has_no_origin_yet() -> None:
    going = lines_that_go_on([[line(1, text="Open actions", standing=True)]]).goes_on[0]
    stands = (ThereLine(9, 9, "Open Actions", True, False), ThereLine(10, 10, "Open actions", False, False))
    assert match(going, stands) == stands[0]


@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(1, 12), st.booleans(), st.booleans(), st.booleans(), st.integers(0, 2)),
            max_size=8,
            unique_by=lambda drawn: drawn[0],
        ),
        max_size=5,
    )
)
def test_each_line_goes_on_at_most_once_and_no_open_one_is_forgotten(
    drawn: list[list[tuple[int, bool, bool, bool, int]]],
) -> None:
    """Whatever the earlier meetings look like."""
    meetings = [
        [
            line(
                100 * place + root,
                root=root,
                meeting_id=place,
                discussed=d,
                removed=r,
                leave_out=out,
                open_actions=n,
            )
            for root, d, r, out, n in lines
        ]
        for place, lines in enumerate(drawn)
    ]
    carry = lines_that_go_on(meetings)
    roots = [one.line.root for one in carry.goes_on] + [one.root for one in carry.left_out]
    assert len(roots) == len(set(roots))
    latest: dict[int, CarryLine] = {}
    for lines in meetings:
        for one in lines:
            latest.setdefault(one.root, one)
    assert set(roots) == {root for root, one in latest.items() if why(one) is not None}


def plan(on: date, kind: str = "operations") -> MeetingPlan:
    return MeetingPlan(kind, on, time(14), 60, "video")


def lines_on(meeting: Meeting) -> list[str]:
    return [one.text for one in queries.topics_of(meeting.id)]


def test_two_hundred_random_meetings_lose_and_double_nothing(database: str, dana: Actor) -> None:
    """Discussed, skipped, parked, added, with actions that are done or not, called off now and then.

    Nothing here depends on the database, so that two hundred pass on one and fifty on the other.
    """
    meetings = 200 if database == "sqlite" else 50
    chance = random.Random(20261124)
    partnership = make_partnership()
    day, number = date(2020, 1, 7), 0
    now = service.create_meeting(partnership, plan(day), actor=dana, now=NOW)
    open_roots: set[int] = set()
    for _ in range(meetings):
        day += timedelta(weeks=2)
        for _ in range(chance.randrange(3)):
            number += 1
            service.add_topic(now.public_id, NewTopic("topic", f"Question {number}", 5), actor=dana, now=NOW)
        following = service.create_meeting(partnership, plan(day), actor=dana, now=NOW)
        if chance.random() < 0.15:
            service.cancel_meeting(now.public_id, actor=dana, now=NOW)
            service.carry_over(following.public_id, today=day, actor=dana, now=NOW)
        else:
            _hold(now, chance, dana)
            service.finish_minutes(now.public_id, today=day, actor=dana, now=NOW)
        _finish_some_actions(chance, dana)
        service.carry_over(following.public_id, today=day, actor=dana, now=NOW)  # a second time
        open_roots = _expected(now)
        rows = list(AgendaTopic.select().where(AgendaTopic.meeting == following))
        roots = [row.origin_id or row.id for row in rows]
        assert len(roots) == len(set(roots))
        assert open_roots <= set(roots)
        assert len([row for row in rows if row.standing]) == 8
        begun = {row.id: row.origin_id for row in AgendaTopic.select().where(AgendaTopic.id.in_(roots))}
        assert all(origin is None for origin in begun.values())  # an origin is where a line began, for good
        now = following
    assert number > meetings / 2 and ParkedTopic.select().count() > meetings / 20 and open_roots


def _hold(meeting: Meeting, chance: random.Random, dana: Actor) -> None:
    for row in AgendaTopic.select().where((AgendaTopic.meeting == meeting) & ~AgendaTopic.removed):
        luck = chance.random()
        if luck < 0.55:
            service.save_notes(meeting.public_id, row.id, "Said.", seen=row.version, actor=dana, now=NOW)
        elif luck < 0.65 and not row.standing:
            service.park_topic(meeting.public_id, row.id, today=meeting.on, actor=dana, now=NOW)
        elif luck < 0.75:
            service.add_action(meeting.public_id, ActionFacts("Do it"), row.id, actor=dana, now=NOW)


def _finish_some_actions(chance: random.Random, dana: Actor) -> None:
    for action in list(Action.select().where(Action.status == "open")):
        if chance.random() < 0.4:
            complete_action(action, on=date(2026, 1, 1), actor=dana, now=NOW)


def _expected(meeting: Meeting) -> set[int]:
    """The lines of a meeting that must stand on the next agenda, by where they began."""
    found = set()
    for row in AgendaTopic.select().where((AgendaTopic.meeting == meeting) & ~AgendaTopic.removed):
        root = row.origin_id or row.id
        still = (
            MeetingAction.select()
            .join_from(MeetingAction, AgendaTopic)
            .join_from(MeetingAction, Action)
            .where(((AgendaTopic.origin == root) | (AgendaTopic.id == root)) & (Action.status == "open"))
        )
        if not row.discussed or still.exists():
            found.add(root)
    return found


def test_finishing_carries_over_and_finishing_again_settles_what_was_carried(
    database: str, dana: Actor
) -> None:
    partnership = make_partnership()
    first = service.create_meeting(partnership, plan(MAY), actor=dana, now=NOW)
    second = service.create_meeting(partnership, plan(JUNE), actor=dana, now=NOW)
    oxygen, mileage = (
        service.add_topic(first.public_id, NewTopic("topic", text, 5), actor=dana, now=NOW)
        for text in ("Oxygen", "Mileage")
    )
    done = service.finish_minutes(first.public_id, today=MAY, actor=dana, now=NOW)
    assert (done.following, done.carried) == (second, 2)
    carried = queries.topics_of(second.id)[-2:]
    assert [(one.text, one.carried, one.carried_from_on) for one in carried] == [
        ("Oxygen", 1, MAY),
        ("Mileage", 1, MAY),
    ]
    service.reopen_minutes(first.public_id, actor=dana, now=NOW)
    service.save_notes(first.public_id, oxygen.id, "Settled.", seen=oxygen.version, actor=dana, now=NOW)
    again = service.finish_minutes(first.public_id, today=MAY, actor=dana, now=NOW)
    assert (again.carried, again.meeting.minutes_version) == (0, 2)
    assert "Oxygen" not in lines_on(second) and lines_on(second).count("Mileage") == 1
    assert mileage.id == queries.topics_of(second.id)[-1].origin_id


def test_what_was_written_under_a_carried_line_is_not_taken_back(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    first = service.create_meeting(partnership, plan(MAY), actor=dana, now=NOW)
    second = service.create_meeting(partnership, plan(JUNE), actor=dana, now=NOW)
    oxygen = service.add_topic(first.public_id, NewTopic("topic", "Oxygen", 5), actor=dana, now=NOW)
    service.finish_minutes(first.public_id, today=MAY, actor=dana, now=NOW)
    there = queries.topics_of(second.id)[-1]
    service.save_notes(second.public_id, there.id, "Begun.", seen=there.version, actor=dana, now=NOW)
    service.reopen_minutes(first.public_id, actor=dana, now=NOW)
    service.mark_discussed(first.public_id, oxygen.id, True, actor=dana, now=NOW)
    service.finish_minutes(first.public_id, today=MAY, actor=dana, now=NOW)
    assert lines_on(second)[-1] == "Oxygen"


def test_a_line_left_out_is_not_on_the_next_agenda_and_comes_back_on_the_one_after(
    database: str, dana: Actor
) -> None:
    partnership = make_partnership()
    days = (MAY, JUNE, date(2026, 7, 7))
    first, second, third = (
        service.create_meeting(partnership, plan(day), actor=dana, now=NOW) for day in days
    )
    oxygen = service.add_topic(first.public_id, NewTopic("topic", "Oxygen", 5), actor=dana, now=NOW)
    service.finish_minutes(first.public_id, leave_out=[oxygen.id], today=MAY, actor=dana, now=NOW)
    assert "Oxygen" not in lines_on(second)
    service.finish_minutes(second.public_id, today=JUNE, actor=dana, now=NOW)
    assert lines_on(third).count("Oxygen") == 1


def test_lines_of_meetings_that_were_called_off_reach_the_next_one_that_takes_place(
    database: str, dana: Actor
) -> None:
    partnership = make_partnership()
    days = [MAY + timedelta(weeks=2 * number) for number in range(5)]
    meetings = [service.create_meeting(partnership, plan(day), actor=dana, now=NOW) for day in days]
    service.add_topic(meetings[0].public_id, NewTopic("topic", "Oxygen", 5), actor=dana, now=NOW)
    service.finish_minutes(meetings[0].public_id, today=MAY, actor=dana, now=NOW)
    service.add_topic(meetings[1].public_id, NewTopic("topic", "Mileage", 5), actor=dana, now=NOW)
    for meeting in meetings[1:4]:
        service.cancel_meeting(meeting.public_id, actor=dana, now=NOW)
    assert service.carry_over(meetings[4].public_id, today=days[4], actor=dana, now=NOW) == 2
    assert service.carry_over(meetings[4].public_id, today=days[4], actor=dana, now=NOW) == 0
    oxygen = queries.topics_of(meetings[4].id)[-2:]
    assert {(one.text, one.carried) for one in oxygen} == {("Oxygen", 1), ("Mileage", 1)}


def test_nothing_comes_from_a_meeting_that_is_still_ahead(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    first = service.create_meeting(partnership, plan(MAY), actor=dana, now=NOW)
    second = service.create_meeting(partnership, plan(JUNE), actor=dana, now=NOW)
    service.add_topic(first.public_id, NewTopic("topic", "Oxygen", 5), actor=dana, now=NOW)
    assert service.carry_over(second.public_id, today=MAY - timedelta(days=1), actor=dana, now=NOW) == 0
    assert "Oxygen" not in lines_on(second)


def test_minutes_are_reopened_only_while_they_are_the_latest(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    first = service.create_meeting(partnership, plan(MAY), actor=dana, now=NOW)
    second = service.create_meeting(partnership, plan(JUNE), actor=dana, now=NOW)
    other = service.create_meeting(partnership, plan(JUNE, "executive"), actor=dana, now=NOW)
    for meeting in (first, second, other):
        service.finish_minutes(meeting.public_id, today=JUNE, actor=dana, now=NOW)
    with pytest.raises(RuleViolation, match="later meeting has finished minutes"):
        service.reopen_minutes(first.public_id, actor=dana, now=NOW)
    assert service.reopen_minutes(second.public_id, actor=dana, now=NOW).finished_at is None
