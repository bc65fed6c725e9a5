"""Invitations, read: how each stands now, and what was last told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from app.accounts.models import User
from app.core.db import rows
from app.mail.models import OutboxMail
from app.mail.rules import MailStatus
from app.meetings.models import Attendance, Meeting
from app.meetings.queries import MeetingRow, Present, kind_name, present
from app.meetings.rules import MODE_WORDS, Mode
from app.partnerships.models import Partnership
from app.people.models import Person
from app.people.queries import is_invented

from ..models import Invitation, InvitationMail
from ..rules import InvitationState, Method, Says, Standing, Told, state_of

UNHEARD = (MailStatus.FAILED, MailStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation with all that decides about its next mail; `mails` are its mails, the newest last."""

    id: int
    uid: str
    meeting_public_id: str
    partnership_id: int | None
    person_public_id: str
    name: str
    user_id: int | None
    invited_by: str
    answer_to: str  # the address of who invited; empty once they left
    now: Standing
    mails: tuple[SentMail, ...]


@dataclass(frozen=True, slots=True)
class SentMail:
    """A mail of an invitation and what became of it."""

    id: int
    told: Told
    mail_key: str
    status: str
    words: str
    queued_at: datetime
    sent_at: datetime | None


def open_invitations(
    zone_name: str, today: date, meeting_id: int | None = None
) -> tuple[OpenInvitation, ...]:
    """Invitations that could still need a mail: to a meeting ahead, or where people know of a day ahead.

    With `meeting_id` those of one meeting. Two statements, however many there are.
    """
    i, m = Invitation, InvitationMail
    told_of = m.select(m.invitation).where(m.on >= today)
    which = (Meeting.on >= today) | i.id.in_(told_of) if meeting_id is None else i.meeting == meeting_id
    found = list(rows(_invitations().where(which).order_by(i.id)))
    mails = _mails([row[0] for row in found])
    return tuple(_open(row, zone_name, today, tuple(mails.get(row[0], ()))) for row in found)


def _invitations() -> Any:
    i, m, a, p, u = Invitation, Meeting, Attendance, Person, User
    asked = (a.meeting == i.meeting) & (a.person == i.person)
    meeting = (
        m.public_id,
        m.status,
        m.version,
        m.kind,
        m.on,
        m.starts_at,
        m.minutes,
        m.mode,
        m.place,
        m.link,
    )
    home = (Partnership.id, Partnership.name)
    person = (p.public_id, p.name, p.user, p.email, p.left_on, p.example)
    return (
        i.select(i.id, i.uid, i.wanted, i.invited_by, u.email, *person, *home, a.id, *meeting)
        .join_from(i, p)
        .join_from(i, m, JOIN.LEFT_OUTER)
        .join_from(m, Partnership, JOIN.LEFT_OUTER)
        .join_from(i, a, JOIN.LEFT_OUTER, on=asked)
        .join_from(i, u, JOIN.LEFT_OUTER, on=(u.id == i.invited_by_user_id) & u.active)
    )


def _open(row: tuple[Any, ...], zone_name: str, today: date, mails: tuple[SentMail, ...]) -> OpenInvitation:
    (
        row_id,
        uid,
        wanted,
        invited_by,
        answer_to,
        public_id,
        name,
        user_id,
        email,
        left_on,
        example,
        home,
        home_name,
        asked,
        *meeting,
    ) = row
    meeting_id, status, version, *facts = meeting
    says = says_of(home_name, *facts, zone_name=zone_name) if meeting_id is not None else None
    left = left_on is not None and left_on <= today
    invented = is_invented(example, user_id)
    now = Standing(says, status or "", version or 1, asked is not None, bool(wanted), left, email, invented)
    named = (row_id, uid, meeting_id or "", home, public_id, name, user_id, invited_by, answer_to or "")
    return OpenInvitation(*named, now, mails)


def says_of(
    partnership: str,
    kind: str,
    on: date,
    starts_at: Any,
    minutes: int,
    mode: str,
    place: str,
    link: str,
    *,
    zone_name: str,
) -> Says:
    """What an invitation to a meeting says now."""
    way = MODE_WORDS[Mode(mode)] if mode in list(Mode) else mode
    return Says(f"{kind_name(kind)}, {partnership}", on, starts_at, minutes, zone_name, way, place, link)


def _mails(ids: Sequence[int]) -> dict[int, list[SentMail]]:
    if not ids:
        return {}
    m, o = InvitationMail, OutboxMail
    columns = (m.invitation, m.id, m.method, m.sequence, m.email, m.says, m.mail_key, m.queued_at)
    query = (
        m.select(*columns, o.status, o.words, o.sent_at)
        .join(o, JOIN.LEFT_OUTER, on=(m.mail_key == o.dedupe_key))
        .where(m.invitation.in_(list(ids)))
        .order_by(m.id)
    )
    found: dict[int, list[SentMail]] = {}
    for invitation, mail_id, method, sequence, email, says, key, queued_at, status, words, sent_at in rows(
        query
    ):
        heard = status not in UNHEARD
        told = Told(Method(method), sequence, email, Says.read(says), heard)
        mail = SentMail(mail_id, told, key, status or "", words or "", queued_at, sent_at)
        found.setdefault(invitation, []).append(mail)
    return found


# --- the page


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody on the page of invitations: who, and where their invitation stands."""

    person_id: int
    public_id: str
    name: str
    organization: str
    side: str
    email: str
    asked: bool
    wanted: bool
    state: InvitationState
    told_on: date | None  # the day they know
    at: datetime | None  # when the newest mail went out
    words: str  # what the mail server answered to a refused one
    gets_mail: bool

    @property
    def has_box(self) -> bool:
        """Whether they can be ticked, or the tick they have can be taken back."""
        return self.gets_mail or bool(self.email and self.wanted)


def guests_of(meeting: MeetingRow, zone_name: str, today: date) -> tuple[Guest, ...]:
    """Everybody asked, and those who were invited and are asked no more."""
    known = {one.person_public_id: one for one in open_invitations(zone_name, today, meeting.id)}
    asked = present(meeting.id)
    found = [_guest(person, known.get(person.public_id), today) for person in asked]
    there = {person.public_id for person in asked}
    gone = (one for key, one in known.items() if one.mails and key not in there)
    return (*found, *(_guest(None, one, today) for one in gone))


def _guest(person: Present | None, one: OpenInvitation | None, today: date) -> Guest:
    newest = one.mails[-1] if one and one.mails else None
    state = InvitationState.NOT
    if one is not None:
        state = state_of(one.now, newest.told if newest else None, newest.status if newest else "", today)
    return Guest(
        person_id=person.person_id if person else 0,
        public_id=person.public_id if person else one.person_public_id if one else "",
        name=person.name if person else one.name if one else "",
        organization=person.organization if person else "",
        side=person.side if person else "",
        email=person.email if person else one.now.email if one else "",
        asked=person is not None,
        wanted=one is not None and one.now.wanted,
        state=state,
        told_on=newest.told.says.on if newest else None,
        at=newest.sent_at if newest else None,
        words=newest.words if newest and state is InvitationState.REFUSED else "",
        gets_mail=person is not None and person.gets_mail,
    )
