"""The outbox, written: put in, claimed, sent, marked; or called off with the reason.

Exactly-once does not exist over SMTP. A process that dies between the server's 250 and our mark leaves
a claim that runs out; the mail then goes again with the same Message-ID and Date.
"""

from __future__ import annotations

import hashlib
import os
import socket
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from app.core.actor import Actor
from app.core.clock import Clock
from app.core.db import first_row, held, rows, skip_locked, write
from app.core.errors import RuleViolation
from app.core.history import change
from app.settings import Settings, SmtpSettings

from .models import MailAttempt, MailFile, OutboxMail
from .queries import get_mail
from .rules import (
    BATCH,
    DIGESTS,
    LEASE,
    PREFERENCES,
    SHOWN_ATTEMPTS,
    UNSENT,
    MailStatus,
    Trouble,
    Verdict,
    advice,
    after_try,
    again_key,
    dedupe_key,
    domain_of,
    header_text,
    is_address,
)
from .smtp import Answer, Dropped, Enclosure, Letter, Session, Unreachable, session

SENDER_NAME = "Evenkeel"
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


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one run of the mailer came to."""

    sent: int = 0
    failed: int = 0


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


def call_off(dedupe_key: str, reason: str, *, failed: bool = False) -> bool:
    """Cancel a mail that waits; False when it is being sent at this moment or is done.

    With `failed` also one that the server refused, so that nobody sends it again.
    """
    states = [MailStatus.PENDING, MailStatus.FAILED] if failed else [MailStatus.PENDING]
    with write():
        waiting = (OutboxMail.dedupe_key == dedupe_key) & OutboxMail.status.in_(states)
        changed = OutboxMail.update(status=MailStatus.CANCELLED, words=reason).where(waiting).execute()
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


def deliver(*, now: datetime, lease_clock: Clock, settings: Settings) -> Delivered:
    """Send until nothing is left to send now. Due is judged by `now`, claims by the real clock.

    Stops early while the server cannot be reached: what is left waits for the next run.
    """
    if settings.smtp is None or not settings.mail_from:
        return Delivered()
    me = f"{socket.gethostname()[:60]}:{os.getpid()}:{uuid.uuid4().hex}"
    sent = failed = 0
    while True:
        taken = claim(me, now=now, lease_clock=lease_clock)
        if not taken:
            return Delivered(sent, failed)
        outcomes, reachable = _send_batch(taken, me, now=now, lease_clock=lease_clock, settings=settings)
        sent += outcomes.count(MailStatus.SENT)
        failed += outcomes.count(MailStatus.FAILED)
        if not reachable:
            return Delivered(sent, failed)


def claim(me: str, *, now: datetime, lease_clock: Clock) -> list[OutboxMail]:
    """Take at most BATCH mails for this worker, in a transaction of its own."""
    real = lease_clock.now()
    waiting = (OutboxMail.status == MailStatus.PENDING) & (OutboxMail.not_before <= now)
    left_behind = (OutboxMail.status == MailStatus.SENDING) & (OutboxMail.claim_until < real)
    with write():
        ready = OutboxMail.select(OutboxMail.id).where(waiting | left_behind).order_by(OutboxMail.id)
        ids = [row_id for (row_id,) in rows(skip_locked(ready.limit(BATCH)))]
        if not ids:
            return []
        OutboxMail.update(
            status=MailStatus.SENDING,
            claimed_by=me,
            claim_until=real + LEASE,
            attempts=OutboxMail.attempts + 1,
        ).where(OutboxMail.id.in_(ids)).execute()
        OutboxMail.update(first_attempt_at=now).where(
            OutboxMail.id.in_(ids) & OutboxMail.first_attempt_at.is_null()
        ).execute()
        return list(OutboxMail.select().where(OutboxMail.id.in_(ids)).order_by(OutboxMail.id))


def _send_batch(
    taken: list[OutboxMail], me: str, *, now: datetime, lease_clock: Clock, settings: Settings
) -> tuple[list[MailStatus], bool]:
    """One session for the batch, and a new one when the server hangs up; says whether it could be reached."""
    outcomes: list[MailStatus] = []
    waiting = list(taken)
    while waiting:
        try:
            with session(_smtp(settings)) as server:
                while waiting:
                    _send_one(
                        server,
                        waiting.pop(0),
                        me,
                        outcomes,
                        now=now,
                        lease_clock=lease_clock,
                        settings=settings,
                    )
        except Dropped:
            continue
        except Unreachable as error:
            for row in waiting:
                _note(outcomes, mark(row, me, _ended(error), now=now))
            return outcomes, False
    return outcomes, True


def _send_one(
    server: Session,
    row: OutboxMail,
    me: str,
    outcomes: list[MailStatus],
    *,
    now: datetime,
    lease_clock: Clock,
    settings: Settings,
) -> None:
    """One message, marked as soon as the server has answered; left alone when our claim has run out."""
    if lease_clock.now() >= row.claim_until:
        return
    try:
        answer = server.send(_letter(row, settings))
    except (Dropped, Unreachable) as error:
        _note(outcomes, mark(row, me, _ended(error), now=now))
        raise
    _note(outcomes, mark(row, me, answer, now=now))


def _note(outcomes: list[MailStatus], status: MailStatus | None) -> None:
    if status is not None:
        outcomes.append(status)


def _ended(error: Dropped | Unreachable) -> Answer:
    return Answer(Verdict.LATER, str(error), error.trouble)


def reach_server(smtp: SmtpSettings) -> str:
    """Speak with the mail server without sending anything; what is the matter and what to do, or nothing."""
    try:
        with session(smtp):
            return ""
    except Unreachable as error:
        return f"{error} {advice(error.trouble, str(error))}"


def _smtp(settings: Settings) -> SmtpSettings:
    assert settings.smtp is not None  # noqa: S101 - deliver() looked
    return settings.smtp


def _letter(row: OutboxMail, settings: Settings) -> Letter:
    return Letter(
        settings.mail_from or "",
        row.sender_name or SENDER_NAME,
        row.recipient,
        row.recipient_name,
        row.subject,
        row.text,
        row.html,
        row.message_id,
        row.created_at,
        _enclosed(row),
        f"{settings.base_url}{PREFERENCES}" if row.kind in DIGESTS else "",
        row.reply_to,
    )


def _enclosed(row: OutboxMail) -> Enclosure | None:
    """The file that goes with the mail."""
    if row.file_id is None:
        return None
    file = MailFile.get_by_id(row.file_id)
    return Enclosure(file.name, file.mimetype, bytes(file.data))


def mark(row: OutboxMail, me: str, answer: Answer, *, now: datetime) -> MailStatus | None:
    """Note what came of a try, only while the mail is still ours; None when somebody else has taken it.

    The mail's state and the line about this try are written together or not at all.
    """
    step = after_try(answer.verdict, now=now, first_try=row.first_attempt_at)
    values = {
        "status": step.status,
        "words": answer.words,
        "trouble": answer.trouble or "",
        "claimed_by": None,
        "claim_until": None,
        "sent_at": now if step.status is MailStatus.SENT else None,
    }
    if step.not_before is not None:
        values["not_before"] = step.not_before
    with write():
        ours = (
            (OutboxMail.id == row.get_id())
            & (OutboxMail.status == MailStatus.SENDING)
            & (OutboxMail.claimed_by == me)
        )
        changed = OutboxMail.update(**values).where(ours).execute()
        if changed:
            _note_attempt(row, answer, now=now)
    return step.status if changed else None


def _note_attempt(row: OutboxMail, answer: Answer, *, now: datetime) -> None:
    """Remember this try; of a mail that is tried for a week the newest ones are kept."""
    MailAttempt.insert(
        mail=row.get_id(),
        number=row.attempts,
        at=now,
        verdict=answer.verdict,
        trouble=answer.trouble or "",
        words=answer.words,
    ).execute()
    if row.attempts > SHOWN_ATTEMPTS:
        old = MailAttempt.number <= row.attempts - SHOWN_ATTEMPTS
        MailAttempt.delete().where((MailAttempt.mail == row.get_id()) & old).execute()


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
