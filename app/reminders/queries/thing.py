"""One thing that falls due, and who was told of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import JOIN

from app.accounts.models import User
from app.core.db import rows
from app.mail.models import OutboxMail

from ..models import Notice, ThingAnswer
from ..rules import DueItem, Kind, Thing
from .due import due_items

SHOWN = 50
FURTHEST = timedelta(days=366)  # nobody is told earlier


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
    if on > today + FURTHEST:
        return None
    open_now = due_items(today, max(on, today))
    return next((one for one in open_now if one.identity == (kind, thing, on)), None)


def receipts(kind: Kind, thing: str, on: date) -> tuple[Receipt, ...]:
    """Who was told of it, when, and who has seen it; newest first."""
    found = _notices().where((Notice.kind == kind) & (Notice.thing == thing) & (Notice.occurrence_on == on))
    return tuple(_receipt(row[3:]) for row in rows(found.limit(SHOWN)))


def receipts_of(things: Collection[Thing]) -> dict[Thing, tuple[Receipt, ...]]:
    """The newest notice of each person, for several things at once."""
    if not things:
        return {}
    wanted = Notice.thing.in_({thing for _, thing, _ in things}) & Notice.occurrence_on.in_(
        {on for _, _, on in things}
    )
    found: dict[Thing, dict[str, Receipt]] = {}
    for kind, thing, on, *rest in rows(_notices().where(wanted).limit(SHOWN * len(things))):
        one = _receipt(rest)
        found.setdefault((kind, thing, on), {}).setdefault(one.name, one)
    return {key: tuple(people.values()) for key, people in found.items()}


def _notices() -> Any:
    n, a, mail = Notice, ThingAnswer, OutboxMail
    same = (a.kind == n.kind) & (a.thing == n.thing) & (a.occurrence_on == n.occurrence_on)
    own = (n.kind, n.thing, n.occurrence_on)
    told = (User.name, n.recipient, n.lead_days, n.created_at, mail.sent_at, mail.status, a.seen_at)
    return (
        n.select(*own, *told)
        .join(mail, on=(mail.dedupe_key == n.mail_key))
        .join(User, JOIN.LEFT_OUTER, on=(User.id == mail.user_id))
        .join(a, JOIN.LEFT_OUTER, on=(a.user == User.id) & same)
        .order_by(n.id.desc())
    )


def _receipt(row: Sequence[Any]) -> Receipt:
    name, address, *rest = row
    return Receipt(name or address, *rest)
