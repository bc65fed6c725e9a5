"""Calendar files (RFC 5545): the only importer of icalendar, which is loaded when a file is first written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from app.core.calendar import local_moment, zone

from .blocks import clean
from .zones import vtimezone

if TYPE_CHECKING:
    from icalendar import Calendar, vCalAddress
    from icalendar import Event as Component

CALENDAR_TYPE = "text/calendar"
ENDING = ".ics"
LONGEST_TITLE, LONGEST_TEXT = 300, 4000
MAKER = "-//Evenkeel//Evenkeel//EN"
READ_AGAIN = timedelta(hours=1)


class Method(StrEnum):
    """What the reader is to do with the file."""

    PUBLISH = "PUBLISH"  # keep a copy
    REQUEST = "REQUEST"  # an invitation, or its newer state
    CANCEL = "CANCEL"  # what was asked before is off


@dataclass(frozen=True, slots=True)
class Event:
    """One entry. `starts_at` is a wall-clock time of `zone_name`; without it the whole day is meant.

    `changed_at` is when the entry last changed: two files of the same state are the same to the byte.
    """

    uid: str
    title: str
    on: date
    changed_at: datetime
    sequence: int = 0
    starts_at: time | None = None
    minutes: int = 0
    zone_name: str = ""
    place: str = ""
    text: str = ""
    url: str = ""
    category: str = ""
    cancelled: bool = False
    tentative: bool = False


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of an invitation."""

    name: str
    email: str


def calendar_file(
    name: str,
    events: Collection[Event],
    method: Method = Method.PUBLISH,
    *,
    organizer: Someone | None = None,
    guest: Someone | None = None,
) -> bytes:
    """The file: lines of at most 75 bytes that end in CRLF, in UTF-8."""
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", MAKER)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    if method is Method.PUBLISH and name:
        for prop in ("name", "x-wr-calname"):
            calendar.add(prop, vText(_line(name)))
        calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", f"PT{READ_AGAIN // timedelta(hours=1)}H")
    _add_zones(calendar, events)
    for event in events:
        calendar.add_component(_component(event, organizer, guest))
    return bytes(calendar.to_ical())


def _add_zones(calendar: Calendar, events: Collection[Event]) -> None:
    timed = [event for event in events if event.starts_at is not None]
    if timed:
        first = min(event.on for event in timed).year
        for name in sorted({event.zone_name for event in timed}):
            calendar.add_component(vtimezone(name, first))


def _component(event: Event, organizer: Someone | None, guest: Someone | None) -> Component:
    from icalendar import Event as NewComponent

    made = NewComponent()
    made.add("uid", event.uid)
    made.add("summary", _line(event.title) or "Untitled")
    for prop, value in zip(("dtstart", "dtend"), _times(event), strict=True):
        made.add(prop, value)
    made.add("dtstamp", event.changed_at.astimezone(UTC))
    made.add("last-modified", event.changed_at.astimezone(UTC))
    made.add("sequence", event.sequence)
    status = "CANCELLED" if event.cancelled else "TENTATIVE" if event.tentative else "CONFIRMED"
    made.add("status", status)
    # A deadline takes no time of the day, so nobody is shown as busy by it.
    free = event.starts_at is None or event.cancelled
    made.add("transp", "TRANSPARENT" if free else "OPAQUE")
    made.add("x-microsoft-cdo-busystatus", "FREE" if free else "TENTATIVE" if event.tentative else "BUSY")
    for prop, text in (("location", _line(event.place)), ("description", _text(event.text))):
        if text:
            made.add(prop, text)
    if event.url:
        made.add("url", event.url)
    if event.category:
        made.add("categories", [event.category])
    if organizer is not None:
        made.add("organizer", _address(organizer))
    if guest is not None:
        made.add("attendee", _guest(guest))
    return made


def _times(event: Event) -> tuple[date, date]:
    """Beginning and end. A skipped wall-clock time moves on, of a repeated one the first counts."""
    if event.starts_at is None:
        return event.on, event.on + timedelta(days=1)
    place = zone(event.zone_name)
    start = local_moment(event.on, event.starts_at, event.zone_name)
    end = start + timedelta(minutes=event.minutes)
    ends = end.astimezone(place)
    # A file cannot name the second of two equal hours; the moment itself it can.
    return start.astimezone(place), end if ends.fold else ends


def _address(one: Someone) -> vCalAddress:
    from icalendar import vCalAddress as NewAddress

    found = NewAddress(f"mailto:{one.email}")
    found.params["CN"] = _line(one.name).replace('"', "'") or one.email
    return found


def _guest(one: Someone) -> vCalAddress:
    found = _address(one)
    found.params.update({"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT"})
    found.params.update({"PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"})
    return found


def _line(text: str) -> str:
    """One line, cut where a calendar would show no more."""
    found = " ".join(clean(text).split())
    return found if len(found) <= LONGEST_TITLE else found[: LONGEST_TITLE - 1].rstrip() + "…"


def _text(text: str) -> str:
    return clean(text)[:LONGEST_TEXT]
