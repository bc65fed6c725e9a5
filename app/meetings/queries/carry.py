"""What an agenda takes over from the meetings before it: read with a fixed number of statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from app.actions.models import Action
from app.core.db import first_row, rows

from ..models import AgendaTopic, Meeting, MeetingAction
from ..rules import (
    REASON_WORDS,
    Carry,
    CarryLine,
    GoingOn,
    Status,
    ThereLine,
    lines_that_go_on,
    match,
    times_words,
)

MOST_BEFORE = 60  # meetings; so many in a row are never called off


@dataclass(frozen=True, slots=True)
class Place:
    """A meeting's place in its series, or among those of its kind."""

    id: int
    partnership_id: int
    kind: str
    series_id: int | None
    on: date


@dataclass(frozen=True, slots=True)
class Earlier:
    """A meeting before this one."""

    id: int
    on: date
    called_off: bool
    noted: bool


@dataclass(frozen=True, slots=True)
class CarriedView:
    """A line that goes on, for a preview."""

    id: int
    text: str
    from_on: date
    why: str
    times: str  # second time, third time; nothing for the first
    standing: bool


@dataclass(frozen=True, slots=True)
class CarryView:
    """The preview: what comes, and what was left out on purpose."""

    comes: tuple[CarriedView, ...]
    left_out: tuple[str, ...]


def place_of(meeting_id: int) -> Place:
    """Where a meeting stands."""
    query = Meeting.select(Meeting.id, Meeting.partnership, Meeting.kind, Meeting.series, Meeting.on).where(
        Meeting.id == meeting_id
    )
    return Place(*(first_row(query) or ()))


def carry_into(place: Place, *, today: date) -> Carry:
    """What goes on to this meeting from those before it; nothing while one of those is still ahead."""
    before = earlier(place)
    return Carry((), ()) if _one_is_ahead(before, today) else lines_that_go_on(_lines_of(before))


def carry_from(place: Place) -> Carry:
    """What goes on from this meeting and those before it: the preview when its minutes are finished."""
    before = [Earlier(place.id, place.on, called_off=False, noted=True), *earlier(place)]
    return lines_that_go_on(_lines_of(before))


def there(meeting_id: int) -> tuple[ThereLine, ...]:
    """What stands on an agenda already, taken off or not."""
    query = AgendaTopic.select(
        AgendaTopic.id, AgendaTopic.origin, AgendaTopic.text, AgendaTopic.standing
    ).where(AgendaTopic.meeting == meeting_id)
    return tuple(
        ThereLine(tid, origin or tid, text, bool(standing), origin is not None)
        for tid, origin, text, standing in rows(query.order_by(AgendaTopic.position, AgendaTopic.id))
    )


def coming(before: list[Earlier], stands: tuple[ThereLine, ...], *, today: date) -> CarryView:
    """What an agenda would take over and does not hold yet; standing topics come by themselves."""
    if _one_is_ahead(before, today):
        return CarryView((), ())
    carry = lines_that_go_on(_lines_of(before))
    comes = tuple(_view(one) for one in carry.open_lines if match(one, stands) is None)
    return CarryView(comes, tuple(line.text for line in carry.left_out))


def going(place: Place) -> CarryView:
    """What would go on from this meeting if its minutes were finished now, all of it with the reason."""
    carry = carry_from(place)
    out = tuple(
        CarriedView(line.id, line.text, line.meeting_on, "left out this time", "", line.standing)
        for line in carry.left_out
    )
    return CarryView(
        (*(_view(one) for one in carry.goes_on), *out), tuple(line.text for line in carry.left_out)
    )


def target_of(place: Place) -> int | None:
    """The next planned meeting of the same series, else of the same kind."""
    query = (
        Meeting.select(Meeting.id)
        .where(
            _chain(place)
            & (Meeting.status == Status.PLANNED)
            & (Meeting.id != place.id)
            & ((Meeting.on > place.on) | ((Meeting.on == place.on) & (Meeting.id > place.id)))
        )
        .order_by(Meeting.on, Meeting.starts_at, Meeting.id)
        .limit(1)
    )
    row = first_row(query)
    return row[0] if row else None


def _view(one: GoingOn) -> CarriedView:
    line = one.line
    return CarriedView(
        line.id,
        line.text,
        one.carried_from_on or line.meeting_on,
        REASON_WORDS[one.reason],
        times_words(one.carried),
        line.standing,
    )


