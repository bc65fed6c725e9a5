"""Series of meetings, written: the next occurrence opens by itself."""

from __future__ import annotations

from datetime import date, datetime

from peewee import fn

from app.core.actor import Actor
from app.core.db import write
from app.core.history import create
from app.core.recurrence import Recurrence, Rhythm

from ..models import Attendance, Meeting, MeetingSeries, SeriesSeat
from .topics import seed_topics


def open_next_meeting(series_id: int, *, actor: Actor, now: datetime, today: date) -> Meeting | None:
    """Put the next occurrence of a series on the calendar, unless one is ahead already or it has ended.

    Returns the meeting that is ahead, new or old; None when the series gives no further day.
    """
    with write():
        series = MeetingSeries.get_by_id(series_id)
        ahead = (
            Meeting.select()
            .where((Meeting.series == series) & (Meeting.on > today) & (Meeting.status == "planned"))
            .order_by(Meeting.on)
            .first()
        )
        if ahead is not None:
            return ahead
        latest = Meeting.select(fn.MAX(Meeting.planned_on)).where(Meeting.series == series).scalar()
        rhythm = Recurrence(
            Rhythm(series.rhythm), series.first_on, series.interval, series.nth, series.until_on
        )
        day = rhythm.next_after(max(latest, today) if latest else today)
        return _open(series, day, actor=actor, now=now) if day is not None else None


def _open(series: MeetingSeries, day: date, *, actor: Actor, now: datetime) -> Meeting:
    same = ("partnership", "kind", "starts_at", "minutes", "mode", "place", "link")
    values = {name: getattr(series, name) for name in same}
    meeting = create(
        Meeting, actor=actor, now=now, series=series, on=day, planned_on=day, created_at=now, **values
    )
    for seat in SeriesSeat.select().where((SeriesSeat.series == series) & SeriesSeat.person.is_null(False)):
        create(Attendance, actor=actor, now=now, meeting=meeting, person=seat.person_id)
    seed_topics(meeting, actor=actor, now=now)
    return meeting
