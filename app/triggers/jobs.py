"""What the scheduler does for signals: the rules look where something changed or a day has come."""

from __future__ import annotations

from datetime import datetime

from app.core.actor import SYSTEM
from app.core.calendar import local_date
from app.organization.queries import house_facts
from app.partnerships.models import Partnership
from app.settings import Settings

from .queries import to_look_at
from .service import Looked, look

AT_ONCE = 12  # partnerships in one run; a house of hundreds is looked at within the hour


def watch(now: datetime, settings: Settings) -> Looked:
    """Look at partnerships whose data changed; returns how many signals fired and closed."""
    today = local_date(now, house_facts().time_zone)
    fired = closed = 0
    for row_id in to_look_at(today, AT_ONCE):
        found = look(Partnership.get_by_id(row_id), actor=SYSTEM, now=now, today=today)
        fired, closed = fired + found.fired, closed + found.closed
    return Looked(fired, closed)
