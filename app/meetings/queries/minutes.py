"""The minutes of a meeting and the decisions of a partnership, read as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, fn

from app.actions.models import Action
from app.core.db import first_row, rows
from app.people.models import Organization, Person
from app.people.queries import is_invented

from ..models import AgendaTopic, Attendance, Decision, Meeting, MeetingAction, MinutesProposal
from ..rules import Status
from .meetings import kind_name

DECISIONS_PAGE = 50


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who was asked, and whether they came."""

    person_id: int
    public_id: str
    name: str
    organization: str
    side: str
    email: str
    user_id: int | None
    came: str
    deputy: str
    example: bool = False

    @property
    def is_invented(self) -> bool:
        """Somebody who came with an example and does not sign in here: never mailed, whatever the address."""
        return is_invented(self.example, self.user_id)

    @property
    def gets_mail(self) -> bool:
        """Whether a mail may go to them."""
        return bool(self.email) and not self.is_invented


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision of a meeting; private where its line is one of our side only, on the agenda or off it."""

    public_id: str
    topic_id: int | None
    text: str
    decided_by: str
    private: bool


@dataclass(frozen=True, slots=True)
class PromisedRow:
    """An action that was promised in a meeting; private by itself, or for its line."""

    public_id: str
    topic_id: int | None
    text: str
    owner: str
    owner_id: int | None
    organization: str
    side: str
    due_on: date | None
    status: str
    private: bool


@dataclass(frozen=True, slots=True)
class Minutes:
    """How the minutes of a meeting stand."""

    status: str
    published_at: datetime | None
    finished_at: datetime | None
    finished_by: str
    number: int  # of the finished version; 0 before the first
    concerns_note: str
    series_id: int | None
    version: int

    @property
    def finished(self) -> bool:
        """Whether they are locked."""
        return self.finished_at is not None


@dataclass(frozen=True, slots=True)
class CompiledDecision:
    """A decision in the list over all meetings of a partnership."""

    public_id: str
    meeting_id: str
    kind: str
    on: date
    text: str
    decided_by: str
    topic: str

    @property
    def name(self) -> str:
        """The kind of the meeting, in words."""
        return kind_name(self.kind)


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A decision or an action read from a file that came back, waiting for somebody."""

    id: int
    kind: str
    text: str
    who: str
    due_words: str
    due_on: date | None
    filename: str
    version: int


def present(meeting_id: int) -> tuple[Present, ...]:
    """Who was asked and whether they came, our side first, then by name."""
    deputy = Person.alias()
    query = (
        Attendance.select(
            Person.id,
            Person.public_id,
            Person.name,
            Organization.name,
            Organization.ours,
            Person.email,
            Person.user,
            Attendance.came,
            deputy.name,
            Person.example,
        )
        .join_from(Attendance, Person)
        .join_from(Person, Organization)
        .join_from(Person, deputy, JOIN.LEFT_OUTER, on=(Person.deputy == deputy.id))
        .where(Attendance.meeting == meeting_id)
        .order_by(Organization.ours.desc(), Organization.name, Person.name)
    )
    return tuple(
        Present(
            pid, public, name, org, "provider" if ours else "payer", email, user, came, other or "", example
        )
        for pid, public, name, org, ours, email, user, came, other, example in rows(query)
    )


def decisions_of(meeting_id: int) -> tuple[DecisionRow, ...]:
    """What a meeting decided, in the order it was noted."""
    query = (
        Decision.select(
            Decision.public_id, Decision.topic, Decision.text, Decision.decided_by, AgendaTopic.private
        )
        .join(AgendaTopic, JOIN.LEFT_OUTER)
        .where((Decision.meeting == meeting_id) & ~Decision.removed)
        .order_by(Decision.position, Decision.id)
    )
    return tuple(
        DecisionRow(public, topic, text, by, bool(private))
        for public, topic, text, by, private in rows(query)
    )


