"""Whom reminders reach, and the lead times of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.accounts.models import User
from app.catalogue import catalogue
from app.core.actor import Role
from app.core.db import rows

from ..rules import (
    DIGEST_AT,
    KINDS,
    DigestDays,
    Kind,
    Recipient,
    lead_days,
    month_leads,
)


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody who may be told: each by user id, and those who hear of what has no owner."""

    by_id: Mapping[int, Recipient]
    everyone: tuple[Recipient, ...]


def lead_times() -> dict[Kind, tuple[int, ...]]:
    """The lead times of each kind, as the catalogue sets them, else our own."""
    defaults = {one.what: one for one in catalogue().reminders}
    found = {}
    for kind, facts in KINDS.items():
        usual = defaults[facts.catalogue_name] if facts.catalogue_name else None
        if usual is None:
            found[kind] = lead_days(facts.before, facts.after)
        elif usual.after_month_end_days:
            found[kind] = month_leads(usual.after_month_end_days)
        else:
            found[kind] = lead_days(usual.before_days, usual.after_days)
    return found


def audience() -> Audience:
    """Our people who can sign in, by what they chose."""
    query = (
        User.select(
            User.id, User.public_id, User.name, User.email, User.role, User.digest_days, User.digest_at
        )
        .where(User.active & User.password.is_null(False))
        .order_by(User.name, User.id)
    )
    by_id, everyone = {}, []
    for user_id, public_id, name, email, role, days, at in rows(query):
        person = Recipient(user_id, public_id, name, email, DigestDays(days), at or DIGEST_AT)
        by_id[user_id] = person
        if role in (Role.ADMIN, Role.EDITOR):
            everyone.append(person)
    return Audience(by_id, tuple(everyone))
