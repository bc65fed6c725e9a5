"""The meetings of a told example become rows: their rhythm, who comes, what is settled, what is asked."""

from __future__ import annotations

from collections.abc import Mapping

from app.examples.service.bulk import Row, insert, insert_named
from app.examples.story import Story, StoryMeeting
from app.meetings.models import (
    AgendaTopic,
    Attendance,
    CommunicationPlan,
    DensePeriod,
    Meeting,
    MeetingSeries,
    SeriesSeat,
    SettledQuestion,
)

MEETING = ("kind", "on", "starts_at", "minutes", "mode", "place", "link", "status")
SERIES = ("kind", "first_on", "starts_at", "minutes", "mode", "place", "link", "follows_stage")


def store_meetings(story: Story, people: Mapping[str, int], stamped: Row) -> None:
    """Everything about meetings; `stamped` names the partnership and the moment."""
    series = _series(story, people, stamped)
    cells = {one.ref: _meeting(one) | stamped for one in story.meetings}
    _link(story, series, cells)
    ids = insert_named(Meeting, cells)
    asked = [{"meeting": ids[one.ref], "person": people[ref]} for one in story.meetings for ref in one.people]
    topics = [
        {
            "meeting": ids[one.ref],
            "kind": topic.kind,
            "text": topic.text,
            "asked_by": people.get(topic.asked_by),
            "approver": topic.approver,
            "minutes": topic.minutes,
            "position": position,
        }
        for one in story.meetings
        for position, topic in enumerate(one.topics)
    ]
    insert(Attendance, asked, {})
    insert(AgendaTopic, topics, {})
    _plan(story, stamped)


def _series(story: Story, people: Mapping[str, int], stamped: Row) -> dict[str, int]:
    """The ids of the series by kind."""
    cells = {
        one.kind: {
            **{name: getattr(one, name) for name in SERIES},
            "rhythm": "weeks",
            "interval": one.every_weeks,
            **stamped,
        }
        for one in story.series
    }
    ids = insert_named(MeetingSeries, cells)
    seats = [
        {"series": ids[one.kind], "side": side, "function": function, "person": people[ref]}
        for one in story.series
        for side, function, ref in one.seats
    ]
    insert(SeriesSeat, seats, {})
    return ids


def _link(story: Story, series: Mapping[str, int], cells: Mapping[str, Row]) -> None:
    """Tie the meetings that fall on the grid of a series to it, one for each day of the grid."""
    taken = set()
    for meeting in story.meetings:
        row, planned_on = cells[meeting.ref], None
        for one in story.series:
            planned_on = planned_on or one.planned_day(meeting)
        if planned_on is not None and (meeting.kind, planned_on) not in taken:
            taken.add((meeting.kind, planned_on))
            row.update(series=series[meeting.kind], planned_on=planned_on)
        else:
            row.update(series=None, planned_on=None)


def _plan(story: Story, stamped: Row) -> None:
    home = {"partnership": stamped["partnership"]}
    spans = [
        {"starts_on": one.starts_on, "ends_on": one.ends_on, "reason": one.reason, "source": "event"}
        for one in story.dense
    ]
    insert(DensePeriod, spans, stamped)
    if story.plan is not None:
        days = {"agreed_on": story.plan.agreed_on, "look_again_on": story.plan.look_again_on}
        insert(CommunicationPlan, [days], stamped)
        settled = [
            {"question": question, "answer": answer, "settled_on": story.plan.agreed_on}
            for question, answer in story.plan.answers
        ]
        insert(SettledQuestion, settled, home)


def _meeting(meeting: StoryMeeting) -> Row:
    return {name: getattr(meeting, name) for name in MEETING}
