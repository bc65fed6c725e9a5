"""Invitations by mail: chosen by a person, sent as what was last told differs from what holds.

A change goes out some minutes later, so that a slip that is taken back tells nobody anything.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from app.core.actor import Actor
from app.core.db import write
from app.core.history import change, create
from app.documents.formats import day
from app.documents.ics import CALENDAR_TYPE, Event, Someone, calendar_file
from app.mail.service import NewFile, NewMail, call_off, enqueue, mail_key, next_key
from app.meetings.queries import MeetingRow, present
from app.settings import Settings
from app.web.request import HouseFacts

from ..models import Invitation, InvitationMail
from ..queries.invitations import OpenInvitation, SentMail, open_invitations
from ..rules import Method, Next, mail_subject, mail_text, next_mail

KIND = "invitation"
SETTLES = timedelta(minutes=5)
OVERTAKEN = "The meeting changed before this mail had left; a newer one takes its place, or none is needed."


def choose_guests(
    meeting: MeetingRow,
    invite: Collection[int],
    leave_out: Collection[int] = (),
    *,
    house: HouseFacts,
    settings: Settings,
    actor: Actor,
    now: datetime,
    today: date,
) -> int:
    """Invite some of the people asked, no longer invite others, and queue what that asks for.

    Returns how many mails. Who is not asked to the meeting is passed over, and everybody else stays as they
    are. Without a mail server the choice is kept and waits.
    """
    with write():
        known = {one.person_id: one for one in Invitation.select().where(Invitation.meeting == meeting.id)}
        for person_id in sorted(_asked(meeting.id) & set(invite)):
            row = known.get(person_id)
            if row is None:
                _invite(meeting, person_id, actor, now)
            else:
                change(row, actor=actor, now=now, wanted=True, **_by(actor))
        for person_id in sorted(set(leave_out) & set(known)):
            change(known[person_id], actor=actor, now=now, wanted=False)
    found = open_invitations(house.time_zone, today, meeting.id)
    return _send(found, house, settings=settings, now=now, today=today, not_before=now)


def send_due(*, house: HouseFacts, settings: Settings, now: datetime, today: date) -> int:
    """Queue what changes of meetings ask for; returns how many mails. Run again, it sends nothing twice."""
    found = open_invitations(house.time_zone, today)
    return _send(found, house, settings=settings, now=now, today=today, not_before=now + SETTLES)


def _asked(meeting_id: int) -> set[int]:
    return {one.person_id for one in present(meeting_id) if not one.is_invented}


def _invite(meeting: MeetingRow, person_id: int, actor: Actor, now: datetime) -> None:
    create(
        Invitation,
        actor=actor,
        now=now,
        meeting=meeting.id,
        person=person_id,
        uid=f"meeting-{meeting.public_id}@evenkeel",
        **_by(actor),
        created_at=now,
    )


def _by(actor: Actor) -> dict[str, Any]:
    return {"invited_by": actor.name, "invited_by_user_id": actor.id}


def _send(
    found: Collection[OpenInvitation],
    house: HouseFacts,
    *,
    settings: Settings,
    now: datetime,
    today: date,
    not_before: datetime,
) -> int:
    if settings.smtp is None or not settings.mail_from:
        return 0
    organizer = Someone(house.name or "Evenkeel", settings.mail_from)
    count = 0
    for one in found:
        mails = list(one.mails)
        if _next(one, mails, today) is None:
            continue
        with write():
            # What has not left yet is overtaken: compared is what they know, not what they were to know.
            while mails and _took_back(mails[-1]):
                mails.pop()
            mail = _next(one, mails, today)
            if mail is not None:
                count += _queue(one, mail, organizer, settings=settings, now=now, not_before=not_before)
    return count


def _next(one: OpenInvitation, mails: Collection[SentMail], today: date) -> Next | None:
    newest = next(reversed(tuple(mails)), None)
    return next_mail(one.now, newest.told if newest else None, today)


def _took_back(mail: SentMail) -> bool:
    if mail.status != "pending" or not call_off(mail.mail_key, OVERTAKEN):
        return False
    InvitationMail.delete().where(InvitationMail.id == mail.id).execute()
    return True


def _queue(
    one: OpenInvitation,
    mail: Next,
    organizer: Someone,
    *,
    settings: Settings,
    now: datetime,
    not_before: datetime,
) -> int:
    """Put the mail into the outbox and note what it says; 0 where another run was quicker."""
    key = next_key(mail_key(KIND, _thing(one, mail), mail.says.on, one.person_public_id))
    if key is None:
        return 0
    letter = _letter(one, mail, key, organizer, _invitation_file(one, mail, organizer, now))
    if not enqueue(letter, settings=settings, now=now, not_before=not_before):
        return 0
    InvitationMail.create(
        invitation=one.id,
        method=mail.method.value,
        sequence=mail.sequence,
        email=mail.email,
        on=mail.says.on,
        says=mail.says.stored(),
        mail_key=key,
        queued_at=now,
    )
    return 1


def _letter(one: OpenInvitation, mail: Next, key: str, organizer: Someone, data: bytes) -> NewMail:
    return NewMail(
        dedupe_key=key,
        kind=KIND,
        recipient=mail.email,
        recipient_name=one.name,
        occurrence_on=mail.says.on,
        why=_why(one, mail),
        subject=mail_subject(mail),
        text=mail_text(mail, one.name, one.invited_by, can_answer=bool(one.answer_to)),
        sender_name=organizer.name,
        reply_to=one.answer_to,
        user_id=one.user_id,
        partnership_id=one.partnership_id,
        file=NewFile("invitation.ics", f"{CALENDAR_TYPE}; method={mail.method.value}", data),
    )


def _thing(one: OpenInvitation, mail: Next) -> str:
    meeting = one.uid.removeprefix("meeting-").partition("@")[0]
    return f"{meeting}:{mail.method.value}:{mail.sequence}"


def _invitation_file(one: OpenInvitation, mail: Next, organizer: Someone, now: datetime) -> bytes:
    """What their program reads; only they stand in it, and nothing that leads into our house."""
    says = mail.says
    lines = (says.way[:1].upper() + says.way[1:], says.link)
    event = Event(
        uid=one.uid,
        title=says.title,
        on=says.on,
        changed_at=now.replace(microsecond=0),
        sequence=mail.sequence,
        starts_at=says.starts_at,
        minutes=says.minutes,
        zone_name=says.zone_name,
        place=says.place or says.link,
        text="\n".join(line for line in lines if line),
        cancelled=mail.method is Method.CANCEL,
    )
    guest = Someone(one.name, mail.email)
    return calendar_file("", (event,), mail.method, organizer=organizer, guest=guest)


def _why(one: OpenInvitation, mail: Next) -> str:
    about = f"{mail.says.title}, on {day(mail.says.on)}"
    if mail.method is Method.CANCEL:
        return f"{one.name} was invited and is not expected any more: {about}."
    if mail.again:
        return f"{one.name} was invited, and the meeting changed since: {about}."
    return f"{one.invited_by or 'Somebody of ours'} chose to invite {one.name}: {about}."
