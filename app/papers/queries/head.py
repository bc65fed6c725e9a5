"""What the papers of a meeting begin with: the two sides by name, and how the minutes stand."""

from __future__ import annotations

from dataclasses import dataclass

from peewee import fn

from app.core.db import first_row
from app.meetings.models import Meeting
from app.meetings.queries import MeetingRow, Minutes, Place
from app.meetings.rules import Status
from app.partnerships.models import Partnership
from app.people.models import Organization


@dataclass(frozen=True, slots=True)
class Head:
    """The two organizations of a partnership, and the minutes of one meeting of theirs."""

    partnership: str
    provider: str
    payer: str
    minutes: Minutes
    first: bool  # no meeting of any kind with this partner came before that was not called off


def head_of(meeting: MeetingRow) -> Head:
    """One statement for what every page of a meeting needs."""
    payer, before = Organization.alias(), Meeting.alias()
    earlier = before.select(before.id).where(
        (before.partnership == meeting.partnership_id)
        & (before.id != meeting.id)
        & (before.status != Status.CANCELLED)
        & ((before.on < meeting.on) | ((before.on == meeting.on) & (before.id < meeting.id)))
    )
    query = (
        Meeting.select(
            Partnership.name,
            Organization.name,
            payer.name,
            Meeting.status,
            Meeting.published_at,
            Meeting.finished_at,
            Meeting.finished_by,
            Meeting.minutes_version,
            Meeting.concerns_note,
            Meeting.series,
            Meeting.version,
            fn.EXISTS(earlier),
        )
        .join_from(Meeting, Partnership)
        .join_from(Partnership, Organization, on=(Partnership.provider == Organization.id))
        .join_from(Partnership, payer, on=(Partnership.payer == payer.id))
        .where(Meeting.id == meeting.id)
    )
    partnership, provider, payer_name, *minutes, met_before = first_row(query) or ()
    return Head(partnership, provider, payer_name, Minutes(*minutes), not met_before)


def place_of(meeting: MeetingRow, head: Head) -> Place:
    """The meeting's place in its series, or among those of its kind."""
    return Place(meeting.id, meeting.partnership_id, meeting.kind, head.minutes.series_id, meeting.on)
