"""Meetings, read as frozen rows: one module for each view."""

from __future__ import annotations

from .agenda import TopicRow, topics_of
from .meetings import (
    PAGE,
    Attendee,
    MeetingRow,
    attendees,
    candidates,
    following,
    get_meeting,
    kind_name,
    last_day_before,
    meetings_between,
    meetings_of,
    next_or_latest,
)

__all__ = [
    "PAGE",
    "Attendee",
    "MeetingRow",
    "TopicRow",
    "attendees",
    "candidates",
    "following",
    "get_meeting",
    "kind_name",
    "last_day_before",
    "meetings_between",
    "meetings_of",
    "next_or_latest",
    "topics_of",
]
