"""Series of meetings, read: their rhythm, who comes, and the dates ahead, opened or only computed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from peewee import JOIN

from app.catalogue import catalogue
from app.core.db import first_row, rows
from app.core.errors import NotFound
from app.core.prepared import prepared
from app.core.recurrence import Recurrence, Rhythm
from app.organization.queries import holidays_between
from app.partnerships.models import Membership, Partnership
from app.partnerships.rules import Side, Stage
from app.people.models import Organization, Person

from ..models import DensePeriod, Meeting, MeetingSeries, SeriesSeat
from ..rules import (
    DENSE_KINDS,
    MODE_WORDS,
    Cadence,
    FreeDays,
    Mode,
    Occurrence,
    SeatFacts,
    Span,
    Status,
    functions_of,
    past_first_year,
    rhythm_words,
    weeks_words,
)
from .meetings import kind_name

DATES_SHOWN = 6
OWN_STAFF = "provider_staff"
PUSHED_DAYS = 40  # free days push no date further than this
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

    def to_open(self, series: SeriesRow, *, today: date) -> DateRow | None:
        """The date that should be put on the calendar now; None where a nearer one is there already."""
        if series.rests(today):
            return None
        coming = (one for one in self.ahead(series, today=today) if one.on > today or not one.public_id)
        nearest = next(coming, None)
        return nearest if nearest is not None and not nearest.public_id else None


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
    query = DensePeriod.select(*columns).where(DensePeriod.partnership == partnership_id)
    newest = query.order_by(DensePeriod.starts_on.desc(), DensePeriod.id.desc()).limit(MOST_SERIES)
    return tuple(DenseRow(*row) for row in rows(newest))


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


@dataclass(frozen=True, slots=True)
class SeriesProposal:
    """A series that the catalogue suggests for a stage; nothing is stored yet."""

    kind: str
    name: str
    words: str  # every 2 weeks
    interval: int  # weeks
    mode: str
    minutes: int
    exists_already: bool

    @property
    def mode_words(self) -> str:
        """Video, phone, in person."""
        return MODE_WORDS.get(Mode(self.mode), self.mode)


def propose_series(partnership: Partnership, stage: str, *, today: date) -> tuple[SeriesProposal, ...]:
    """The kinds that meet in a stage which begins now, each with the catalogue's rhythm."""
    present = {one.kind for one in series_of(partnership.get_id(), today=today)}
    found = []
    for kind in catalogue().meeting_kinds:
        weeks = kind.weeks_between(stage)
        if weeks is not None:
            words, exists = weeks_words(weeks), kind.id in present
            found.append(
                SeriesProposal(
                    kind.id, kind.name, words, weeks, kind.preferred_mode, kind.length_minutes, exists
                )
            )
    return tuple(found)


def seats_of(series_ids: Collection[int]) -> dict[int, tuple[SeatFacts, ...]]:
    """Who comes to the meetings of some series, our side first; empty posts among them."""
    deputy, provider, payer = Person.alias(), Organization.alias(), Organization.alias()
    seat = SeriesSeat
    query = (
        seat.select(
            seat.series,
            seat.side,
            seat.function,
            seat.person,
            Person.name,
            deputy.name,
            Person.left_on,
            provider.name,
            payer.name,
        )
        .join_from(seat, MeetingSeries)
        .join_from(MeetingSeries, Partnership)
        .join_from(Partnership, provider, on=(Partnership.provider == provider.id))
        .join_from(Partnership, payer, on=(Partnership.payer == payer.id))
        .join_from(seat, Person, JOIN.LEFT_OUTER, on=(seat.person == Person.id))
        .join_from(Person, deputy, JOIN.LEFT_OUTER, on=(Person.deputy == deputy.id))
        .where(seat.series.in_(list(series_ids)))
        .order_by(seat.side.desc(), seat.id)
    )
    found: dict[int, list[SeatFacts]] = defaultdict(list)
    for series_id, side, function, person_id, name, stands_in, left_on, ours, theirs in (
        rows(query) if series_ids else ()
    ):
        organization = ours if side == Side.PROVIDER else theirs
        facts = SeatFacts(side, function, organization, person_id, name or "", stands_in or "", bool(left_on))
        found[series_id].append(facts)
    return {series_id: tuple(each) for series_id, each in found.items()}


def proposed_seats(partnership: Partnership, kind: str) -> tuple[SeatFacts, ...]:
    """Who would come to a kind of meeting: for each side each function, with its first member or nobody.

    To a briefing of our own people come all of them.
    """
    query = (
        Membership.select(Membership.side, Person.function, Person.id, Person.name)
        .join(Person)
        .where((Membership.partnership == partnership) & Person.left_on.is_null())
        .order_by(Membership.lead.desc(), Person.name)
    )
    members = list(rows(query))
    names = {Side.PROVIDER.value: partnership.provider.name, Side.PAYER.value: partnership.payer.name}
    participants = catalogue().meeting_kind(kind).participants
    if OWN_STAFF in participants:
        ours = [one for one in members if one[0] == Side.PROVIDER]
        return tuple(SeatFacts(side, "", names[side], person_id, name) for side, _, person_id, name in ours)
    holders: dict[tuple[str, str], tuple[int, str]] = {}
    for side, function, person_id, name in members:
        holders.setdefault((side, function), (person_id, name))
    nobody = (None, "")
    return tuple(
        SeatFacts(side, function, organization, *holders.get((side, function), nobody))
        for side, organization in names.items()
        for function in functions_of(participants)
    )
