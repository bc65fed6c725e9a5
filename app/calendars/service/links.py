"""The secret links: made, made anew, turned off."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

from app.accounts.queries import token_hash
from app.core.actor import Actor
from app.core.db import write
from app.core.errors import Conflict, NotFound
from app.core.history import change, create, remove
from app.partnerships.models import Partnership

from ..models import CalendarLink
from ..queries import LinkRow
from ..rules import Scope, address_token

GONE = "This link was turned off meanwhile. Make a new one if you need it."
MEANWHILE = "Somebody changed this link a moment ago. Look at it again first."
NOTED_AGAIN = timedelta(minutes=5)  # a calendar that asks more often is not noted each time


def make_link(
    partnership: Partnership | None, *, secret: str, actor: Actor, now: datetime, scope: str = Scope.MINE
) -> CalendarLink:
    """A link to the calendar of a partnership, or without one to the own; one that is there is kept."""
    with write():
        whose: dict[str, Any] = {"partnership": partnership} if partnership else {"user": actor.id}
        found = CalendarLink.get_or_none(
            *(CalendarLink._meta.fields[name] == one for name, one in whose.items())
        )
        if found is not None:
            return found
        facts = {**_fresh(secret), "scope": Scope(scope).value, "made_by": actor.id, "made_at": now}
        return create(CalendarLink, actor=actor, now=now, **whose, **facts)


def renew_link(link_id: int, *, seen: int | None, secret: str, actor: Actor, now: datetime) -> CalendarLink:
    """Another address; the one before opens nothing from now on. Raises NotFound, Conflict."""
    with write():
        row = _find(link_id, seen)
        values = {**_fresh(secret), "made_by": actor.id, "made_at": now, "read_at": None}
        # The secret itself is kept out of the history; that it changed, when and by whom, stands there.
        return change(row, actor=actor, now=now, seen=seen, **values)


def set_scope(link_id: int, scope: Scope, *, seen: int | None, actor: Actor, now: datetime) -> CalendarLink:
    """What the own calendar holds. Raises NotFound, Conflict."""
    with write():
        return change(_find(link_id, None), actor=actor, now=now, seen=seen, scope=scope.value)


def turn_off(link_id: int, *, seen: int | None, actor: Actor, now: datetime) -> None:
    """No address opens this calendar any more. Raises NotFound, Conflict."""
    with write():
        remove(_find(link_id, seen), actor=actor, now=now)


def note_read(link_id: int, read_at: datetime | None, *, now: datetime) -> None:
    """A calendar asked: so that people see whether their link is in use."""
    if read_at is not None and now - read_at < NOTED_AGAIN:
        return
    with write():
        CalendarLink.update(read_at=now).where(CalendarLink.id == link_id).execute()


def address_of(link: LinkRow, *, base_url: str, secret: str) -> str:
    """The whole address; empty where the secret of the installation is another one by now."""
    token = address_token(secret, link.nonce)
    known = hmac.compare_digest(token_hash(token), link.token_hash)
    return f"{base_url}/calendar/{token}.ics" if known else ""


def _fresh(secret: str) -> dict[str, str]:
    nonce = secrets.token_urlsafe(32)
    return {"nonce": nonce, "token_hash": token_hash(address_token(secret, nonce))}


def _find(link_id: int, seen: int | None) -> CalendarLink:
    row = CalendarLink.get_or_none(CalendarLink.id == link_id)
    if row is None:
        raise NotFound(GONE)
    if seen is not None and row.version != seen:
        raise Conflict(MEANWHILE, {}, {})
    return row
