"""The dates of a series, written: the next one opens by itself; one is moved, left out or called off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from peewee import IntegrityError

from app.core.actor import Actor
from app.core.db import db, rows, write
from app.core.errors import NotFound, RuleViolation
from app.core.history import change, create
from app.core.recurrence import Rhythm
from app.people.models import Person

from ..models import Attendance, Meeting, MeetingSeries, SeriesSeat
from ..queries import PUSHED_DAYS, DateRow, SeriesRow, get_series, get_series_by_id, schedule_for
from ..rules import Status
from .meetings import (
    MOST_DATES_AHEAD,
    _opened,
    cancel_meeting,
    find_or_refuse,
    hold_meeting,
    refuse_taken_day,
)

COPIED = ("kind", "minutes", "mode", "place", "link")


def open_next_meeting(series_id: int, *, actor: Actor, now: datetime, today: date) -> Meeting | None:
    """Put the next date of a series on the calendar, unless one as near is there already.

    A series that follows the stage takes up the stage's rhythm first, from its next date on. Returns the
    meeting that is ahead, new or old; None when the series gives no further day. Safe to call twice and
    by two at once. Raises NotFound.
    """
    with write():
        series = _in_step(get_series_by_id(series_id), actor=actor, now=now, today=today)
        wanted = schedule_for([series], today=today).to_open(series, today=today)
        if wanted is not None:
            return open_date(series, wanted, actor=actor, now=now)
        ahead = (Meeting.series == series_id) & (Meeting.on > today) & (Meeting.status == Status.PLANNED)
        return Meeting.select().where(ahead).order_by(Meeting.on, Meeting.id).first()


def open_date(series: SeriesRow, wanted: DateRow, *, actor: Actor, now: datetime) -> Meeting:
    """Put one date of a series on the calendar; whoever else does the same at this moment gets that one."""
    with write():
        facts = {name: getattr(series, name) for name in COPIED}
        days = {"on": wanted.on, "planned_on": wanted.planned_on, "starts_at": wanted.starts_at}
        home = {"partnership": series.partnership_id, "series": series.id}
        try:
            with db.atomic():
                meeting = _opened(**home, **days, **facts, actor=actor, now=now)
        except IntegrityError:
            return _find(series.id, wanted.planned_on)
        _ask_seats([meeting], series.id, actor=actor, now=now)
        return meeting


def skip_date(
    public_id: str, planned_on: date, reason: str, *, actor: Actor, now: datetime, today: date
) -> Meeting:
    """Leave one date out; the others stay. `replan_meeting` takes it back. Raises NotFound, RuleViolation."""
    with write():
        meeting = _one_date(public_id, planned_on, actor=actor, now=now, today=today)
        return call_off(meeting.public_id, reason, actor=actor, now=now, today=today)


def move_date(
    public_id: str, planned_on: date, on: date, at: time, *, actor: Actor, now: datetime, today: date
) -> Meeting:
    """Put one date on another day or hour; the others stay. Raises NotFound, RuleViolation."""
    with write():
        meeting = _one_date(public_id, planned_on, actor=actor, now=now, today=today)
        if on < today:
            raise RuleViolation("Choose today or a later day.")
        refuse_taken_day(meeting, on, today=today)
        return change(meeting, actor=actor, now=now, on=on, starts_at=at)


def put_date_back(
    public_id: str,
    planned_on: date,
    *,
    seen: int | None = None,
    actor: Actor,
    now: datetime,
    today: date,
) -> Meeting:
    """Let a moved date fall on the day and hour that the rhythm gives. Raises NotFound, Conflict."""
    with write():
        series = get_series(public_id)
        meeting = _find(series.id, planned_on)
        cadence = schedule_for([series], today=min(today, planned_on)).cadence(series)
        others = {day: on for day, on in cadence.moved.items() if day != planned_on}
        until = planned_on + timedelta(days=PUSHED_DAYS)
        found = replace(cadence, moved=others).between(planned_on, until)
        day = next((one.on for one in found if one.planned_on == planned_on), planned_on)
        return change(meeting, actor=actor, now=now, seen=seen, on=day, starts_at=series.starts_at)


def call_off(public_id: str, reason: str, *, actor: Actor, now: datetime, today: date) -> Meeting:
    """Call a meeting off and open the one after it. Raises NotFound, RuleViolation."""
    with write():
        meeting = cancel_meeting(public_id, reason=reason, actor=actor, now=now)
        return _and_the_next(meeting, actor=actor, now=now, today=today)


def note_held(public_id: str, *, actor: Actor, now: datetime, today: date) -> Meeting:
    """Note that a meeting took place and open the one after it. Raises NotFound, RuleViolation."""
    with write():
        meeting = hold_meeting(public_id, actor=actor, now=now, today=today)
        return _and_the_next(meeting, actor=actor, now=now, today=today)


def ask_seats(meetings: Iterable[Meeting], series_id: int, *, actor: Actor, now: datetime) -> None:
    """Ask everybody who has a seat in the series to these meetings too."""
    with write():
        _ask_seats(meetings, series_id, actor=actor, now=now)


def _and_the_next(meeting: Meeting, *, actor: Actor, now: datetime, today: date) -> Meeting:
    if meeting.series_id is not None:
        open_next_meeting(meeting.series_id, actor=actor, now=now, today=today)
    return meeting


def _in_step(series: SeriesRow, *, actor: Actor, now: datetime, today: date) -> SeriesRow:
    """The series after it took up the rhythm of the stage, where it follows the stage."""
    weeks = series.new_weeks(today)
    next_on = series.recurrence.next_after(today - timedelta(days=1)) if weeks else None
    if next_on is None:
        return series
    row = MeetingSeries.get_by_id(series.id)
    change(row, actor=actor, now=now, rhythm=Rhythm.WEEKS, interval=weeks, nth=None, first_on=next_on)
    return get_series_by_id(series.id)


def _one_date(public_id: str, planned_on: date, *, actor: Actor, now: datetime, today: date) -> Meeting:
    """The meeting of one planned day, put on the calendar if it was only computed so far."""
    series = get_series(public_id)
    schedule = schedule_for([series], today=today, count=MOST_DATES_AHEAD)
    ahead = schedule.ahead(series, today=today, count=MOST_DATES_AHEAD)
    wanted = next((one for one in ahead if one.planned_on == planned_on), None)
    if wanted is None:
        raise NotFound("That day is not among the next dates of this series.")
    if wanted.public_id:
        return find_or_refuse(wanted.public_id)
    return open_date(series, wanted, actor=actor, now=now)


def _find(series_id: int, planned_on: date) -> Meeting:
    found = Meeting.get_or_none((Meeting.series == series_id) & (Meeting.planned_on == planned_on))
    if found is None:
        raise NotFound("That date of the series is not on the calendar.")
    return found


def _ask_seats(meetings: Iterable[Meeting], series_id: int, *, actor: Actor, now: datetime) -> None:
    present_people = (SeriesSeat.series == series_id) & Person.left_on.is_null()
    seats = SeriesSeat.select(SeriesSeat.person).join(Person).where(present_people)
    people = dict.fromkeys(person_id for (person_id,) in rows(seats))
    for meeting in meetings:
        asked = rows(Attendance.select(Attendance.person).where(Attendance.meeting == meeting))
        present = {person_id for (person_id,) in asked}
        for person_id in people:
            if person_id not in present:
                create(Attendance, actor=actor, now=now, meeting=meeting, person=person_id)
