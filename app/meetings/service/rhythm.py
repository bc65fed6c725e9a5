"""Series of meetings, written: begun, changed from a date on, ended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from app.core.actor import Actor
from app.core.db import rows, write
from app.core.errors import NotFound, RuleViolation
from app.core.history import change, create, remove
from app.partnerships.models import Membership, Partnership

from ..models import Meeting, MeetingSeries, SeriesSeat
from ..queries import get_series, get_series_by_id, schedule_for
from ..rules import Status
from .series import MOST_DATES_AHEAD, ask_seats, open_date, open_next_meeting

ENDED = "The series was ended."
RHYTHM = ("rhythm", "interval", "nth")
SHARED = ("starts_at", "minutes", "mode", "place", "link")  # what each meeting takes from its series


@dataclass(frozen=True, slots=True)
class Seat:
    """Who comes for a function of one side; nobody yet, when `person_id` is None."""

    side: str
    function: str
    person_id: int | None


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """What a person decided about a series. `first_on` is the first day on which it holds."""

    rhythm: str
    interval: int
    nth: int | None
    first_on: date
    starts_at: time
    minutes: int
    mode: str
    place: str = ""
    link: str = ""
    holidays: str = "move"
    follows_stage: bool = False
    until_on: date | None = None
    paused_until_on: date | None = None
    note: str = ""
    seats: tuple[Seat, ...] = ()

    def facts(self) -> dict[str, Any]:
        """The columns of the series itself; who comes stands in a table of its own."""
        return {name: value for name, value in asdict(self).items() if name != "seats"}


def create_series(
    partnership: Partnership, kind: str, plan: SeriesPlan, *, actor: Actor, now: datetime, today: date
) -> MeetingSeries:
    """Begin a series; its first meeting opens at once.

    Raises RuleViolation for people who do not work on the partnership.
    """
    with write():
        home = {"partnership": partnership, "kind": kind, "created_at": now}
        series = create(MeetingSeries, actor=actor, now=now, **home, **plan.facts())
        _seat(series, plan.seats, actor=actor, now=now)
        open_next_meeting(series.id, actor=actor, now=now, today=today)
        return series


def update_series(
    public_id: str,
    plan: SeriesPlan,
    *,
    from_on: date,
    seen: int | None,
    actor: Actor,
    now: datetime,
    today: date,
) -> MeetingSeries:
    """Change a series from the date planned on `from_on` on: it falls on `plan.first_on`, the rest follow.

    Dates before it stay as they were, past ones always. Raises NotFound, Conflict, RuleViolation.
    """
    with write():
        before = get_series(public_id)
        _keep_until(public_id, from_on, actor=actor, now=now, today=today)
        series = MeetingSeries.get_by_id(before.id)
        facts = plan.facts()
        same_grid = all(facts[name] == getattr(series, name) for name in RHYTHM) and (
            plan.first_on == before.grid_from(plan.first_on)
        )
        if same_grid:  # a monthly 31st must not become the 28th because February comes next
            facts["first_on"] = series.first_on
        changed = {name for name in SHARED if facts[name] != getattr(series, name)}
        series = change(series, actor=actor, now=now, seen=seen, **facts)
        _seat(series, plan.seats, actor=actor, now=now)
        _carry_over(series, max(from_on, today), changed, same_grid, actor=actor, now=now, today=today)
        open_next_meeting(series.id, actor=actor, now=now, today=today)
        return series


def end_series(public_id: str, *, actor: Actor, now: datetime, today: date) -> MeetingSeries:
    """Let a series end; what was planned ahead is called off. `resume_series` takes it back."""
    with write():
        series = _row(public_id)
        for meeting in _ahead(series, today):
            change(meeting, actor=actor, now=now, status=Status.CANCELLED, cancel_reason=ENDED)
        return change(series, actor=actor, now=now, until_on=today - timedelta(days=1))


def resume_series(
    public_id: str,
    until_on: date | None = None,
    *,
    seen: int | None = None,
    actor: Actor,
    now: datetime,
    today: date,
) -> MeetingSeries:
    """Let an ended series go on, with the meetings that its end called off. Raises Conflict."""
    with write():
        series = change(_row(public_id), actor=actor, now=now, seen=seen, until_on=until_on)
        called_off = (Meeting.series == series) & (Meeting.on >= today) & (Meeting.status == Status.CANCELLED)
        for meeting in Meeting.select().where(called_off & (Meeting.cancel_reason == ENDED)):
            change(meeting, actor=actor, now=now, status=Status.PLANNED, cancel_reason="")
        open_next_meeting(series.id, actor=actor, now=now, today=today)
        return series


def _row(public_id: str) -> MeetingSeries:
    series = MeetingSeries.get_or_none(MeetingSeries.public_id == public_id)
    if series is None:
        raise NotFound("There is no such series of meetings. It may have been removed with the examples.")
    return series


def _ahead(series: MeetingSeries, since: date) -> list[Meeting]:
    live = (Meeting.series == series) & (Meeting.planned_on >= since) & (Meeting.status == Status.PLANNED)
    return list(Meeting.select().where(live).order_by(Meeting.planned_on))


def _keep_until(public_id: str, from_on: date, *, actor: Actor, now: datetime, today: date) -> None:
    """Put the dates before a change on the calendar as they are, so that the change does not reach them."""
    series = get_series(public_id)
    schedule = schedule_for([series], today=today, count=MOST_DATES_AHEAD)
    dates = schedule.ahead(series, today=today, count=MOST_DATES_AHEAD)
    before = [one for one in dates if one.planned_on < from_on]
    if len(before) == MOST_DATES_AHEAD:
        raise RuleViolation(f"Choose a day among the next {MOST_DATES_AHEAD} meetings, or an earlier one.")
    for one in before:
        if not one.public_id:
            open_date(series, one, actor=actor, now=now)


def _carry_over(
    series: MeetingSeries,
    from_on: date,
    changed: Collection[str],
    same_grid: bool,
    *,
    actor: Actor,
    now: datetime,
    today: date,
) -> None:
    """Let the meetings that are on the calendar from a day on follow the changed series."""
    meetings = _ahead(series, from_on)
    values = {name: getattr(series, name) for name in changed}
    ask_seats(meetings, series.id, actor=actor, now=now)
    if same_grid:
        for meeting in meetings if values else ():
            change(meeting, actor=actor, now=now, **values)
        return
    row = get_series_by_id(series.id)
    cadence = schedule_for([row], today=today, count=MOST_DATES_AHEAD).cadence(row)
    mine = {meeting.planned_on for meeting in meetings}
    others = {planned_on: on for planned_on, on in cadence.moved.items() if planned_on not in mine}
    found = replace(cadence, moved=others).upcoming(max(series.first_on, today), len(meetings) + len(others))
    days = [one for one in found if one.planned_on not in others]
    pairs = list(zip(meetings, days, strict=False))
    later = any(meeting.planned_on < day.planned_on for meeting, day in pairs[:1] if meeting.planned_on)
    for meeting, day in reversed(pairs) if later else pairs:  # no two share a planned day on the way
        change(meeting, actor=actor, now=now, on=day.on, planned_on=day.planned_on, **values)


def _seat(series: MeetingSeries, seats: Collection[Seat], *, actor: Actor, now: datetime) -> None:
    """Make the seats of a series those given; who sat there before stays allowed after leaving."""
    known = SeriesSeat.select().where(SeriesSeat.series == series)
    present = {Seat(one.side, one.function, one.person_id): one for one in known}
    wanted = list(dict.fromkeys(seats))
    members = Membership.select(Membership.person).where(Membership.partnership == series.partnership_id)
    allowed = {person_id for (person_id,) in rows(members)} | {one.person_id for one in present} | {None}
    if {one.person_id for one in wanted} - allowed:
        raise RuleViolation("Only people who work on this partnership can be asked to its meetings.")
    for seat in wanted:
        if seat not in present:
            create(SeriesSeat, actor=actor, now=now, series=series, **_cells(seat))
    for gone in set(present) - set(wanted):
        remove(present[gone], actor=actor, now=now)


def _cells(seat: Seat) -> dict[str, Any]:
    return {"side": seat.side, "function": seat.function, "person": seat.person_id}
