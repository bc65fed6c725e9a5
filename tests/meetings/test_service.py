"""Meetings are planned, changed, called off and held; nothing happens twice or for strangers."""

from __future__ import annotations

from datetime import date, time

import pytest

from app.core.actor import Actor
from app.core.errors import Conflict, NotFound, RuleViolation
from app.meetings import queries, service
from app.meetings.models import Attendance
from app.meetings.service import MeetingPlan, NewTopic
from tests.conftest import NOW
from tests.factories import make_meeting, make_member, make_partnership, make_person

TODAY = date(2026, 11, 24)
PLAN = MeetingPlan("operations", date(2026, 12, 1), time(14), 60, "video")


def test_who_came_to_a_meeting_with_finished_minutes_is_not_changed_beside_them(
    database: str, dana: Actor
) -> None:
    partnership = make_partnership()
    meeting = make_meeting(partnership, on=TODAY)
    person = make_person(partnership.payer)
    make_member(partnership, person)
    Attendance.create(meeting=meeting, person=person, came="here")
    service.finish_minutes(meeting.public_id, today=TODAY, actor=dana, now=NOW)
    with pytest.raises(RuleViolation, match="Reopen them"):
        service.update_meeting(meeting.public_id, PLAN, seen=None, actor=dana, now=NOW, today=TODAY)
    assert Attendance.get().came == "here"


def test_a_planned_meeting_knows_who_is_asked(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    priya = make_person(partnership.payer, name="Priya Nair")
    ours = make_person(partnership.provider, name="Marisol Reyes")
    make_member(partnership, priya)
    make_member(partnership, ours, "provider")
    plan = MeetingPlan("operations", date(2026, 12, 1), time(14), 60, "video", person_ids=(priya.id, ours.id))
    meeting = service.create_meeting(partnership, plan, actor=dana, now=NOW)
    assert [(p.name, p.side) for p in queries.attendees(meeting.id)] == [
        ("Marisol Reyes", "provider"),
        ("Priya Nair", "payer"),
    ]


def test_people_of_other_partnerships_cannot_be_asked(database: str, dana: Actor) -> None:
    stranger = make_person(make_partnership().payer)
    plan = MeetingPlan("operations", date(2026, 12, 1), time(14), 60, "video", person_ids=(stranger.id,))
    with pytest.raises(RuleViolation, match="Only people who work on this partnership"):
        service.create_meeting(make_partnership(), plan, actor=dana, now=NOW)


def test_taking_somebody_off_leaves_the_others(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    people = [make_person(partnership.payer, name=name) for name in ("Alma", "Ken")]
    for person in people:
        make_member(partnership, person)
    both = tuple(person.id for person in people)
    meeting = service.create_meeting(
        partnership,
        MeetingPlan("operations", date(2026, 12, 1), time(14), 60, "video", person_ids=both),
        actor=dana,
        now=NOW,
    )
    one = MeetingPlan("operations", date(2026, 12, 1), time(14), 60, "video", person_ids=both[:1])
    service.update_meeting(meeting.public_id, one, seen=1, actor=dana, now=NOW, today=TODAY)
    assert [p.name for p in queries.attendees(meeting.id)] == ["Alma"]


def test_the_second_of_two_people_who_move_a_meeting_is_told(database: str, dana: Actor) -> None:
    meeting = make_meeting(make_partnership())
    service.update_meeting(meeting.public_id, PLAN, seen=1, actor=dana, now=NOW, today=TODAY)
    moved = MeetingPlan("operations", date(2026, 12, 2), time(14), 60, "video")
    service.update_meeting(meeting.public_id, moved, seen=1, actor=dana, now=NOW, today=TODAY)
    with pytest.raises(Conflict):
        service.update_meeting(meeting.public_id, PLAN, seen=1, actor=dana, now=NOW, today=TODAY)


def test_a_meeting_called_off_can_be_planned_again(database: str, dana: Actor) -> None:
    meeting = make_meeting(make_partnership())
    assert service.cancel_meeting(meeting.public_id, actor=dana, now=NOW).status == "cancelled"
    with pytest.raises(RuleViolation):
        service.cancel_meeting(meeting.public_id, actor=dana, now=NOW)
    assert service.replan_meeting(meeting.public_id, actor=dana, now=NOW).status == "planned"


def test_a_meeting_of_tomorrow_cannot_have_been_held(database: str, dana: Actor) -> None:
    meeting = make_meeting(make_partnership(), on=date(2026, 11, 25))
    with pytest.raises(RuleViolation):
        service.hold_meeting(meeting.public_id, actor=dana, now=NOW, today=TODAY)


def test_topics_keep_their_order_and_come_back_to_their_place(database: str, dana: Actor) -> None:
    meeting = make_meeting(make_partnership())
    *_, third = (
        service.add_topic(meeting.public_id, NewTopic("topic", text, 5), actor=dana, now=NOW)
        for text in ("Referrals", "Oxygen", "Mileage")
    )
    assert service.move_topic(meeting.public_id, third.id, up=True, actor=dana, now=NOW) == 2
    service.remove_topic(meeting.public_id, third.id, actor=dana, now=NOW)
    assert [t.text for t in queries.topics_of(meeting.id)] == ["Referrals", "Oxygen"]
    service.restore_topic(meeting.public_id, third.id, actor=dana, now=NOW)
    assert [t.text for t in queries.topics_of(meeting.id)] == ["Referrals", "Mileage", "Oxygen"]


def test_a_topic_of_another_meeting_is_not_found(database: str, dana: Actor) -> None:
    one, other = make_meeting(make_partnership()), make_meeting(make_partnership())
    topic = service.add_topic(one.public_id, NewTopic("topic", "Referrals", 5), actor=dana, now=NOW)
    with pytest.raises(NotFound):
        service.remove_topic(other.public_id, topic.id, actor=dana, now=NOW)


def test_the_meeting_to_print_is_the_next_one_else_the_latest(database: str) -> None:
    partnership = make_partnership()
    make_meeting(partnership, on=date(2026, 11, 10))
    make_meeting(partnership, on=date(2026, 11, 30), status="cancelled")
    following = make_meeting(partnership, on=date(2026, 12, 1))
    found = queries.next_or_latest(partnership.id, TODAY)
    assert found is not None and found.id == following.id
    latest = queries.next_or_latest(partnership.id, date(2027, 1, 1))
    assert latest is not None and latest.id == following.id
    assert queries.next_or_latest(make_partnership().id, TODAY) is None
