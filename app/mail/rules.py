"""When a mail is tried again, and what may stand in its head. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class MailStatus(StrEnum):
    """Where a mail stands. Pending and sending are unsent; the others are final."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


UNSENT = (MailStatus.PENDING, MailStatus.SENDING)


class Verdict(StrEnum):
    """What a try came to."""

    SENT = "sent"
    LATER = "later"  # unreachable, or the server asked us to wait
    REFUSED = "refused"  # the server will never take this message


RETRY_AFTER = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(days=7)
LEASE = timedelta(minutes=10)  # longer than BATCH x the timeout of one message
BATCH = 5
# Codes about our own sign-in at the server, not about one message: they heal when the setting is mended.
OUR_SIGN_IN = frozenset({530, 534, 535, 538})
MAX_ADDRESS = 254
_ADDRESS = re.compile(r"[^\s@<>(),;:\\\"\[\]\x00-\x1f\x7f]+@[^\s@<>(),;:\\\"\[\]\x00-\x1f\x7f]+\.?[^\s@.]+")
_NOT_PRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class NextStep:
    """What becomes of a mail after a try."""

    status: MailStatus
    not_before: datetime | None = None


def judge(code: int) -> Verdict:
    """What a reply code of the server means for this message."""
    if 200 <= code < 300:
        return Verdict.SENT
    return Verdict.REFUSED if 500 <= code < 600 and code not in OUR_SIGN_IN else Verdict.LATER


def after_try(verdict: Verdict, *, now: datetime, first_try: datetime) -> NextStep:
    """Sent, refused, or again in an hour for seven days: a week without a mail server heals by itself."""
    if verdict is Verdict.SENT:
        return NextStep(MailStatus.SENT)
    if verdict is Verdict.REFUSED or now + RETRY_AFTER > first_try + GIVE_UP_AFTER:
        return NextStep(MailStatus.FAILED)
    return NextStep(MailStatus.PENDING, now + RETRY_AFTER)


def gives_up_at(first_try: datetime) -> datetime:
    """When we stop trying a mail that the server keeps delaying."""
    return first_try + GIVE_UP_AFTER


def is_address(text: str) -> bool:
    """Whether this is one plain address: nothing in it can end a line or name a second recipient."""
    local, at, domain = text.rpartition("@")
    return bool(
        at
        and local
        and domain
        and len(text) <= MAX_ADDRESS
        and _ADDRESS.fullmatch(text)
        and ".." not in domain
    )


def header_text(text: str, limit: int = 300) -> str:
    """One printable line: a line break typed into a name cannot begin a header of its own."""
    return " ".join(_NOT_PRINTABLE.sub(" ", text).split())[:limit]


def dedupe_key(kind: str, thing: str, on: date, recipient: str) -> str:
    """The name under which a mail exists at most once."""
    return f"{kind}:{thing}:{on.isoformat()}:{recipient}"


def again_key(key: str, times: int) -> str:
    """The name of the next mail when `times` earlier ones of the same name were cancelled or are done."""
    return key if times == 0 else f"{key}:{times + 1}"


def domain_of(address: str | None) -> str:
    """The right-hand side of our Message-IDs."""
    domain = (address or "").rpartition("@")[2].strip(" >").lower()
    return domain if re.fullmatch(r"[a-z0-9.-]+", domain) else "evenkeel.local"
