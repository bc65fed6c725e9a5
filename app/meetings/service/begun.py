"""The series that a stage proposes, written: begun together, and taken back together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.core.actor import Actor
from app.core.batches import Batch, Together, get_batch, rows_of, take_back
from app.core.calendar import add_business_days
from app.core.db import BaseModel, hold, rows, write
from app.core.errors import NotFound
from app.core.history import History, remove
from app.core.recurrence import Rhythm
from app.organization.queries import holidays_between
from app.partnerships.models import Partnership

from ..models import AgendaTopic, Meeting, MeetingSeries, SeriesSeat
from ..queries import SeriesProposal, propose_series, proposed_seats, series_of
from .rhythm import Seat, SeriesPlan, create_series

USUAL_START = time(14)
WORKDAYS, SEARCHED_WEEKS = 5, 4
LONG_WEEKS = 12  # the first of a rhythm this slow comes one interval after the beginning


@dataclass(frozen=True, slots=True)
class Begun:
    """The series that one click began, and the id under which they can be taken back."""

    series: tuple[MeetingSeries, ...]
    batch_id: str = ""


def create_series_from_proposals(
    partnership: Partnership,
    kinds: Collection[str],
    starts_on: date,
    *,
    actor: Actor,
    now: datetime,
    today: date,
) -> Begun:
    """Begin the series a stage proposes that were chosen; kinds that meet already are left alone.

    Each gets a weekday of its own while there is one, so that no two fall on one day; one as slow as a
    quarter begins one interval later.
    """
    with write():
        partnership, made = hold(partnership), []
        taken = {one.first_on.weekday() for one in series_of(partnership.get_id(), today=today)}
        for one in propose_series(partnership, partnership.stage, today=today):
            if one.kind not in kinds or one.exists_already:
                continue
            slow = timedelta(weeks=one.interval if one.interval >= LONG_WEEKS else 0)
            first_on = _free_day(max(starts_on, today) + slow, taken)
            taken.add(first_on.weekday())
            plan = _plan_of(partnership, one, first_on)
            made.append(create_series(partnership, one.kind, plan, actor=actor, now=now, today=today))
        return Begun(tuple(made), _noted(made, actor, now) if made else "")


def take_back_begun(
    partnership: Partnership, batch_id: str, *, actor: Actor, now: datetime
) -> tuple[int, int]:
    """Undo of `create_series_from_proposals`: series that nobody worked with since go, the others stay.

    Answers how many went and how many stay. Raises NotFound.
    """
    with write():
        batch = get_batch(batch_id)
        found = rows_of(batch, MeetingSeries)
        if not batch.changes or any(one.partnership_id != partnership.id for one in found):
            raise NotFound("There are no meetings to take back.")
        gone = [one for one in found if not _worked_with(one, batch)]
        for series in gone:
            for meeting in Meeting.select().where(Meeting.series == series.id):
                remove(meeting, actor=actor, now=now)
            remove(series, actor=actor, now=now)
        take_back(batch, {MeetingSeries._meta.table_name: MeetingSeries}, actor=actor, now=now)
        return len(gone), len(found) - len(gone)


def _free_day(earliest: date, taken: Collection[int]) -> date:
    """The first business day on a weekday that no other series has; any, when all five are taken."""
    free = holidays_between(earliest, earliest + timedelta(weeks=SEARCHED_WEEKS))
    days = [add_business_days(earliest, ahead, free) for ahead in range(WORKDAYS)]
    return next((day for day in days if day.weekday() not in taken), days[0])


def _plan_of(partnership: Partnership, one: SeriesProposal, first_on: date) -> SeriesPlan:
    seats = proposed_seats(partnership, one.kind)
    return SeriesPlan(
        rhythm=Rhythm.WEEKS,
        interval=one.interval,
        nth=None,
        first_on=first_on,
        starts_at=USUAL_START,
        minutes=one.minutes,
        mode=one.mode,
        follows_stage=True,
        seats=tuple(Seat(seat.side, seat.function, seat.person_id) for seat in seats),
    )


def _noted(made: Collection[MeetingSeries], actor: Actor, now: datetime) -> str:
    together = Together(actor, now)
    for series in made:
        together.about(series)
    return together.keep()


def _worked_with(series: MeetingSeries, batch: Batch) -> bool:
    """Whether anybody wrote anything about a series, its people, its meetings or their lines since."""
    meetings = [one for (one,) in rows(Meeting.select(Meeting.id).where(Meeting.series == series.id))]
    topics = AgendaTopic.select(AgendaTopic.id).where(AgendaTopic.meeting.in_(meetings))
    seats = SeriesSeat.select(SeriesSeat.id).where(SeriesSeat.series == series.id)
    about: dict[type[BaseModel], list[int]] = {
        MeetingSeries: [series.id],
        Meeting: meetings,
        AgendaTopic: [one for (one,) in rows(topics)],
        SeriesSeat: [one for (one,) in rows(seats)],
    }
    return any(
        History.select()
        .where(
            (History.entity == model._meta.table_name) & History.entity_id.in_(ids) & (History.at > batch.at)
        )
        .exists()
        for model, ids in about.items()
        if ids
    )
