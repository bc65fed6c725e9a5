"""The outbox, read: what waits, what did not go out, what went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import fn

from app.core.db import first_row, rows
from app.core.errors import NotFound
from app.core.history import History

from .models import MailAttempt, MailFile, OutboxMail
from .rules import (
    PROOF,
    SHOWN_ATTEMPTS,
    TROUBLE_WORDS,
    UNSENT,
    MailStatus,
    Trouble,
    advice,
    gives_up_at,
    is_tried_again,
    reads_text,
    result_word,
)

PAGE = 50
TROUBLED = 50


def left_behind(real: datetime) -> Any:
    """Mails whose worker died: being sent, and the claim ran out before this moment of the real clock."""
    return (OutboxMail.status == MailStatus.SENDING) & (OutboxMail.claim_until < real)


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
    trouble: str
    created_at: datetime
    not_before: datetime
    first_attempt_at: datetime | None
    sent_at: datetime | None

    @property
    def title(self) -> str:
        """What it is about, as a list shows it: its subject without our name."""
        words = self.subject.removeprefix("Evenkeel: ")
        return words[:1].upper() + words[1:]

    @property
    def at(self) -> datetime:
        """When it went out, or was to go out."""
        return self.sent_at or self.created_at

    @property
    def gives_up_at(self) -> datetime | None:
        """When we stop trying."""
        return gives_up_at(self.first_attempt_at) if self.first_attempt_at else None

    @property
    def result(self) -> str:
        """Where it stands, in one or two words."""
        trouble = Trouble(self.trouble) if self.trouble else None
        return result_word(MailStatus(self.status), trouble, self.attempts)

    @property
    def advice(self) -> str:
        """What to do about a mail that does not go out; empty while nothing is wrong with it."""
        stuck = self.status in (*UNSENT, MailStatus.FAILED)
        return advice(Trouble(self.trouble), self.words) if stuck and self.trouble else ""


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One try; without a verdict nothing was noted, since the program was stopped in the middle of it."""

    number: int
    at: datetime | None = None
    verdict: str = ""
    trouble: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """Somebody called the mail off or had it sent again."""

    at: datetime
    who: str
    status: str


@dataclass(frozen=True, slots=True)
class MailPage:
    """All that is known of one mail; `text` is None for whom it is not meant, or when it is gone."""

    row: MailRow
    occurrence_on: date
    message_id: str
    text: str | None
    emptied_at: datetime | None
    is_proof: bool
    file: tuple[str, int] | None  # name and bytes
    attempts: tuple[AttemptRow, ...]
    decisions: tuple[DecisionRow, ...]


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
    OutboxMail.trouble,
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


def mail_page(mail_id: int, *, reader_id: int | None, edits: bool) -> MailPage:
    """One mail for somebody who may see the ledger; those who only look read no mail but their own.

    Raises NotFound.
    """
    mail = get_mail(mail_id)
    mine = mail.user_id is not None and mail.user_id == reader_id
    readable = mail.emptied_at is None and reads_text(mail.kind, mine=mine, edits=edits)
    file = None
    if mail.file_id is not None:
        file = first_row(
            MailFile.select(MailFile.name, fn.LENGTH(MailFile.data)).where(MailFile.id == mail.file_id)
        )
    return MailPage(
        row=MailRow(*(getattr(mail, column.name) for column in _COLUMNS)),
        occurrence_on=mail.occurrence_on,
        message_id=mail.message_id,
        text=mail.text if readable else None,
        emptied_at=mail.emptied_at,
        is_proof=mail.kind == PROOF,
        file=(file[0], file[1]) if file else None,
        attempts=_attempts(mail),
        decisions=_decisions(mail_id),
    )


def _attempts(mail: OutboxMail) -> tuple[AttemptRow, ...]:
    """The tries that are kept, newest first, and those between them of which nothing was noted."""
    query = MailAttempt.select(
        MailAttempt.number, MailAttempt.at, MailAttempt.verdict, MailAttempt.trouble, MailAttempt.words
    ).where(MailAttempt.mail == mail.get_id())
    noted = {row[0]: AttemptRow(*row) for row in rows(query)}
    first = max(1, mail.attempts - SHOWN_ATTEMPTS + 1)
    if not noted and mail.status == MailStatus.SENT:
        return ()  # sent before tries were kept
    last = mail.attempts - (mail.status == MailStatus.SENDING)
    return tuple(noted.get(number, AttemptRow(number)) for number in range(last, first - 1, -1))


def _decisions(mail_id: int) -> tuple[DecisionRow, ...]:
    query = (
        History.select(History.at, History.actor_name, History.after)
        .where((History.entity == OutboxMail._meta.table_name) & (History.entity_id == mail_id))
        .order_by(History.id)
        .limit(PAGE)
    )
    told = ((at, who, (after or {}).get("status")) for at, who, after in rows(query))
    return tuple(DecisionRow(at, who, status) for at, who, status in told if status)


@dataclass(frozen=True, slots=True)
class Help:
    """One way in which mail fails: its name, what to do, and whether we try again by ourselves."""

    name: str
    advice: str
    again: bool


def mail_help() -> tuple[Help, ...]:
    """Every way in which mail fails, those of one mail first."""
    return tuple(Help(TROUBLE_WORDS[one], advice(one), is_tried_again(one)) for one in Trouble)


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits, since when, and when a mail last went out."""

    unsent: int
    oldest: datetime | None
    failed: int
    last_sent: datetime | None


def backlog() -> Backlog:
    """The outbox in four figures."""
    waits = OutboxMail.select(OutboxMail.created_at).where(OutboxMail.status.in_(UNSENT))
    oldest = first_row(waits.order_by(OutboxMail.created_at).limit(1))
    failed = OutboxMail.select().where(OutboxMail.status == MailStatus.FAILED).count()
    newest = OutboxMail.select(OutboxMail.sent_at).where(OutboxMail.status == MailStatus.SENT)
    last = first_row(newest.order_by(OutboxMail.sent_at.desc()).limit(1))
    return Backlog(waits.count(), oldest[0] if oldest else None, failed, last[0] if last else None)


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


def open_keys(kind: str) -> tuple[str, ...]:
    """The keys of the mails of this kind that wait, or that the server refused."""
    query = OutboxMail.select(OutboxMail.dedupe_key).where(
        (OutboxMail.kind == kind) & OutboxMail.status.in_((*UNSENT, MailStatus.FAILED))
    )
    return tuple(key for (key,) in rows(query))


def mails_about(kind: str, thing: str) -> tuple[MailRow, ...]:
    """What became of the mails of one kind about one thing, newest first; `thing` begins the key's name."""
    query = (
        OutboxMail.select(*_COLUMNS)
        .where((OutboxMail.kind == kind) & OutboxMail.dedupe_key.startswith(f"{kind}:{thing}"))
        .order_by(OutboxMail.id.desc())
        .limit(PAGE)
    )
    return tuple(MailRow(*row) for row in rows(query))
