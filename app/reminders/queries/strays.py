"""Digests that wait for the wrong person: somebody who left, or an address that is no longer theirs."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.models import User
from app.core.db import rows
from app.mail.models import OutboxMail
from app.mail.rules import DIGESTS, MailStatus


@dataclass(frozen=True, slots=True)
class Stray:
    """A digest that must not go out: its key, whose it was, and whether that person is still here."""

    key: str
    name: str
    still_here: bool


def stray_digests() -> tuple[Stray, ...]:
    """Digests that wait or were refused, of people who do not sign in now or have another address."""
    o, u = OutboxMail, User
    gone = ~u.active | u.password.is_null()
    query = (
        o.select(o.dedupe_key, o.recipient_name, u.active, u.password.is_null(False))
        .join(u, on=(o.user_id == u.id))
        .where(
            o.kind.in_(list(DIGESTS))
            & o.status.in_((MailStatus.PENDING, MailStatus.FAILED))
            & (gone | (u.email != o.recipient))
        )
        .order_by(o.id)
    )
    return tuple(Stray(key, name, bool(active and signed_up)) for key, name, active, signed_up in rows(query))