def _one_is_ahead(before: list[Earlier], today: date) -> bool:
    """Whether a meeting before this one has not taken place yet: its lines come from there."""
    return any(one.on > today and not one.called_off for one in before)


def _chain(place: Place) -> Any:
    """Meetings of the same kind; of two series of one kind each has its own lines."""
    same = (Meeting.partnership == place.partnership_id) & (Meeting.kind == place.kind)
    if place.series_id is None:
        return same
    return same & ((Meeting.series == place.series_id) | Meeting.series.is_null())


def earlier(place: Place) -> list[Earlier]:
    """The meetings before this one, latest first, back to the last but one that was held."""
    query = (
        Meeting.select(Meeting.id, Meeting.on, Meeting.status, Meeting.finished_at)
        .where(
            _chain(place)
            & (Meeting.id != place.id)
            & ((Meeting.on < place.on) | ((Meeting.on == place.on) & (Meeting.id < place.id)))
        )
        .order_by(Meeting.on.desc(), Meeting.id.desc())
        .limit(MOST_BEFORE)
    )
    found: list[Earlier] = []
    held = 0
    for mid, on, status, finished_at in rows(query):
        found.append(Earlier(mid, on, status == Status.CANCELLED, finished_at is not None))
        held += status == Status.HELD
        if held == 2:
            break
    return found


def _lines_of(meetings: list[Earlier]) -> list[list[CarryLine]]:
    ids = [one.id for one in meetings]
    if not ids:
        return []
    query = (
        AgendaTopic.select(
            AgendaTopic.id,
            AgendaTopic.origin,
            AgendaTopic.meeting,
            AgendaTopic.text,
            AgendaTopic.standing,
            AgendaTopic.spoken_only,
            AgendaTopic.discussed,
            AgendaTopic.removed,
            AgendaTopic.leave_out,
            AgendaTopic.carried,
            AgendaTopic.carried_from_on,
        )
        .where(AgendaTopic.meeting.in_(ids))
        .order_by(AgendaTopic.position, AgendaTopic.id)
    )
    found = list(rows(query))
    still_open = _open_actions({row[1] or row[0] for row in found})
    known = {one.id: one for one in meetings}
    lines: dict[int, list[CarryLine]] = {one.id: [] for one in meetings}
    for row in found:
        lines[row[2]].append(_line(row, known[row[2]], still_open))
    return [lines[one.id] for one in meetings]


def _line(row: tuple[Any, ...], meeting: Earlier, still_open: dict[int, int]) -> CarryLine:
    number, origin, _meeting, text, standing, spoken, discussed, removed, left_out, carried, since = row
    root = origin or number
    return CarryLine(
        number,
        root,
        meeting.id,
        meeting.on,
        text,
        bool(standing),
        bool(spoken),
        bool(discussed),
        bool(removed),
        bool(left_out),
        open_actions=still_open.get(root, 0),
        carried=carried,
        carried_from_on=since,
        called_off=meeting.called_off,
        noted=meeting.noted,
    )


def _open_actions(roots: set[int]) -> dict[int, int]:
    """How many actions are open under each line, counted where the line began."""
    if not roots:
        return {}
    root = fn.COALESCE(AgendaTopic.origin, AgendaTopic.id)
    query = (
        MeetingAction.select(root, fn.COUNT(MeetingAction.id))
        .join_from(MeetingAction, AgendaTopic)
        .join_from(MeetingAction, Action)
        .where((Action.status == "open") & (AgendaTopic.origin.in_(roots) | AgendaTopic.id.in_(roots)))
        .group_by(root)
    )
    return dict(rows(query))


def is_latest(place: Place) -> bool:
    """Whether no later meeting of the same series or kind has finished minutes."""
    later = (Meeting.on > place.on) | ((Meeting.on == place.on) & (Meeting.id > place.id))
    query = Meeting.select().where(_chain(place) & later & Meeting.finished_at.is_null(False))
    return not query.exists()


def next_of_kind(place: Place) -> date | None:
    """The day of the next planned meeting to which lines would go on."""
    target = target_of(place)
    return Meeting.select(Meeting.on).where(Meeting.id == target).scalar() if target is not None else None
