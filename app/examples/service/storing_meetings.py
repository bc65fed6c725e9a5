"""The meetings of a told example become rows: their rhythm, who comes, what is settled, what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.actions.models import Action
from app.core.db import rows
from app.examples.service.bulk import Row, insert, insert_named
from app.examples.service.minutes import (
    attendance_rows,
    decision_rows,
    finished_columns,
    promised_rows,
    told_minutes,
    topic_rows,
)
from app.examples.story import Story, StoryMeeting
from app.meetings.models import (
    AgendaTopic,
    Attendance,
    CommunicationPlan,
    Decision,
    DensePeriod,
    Meeting,
    MeetingAction,
    MeetingSeries,
    SeriesSeat,
    SettledQuestion,
)

MEETING = ("kind", "on", "starts_at", "minutes", "mode", "place", "link", "status")
SERIES = ("kind", "first_on", "starts_at", "minutes", "mode", "place", "link", "follows_stage")


def store_meetings(
    key: str, story: Story, people: Mapping[str, int], stamped: Row, *, zone: str, now: datetime
) -> None:
    """Everything about meetings; `stamped` names the partnership and the moment."""
    told = told_minutes(key, story)
    who = next((one.name for one in story.people if one.side == "provider" and one.lead), "Evenkeel")
    series = _series(story, people, stamped)
    cells = {
        one.ref: _meeting(one) | finished_columns(one, told[one.ref], zone, now, who) | stamped
        for one in story.meetings
    }
    _link(story, series, cells)
    ids = insert_named(Meeting, cells)
    actions = Action.select(Action.id).where(Action.partnership == stamped["partnership"])
    promised = [number for (number,) in rows(actions.order_by(Action.id))]
    insert(Attendance, attendance_rows(story, told, ids, people), {})
    insert(AgendaTopic, topic_rows(story, told, ids, people), {})
    insert(Decision, decision_rows(story, told, ids, now), {})
    insert(MeetingAction, promised_rows(story, ids, promised), {})
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
