"""Our own settings, written."""

from __future__ import annotations

from datetime import datetime

from app.core.actor import Actor
from app.core.db import write
from app.core.history import change, create

from .models import House


def ensure_house(time_zone: str, *, actor: Actor, now: datetime) -> House:
    """The one row of our own settings, made on the first start."""
    with write():
        return House.select().first() or create(House, actor=actor, now=now, time_zone=time_zone)


def name_house(name: str, time_zone: str, holidays: str, *, actor: Actor, now: datetime) -> House:
    """What the set-up page asks: the name on agendas and contracts, the zone, the holidays."""
    with write():
        house = ensure_house(time_zone, actor=actor, now=now)
        return change(house, actor=actor, now=now, name=name, time_zone=time_zone, holidays=holidays)
