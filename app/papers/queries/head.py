"""What the papers of a meeting begin with: the two sides by name, and how the minutes stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import fn

from app.catalogue import catalogue
from app.catalogue.records import MeetingKind
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


def frame_of(meeting: MeetingRow, head: Head) -> dict[str, Any]:
    """What every paper of a meeting says first: who with whom, which meeting, when and how."""
    kind = kind_of(meeting.kind)
    return {
        "partnership": head.partnership,
        "provider": head.provider,
        "payer": head.payer,
        "kind_name": meeting.name,
        "privacy_note": kind.privacy_note if kind else "",
        "on": meeting.on,
        "starts_at": meeting.starts_at,
        "minutes": meeting.minutes,
        "mode": meeting.mode_words,
        "place": meeting.place,
    }


def kind_of(kind_id: str) -> MeetingKind | None:
    """The kind of a meeting; None for one the catalogue no longer has."""
    return next((kind for kind in catalogue().meeting_kinds if kind.id == kind_id), None)
