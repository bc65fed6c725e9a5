"""Our own settings, written."""

from __future__ import annotations

from datetime import date, datetime

from app.accounts.models import User
from app.accounts.rules import Verb
from app.accounts.service import require, use_setup_link
from app.core.actor import Actor, Role
from app.core.db import write
from app.core.errors import NotFound
from app.core.history import change, create, remove

from .models import HolidayChange, House
from .rules import DayKind


def ensure_house(time_zone: str, *, actor: Actor, now: datetime) -> House:
    """The one row of our own settings, made on the first start."""
    with write():
        return House.select().first() or create(House, actor=actor, now=now, time_zone=time_zone)


def name_house(name: str, time_zone: str, holidays: str, *, actor: Actor, now: datetime) -> House:
    """What the set-up page asks: the name on agendas and contracts, the zone, the holidays."""
    with write():
        house = ensure_house(time_zone, actor=actor, now=now)
        return change(house, actor=actor, now=now, name=name, time_zone=time_zone, holidays=holidays)


def set_up(
    token: str,
    *,
    house_name: str,
    time_zone: str,
    holidays: str,
    name: str,
    email: str,
    password: str,
    now: datetime,
) -> User:
    """The organization and its first admin, in one step. Raises NotFound for a link that no longer works."""
    with write():
        user = use_setup_link(token, email=email, name=name, password=password, now=now)
        person = Actor(user.id, user.name, Role(user.role))
        name_house(house_name, time_zone, holidays, actor=person, now=now)
        return user


def change_house(
    name: str,
    time_zone: str,
    holidays: str,
    approval_days: int,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> House:
    """Everything on the organization section of the settings page."""
    require(actor, Verb.ADMINISTER)
    with write():
        house = ensure_house(time_zone, actor=actor, now=now)
        return change(
            house,
            actor=actor,
            now=now,
            seen=seen,
            name=name,
            time_zone=time_zone,
            holidays=holidays,
            approval_days=approval_days,
        )


def mark_day(on: date, name: str, kind: DayKind, *, actor: Actor, now: datetime) -> HolidayChange:
    """Close on a day, or work on a public holiday. What was said of that day before is replaced."""
    require(actor, Verb.ADMINISTER)
    with write():
        row = HolidayChange.get_or_none(HolidayChange.on == on)
        if row is None:
            return create(HolidayChange, actor=actor, now=now, on=on, name=name, kind=kind.value)
        return change(row, actor=actor, now=now, name=name, kind=kind.value)


def unmark_day(on: date, *, actor: Actor, now: datetime) -> None:
    """The day is again what the public holidays say. Raises NotFound when nothing was said of it."""
    require(actor, Verb.ADMINISTER)
    with write():
        row = HolidayChange.get_or_none(HolidayChange.on == on)
        if row is None:
            raise NotFound("That day is not in the list any more.")
        remove(row, actor=actor, now=now)
