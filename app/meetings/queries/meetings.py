"""Meetings, read as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from peewee import fn

from app.catalogue import catalogue
from app.core.db import first_row, rows
from app.core.errors import NotFound
from app.core.prepared import prepared
from app.partnerships.models import Membership, Partnership
from app.people.models import Organization, Person

from ..models import Attendance, Meeting
from ..rules import MODE_WORDS, Mode, Status, may_hold

PAGE = 50
NOT_NOTED = 10
NOT_FOR_QUESTIONS = ("case_conference", "all_contracts_briefing")  # spoken cases; our own people only


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting as lists and pages show it."""

    id: int
    public_id: str
    partnership_id: int
    key: str
    partnership_name: str
    kind: str
    on: date
    starts_at: time
    minutes: int
    mode: str
    place: str
    link: str
    status: str
    version: int
    cancel_reason: str

    @property
    def name(self) -> str:
        """The kind in words: Operations meeting."""
        return kind_name(self.kind)

    @property
    def mode_words(self) -> str:
        """Video, phone, in person."""
        return MODE_WORDS.get(Mode(self.mode), self.mode)

    def may_be_held(self, today: date) -> bool:
        """Whether it can be marked as held now."""
        return may_hold(Status(self.status), self.on, today=today)


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who is asked to come, or who could be."""

    person_id: int
    name: str
    title: str
    function: str
    organization: str
    side: str
    deputy: str


def kind_name(kind: str) -> str:
    """The name of a meeting kind; an id the catalogue no longer has is shown as it is."""
    try:
        return catalogue().meeting_kind(kind).name
    except KeyError:
        return kind.replace("_", " ").capitalize()


def _rows() -> Any:
    return Meeting.select(
        Meeting.id,
        Meeting.public_id,
        Meeting.partnership,
        Partnership.key,
        Partnership.name,
        Meeting.kind,
        Meeting.on,
        Meeting.starts_at,
        Meeting.minutes,
        Meeting.mode,
        Meeting.place,
        Meeting.link,
        Meeting.status,
        Meeting.version,
        Meeting.cancel_reason,
    ).join(Partnership)


def get_meeting(public_id: str) -> MeetingRow:
    """The meeting with this public id. Raises NotFound."""
    row = first_row(_rows().where(Meeting.public_id == public_id))
    if row is None:
        raise NotFound("There is no such meeting. It may have been removed with the examples.")
    return MeetingRow(*row)


def meetings_of(
    partnership_id: int, *, today: date, past: bool, page: int = 1, kind: str = ""
) -> tuple[MeetingRow, ...]:
    """One page of a partnership's meetings: what is to come, nearest first, or what was, newest first.

    What had its day and was not noted stands apart (`not_noted`). One row more than fits is returned when
    there is another page.
    """
    query = _rows().where(Meeting.partnership == partnership_id)
    if kind:
        query = query.where(Meeting.kind == kind)
    if past:
        query = query.where((Meeting.on < today) & (Meeting.status != Status.PLANNED))
        query = query.order_by(Meeting.on.desc(), Meeting.id.desc())
    else:
        query = query.where(Meeting.on >= today).order_by(Meeting.on, Meeting.starts_at, Meeting.id)
    return tuple(MeetingRow(*row) for row in rows(query.limit(PAGE + 1).offset((page - 1) * PAGE)))


def not_noted(partnership_id: int, *, today: date) -> tuple[MeetingRow, ...]:
    """Planned meetings whose day has passed, the newest first: nobody said yet what became of them.

    One row more than fits is returned when there are more.
    """
    waiting = (Meeting.partnership == partnership_id) & (Meeting.on < today)
    query = _rows().where(waiting & (Meeting.status == Status.PLANNED))
    newest = query.order_by(Meeting.on.desc(), Meeting.id.desc()).limit(NOT_NOTED + 1)
    return tuple(MeetingRow(*row) for row in rows(newest))


def kinds_of(partnership_id: int) -> tuple[tuple[str, str], ...]:
    """The kinds of meeting a partnership has had or planned, with their names."""
    query = Meeting.select(Meeting.kind).where(Meeting.partnership == partnership_id).distinct()
    present = {kind for (kind,) in rows(query)}
    return tuple((kind.id, kind.name) for kind in catalogue().meeting_kinds if kind.id in present)


def meetings_between(start: date, end: date, limit: int = PAGE) -> tuple[MeetingRow, ...]:
    """Planned meetings of all partnerships from `start` through `end`, nearest first."""
    return tuple(MeetingRow(*row) for row in _between(start, end, limit))


def meetings_of_all(start: date, end: date) -> tuple[MeetingRow, ...]:
    """Every meeting of all partnerships from `start` through `end`, whatever became of it, in order."""
    query = _rows().where(Meeting.on.between(start, end))
    return tuple(MeetingRow(*row) for row in rows(query.order_by(Meeting.on, Meeting.starts_at, Meeting.id)))


@prepared
def _between(start: Any, end: Any, limit: Any) -> Any:
    planned = Meeting.on.between(start, end) & (Meeting.status == Status.PLANNED)
    return _rows().where(planned).order_by(Meeting.on, Meeting.starts_at, Meeting.id).limit(limit)


def next_or_latest(partnership_id: int, as_of: date) -> MeetingRow | None:
    """The first meeting on or after the day that was not called off, else the latest before it."""
    live = _rows().where((Meeting.partnership == partnership_id) & (Meeting.status != Status.CANCELLED))
    row = first_row(live.where(Meeting.on >= as_of).order_by(Meeting.on, Meeting.starts_at, Meeting.id))
    if row is None:
        row = first_row(live.order_by(Meeting.on.desc(), Meeting.starts_at.desc(), Meeting.id.desc()))
    return MeetingRow(*row) if row else None


def next_to_talk(partnership_id: int, as_of: date) -> MeetingRow | None:
    """The next planned meeting of both sides at which a question can be asked."""
    planned = (Meeting.partnership == partnership_id) & (Meeting.on >= as_of)
    open_to_all = planned & (Meeting.status == Status.PLANNED) & Meeting.kind.not_in(NOT_FOR_QUESTIONS)
    row = first_row(_rows().where(open_to_all).order_by(Meeting.on, Meeting.starts_at, Meeting.id))
    return MeetingRow(*row) if row else None


def following(meeting: MeetingRow) -> MeetingRow | None:
    """The next planned meeting of the partnership after this one."""
    later = _rows().where(
        (Meeting.partnership == meeting.partnership_id)
        & (Meeting.on > meeting.on)
        & (Meeting.status == Status.PLANNED)
    )
    row = first_row(later.order_by(Meeting.on, Meeting.starts_at))
    return MeetingRow(*row) if row else None


def last_day_before(partnership_id: int, kind: str, day: date) -> date | None:
    """The day of the latest meeting of this kind before `day` that was not called off."""
    found: date | None = (
        Meeting.select(fn.MAX(Meeting.on))
        .where(
            (Meeting.partnership == partnership_id)
            & (Meeting.kind == kind)
            & (Meeting.on < day)
            & (Meeting.status != Status.CANCELLED)
        )
        .scalar()
    )
    return found


def attendees(meeting_id: int) -> tuple[Attendee, ...]:
    """Who is asked to come, our side first, then by name."""
    query = _people().join(Attendance, on=(Attendance.person == Person.id))
    return _attendees(query.where(Attendance.meeting == meeting_id))


def candidates(partnership_id: int) -> tuple[Attendee, ...]:
    """Everybody who works on the partnership and has not left."""
    query = _people().join(Membership, on=(Membership.person == Person.id))
    return _attendees(query.where((Membership.partnership == partnership_id) & Person.left_on.is_null()))


def _people() -> Any:
    deputy = Person.alias()
    return (
        Person.select(
            Person.id,
            Person.name,
            Person.title,
            Person.function,
            Organization.name,
            Organization.ours,
            deputy.name,
        )
        .join(Organization)
        .switch(Person)
        .left_outer_join(deputy, on=(Person.deputy == deputy.id))
        .switch(Person)
    )


def _attendees(query: Any) -> tuple[Attendee, ...]:
    ordered = query.order_by(Organization.ours.desc(), Organization.name, Person.name)
    return tuple(
        Attendee(pid, name, title, function, organization, "provider" if ours else "payer", deputy or "")
        for pid, name, title, function, organization, ours, deputy in rows(ordered)
    )
