"""The outbox, read: what waits, what did not go out, what went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.core.db import rows
from app.core.errors import NotFound

from .models import OutboxMail
from .rules import UNSENT, MailStatus, gives_up_at

PAGE = 50
TROUBLED = 50


@dataclass(frozen=True, slots=True)
class MailRow:
    """One mail of the ledger."""

    id: int
    kind: str
    recipient: str
    recipient_name: str
    subject: str
    why: str
    status: str
    attempts: int
    words: str
    created_at: datetime
    not_before: datetime
    first_attempt_at: datetime | None
    sent_at: datetime | None

    @property
    def at(self) -> datetime:
        """When it went out, or was to go out."""
        return self.sent_at or self.created_at

    @property
    def gives_up_at(self) -> datetime | None:
        """When we stop trying."""
        return gives_up_at(self.first_attempt_at) if self.first_attempt_at else None


_COLUMNS = (
    OutboxMail.id,
    OutboxMail.kind,
    OutboxMail.recipient,
    OutboxMail.recipient_name,
    OutboxMail.subject,
    OutboxMail.why,
    OutboxMail.status,
    OutboxMail.attempts,
    OutboxMail.words,
    OutboxMail.created_at,
    OutboxMail.not_before,
    OutboxMail.first_attempt_at,
    OutboxMail.sent_at,
)


def list_unfinished() -> tuple[MailRow, ...]:
    """Mails that were refused and mails that wait, newest first."""
    query = (
        OutboxMail.select(*_COLUMNS)
        .where(OutboxMail.status.in_((*UNSENT, MailStatus.FAILED)))
        .order_by(OutboxMail.id.desc())
        .limit(TROUBLED)
    )
    return tuple(MailRow(*row) for row in rows(query))


def list_ledger(page: int = 1) -> tuple[tuple[MailRow, ...], bool]:
    """One page of what became of every mail, newest first, and whether there is another page."""
    query = (
        OutboxMail.select(*_COLUMNS)
        .where(OutboxMail.status.not_in(UNSENT))
        .order_by(OutboxMail.id.desc())
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    )
    found = [MailRow(*row) for row in rows(query)]
    return tuple(found[:PAGE]), len(found) > PAGE


def get_mail(mail_id: int) -> OutboxMail:
    """The whole row. Raises NotFound."""
    row = OutboxMail.get_or_none(OutboxMail.id == mail_id)
    if row is None:
        raise NotFound("That mail is not in the outbox.")
    return row


def digest_days(kind: str, since: date) -> dict[str, tuple[tuple[date, str, str], ...]]:
    """By recipient: day, status and key of each mail of this kind for a day from `since` on."""
    query = OutboxMail.select(
        OutboxMail.recipient, OutboxMail.occurrence_on, OutboxMail.status, OutboxMail.dedupe_key
    ).where((OutboxMail.kind == kind) & (OutboxMail.occurrence_on >= since))
    found: dict[str, list[tuple[date, str, str]]] = {}
    for recipient, day, status, key in rows(query):
        found.setdefault(recipient, []).append((day, status, key))
    return {recipient: tuple(mails) for recipient, mails in found.items()}


def unsent_keys(kind: str) -> dict[str, tuple[str, str, date]]:
    """By recipient: key, status and day of the one unsent mail of this kind."""
    query = OutboxMail.select(
        OutboxMail.recipient, OutboxMail.dedupe_key, OutboxMail.status, OutboxMail.occurrence_on
    ).where((OutboxMail.kind == kind) & OutboxMail.status.in_(UNSENT))
    return {recipient: (key, status, day) for recipient, key, status, day in rows(query)}


def mails_about(kind: str, thing: str) -> tuple[MailRow, ...]:
    """What became of the mails of one kind about one thing, newest first; `thing` begins the key's name."""
    query = (
        OutboxMail.select(*_COLUMNS)
        .where((OutboxMail.kind == kind) & OutboxMail.dedupe_key.startswith(f"{kind}:{thing}"))
        .order_by(OutboxMail.id.desc())
        .limit(PAGE)
    )
    return tuple(MailRow(*row) for row in rows(query))
