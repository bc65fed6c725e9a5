"""The lines of an agenda begin with the usual topics, and are changed, moved, parked and brought back."""

from __future__ import annotations

from datetime import date, time

import pytest

from app.core.actor import Actor
from app.core.errors import Conflict, NotFound, RuleViolation
from app.meetings import queries, service
from app.meetings.models import AgendaTopic, Meeting, MeetingSeries
from app.meetings.service import MeetingPlan, NewTopic
from tests.conftest import NOW
from tests.factories import make_meeting, make_partnership

TODAY = date(2026, 11, 24)


def planned(partnership, on: date, kind: str = "operations", dana: Actor | None = None) -> Meeting:
    plan = MeetingPlan(kind, on, time(14), 60, "video")
    return service.create_meeting(partnership, plan, actor=dana, now=NOW)


def texts(meeting: Meeting) -> list[str]:
    return [one.text for one in queries.topics_of(meeting.id)]


def test_a_new_meeting_begins_with_the_topics_of_its_kind(database: str, dana: Actor) -> None:
    meeting = planned(make_partnership(), date(2026, 12, 1), "case_conference", dana)
    lines = queries.topics_of(meeting.id)
    assert [one.minutes for one in lines] == [20, 10, 5, 5]
    assert [one.spoken_only for one in lines] == [True, False, False, False]
    assert all(one.standing for one in lines)


