"""Accounts, read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256

from peewee import fn

from app.core.actor import Actor
from app.core.db import db, first_row, is_sqlite, rows
from app.core.errors import NotFound

from .models import EndedVisit, OneTimeLink, User
from .rules import DIGEST_DAYS, INVITATION, ROLE_WORDS, THEMES, Purpose, folded

LISTED = 200


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One of our people, as the settings page lists them."""

    id: int
    public_id: str
    name: str
    email: str
    role: str
    active: bool
    accepted: bool
    invited_at: datetime | None
    last_seen_at: datetime | None
    digest_days: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen for an account: pairs of value and words."""

    roles: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, str], ...]
    digest_days: tuple[tuple[str, str], ...]


CHOICES = Choices(
    tuple((role.value, words) for role, words in ROLE_WORDS.items()),
    tuple(THEMES.items()),
    tuple(DIGEST_DAYS.items()),
)


@cache
def _signed_in_statement(_sqlite: bool) -> str:
    # Asked by every request, so its text is made once for each kind of database.
    ended = EndedVisit.select(EndedVisit.id).where(EndedVisit.visit == "visit")
    query = User.select(User.id, User.name, User.role, User.theme).where(
        (User.fs_uniquifier == "key") & User.active & ~fn.EXISTS(ended)
    )
    text, values = query.sql()
    assert values == ["key", "visit"]  # noqa: S101 - their order is the order in which they are given
    return str(text)


def find_signed_in(key: str, visit: str) -> tuple[int, str, str, str] | None:
    """Id, name, role and theme of the person whose session this is."""
    return db.execute_sql(_signed_in_statement(is_sqlite()), (key, visit)).fetchone()


def invitation_ends(now: datetime) -> datetime:
    """Until when a link made at `now` works."""
    return now + INVITATION


def anyone_active() -> bool:
    """Whether somebody can sign in; a new installation has nobody."""
    return User.select().where(User.active & User.password.is_null(False)).exists()


def find_by_email(email: str) -> User | None:
    """The account with this address, however it is typed."""
    return User.get_or_none(User.email == folded(email))


def get_user(public_id: str) -> User:
    """The account. Raises NotFound."""
    user = User.get_or_none(User.public_id == public_id)
    if user is None:
        raise NotFound("There is no such account.")
    return user


def get_own(actor: Actor) -> User:
    """The account of the person who asks. Raises NotFound for the program itself."""
    user = User.get_or_none(User.id == actor.id) if actor.id is not None else None
    if user is None:
        raise NotFound("There is no such account.")
    return user


def own_address(actor: Actor) -> str:
    """The email address of the person who acts; empty for the program itself."""
    row = first_row(User.select(User.email).where(User.id == actor.id))
    return "" if row is None else str(row[0])


def list_accounts() -> tuple[AccountRow, ...]:
    """Our people, those who can sign in first, by name."""
    query = (
        User.select(
            User.id,
            User.public_id,
            User.name,
            User.email,
            User.role,
            User.active,
            User.password.is_null(False).alias("accepted"),
            User.invited_at,
            User.last_seen_at,
            User.digest_days,
        )
        .order_by(User.active.desc(), fn.LOWER(User.name), User.id)
        .limit(LISTED)
    )
    return tuple(AccountRow(*row) for row in rows(query))


def token_hash(token: str) -> str:
    """What is stored of a link: enough to know it again, not enough to make it."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def find_link(purpose: Purpose, token: str) -> OneTimeLink | None:
    """The unused link with this token."""
    return OneTimeLink.get_or_none(
        (OneTimeLink.purpose == purpose)
        & (OneTimeLink.token_hash == token_hash(token))
        & OneTimeLink.used_at.is_null()
    )


def find_invited(token: str, *, now: datetime) -> User | None:
    """The person a live invitation is for."""
    link = find_link(Purpose.INVITE, token)
    if link is None or now - link.created_at > INVITATION:
        return None
    return User.get_or_none((User.id == link.user_id) & User.active)
