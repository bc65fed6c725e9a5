"""Reads calendar files with two readers that know nothing of each other, and looks at the bare lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import icalendar
from ical.calendar_stream import IcsCalendarStream


@dataclass(frozen=True)
class Read:
    """One entry, as both readers understood it."""

    uid: str
    title: str
    start: date | datetime
    end: date | datetime
    sequence: int
    status: str
    place: str
    text: str
    raw: Any

    @property
    def minutes(self) -> int:
        assert isinstance(self.start, datetime) and isinstance(self.end, datetime)
        return int((self.end.astimezone() - self.start.astimezone()) / timedelta(minutes=1))


def lines_of(data: bytes) -> list[str]:
    """The lines as they stand; each rule of RFC 5545 about lines is checked on the way."""
    assert data.endswith(b"\r\n")
    raw = data.split(b"\r\n")[:-1]
    assert not any(b"\n" in line or b"\r" in line for line in raw)
    assert max(map(len, raw)) <= 75
    lines: list[str] = []
    for line in raw:
        if line.startswith(b" "):
            lines[-1] += line[1:].decode("utf-8")
        else:
            lines.append(line.decode("utf-8"))
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR"
    assert "VERSION:2.0" in lines and any(line.startswith("PRODID:") for line in lines)
    return lines


def events_of(data: bytes) -> list[Read]:
    """Every entry. Both readers see the same titles, days, moments, numbers and states."""
    lines_of(data)
    first = [_by_icalendar(one) for one in icalendar.Calendar.from_ical(data).walk("VEVENT")]
    found = IcsCalendarStream.calendar_from_ics(data.decode("utf-8")).events
    second = {(one.uid, one.sequence): one for one in found}
    assert len(first) == len(found)
    for one in first:
        other = second[one.uid, one.sequence]
        assert (other.summary or "") == one.title
        assert (other.description or "", other.location or "") == (one.text, one.place)
        assert _moment(other.start) == _moment(one.start)
        assert _moment(other.end) == _moment(one.end)
        assert other.status is None or other.status.value == one.status
    return first


def event_of(data: bytes, words: str) -> Read:
    """The one entry whose title holds these words."""
    (found,) = [one for one in events_of(data) if words in one.title]
    return found


def titles(data: bytes) -> list[str]:
    return [one.title for one in events_of(data)]


def _moment(value: Any) -> Any:
    return value.timestamp() if isinstance(value, datetime) else value


def _by_icalendar(one: Any) -> Read:
    return Read(
        uid=str(one["uid"]),
        title=str(one["summary"]),
        start=one["dtstart"].dt,
        end=one["dtend"].dt,
        sequence=int(one["sequence"]),
        status=str(one["status"]),
        place=str(one.get("location", "")),
        text=str(one.get("description", "")),
        raw=one,
    )
