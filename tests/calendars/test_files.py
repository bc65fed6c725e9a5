"""What a calendar file holds, read by two programs: any title, whole days, and times that stay put."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.ics import Event, Method, Someone, calendar_file
from app.documents.zones import zone_lines
from tests.calendars.reading import event_of, events_of, lines_of

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
LA = ZoneInfo("America/Los_Angeles")


def whole_day(title: str, on: date = date(2026, 12, 1), **values: object) -> Event:
    return Event(uid="one@evenkeel", title=title, on=on, changed_at=NOW, **values)  # type: ignore[arg-type]


def timed(on: date, at: time, minutes: int = 60, zone: str = "America/Los_Angeles") -> Event:
    return whole_day("Meeting", on, starts_at=at, minutes=minutes, zone_name=zone)


HOSTILE = {
    "two\nlines\r\nand\rmore": "two lines and more",
    "a;b,c\\d:e\"f'": "a;b,c\\d:e\"f'",
    "BEGIN:VEVENT\r\nUID:forged\r\nEND:VEVENT": "BEGIN:VEVENT UID:forged END:VEVENT",
    "🙂" * 90: "🙂" * 90,
    "é" * 200: "é" * 200,
    "nul\x00bell\x07 and \u202eturned": "nulbell and turned",
    "\ud800lonely": "lonely",
    "   ": "Untitled",
}


@pytest.mark.parametrize(("title", "read"), HOSTILE.items())
def test_a_title_of_any_kind_stays_a_title(title: str, read: str) -> None:
    (found,) = events_of(calendar_file("Evenkeel", [whole_day(title)]))
    assert (found.title, found.uid) == (read, "one@evenkeel")


def test_a_title_of_ten_thousand_letters_is_cut_where_nobody_reads_on() -> None:
    (found,) = events_of(calendar_file("Evenkeel", [whole_day("x" * 10_000, text="y" * 10_000)]))
    assert len(found.title) == 300 and found.title.endswith("…")
    assert len(found.text) == 4000


@given(title=st.text(max_size=400), text=st.text(max_size=400), place=st.text(max_size=400))
def test_whatever_is_typed_the_file_can_be_read(title: str, text: str, place: str) -> None:
    data = calendar_file(title, [whole_day(title, text=text, place=place)])
    assert [one.uid for one in events_of(data)] == ["one@evenkeel"]


def test_a_deadline_is_a_whole_day_that_ends_where_the_next_begins_and_makes_nobody_busy() -> None:
    data = calendar_file("Evenkeel", [whole_day("Leap", date(2028, 2, 29))])
    (found,) = events_of(data)
    assert (found.start, found.end) == (date(2028, 2, 29), date(2028, 3, 1))
    lines = lines_of(data)
    assert "DTSTART;VALUE=DATE:20280229" in lines and "TRANSP:TRANSPARENT" in lines
    assert not any(line.startswith("BEGIN:VTIMEZONE") for line in lines)


def test_the_last_day_of_the_year_ends_in_the_next() -> None:
    (found,) = events_of(calendar_file("Evenkeel", [whole_day("End", date(2026, 12, 31))]))
    assert (found.start, found.end) == (date(2026, 12, 31), date(2027, 1, 1))


@pytest.mark.parametrize("on", [date(2026, 3, 7), date(2026, 3, 9), date(2026, 10, 31), date(2026, 11, 2)])
def test_two_in_the_afternoon_stays_two_on_either_side_of_a_clock_change(on: date) -> None:
    data = calendar_file("Evenkeel", [timed(on, time(14))])
    (found,) = events_of(data)
    assert f"DTSTART;TZID=America/Los_Angeles:{on:%Y%m%d}T140000" in lines_of(data)
    assert isinstance(found.start, datetime)
    assert found.start.timestamp() == datetime(on.year, on.month, on.day, 14, tzinfo=LA).timestamp()
    assert found.minutes == 60


def test_a_time_that_the_spring_change_skips_moves_on_by_the_gap() -> None:
    data = calendar_file("Evenkeel", [timed(date(2026, 3, 8), time(2, 30))])
    assert "DTSTART;TZID=America/Los_Angeles:20260308T033000" in lines_of(data)
    (found,) = events_of(data)
    assert found.minutes == 60


def test_a_meeting_through_the_autumn_change_is_as_long_as_it_was_planned() -> None:
    for minutes in (30, 60, 90, 120):
        (found,) = events_of(calendar_file("Evenkeel", [timed(date(2026, 11, 1), time(1), minutes)]))
        assert found.minutes == minutes


def test_the_zone_stands_in_the_file_by_rules_that_outlook_reads() -> None:
    lines = lines_of(calendar_file("Evenkeel", [timed(date(2026, 12, 1), time(14))]))
    assert lines.count("BEGIN:VTIMEZONE") == 1 and "TZID:America/Los_Angeles" in lines
    rules = [set(line.partition(":")[2].split(";")) for line in lines if line.startswith("RRULE")]
    assert rules == [
        {"FREQ=YEARLY", "BYMONTH=3", "BYDAY=2SU"},
        {"FREQ=YEARLY", "BYMONTH=11", "BYDAY=1SU"},
    ]
    assert not any(line.startswith("RDATE") for line in lines)


@pytest.mark.parametrize(
    ("zone", "rules"),
    [
        ("America/New_York", ["BYMONTH=3;BYDAY=2SU", "BYMONTH=11;BYDAY=1SU"]),
        ("Europe/Berlin", ["BYMONTH=3;BYDAY=-1SU", "BYMONTH=10;BYDAY=-1SU"]),
        ("America/Phoenix", []),
        ("Pacific/Honolulu", []),
        ("Asia/Kolkata", []),
    ],
)
def test_each_zone_has_its_own_rules(zone: str, rules: list[str]) -> None:
    lines = zone_lines(zone, 2026)
    assert lines is not None
    told = [line for line in lines if line.startswith("RRULE")]
    assert told == [f"RRULE:FREQ=YEARLY;{one}" for one in rules]
    (found,) = events_of(calendar_file("Evenkeel", [timed(date(2026, 7, 1), time(9), zone=zone)]))
    assert isinstance(found.start, datetime)
    assert found.start.timestamp() == datetime(2026, 7, 1, 9, tzinfo=ZoneInfo(zone)).timestamp()


def test_a_zone_without_rules_is_told_change_by_change() -> None:
    assert zone_lines("Africa/Casablanca", 2026) is None
    data = calendar_file("Evenkeel", [timed(date(2026, 7, 1), time(9), zone="Africa/Casablanca")])
    assert "TZID:Africa/Casablanca" in lines_of(data)
    (found,) = events_of(data)
    assert isinstance(found.start, datetime)
    there = ZoneInfo("Africa/Casablanca")
    assert found.start.timestamp() == datetime(2026, 7, 1, 9, tzinfo=there).timestamp()


def test_the_same_state_gives_the_same_bytes() -> None:
    events = [timed(date(2026, 12, 1), time(14)), whole_day("Day")]
    assert calendar_file("Evenkeel", events) == calendar_file("Evenkeel", events)


def test_an_invitation_names_who_invites_and_only_the_one_who_is_invited() -> None:
    data = calendar_file(
        "",
        [timed(date(2026, 12, 1), time(14))],
        Method.REQUEST,
        organizer=Someone("Kestrel Bay; Hospice", "evenkeel@kb.example"),
        guest=Someone('Priya "P" Nair\r\nATTENDEE:x', "priya@ordway.example"),
    )
    lines = lines_of(data)
    assert "METHOD:REQUEST" in lines
    assert 'ORGANIZER;CN="Kestrel Bay; Hospice":mailto:evenkeel@kb.example' in lines
    (guest,) = [line for line in lines if line.startswith("ATTENDEE")]
    assert guest.endswith(":mailto:priya@ordway.example") and "PARTSTAT=NEEDS-ACTION" in guest
    assert event_of(data, "Meeting").raw["attendee"].email == "priya@ordway.example"
