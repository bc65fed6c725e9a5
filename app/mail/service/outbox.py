"""What people and jobs do with the outbox: put in, call off, send again, empty after a time."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from app.core.actor import Actor
from app.core.db import first_row, held, rows, skip_locked, write
from app.core.errors import RuleViolation
from app.core.history import change
from app.settings import Settings

from ..models import MailFile, OutboxMail
from ..queries import get_mail, left_behind
from ..rules import (
    UNSENT,
    MailStatus,
    Trouble,
    again_key,
    dedupe_key,
    domain_of,
    header_text,
    is_address,
)

NOT_AN_ADDRESS = "This is not an address that mail can go to. Mend it, then send again."


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that goes with a mail."""

    name: str
    mimetype: str
    data: bytes


@dataclass(frozen=True, slots=True)
class NewMail:
    """What somebody wants sent to one address. `why` is the reason in one sentence, for the page.

    What goes to people of the partner goes in the name of the house, as `sender_name`, and who answers it
    reaches `reply_to`.
    """

    dedupe_key: str
    kind: str
    recipient: str
    recipient_name: str
    occurrence_on: date
    why: str
    subject: str
    text: str
    html: str = ""
    sender_name: str = ""
    reply_to: str = ""
    user_id: int | None = None
    partnership_id: int | None = None
    file: NewFile | None = None


def enqueue(mail: NewMail, *, settings: Settings, now: datetime, not_before: datetime | None = None) -> bool:
    """Put a mail into the outbox; False when one of this key is there already.

    An address that cannot be one is kept as failed, so that the page shows it and nothing else stops.
    """
    good = is_address(mail.recipient)
    with write():
        stored = (
            OutboxMail.insert(
                dedupe_key=mail.dedupe_key[:300],
                kind=mail.kind,
                recipient=mail.recipient[:254],
                recipient_name=header_text(mail.recipient_name, 100),
                sender_name=header_text(mail.sender_name, 100),
                reply_to=mail.reply_to if is_address(mail.reply_to) else "",
                user_id=mail.user_id,
                partnership_id=mail.partnership_id,
                occurrence_on=mail.occurrence_on,
                why=mail.why,
                subject=header_text(mail.subject),
                text=mail.text,
                html=mail.html,
                file=_stored(mail.file, now=now) if mail.file else None,
                message_id=f"<{uuid.uuid4().hex}@{domain_of(settings.mail_from)}>",
                created_at=now,
                not_before=not_before or now,
                status=MailStatus.PENDING if good else MailStatus.FAILED,
                words="" if good else NOT_AN_ADDRESS,
                trouble="" if good else Trouble.ADDRESS,
            )
            .on_conflict(action="NOTHING", conflict_target=[OutboxMail.dedupe_key])
            .as_rowcount()
            .execute()
        )
        return bool(stored)


def _stored(file: NewFile, *, now: datetime) -> int:
    """The number of the file in the outbox; the same bytes are kept once."""
    digest = hashlib.sha256(file.data).hexdigest()
    while True:
        MailFile.insert(
            sha256=digest,
            name=header_text(file.name, 200),
            mimetype=file.mimetype,
            data=file.data,
            created_at=now,
        ).on_conflict(action="NOTHING", conflict_target=[MailFile.sha256]).execute()
        # Held until the mail stands that needs it. It is gone only when it is cleared away just now.
        row = first_row(held(MailFile.select(MailFile.id).where(MailFile.sha256 == digest)))
        if row is not None:
            return int(row[0])


def mail_key(kind: str, thing: str, on: date, recipient: str, times: int = 0) -> str:
    """The name under which a mail exists once; `times` counts earlier ones that were cancelled."""
    return again_key(dedupe_key(kind, thing, on, recipient), times)


def next_key(key: str) -> str | None:
    """The key for one more mail of this name; None while one of them is unsent."""
    query = OutboxMail.select(OutboxMail.status).where(
        (OutboxMail.dedupe_key == key) | OutboxMail.dedupe_key.startswith(f"{key}:")
    )
    states = [status for (status,) in rows(query)]
    return None if any(status in UNSENT for status in states) else again_key(key, len(states))


def call_off(dedupe_key: str, reason: str, *, failed: bool = False, real: datetime | None = None) -> bool:
    """Cancel a mail that waits; False when it is being sent at this moment or is done.

    With `failed` also one that the server refused, so that nobody sends it again. With `real`, the moment of
    the clock that judges claims, also one whose worker died: the next run would send it.
    """
    states = [MailStatus.PENDING, MailStatus.FAILED] if failed else [MailStatus.PENDING]
    idle = OutboxMail.status.in_(states)
    if real is not None:
        idle |= left_behind(real)
    values = {"status": MailStatus.CANCELLED, "words": reason, "claimed_by": None, "claim_until": None}
    with write():
        changed = OutboxMail.update(**values).where((OutboxMail.dedupe_key == dedupe_key) & idle).execute()
        return bool(changed)


def cancel_mail(mail_id: int, reason: str, *, actor: Actor, now: datetime) -> OutboxMail:
    """Stop trying, because a person says so. Raises RuleViolation when it is too late."""
    with write():
        row = _idle(mail_id, "This mail is being sent or is done; there is nothing to stop.")
        return change(row, actor=actor, now=now, status=MailStatus.CANCELLED.value, words=reason)


def send_again(mail_id: int, *, actor: Actor, now: datetime) -> OutboxMail:
    """Try a mail once more, from now on for another seven days."""
    with write():
        row = _idle(mail_id, "This mail is being sent or is done; there is nothing to send again.")
        if not is_address(row.recipient):
            raise RuleViolation(NOT_AN_ADDRESS)
        if row.emptied_at is not None:
            raise RuleViolation("The text of this mail is no longer kept, so it cannot be sent again.")
        return change(
            row, actor=actor, now=now, status=MailStatus.PENDING.value, not_before=now, first_attempt_at=None
        )


def _idle(mail_id: int, refusal: str) -> OutboxMail:
    """The row, locked, when no worker holds it."""
    get_mail(mail_id)
    row = skip_locked(OutboxMail.select().where(OutboxMail.id == mail_id)).first()
    if row is None or row.status not in (MailStatus.PENDING, MailStatus.FAILED):
        raise RuleViolation(refusal)
    return row


def forget_texts(before: datetime, *, now: datetime) -> int:
    """Empty text and file of the mails that were done before that moment; returns how many.

    What is unsent is never touched, and every line of the ledger stays. Files that no mail needs any more go.
    """
    was_sent = OutboxMail.sent_at.is_null(False) & (OutboxMail.sent_at < before)
    was_ended = OutboxMail.sent_at.is_null() & (OutboxMail.created_at < before)
    done = OutboxMail.status.not_in(UNSENT) & OutboxMail.emptied_at.is_null() & (was_sent | was_ended)
    with write():
        emptied = OutboxMail.update(text="", html="", file=None, emptied_at=now).where(done).execute()
        _drop_unneeded_files()
    return int(emptied)


def _drop_unneeded_files() -> None:
    unneeded = MailFile.id.not_in(OutboxMail.select(OutboxMail.file).where(OutboxMail.file.is_null(False)))
    ids = [row_id for (row_id,) in rows(skip_locked(MailFile.select(MailFile.id).where(unneeded)))]
    if ids:  # looked at once more: a mail may have taken one since
        MailFile.delete().where(MailFile.id.in_(ids) & unneeded).execute()
