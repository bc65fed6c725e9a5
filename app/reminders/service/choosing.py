"""What people choose about their reminders, written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.accounts.models import User
from app.accounts.queries import get_own
from app.accounts.rules import Verb
from app.accounts.service import require
from app.core.actor import Actor
from app.core.db import write
from app.core.errors import RuleViolation
from app.core.history import change, create, remove

from ..models import Preference
from ..queries import find_preference
from ..rules import Wishes


def save_own_wishes(wishes: Wishes, *, actor: Actor, now: datetime, seen: int | None = None) -> None:
    """Keep what somebody chose for themselves.

    Raises RuleViolation for an absence without a deputy, where somebody else could be one.
    """
    with write():
        own = get_own(actor)
        if wishes.away_until is not None and wishes.deputy_id is None and _deputies(own.id).exists():
            raise RuleViolation("Say who hears of your things while you are away.")
        if wishes.deputy_id is not None and not _deputies(own.id).where(User.id == wishes.deputy_id).exists():
            raise RuleViolation("Choose somebody else who signs in here as your deputy.")
        row = find_preference(own.id)
        _save(row, wishes, {"user": own}, actor=actor, now=now, seen=seen)


def save_role_wishes(
    role: str, wishes: Wishes, *, actor: Actor, now: datetime, seen: int | None = None
) -> None:
    """Keep what the people of a role begin with, until they choose themselves. For admins."""
    require(actor, Verb.ADMINISTER)
    with write():
        _save(find_preference(None, role), wishes, {"role": role}, actor=actor, now=now, seen=seen)


def forget_own_wishes(*, actor: Actor, now: datetime) -> None:
    """Back to what one's role begins with."""
    with write():
        row = find_preference(get_own(actor).id)
        if row is not None:
            remove(row, actor=actor, now=now)


def _deputies(own_id: int) -> Any:
    """Everybody else who signs in here."""
    return User.select().where((User.id != own_id) & User.active & User.password.is_null(False))


def _save(
    row: Preference | None,
    wishes: Wishes,
    whose: dict[str, Any],
    *,
    actor: Actor,
    now: datetime,
    seen: int | None,
) -> None:
    values: dict[str, Any] = {
        "quiet": "".join(str(day) for day in sorted(wishes.quiet)),
        "quiet_holidays": wishes.quiet_holidays,
        "overdue": wishes.overdue.value,
        "before": {kind.value: list(days) for kind, days in sorted(wishes.before.items())},
        "escalate": {kind.value: days for kind, days in sorted(wishes.escalate.items())},
        "deputy": wishes.deputy_id,
        "away_from": wishes.away_from,
        "away_until": wishes.away_until,
    }
    if row is None:
        create(Preference, actor=actor, now=now, created_at=now, **whose, **values)
    else:
        change(row, actor=actor, now=now, seen=seen, **values)
