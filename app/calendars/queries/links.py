"""The links, read: which one an address opens, and what its page says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from app.accounts.models import User
from app.accounts.queries import token_hash
from app.core.db import first_row, rows
from app.partnerships.models import Partnership
from app.people.models import Person

from ..models import CalendarLink
from ..rules import Reader, Scope

LONGEST_TOKEN = 100


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link as its page shows it. `maker_left` is true when who made it does not sign in any more."""

    id: int
    nonce: str
    token_hash: str
    scope: str
    made_by: str
    maker_left: bool
    made_at: datetime
    read_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class Opened:
    """What an address opens: the link, whose calendar it is, and its name."""

    link_id: int
    reader: Reader
    name: str
    read_at: datetime | None


def link_of_user(user_id: int | None) -> LinkRow | None:
    """The own link."""
    return _link(CalendarLink.user == user_id)


def link_of_partnership(partnership_id: int) -> LinkRow | None:
    """The link of a partnership."""
    return _link(CalendarLink.partnership == partnership_id)


def _link(which: Any) -> LinkRow | None:
    c = CalendarLink
    columns = (c.id, c.nonce, c.token_hash, c.scope, User.name, User.active, c.made_at, c.read_at, c.version)
    query = c.select(*columns).join(User, JOIN.LEFT_OUTER, on=(c.made_by == User.id)).where(which)
    row = first_row(query)
    if row is None:
        return None
    row_id, nonce, hashed, scope, name, active, *rest = row
    return LinkRow(row_id, nonce, hashed, scope, name or "", not active, *rest)


def find_reader(token: str, today: date) -> Opened | None:
    """What an address opens; nothing for one that was never given, was turned off, or whose person left."""
    if len(token) > LONGEST_TOKEN:
        return None
    c, u, p = CalendarLink, User, Partnership
    columns = (c.id, c.user, c.partnership, c.scope, c.read_at, u.name, u.active, p.name)
    query = (
        c.select(*columns)
        .join_from(c, u, JOIN.LEFT_OUTER, on=(c.user == u.id))
        .join_from(c, p, JOIN.LEFT_OUTER, on=(c.partnership == p.id))
        .where(c.token_hash == token_hash(token))
    )
    row = first_row(query)
    if row is None:
        return None
    link_id, user_id, partnership_id, scope, read_at, _name, active, partnership = row
    if user_id is None:
        return Opened(link_id, Reader(partnership_id=partnership_id), partnership, read_at)
    if not active or _has_left(user_id, today):
        return None
    return Opened(link_id, Reader(user_id, everything=scope == Scope.ALL), "Evenkeel", read_at)


def _has_left(user_id: int, today: date) -> bool:
    """Whether somebody who still could sign in is known to have left, and came back under no other entry."""
    days = [left_on for (left_on,) in rows(Person.select(Person.left_on).where(Person.user == user_id))]
    return bool(days) and all(on is not None and on <= today for on in days)
