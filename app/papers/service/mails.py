"""Mails with an agenda or with minutes: each person's own actions on top, the Word file with it.

Our people get our copy; people of the partner get the partner's copy, and only when somebody chose them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from app.accounts.queries import own_address
from app.core.actor import Actor
from app.core.calendar import clock_words
from app.core.db import write
from app.documents.formats import WORD_TYPE, day
from app.mail.service import NewFile, NewMail, enqueue, mail_key, next_key
from app.meetings.queries import MeetingRow, Present, PromisedRow, present, promised_in
from app.organization.queries import house_facts
from app.settings import Settings

from ..queries.agenda import agenda_facts
from ..queries.minutes import minutes_facts
from ..rules.agenda import Agenda, compose_agenda
from ..rules.mails import agenda_text, minutes_text
from ..rules.minutes import MinutesView, compose_minutes
from .agenda import make_agenda
from .made import MadeFile
from .minutes import make_minutes

AGENDA, MINUTES = "agenda", "minutes"


@dataclass(frozen=True, slots=True)
class _Copy:
    """What one side gets, from the house and with the person whom an answer reaches."""

    file: NewFile
    sender_name: str
    reply_to: str
    agenda: Agenda | None = None
    minutes: MinutesView | None = None


def mail_agenda(
    meeting: MeetingRow,
    person_ids: Collection[int],
    *,
    today: date,
    settings: Settings,
    actor: Actor,
    now: datetime,
) -> int:
    """Queue the agenda to the people chosen among those asked; returns how many mails."""
    people, sender = _chosen(meeting, person_ids), (house_facts().name, own_address(actor))
    copies = {}
    for partner in {p.side != "provider" for p in people}:
        agenda = compose_agenda(agenda_facts(meeting, partner_copy=partner), partner_copy=partner)
        file = _file(make_agenda(meeting, made_on=today, partner_copy=partner))
        copies[partner] = _Copy(file, *sender, agenda=agenda)
    with write():
        mails = [_agenda_mail(meeting, person, copies[person.side != "provider"]) for person in people]
        return sum(enqueue(mail, settings=settings, now=now) for mail in mails if mail is not None)


def mail_minutes(
    meeting: MeetingRow,
    person_ids: Collection[int],
    *,
    today: date,
    settings: Settings,
    actor: Actor,
    now: datetime,
) -> int:
    """Queue the finished minutes to the people chosen among those asked; returns how many mails.

    Nobody gets the same version twice.
    """
    people, sender = _chosen(meeting, person_ids), (house_facts().name, own_address(actor))
    promised = promised_in(meeting.id)
    copies = {}
    for partner in {p.side != "provider" for p in people}:
        view = compose_minutes(minutes_facts(meeting), partner_copy=partner)
        file = _file(make_minutes(meeting, made_on=today, partner_copy=partner))
        copies[partner] = _Copy(file, *sender, minutes=view)
    with write():
        return sum(
            enqueue(
                _minutes_mail(meeting, person, promised, copies[person.side != "provider"]),
                settings=settings,
                now=now,
            )
            for person in people
        )


def _agenda_mail(meeting: MeetingRow, person: Present, copy: _Copy) -> NewMail | None:
    """None while an earlier agenda of the same meeting still waits to go to this person."""
    key = next_key(mail_key(AGENDA, meeting.public_id, meeting.on, person.email))
    if key is None:
        return None
    when = f"{meeting.on:%A, %B} {meeting.on.day}, {clock_words(meeting.starts_at)}"
    return _mail(
        AGENDA,
        meeting,
        person,
        copy,
        key=key,
        subject=f"Agenda: {meeting.name}, {day(meeting.on)}",
        text=agenda_text(copy.agenda, person.name, when),
        why=f"The agenda of the {meeting.name.lower()} on {day(meeting.on)} was published.",
    )


def _minutes_mail(
    meeting: MeetingRow, person: Present, promised: tuple[PromisedRow, ...], copy: _Copy
) -> NewMail:
    view = copy.minutes
    own = tuple(
        (one.text, one.due_on)
        for one in promised
        if one.owner_id == person.person_id and not (one.private and person.side != "provider")
    )
    version = view.facts.version if view else 1
    again = f", version {version}" if version > 1 else ""
    return _mail(
        MINUTES,
        meeting,
        person,
        copy,
        key=mail_key(MINUTES, f"{meeting.public_id}:{version}", meeting.on, person.email),
        subject=f"Minutes: {meeting.name}, {day(meeting.on)}{again}",
        text=minutes_text(view, person.name, own),
        why=f"The minutes of the {meeting.name.lower()} on {day(meeting.on)} were finished.",
    )


def _mail(
    kind: str,
    meeting: MeetingRow,
    person: Present,
    copy: _Copy,
    *,
    key: str,
    subject: str,
    text: str,
    why: str,
) -> NewMail:
    return NewMail(
        dedupe_key=key,
        kind=kind,
        recipient=person.email,
        recipient_name=person.name,
        occurrence_on=meeting.on,
        why=why,
        subject=subject,
        text=text,
        sender_name=copy.sender_name,
        reply_to=copy.reply_to,
        user_id=person.user_id,
        partnership_id=meeting.partnership_id,
        file=copy.file,
    )


def _chosen(meeting: MeetingRow, person_ids: Collection[int]) -> tuple[Present, ...]:
    """Those among the people asked who were chosen and whom a mail may reach."""
    return tuple(p for p in present(meeting.id) if p.person_id in person_ids and p.gets_mail)


def _file(made: MadeFile) -> NewFile:
    return NewFile(made.filename, WORD_TYPE, made.data)
