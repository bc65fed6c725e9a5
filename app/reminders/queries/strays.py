"""Digests that wait for the wrong person: somebody who left, or an address that is no longer theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import User
from app.core.db import rows
from app.mail.models import OutboxMail
from app.mail.queries import left_behind
from app.mail.rules import DIGESTS, MailStatus


@dataclass(frozen=True, slots=True)
class Stray:
    """A digest that must not go out: its key, whose it was, and whether that person is still here."""

    key: str
    name: str
    still_here: bool


def stray_digests(real: datetime) -> tuple[Stray, ...]:
    """Digests of people who do not sign in now or have another address, and that nobody is sending.

    They wait, were refused, or were left half sent by a crash, as the real clock judges it.
    """
    o, u = OutboxMail, User
    idle = o.status.in_((MailStatus.PENDING, MailStatus.FAILED)) | left_behind(real)
    gone = ~u.active | u.password.is_null()
    query = (
        o.select(o.dedupe_key, o.recipient_name, u.active, u.password.is_null(False))
        .join(u, on=(o.user_id == u.id))
        .where(o.kind.in_(list(DIGESTS)) & idle & (gone | (u.email != o.recipient)))
        .order_by(o.id)
    )
    return tuple(Stray(key, name, bool(active and signed_up)) for key, name, active, signed_up in rows(query))
