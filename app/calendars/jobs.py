"""What the scheduler does for calendars: people who were invited learn what changed."""

from __future__ import annotations

from datetime import datetime

from app.core.calendar import local_date
from app.organization.queries import house_facts
from app.settings import Settings

from . import service


def invite(now: datetime, settings: Settings) -> int:
    """Queue invitations that are behind their meetings; returns how many mails."""
    house = house_facts()
    today = local_date(now, house.time_zone)
    return service.send_due(house=house, settings=settings, now=now, today=today)