def test_the_next_meeting_of_a_series_begins_with_them_too(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    series = MeetingSeries.create(
        partnership=partnership, kind="operations", rhythm="weeks", interval=2, first_on=date(2026, 12, 1),
        starts_at=time(14), minutes=60, mode="video", created_at=NOW,
    )  # fmt: skip
    meeting = service.open_next_meeting(series.id, actor=dana, now=NOW, today=TODAY)
    assert meeting is not None and len(texts(meeting)) == 8


def test_a_topic_that_somebody_made_standing_comes_back_at_the_next_meeting(
    database: str, dana: Actor
) -> None:
    partnership = make_partnership()
    first = planned(partnership, date(2026, 12, 1), dana=dana)
    service.add_topic(
        first.public_id, NewTopic("topic", "Night calls", 5, standing=True), actor=dana, now=NOW
    )
    second = planned(partnership, date(2026, 12, 15), dana=dana)
    assert texts(second)[-1] == "Night calls" and len(texts(second)) == 9
    assert queries.topics_of(second.id)[-1].origin_id == queries.topics_of(first.id)[-1].id


def test_a_meeting_from_before_gets_its_usual_topics_when_asked_and_only_once(
    database: str, dana: Actor
) -> None:
    meeting = make_meeting(make_partnership())
    assert texts(meeting) == []
    assert service.seed_usual_topics(meeting.public_id, actor=dana, now=NOW) == 8
    assert service.seed_usual_topics(meeting.public_id, actor=dana, now=NOW) == 0


def test_the_second_of_two_people_who_change_a_line_is_told_both_versions(database: str, dana: Actor) -> None:
    meeting = make_meeting(make_partnership())
    line = service.add_topic(meeting.public_id, NewTopic("topic", "Oxygen", 5), actor=dana, now=NOW)
    service.edit_topic(
        meeting.public_id, line.id, NewTopic("topic", "Oxygen at night", 5), seen=1, actor=dana, now=NOW
    )
    with pytest.raises(Conflict) as told:
        service.edit_topic(
            meeting.public_id, line.id, NewTopic("topic", "Oxygen, again", 5), seen=1, actor=dana, now=NOW
        )
    assert (told.value.mine["text"], told.value.theirs["text"]) == ("Oxygen, again", "Oxygen at night")


def test_standing_and_added_lines_are_moved_in_one_order(database: str, dana: Actor) -> None:
    meeting = planned(make_partnership(), date(2026, 12, 1), dana=dana)
    added = service.add_topic(meeting.public_id, NewTopic("topic", "Oxygen", 5), actor=dana, now=NOW)
    assert service.move_topic(meeting.public_id, added.id, up=True, actor=dana, now=NOW) == 8
    assert texts(meeting)[-2] == "Oxygen"


def test_lines_stored_with_one_place_are_still_moved(database: str, dana: Actor) -> None:
    meeting = make_meeting(make_partnership())
    first, second = (AgendaTopic.create(meeting=meeting, text=text, position=0) for text in "ab")
    service.move_topic(meeting.public_id, second.id, up=True, actor=dana, now=NOW)
    assert texts(meeting) == ["b", "a"]
    service.move_topic(meeting.public_id, first.id, up=False, actor=dana, now=NOW)
    assert texts(meeting) == ["b", "a"]


def test_a_line_waits_in_the_parking_lot_of_its_kind_and_comes_back(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    first = planned(partnership, date(2026, 12, 1), dana=dana)
    line = service.add_topic(
        first.public_id, NewTopic("decision", "New form?", 10, approver="Finance"), actor=dana, now=NOW
    )
    service.park_topic(first.public_id, line.id, today=TODAY, actor=dana, now=NOW)
    assert "New form?" not in texts(first)
    waiting = queries.parked(partnership.id, "operations")
    assert [(one.text, one.parked_on) for one in waiting] == [("New form?", TODAY)]
    assert queries.parked(partnership.id, "executive") == ()
    second = planned(partnership, date(2026, 12, 15), dana=dana)
    taken = service.take_parked(second.public_id, waiting[0].id, actor=dana, now=NOW)
    assert (taken.kind, taken.approver, taken.minutes) == ("decision", "Finance", 10)
    assert queries.parked(partnership.id, "operations") == ()
    with pytest.raises(NotFound):
        service.take_parked(second.public_id, waiting[0].id, actor=dana, now=NOW)


def test_parking_and_throwing_away_can_be_taken_back(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    meeting = planned(partnership, date(2026, 12, 1), dana=dana)
    line = service.add_topic(meeting.public_id, NewTopic("topic", "Oxygen", 5), actor=dana, now=NOW)
    lot = service.park_topic(meeting.public_id, line.id, today=TODAY, actor=dana, now=NOW)
    service.drop_parked(meeting.public_id, lot.id, actor=dana, now=NOW)
    assert queries.parked(partnership.id, "operations") == ()
    service.keep_parked(meeting.public_id, lot.id, actor=dana, now=NOW)
    assert len(queries.parked(partnership.id, "operations")) == 1
    service.unpark_topic(meeting.public_id, line.id, lot.id, actor=dana, now=NOW)
    assert texts(meeting)[-1] == "Oxygen" and queries.parked(partnership.id, "operations") == ()


def test_a_line_goes_to_another_meeting_instead_or_too_and_never_twice(database: str, dana: Actor) -> None:
    partnership = make_partnership()
    first, second = (planned(partnership, date(2026, 12, day), dana=dana) for day in (1, 15))
    oxygen, mileage = (
        service.add_topic(first.public_id, NewTopic("topic", text, 5), actor=dana, now=NOW)
        for text in ("Oxygen", "Mileage")
    )
    service.send_topic(first.public_id, oxygen.id, second.public_id, keep=False, actor=dana, now=NOW)
    service.send_topic(first.public_id, mileage.id, second.public_id, keep=True, actor=dana, now=NOW)
    assert "Oxygen" not in texts(first) and "Mileage" in texts(first)
    assert texts(second)[-2:] == ["Oxygen", "Mileage"]
    with pytest.raises(RuleViolation, match="has this line already"):
        service.send_topic(first.public_id, mileage.id, second.public_id, keep=True, actor=dana, now=NOW)
    stranger = planned(make_partnership(), date(2026, 12, 1), dana=dana)
    with pytest.raises(NotFound):
        service.send_topic(first.public_id, mileage.id, stranger.public_id, keep=True, actor=dana, now=NOW)


def test_an_agenda_is_a_draft_until_it_is_published_and_can_be_taken_back(database: str, dana: Actor) -> None:
    meeting = make_meeting(make_partnership())
    assert service.publish_agenda(meeting.public_id, actor=dana, now=NOW).published_at == NOW
    assert service.unpublish_agenda(meeting.public_id, actor=dana, now=NOW).published_at is None
    service.cancel_meeting(meeting.public_id, actor=dana, now=NOW)
    with pytest.raises(RuleViolation, match="planned meeting"):
        service.publish_agenda(meeting.public_id, actor=dana, now=NOW)
