"""One thing that falls due, and who was told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from peewee import JOIN

from app.accounts.models import User
from app.core.db import rows
from app.mail.models import OutboxMail

from ..models import Notice, ThingAnswer
from ..rules import DueItem, Kind
from .due import due_items

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Receipt:
    """One notice: to whom, how long before, what became of the mail, and whether it was seen."""

    name: str
    lead: int
    made_at: datetime
    sent_at: datetime | None
    status: str
    seen_at: datetime | None


def find_thing(kind: Kind, thing: str, on: date, today: date) -> DueItem | None:
    """The thing as it stands, or None once it is done, moved or called off."""
    open_now = due_items(today, max(on, today))
    return next((one for one in open_now if one.identity == (kind, thing, on)), None)


def receipts(kind: Kind, thing: str, on: date) -> tuple[Receipt, ...]:
    """Who was told of it, when, and who has seen it; newest first."""
    n, a, mail = Notice, ThingAnswer, OutboxMail
    same = (a.kind == n.kind) & (a.thing == n.thing) & (a.occurrence_on == n.occurrence_on)
    query = (
        n.select(User.name, n.recipient, n.lead_days, n.created_at, mail.sent_at, mail.status, a.seen_at)
        .join(mail, on=(mail.dedupe_key == n.mail_key))
        .join(User, JOIN.LEFT_OUTER, on=(User.id == mail.user_id))
        .join(a, JOIN.LEFT_OUTER, on=(a.user == User.id) & same)
        .where((n.kind == kind) & (n.thing == thing) & (n.occurrence_on == on))
        .order_by(n.id.desc())
        .limit(SHOWN)
    )
    return tuple(Receipt(name or address, *rest) for name, address, *rest in rows(query))
