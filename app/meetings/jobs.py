"""What the scheduler does for meetings: the next date of each series stands on the calendar."""

from __future__ import annotations

from datetime import datetime

from app.core.actor import SYSTEM
from app.core.calendar import local_date
from app.organization.queries import house_facts
from app.settings import Settings

from . import queries, service


def open_next(now: datetime, settings: Settings) -> int:
    """Open the next meeting of every series that has none ahead; returns how many series were looked after.

    Running it again, or twice at once, opens nothing twice.
    """
    today = local_date(now, house_facts().time_zone)
    missing = queries.series_to_open(today=today)
    for series_id in missing:
        service.open_next_meeting(series_id, actor=SYSTEM, now=now, today=today)
    return len(missing)
