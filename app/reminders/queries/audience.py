"""Whom reminders reach, and the lead times of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.accounts.models import User
from app.catalogue import catalogue
from app.core.actor import Role
from app.core.db import rows
from app.organization.queries import holidays_between

from ..models import Preference, ThingAnswer
from ..rules import (
    DAYS_TO_CHOOSE,
    DIGEST_AT,
    KINDS,
    NO_WISHES,
    WEEK,
    Answers,
    DigestDays,
    Kind,
    Overdue,
    Recipient,
    Wishes,
    lead_days,
    month_leads,
)

AHEAD = timedelta(days=40)  # further than any page plans


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


def longest_lead(leads: Mapping[Kind, tuple[int, ...]]) -> int:
    """How many days ahead anybody may ask to be told, usual or chosen."""
    return max(max(DAYS_TO_CHOOSE), *(max(days, default=0) for days in leads.values()))


def audience(today: date) -> Audience:
    """Our people who can sign in, by what they chose; holidays count around `today`."""
    query = (
        User.select(
            User.id, User.public_id, User.name, User.email, User.role, User.digest_days, User.digest_at
        )
        .where(User.active & User.password.is_null(False))
        .order_by(User.name, User.id)
    )
    chosen = _all_wishes()
    holidays: frozenset[date] | None = None
    by_id, everyone = {}, []
    for user_id, public_id, name, email, role, days, at in rows(query):
        wishes = chosen.get(user_id) or chosen.get(role) or NO_WISHES
        if wishes.quiet_holidays and holidays is None:
            holidays = frozenset(holidays_between(today - WEEK, today + AHEAD))
        free = (holidays or frozenset()) if wishes.quiet_holidays else frozenset()
        person = Recipient(user_id, public_id, name, email, DigestDays(days), at or DIGEST_AT, wishes, free)
        by_id[user_id] = person
        if role in (Role.ADMIN, Role.EDITOR):
            everyone.append(person)
    return Audience(by_id, tuple(everyone))


def _all_wishes() -> dict[int | str, Wishes]:
    """By user id, and by role for those who chose nothing yet."""
    found: dict[int | str, Wishes] = {}
    for row in Preference.select():
        found[row.user_id or str(row.role)] = wishes_of(row)
    return found


def find_preference(user_id: int | None, role: str = "") -> Preference | None:
    """What a person chose, or what a role begins with."""
    mine = Preference.user == user_id if user_id is not None else Preference.role == role
    return Preference.get_or_none(mine)


def wishes_of(row: Preference) -> Wishes:
    """The choices in a row; a kind that is no more is left out."""
    known = {kind.value for kind in Kind}
    return Wishes(
        quiet=frozenset(int(day) for day in row.quiet),
        quiet_holidays=row.quiet_holidays,
        overdue=Overdue(row.overdue),
        before={Kind(kind): tuple(days) for kind, days in row.before.items() if kind in known},
        escalate={Kind(kind): days for kind, days in row.escalate.items() if kind in known},
        deputy_id=row.deputy_id,
        away_from=row.away_from,
        away_until=row.away_until,
    )


def answers(since: date) -> Answers:
    """What people said about single things of `since` or later: later, or somebody else has it."""
    a = ThingAnswer
    query = a.select(a.user, a.kind, a.thing, a.occurrence_on, a.snoozed_until, a.handed_to).where(
        (a.occurrence_on >= since) & (a.snoozed_until.is_null(False) | a.handed_to.is_null(False))
    )
    snoozed, handed = {}, {}
    for user_id, kind, thing, on, until, taker in rows(query):
        if until is not None:
            snoozed[user_id, kind, thing, on] = until
        if taker is not None:
            handed[user_id, kind, thing, on] = taker
    return Answers(snoozed, handed)
