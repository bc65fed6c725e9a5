"""Minutes: written line by line, with decisions and actions apart; finished they are locked."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from app.actions.models import Action
from app.actions.service import ActionFacts
from app.core.actor import Actor
from app.core.errors import Conflict, NotFound, RuleViolation
from app.meetings import queries, service
from app.meetings.models import Attendance, Decision, Meeting, MeetingSeries
from app.meetings.service import MeetingPlan, NewTopic, Proposed
from tests.conftest import NOW
from tests.factories import make_meeting, make_member, make_partnership, make_person

ON = date(2026, 11, 24)


@pytest.fixture
def meeting(database: str):
    return make_meeting(make_partnership(), on=ON)


def add_line(meeting, dana: Actor, text: str = "Oxygen"):
    return service.add_topic(meeting.public_id, NewTopic("topic", text, 5), actor=dana, now=NOW)


def test_typed_notes_mark_a_line_as_discussed_and_the_tick_can_be_taken_away(meeting, dana: Actor) -> None:
    line = add_line(meeting, dana)
    service.save_notes(meeting.public_id, line.id, "Settled.", seen=1, actor=dana, now=NOW)
    assert queries.get_topic(meeting.id, line.id).discussed
    service.mark_discussed(meeting.public_id, line.id, False, actor=dana, now=NOW)
    stored = queries.get_topic(meeting.id, line.id)
    assert (stored.discussed, stored.notes) == (False, "Settled.")


def test_two_people_who_write_on_one_line_lose_nothing(meeting, dana: Actor) -> None:
    line = add_line(meeting, dana)
    service.save_notes(meeting.public_id, line.id, "Theirs.", seen=1, actor=dana, now=NOW)
    with pytest.raises(Conflict) as told:
        service.save_notes(meeting.public_id, line.id, "Mine.", seen=1, actor=dana, now=NOW)
    assert (told.value.mine["notes"], told.value.theirs["notes"]) == ("Mine.", "Theirs.")
    assert queries.get_topic(meeting.id, line.id).notes == "Theirs."


def test_the_same_words_from_two_people_are_no_conflict(meeting, dana: Actor) -> None:
    line = add_line(meeting, dana)
    for _ in range(2):
        service.save_notes(meeting.public_id, line.id, "Same.", seen=1, actor=dana, now=NOW)


def test_of_a_topic_that_is_only_spoken_nothing_is_written(database: str, dana: Actor) -> None:
    plan = MeetingPlan("case_conference", ON, time(12), 45, "video")
    meeting = service.create_meeting(make_partnership(), plan, actor=dana, now=NOW)
    hard_cases = queries.topics_of(meeting.id)[0]
    with pytest.raises(RuleViolation, match="nothing is written down"):
        service.save_notes(meeting.public_id, hard_cases.id, "x", seen=1, actor=dana, now=NOW)
    service.mark_discussed(meeting.public_id, hard_cases.id, True, actor=dana, now=NOW)


def test_who_came_is_noted_only_for_those_who_were_asked(meeting, dana: Actor) -> None:
    priya = make_person(meeting.partnership.payer, name="Priya Nair")
    Attendance.create(meeting=meeting, person=priya)
    service.save_attendance(meeting.public_id, {priya.id: "deputy"}, actor=dana, now=NOW)
    assert [p.came for p in queries.present(meeting.id)] == ["deputy"]
    stranger = make_person(meeting.partnership.payer)
    with pytest.raises(RuleViolation):
        service.save_attendance(meeting.public_id, {stranger.id: "here"}, actor=dana, now=NOW)


def test_an_action_stands_in_the_list_at_once_and_says_where_it_was_promised(meeting, dana: Actor) -> None:
    line = add_line(meeting, dana)
    service.add_action(meeting.public_id, ActionFacts("Call the clinic"), line.id, actor=dana, now=NOW)
    action = Action.get()
    assert (action.source, action.source_note) == ("meeting", "Operations meeting, November 24, 2026")
    assert [one.topic_id for one in queries.promised_in(meeting.id)] == [line.id]
    assert queries.get_topic(meeting.id, line.id).discussed


def test_decisions_and_actions_are_taken_out_and_put_back(meeting, dana: Actor) -> None:
    decision = service.add_decision(meeting.public_id, "Weekly calls.", "Both", None, actor=dana, now=NOW)
    action = service.add_action(meeting.public_id, ActionFacts("Call"), None, actor=dana, now=NOW)
    service.remove_decision(meeting.public_id, decision.public_id, actor=dana, now=NOW)
    service.remove_action(meeting.public_id, action.public_id, today=ON, actor=dana, now=NOW)
    assert (queries.decisions_of(meeting.id), queries.promised_in(meeting.id)) == ((), ())
    service.remove_decision(meeting.public_id, decision.public_id, back=True, actor=dana, now=NOW)
    service.remove_action(meeting.public_id, action.public_id, back=True, today=ON, actor=dana, now=NOW)
    assert len(queries.decisions_of(meeting.id)) == len(queries.promised_in(meeting.id)) == 1


def test_what_belongs_to_another_meeting_is_not_reached(meeting, dana: Actor) -> None:
    other = make_meeting(make_partnership(), on=ON)
    line = add_line(other, dana)
    decision = service.add_decision(other.public_id, "Theirs.", "", None, actor=dana, now=NOW)
    action = service.add_action(other.public_id, ActionFacts("Theirs"), None, actor=dana, now=NOW)
    for call in (
        lambda: service.save_notes(meeting.public_id, line.id, "x", seen=1, actor=dana, now=NOW),
        lambda: service.add_decision(meeting.public_id, "x", "", line.id, actor=dana, now=NOW),
        lambda: service.remove_decision(meeting.public_id, decision.public_id, actor=dana, now=NOW),
        lambda: service.remove_action(meeting.public_id, action.public_id, today=ON, actor=dana, now=NOW),
    ):
        with pytest.raises(NotFound):
            call()


def test_finished_minutes_are_locked_and_say_by_whom(meeting, dana: Actor) -> None:
    line = add_line(meeting, dana)
    done = service.finish_minutes(meeting.public_id, today=ON, actor=dana, now=NOW).meeting
    assert (done.status, done.finished_by, done.minutes_version) == ("held", "Dana Whitfield", 1)
    for call in (
        lambda: service.save_notes(meeting.public_id, line.id, "late", seen=1, actor=dana, now=NOW),
        lambda: service.add_decision(meeting.public_id, "late", "", None, actor=dana, now=NOW),
        lambda: service.remove_topic(meeting.public_id, line.id, actor=dana, now=NOW),
        lambda: service.finish_minutes(meeting.public_id, today=ON, actor=dana, now=NOW),
    ):
        with pytest.raises(RuleViolation, match="Reopen them"):
            call()
    with pytest.raises(RuleViolation, match="Reopen them"):
        service.replan_meeting(meeting.public_id, actor=dana, now=NOW)


def test_minutes_are_not_finished_before_the_day_nor_of_a_meeting_called_off(meeting, dana: Actor) -> None:
    with pytest.raises(RuleViolation, match="from the day of the meeting on"):
        service.finish_minutes(meeting.public_id, today=ON - timedelta(days=1), actor=dana, now=NOW)
    service.cancel_meeting(meeting.public_id, actor=dana, now=NOW)
    with pytest.raises(RuleViolation, match="called off"):
        service.finish_minutes(meeting.public_id, today=ON, actor=dana, now=NOW)


def test_finishing_opens_the_next_meeting_of_the_series(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    series = MeetingSeries.create(
        partnership=partnership, kind="operations", rhythm="weeks", interval=2, first_on=ON,
        starts_at=time(14), minutes=60, mode="video", created_at=NOW,
    )  # fmt: skip
    meeting = make_meeting(partnership, on=ON, series=series, planned_on=ON)
    add_line(meeting, dana)
    done = service.finish_minutes(meeting.public_id, today=ON, actor=dana, now=NOW)
    assert done.following is not None
    assert (done.following.on, done.carried) == (ON + timedelta(weeks=2), 1)


def test_decisions_compile_over_all_meetings_newest_first(meeting, dana: Actor) -> None:
    later = make_meeting(meeting.partnership, kind="executive", on=ON + timedelta(days=7))
    for one, text in ((meeting, "First."), (later, "Second.")):
        service.add_decision(one.public_id, text, "Both", None, actor=dana, now=NOW)
    found = queries.compiled_decisions(meeting.partnership_id)
    assert [(one.text, one.name) for one in found] == [
        ("Second.", "Executive annual meeting"),
        ("First.", "Operations meeting"),
    ]
    assert [one.text for one in queries.compiled_decisions(meeting.partnership_id, "operations")] == [
        "First."
    ]
    assert queries.compiled_decisions(make_partnership().id) == ()


def test_a_proposal_counts_only_when_it_is_taken_and_can_be_taken_back(meeting, dana: Actor) -> None:
    service.finish_minutes(meeting.public_id, today=ON, actor=dana, now=NOW)
    rows = [Proposed("decision", "Two visits.", "Both"), Proposed("action", "Call", "Priya", "soon")]
    assert service.propose(meeting.public_id, rows, "back.docx", actor=dana, now=NOW) == 2
    assert service.propose(meeting.public_id, rows, "back.docx", actor=dana, now=NOW) == 0
    assert Decision.select().count() == Action.select().count() == 0
    decision, action = queries.open_proposals(meeting.id)
    assert service.take_decision(
        meeting.public_id, decision.id, "Two visits a week.", "Both", actor=dana, now=NOW
    )
    assert service.take_action(meeting.public_id, action.id, ActionFacts("Call"), actor=dana, now=NOW)
    assert [one.text for one in queries.decisions_of(meeting.id)] == ["Two visits a week."]
    assert (
        Meeting.get_by_id(meeting.id).minutes_version == 2
    )  # one other version, however many rows are taken
    for one in (decision, action):
        service.reopen_proposal(meeting.public_id, one.id, today=ON, actor=dana, now=NOW)
    assert queries.decisions_of(meeting.id) == queries.promised_in(meeting.id) == ()
    service.refuse_proposal(meeting.public_id, decision.id, actor=dana, now=NOW)
    assert [one.kind for one in queries.open_proposals(meeting.id)] == ["action"]


def test_a_returned_action_that_we_had_is_changed_and_not_doubled(meeting, dana: Actor) -> None:
    priya = make_person(meeting.partnership.payer, name="Priya Nair")
    make_member(meeting.partnership, priya)
    service.add_action(meeting.public_id, ActionFacts("Call the clinic"), None, actor=dana, now=NOW)
    service.propose(
        meeting.public_id, [Proposed("action", "call the clinic", "Priya Nair")], "x", actor=dana, now=NOW
    )
    (row,) = queries.open_proposals(meeting.id)
    facts = ActionFacts("Call the clinic", "payer", priya.id, ON)
    assert not service.take_action(meeting.public_id, row.id, facts, actor=dana, now=NOW)
    (action,) = queries.promised_in(meeting.id)
    assert (action.owner, action.due_on) == ("Priya Nair", ON)