def promised_in(meeting_id: int) -> tuple[PromisedRow, ...]:
    """The actions promised in a meeting, in the order they were noted; dropped ones are gone."""
    query = (
        MeetingAction.select(
            Action.public_id,
            MeetingAction.topic,
            Action.text,
            Person.name,
            Action.owner,
            Organization.name,
            Action.side,
            Action.due_on,
            Action.status,
            Action.private,
            AgendaTopic.private,
        )
        .join_from(MeetingAction, Action)
        .join_from(MeetingAction, AgendaTopic, JOIN.LEFT_OUTER)
        .join_from(Action, Person, JOIN.LEFT_OUTER)
        .join_from(Person, Organization, JOIN.LEFT_OUTER)
        .where((MeetingAction.meeting == meeting_id) & (Action.status != "dropped"))
        .order_by(MeetingAction.id)
    )
    return tuple(
        PromisedRow(public, topic, text, who or "", who_id, org or "", side, due, status, bool(own or under))
        for public, topic, text, who, who_id, org, side, due, status, own, under in rows(query)
    )


def kept_since(partnership_id: int, since: date | None, until: date) -> tuple[int, int]:
    """Of the actions done after `since` through `until`: how many, and how many of them in time."""
    in_time = Action.due_on.is_null() | (Action.done_on <= Action.due_on)
    query = Action.select(fn.COUNT(Action.id), fn.SUM(in_time.cast("integer"))).where(
        (Action.partnership == partnership_id)
        & (Action.status == "done")
        & ~Action.private
        & (Action.done_on <= until)
    )
    if since is not None:
        query = query.where(Action.done_on > since)
    done, kept = first_row(query) or (0, 0)
    return int(done), int(kept or 0)


def latest_with_minutes(partnership_id: int, as_of: date) -> str | None:
    """The public id of the latest meeting with finished minutes, else of the latest that was held."""
    held = Meeting.select(Meeting.public_id).where(
        (Meeting.partnership == partnership_id) & (Meeting.on <= as_of) & (Meeting.status == Status.HELD)
    )
    newest = held.order_by(Meeting.on.desc(), Meeting.id.desc()).limit(1)
    row = first_row(newest.where(Meeting.finished_at.is_null(False))) or first_row(newest)
    return row[0] if row else None


def compiled_decisions(partnership_id: int, kind: str = "", offset: int = 0) -> tuple[CompiledDecision, ...]:
    """Decisions of all meetings, newest first; one row more than fits when there is another page."""
    query: Any = (
        Decision.select(
            Decision.public_id,
            Meeting.public_id,
            Meeting.kind,
            Meeting.on,
            Decision.text,
            Decision.decided_by,
            AgendaTopic.text,
        )
        .join_from(Decision, Meeting)
        .join_from(Decision, AgendaTopic, JOIN.LEFT_OUTER)
        .where((Meeting.partnership == partnership_id) & ~Decision.removed)
        .order_by(Meeting.on.desc(), Meeting.id.desc(), Decision.position, Decision.id)
        .limit(DECISIONS_PAGE + 1)
        .offset(offset)
    )
    if kind:
        query = query.where(Meeting.kind == kind)
    return tuple(
        CompiledDecision(public, meeting, kind_, on, text, by, topic or "")
        for public, meeting, kind_, on, text, by, topic in rows(query)
    )


def decided_kinds(partnership_id: int) -> tuple[tuple[str, str], ...]:
    """The kinds of meetings that decided something, with their names."""
    query = (
        Meeting.select(Meeting.kind)
        .join(Decision)
        .where((Meeting.partnership == partnership_id) & ~Decision.removed)
        .distinct()
        .order_by(Meeting.kind)
    )
    return tuple((kind, kind_name(kind)) for (kind,) in rows(query))


def open_proposals(meeting_id: int) -> tuple[ProposalRow, ...]:
    """What was read from files that came back and waits for somebody."""
    query = (
        MinutesProposal.select(
            MinutesProposal.id,
            MinutesProposal.kind,
            MinutesProposal.text,
            MinutesProposal.who,
            MinutesProposal.due_words,
            MinutesProposal.due_on,
            MinutesProposal.filename,
            MinutesProposal.version,
        )
        .where((MinutesProposal.meeting == meeting_id) & (MinutesProposal.state == "open"))
        .order_by(MinutesProposal.id)
        .limit(100)
    )
    return tuple(ProposalRow(*row) for row in rows(query))
