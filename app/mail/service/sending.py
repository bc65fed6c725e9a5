"""What waits is sent: claimed, handed to the mail server, marked.

Exactly-once does not exist over SMTP. A process that dies between the server's 250 and our mark leaves
a claim that runs out; the mail then goes again with the same Message-ID and Date.
"""

from __future__ import annotations

import os
import socket
import uuid
from dataclasses import dataclass
from datetime import datetime

from app.core.clock import Clock
from app.core.db import rows, skip_locked, write
from app.settings import Settings, SmtpSettings

from ..models import MailAttempt, MailFile, OutboxMail
from ..queries import left_behind
from ..rules import (
    BATCH,
    DIGESTS,
    LEASE,
    PREFERENCES,
    SHOWN_ATTEMPTS,
    MailStatus,
    Verdict,
    advice,
    after_try,
)
from ..smtp import Answer, Dropped, Enclosure, Letter, Session, Unreachable, session

SENDER_NAME = "Evenkeel"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one run of the mailer came to."""

    sent: int = 0
    failed: int = 0


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
    with write():
        ready = OutboxMail.select(OutboxMail.id).where(waiting | left_behind(real)).order_by(OutboxMail.id)
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
