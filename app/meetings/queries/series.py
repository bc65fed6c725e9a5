"""Series of meetings and dense spans, read as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from app.catalogue import catalogue
from app.core.db import first_row, rows
from app.core.errors import NotFound
from app.core.prepared import prepared
from app.core.recurrence import Recurrence, Rhythm
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage

from ..models import DensePeriod, MeetingSeries
from ..rules import (
    DENSE_KINDS,
    MODE_WORDS,
    Mode,
    Span,
    denser_words,
    past_first_year,
    rhythm_words,
)
from .meetings import kind_name

MOST_SERIES = 50


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series with what its partnership is in."""

    id: int
    public_id: str
    partnership_id: int
    key: str
    partnership_name: str
    stage: str
    stage_since: date
    kind: str
    rhythm: str
    interval: int
    nth: int | None
    first_on: date
    until_on: date | None
    starts_at: time
    minutes: int
    mode: str
    place: str
    link: str
    holidays: str
    follows_stage: bool
    paused_until_on: date | None
    note: str
    version: int

    @property
    def name(self) -> str:
        """The kind in words: Operations meeting."""
        return kind_name(self.kind)

    @property
    def mode_words(self) -> str:
        """Video, phone, in person."""
        return MODE_WORDS.get(Mode(self.mode), self.mode)

    @property
    def recurrence(self) -> Recurrence:
        """The plain grid of days."""
        return Recurrence(Rhythm(self.rhythm), self.first_on, self.interval, self.nth, self.until_on)

    @property
    def words(self) -> str:
        """Every 2 weeks on Tuesday."""
        return rhythm_words(self.recurrence)

    @property
    def denser_words(self) -> str:
        """How often it is while it is denser: every week."""
        return denser_words(self.recurrence)

    @property
    def can_be_denser(self) -> bool:
        """Whether a dense span changes anything for its kind."""
        return self.kind in DENSE_KINDS

    def grid_from(self, day: date) -> date:
        """The first day of the plain grid from `day` on; the day itself where the grid has ended."""
        return self.recurrence.next_after(day - timedelta(days=1)) or day

    def usual_weeks(self, today: date) -> int | None:
        """The catalogue's rhythm for the stage, or None where the kind does not meet in it."""
        return usual_weeks(self.kind, self.stage, self.stage_since, today=today)

    def new_weeks(self, today: date) -> int | None:
        """The rhythm it should take up because it follows the stage; None where it is in step."""
        weeks = self.usual_weeks(today) if self.follows_stage else None
        in_step = self.rhythm == Rhythm.WEEKS and self.interval == weeks
        return None if in_step else weeks

    def rests(self, today: date) -> bool:
        """Whether the stage asks for no meeting of this kind now."""
        return self.stage == Stage.ENDED or (self.follows_stage and self.usual_weeks(today) is None)

    def is_paused(self, today: date) -> bool:
        """Whether it waits for a day to go on."""
        return self.paused_until_on is not None and self.paused_until_on > today

    def has_ended(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.until_on is not None and self.until_on < today


@dataclass(frozen=True, slots=True)
class DenseRow:
    """A span in which it is denser, and why."""

    public_id: str
    starts_on: date
    ends_on: date
    reason: str
    source: str
    version: int

    @property
    def span(self) -> Span:
        """Its days."""
        return Span(self.starts_on, self.ends_on)

    def is_running(self, today: date) -> bool:
        """Whether it holds today or lies ahead."""
        return self.ends_on >= today


def usual_weeks(kind: str, stage: str, stage_since: date, *, today: date) -> int | None:
    """The catalogue's weeks between meetings of a kind; slower once a pilot has lasted a year."""
    try:
        known = catalogue().meeting_kind(kind)
    except KeyError:
        return None
    return known.weeks_between(stage, after_first_year=past_first_year(stage_since, today=today))


def _rows() -> Any:
    return MeetingSeries.select(
        MeetingSeries.id,
        MeetingSeries.public_id,
        MeetingSeries.partnership,
        Partnership.key,
        Partnership.name,
        Partnership.stage,
        Partnership.stage_since,
        MeetingSeries.kind,
        MeetingSeries.rhythm,
        MeetingSeries.interval,
        MeetingSeries.nth,
        MeetingSeries.first_on,
        MeetingSeries.until_on,
        MeetingSeries.starts_at,
        MeetingSeries.minutes,
        MeetingSeries.mode,
        MeetingSeries.place,
        MeetingSeries.link,
        MeetingSeries.holidays,
        MeetingSeries.follows_stage,
        MeetingSeries.paused_until_on,
        MeetingSeries.note,
        MeetingSeries.version,
    ).join(Partnership)


def get_series(public_id: str) -> SeriesRow:
    """The series with this public id. Raises NotFound."""
    return _one(MeetingSeries.public_id == public_id)


def get_series_by_id(series_id: int) -> SeriesRow:
    """The series with this number. Raises NotFound."""
    return _one(MeetingSeries.id == series_id)


def _one(condition: Any) -> SeriesRow:
    row = first_row(_rows().where(condition))
    if row is None:
        raise NotFound("There is no such series of meetings. It may have been removed with the examples.")
    return SeriesRow(*row)


def series_of(partnership_id: int, *, today: date) -> tuple[SeriesRow, ...]:
    """The series of a partnership that have not ended, the most frequent first."""
    return tuple(SeriesRow(*row) for row in _of(partnership_id, today))


@prepared
def _of(partnership_id: Any, today: Any) -> Any:
    going_on = MeetingSeries.until_on.is_null() | (MeetingSeries.until_on >= today)
    mine = _rows().where((MeetingSeries.partnership == partnership_id) & going_on)
    return mine.order_by(MeetingSeries.interval, MeetingSeries.id).limit(MOST_SERIES)


def running_series(*, today: date) -> tuple[SeriesRow, ...]:
    """Every series of the house that could give another date."""
    going_on = MeetingSeries.until_on.is_null() | (MeetingSeries.until_on >= today)
    query = _rows().where(going_on & (Partnership.stage != Stage.ENDED)).order_by(MeetingSeries.id)
    return tuple(SeriesRow(*row) for row in rows(query))


def dense_periods_of(partnership_id: int) -> tuple[DenseRow, ...]:
    """The newest spans of a partnership, the latest first."""
    columns = (
        DensePeriod.public_id,
        DensePeriod.starts_on,
        DensePeriod.ends_on,
        DensePeriod.reason,
        DensePeriod.source,
        DensePeriod.version,
    )
    real = DensePeriod.ends_on >= DensePeriod.starts_on  # one taken back at once never held
    query = DensePeriod.select(*columns).where((DensePeriod.partnership == partnership_id) & real)
    newest = query.order_by(DensePeriod.starts_on.desc(), DensePeriod.id.desc()).limit(MOST_SERIES)
    return tuple(DenseRow(*row) for row in rows(newest))
