"""Agendas and minutes of a told example become rows, in bulk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from app.catalogue import catalogue
from app.core.calendar import local_moment
from app.core.fields import new_public_id
from app.examples.story import Story, StoryMeeting
from app.examples.story.minutes import StoryMinutes, tell_minutes

Row = dict[str, Any]
WRITTEN_AT = time(17, 30)
PUBLISHED_BEFORE = timedelta(days=7)


def told_minutes(key: str, story: Story) -> dict[str, StoryMinutes]:
    """What each meeting's agenda and minutes say, by the ref of the meeting."""
    book, before, told = catalogue(), dict[str, date](), dict[str, StoryMinutes]()
    for meeting in sorted(story.meetings, key=lambda one: one.on):
        told[meeting.ref] = tell_minutes(key, meeting, book, before=before.get(meeting.kind))
        if meeting.status == "held":
            before[meeting.kind] = meeting.on
    return told


def finished_columns(meeting: StoryMeeting, minutes: StoryMinutes, zone: str, now: datetime, who: str) -> Row:
    """The columns of a meeting that say its minutes are finished; the same names for one that is planned."""
    written = min(local_moment(meeting.on, WRITTEN_AT, zone), now) if minutes.finished else None
    published = local_moment(meeting.on - PUBLISHED_BEFORE, WRITTEN_AT, zone)
    return {
        "published_at": min(published, now) if minutes.finished else None,
        "finished_at": written,
        "finished_by": who if minutes.finished else "",
        "minutes_version": int(minutes.finished),
    }


def attendance_rows(
    story: Story, told: Mapping[str, StoryMinutes], ids: Mapping[str, int], people: Mapping[str, int]
) -> list[Row]:
    """Who was asked to each meeting and whether they came."""
    return [
        {"meeting": ids[one.ref], "person": people[ref], "came": came}
        for one in story.meetings
        for ref, came in zip(one.people, told[one.ref].came, strict=True)
    ]


def topic_rows(
    story: Story, told: Mapping[str, StoryMinutes], ids: Mapping[str, int], people: Mapping[str, int]
) -> list[Row]:
    """The lines of each agenda with what was said on them."""
    return [
        {
            "meeting": ids[one.ref],
            "kind": line.kind,
            "text": line.text,
            "asked_by": people.get(line.asked_by),
            "approver": line.approver,
            "minutes": line.minutes,
            "standing": line.standing,
            "spoken_only": line.spoken_only,
            "discussed": line.discussed,
            "notes": line.notes,
            "carried": int(line.carried_from_on is not None),
            "carried_from_on": line.carried_from_on,
            "position": position,
        }
        for one in story.meetings
        for position, line in enumerate(told[one.ref].lines, start=1)
    ]


def decision_rows(
    story: Story, told: Mapping[str, StoryMinutes], ids: Mapping[str, int], now: datetime
) -> list[Row]:
    """What was decided."""
    return [
        {
            "public_id": new_public_id(),
            "meeting": ids[one.ref],
            "text": told[one.ref].decision,
            "decided_by": "Both sides",
            "position": 1,
            "created_at": now,
        }
        for one in story.meetings
        if told[one.ref].decision
    ]


def promised_rows(story: Story, ids: Mapping[str, int], actions: list[int]) -> list[Row]:
    """Which actions were promised at which meeting: those made on the day of one that was held."""
    held = {one.on: ids[one.ref] for one in story.meetings if one.status == "held"}
    return [
        {"meeting": held[action.made_on], "action": number}
        for action, number in zip(story.actions, actions, strict=True)
        if action.source == "meeting" and action.made_on in held
    ]
