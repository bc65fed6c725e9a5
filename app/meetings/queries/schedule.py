"""The dates of series of meetings, read: those on the calendar and those the rhythm will give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from app.core.db import rows
from app.core.recurrence import Rhythm
from app.organization.queries import holidays_between

from ..models import DensePeriod, Meeting
from ..rules import Cadence, FreeDays, Occurrence, Span, Status
from .series import SeriesRow, running_series

DATES_SHOWN = 6
PUSHED_DAYS = 40  # free days push no date further than this


@dataclass(frozen=True, slots=True)
class OpenedRow:
    """A meeting of a series that is on the calendar, or was called off."""

    id: int
    public_id: str
    planned_on: date
    on: date
    starts_at: time
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class DateRow:
    """One date ahead; `public_id` is empty while it is only computed."""

    planned_on: date
    on: date
    starts_at: time
    holiday: str
    dense: bool
    public_id: str = ""

    @property
    def was_moved(self) -> bool:
        """Whether it takes place on another day than the rhythm gave."""
        return self.on != self.planned_on


@dataclass(frozen=True, slots=True)
class Schedule:
    """What decides the dates of some series: what is opened, what is denser, which days are free."""

    opened: Mapping[int, tuple[OpenedRow, ...]]
    spans: Mapping[int, tuple[Span, ...]]  # by partnership
    holidays: Mapping[date, str]

    def cadence(self, series: SeriesRow) -> Cadence:
        """The rule that gives the dates of one series."""
        known = self.opened.get(series.id, ())
        live = {one.planned_on: one.on for one in known if one.status != Status.CANCELLED}
        return Cadence(
            rhythm=series.recurrence,
            dense=self.spans.get(series.partnership_id, ()) if series.can_be_denser else (),
            paused_until=series.paused_until_on,
            holidays=self.holidays,
            free_days=FreeDays(series.holidays),
            skipped=frozenset(one.planned_on for one in known if one.status == Status.CANCELLED),
            moved=live,
        )

    def ahead(self, series: SeriesRow, *, today: date, count: int = DATES_SHOWN) -> tuple[DateRow, ...]:
        """The next dates from today on: those on the calendar, and those the rhythm will give."""
        known = {one.planned_on: one for one in self.opened.get(series.id, ())}
        found: Iterable[Occurrence]
        if series.rests(today):
            opened = (one for one in known.values() if one.status == Status.PLANNED and one.on >= today)
            found = (Occurrence(one.planned_on, one.on) for one in sorted(opened, key=lambda one: one.on))
        else:
            found = self.cadence(series).upcoming(today, count + len(known))
        dates = []
        for one in found:
            row = known.get(one.planned_on)
            if row is None or row.status == Status.PLANNED:
                at, public_id = (row.starts_at, row.public_id) if row else (series.starts_at, "")
                dates.append(DateRow(one.planned_on, one.on, at, one.holiday, one.dense, public_id))
        return tuple(dates[:count])

    def left_out(self, series: SeriesRow, *, today: date) -> tuple[OpenedRow, ...]:
        """The dates ahead that were called off."""
        known = self.opened.get(series.id, ())
        return tuple(one for one in known if one.status == Status.CANCELLED and one.on >= today)

    def to_open(self, series: SeriesRow, *, today: date) -> DateRow | None:
        """The date that should be put on the calendar now; None where a nearer one is there already."""
        if series.rests(today):
            return None
        coming = (one for one in self.ahead(series, today=today) if one.on > today or not one.public_id)
        nearest = next(coming, None)
        return nearest if nearest is not None and not nearest.public_id else None


def series_to_open(*, today: date) -> tuple[int, ...]:
    """The series of the house whose next date is missing, or which are out of step with their stage.

    The number of statements does not depend on how many series there are.
    """
    running = running_series(today=today)
    planned = (Meeting.status == Status.PLANNED) & (Meeting.on > today) & Meeting.series.is_null(False)
    ahead = {series_id for (series_id,) in rows(Meeting.select(Meeting.series).where(planned).distinct())}
    dense = {
        partnership_id
        for (partnership_id,) in rows(
            DensePeriod.select(DensePeriod.partnership).where(DensePeriod.ends_on >= today).distinct()
        )
    }
    doubtful = [
        one
        for one in running
        if one.id not in ahead or (one.can_be_denser and one.partnership_id in dense) or one.new_weeks(today)
    ]
    if not doubtful:
        return ()
    schedule = schedule_for(doubtful, today=today)
    return tuple(
        one.id for one in doubtful if one.new_weeks(today) or schedule.to_open(one, today=today) is not None
    )


def opened_of(series_ids: Collection[int], since: date) -> dict[int, tuple[OpenedRow, ...]]:
    """The meetings of some series whose day, planned or real, is `since` or later."""
    found: dict[int, list[OpenedRow]] = defaultdict(list)
    query = Meeting.select(
        Meeting.series,
        Meeting.id,
        Meeting.public_id,
        Meeting.planned_on,
        Meeting.on,
        Meeting.starts_at,
        Meeting.status,
        Meeting.cancel_reason,
    ).where(
        Meeting.series.in_(list(series_ids))
        & Meeting.planned_on.is_null(False)
        & ((Meeting.planned_on >= since) | (Meeting.on >= since))
    )
    for series_id, *cells in rows(query.order_by(Meeting.on, Meeting.id)) if series_ids else ():
        found[series_id].append(OpenedRow(*cells))
    return {series_id: tuple(each) for series_id, each in found.items()}


def schedule_for(series: Collection[SeriesRow], *, today: date, count: int = 1) -> Schedule:
    """What decides the next `count` dates of these series from today on."""
    ids = [one.id for one in series]
    spans: dict[int, list[Span]] = defaultdict(list)
    query = DensePeriod.select(DensePeriod.partnership, DensePeriod.starts_on, DensePeriod.ends_on).where(
        DensePeriod.partnership.in_([one.partnership_id for one in series]) & (DensePeriod.ends_on >= today)
    )
    for partnership_id, starts_on, ends_on in rows(query) if ids else ():
        spans[partnership_id].append(Span(starts_on, ends_on))
    since = today - timedelta(days=PUSHED_DAYS)
    until = max((_far(one, today, count) for one in series), default=today)
    return Schedule(
        opened=opened_of(ids, since),
        spans={partnership_id: tuple(each) for partnership_id, each in spans.items()},
        holidays=holidays_between(since, until),
    )


def _far(series: SeriesRow, today: date, count: int) -> date:
    """A day by which the next `count` dates lie."""
    days = series.interval * (7 if series.rhythm == Rhythm.WEEKS else 31)
    beginning = max(today, series.first_on, series.paused_until_on or today)
    return beginning + timedelta(days=days * (count + 1) + PUSHED_DAYS)
