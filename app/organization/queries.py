"""Our own settings, read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.core.calendar import is_business_day
from app.core.prepared import prepared
from app.web.request import HouseFacts

from .models import HolidayChange, House
from .rules import DayKind


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day on which we do not work, or one holiday on which we do."""

    on: date
    name: str
    kind: DayKind | None


FALLBACK_ZONE = "America/Los_Angeles"


def house_facts() -> HouseFacts:
    """Name, zone and whether mail is proven; a plain fallback before the set-up."""
    for name, time_zone, mail_proven_at in _house():
        return HouseFacts(name, time_zone, mail_proven_at is not None)
    return HouseFacts("", FALLBACK_ZONE, False)


@prepared
def _house() -> Any:
    return House.select(House.name, House.time_zone, House.mail_proven_at).limit(1)


def get_house() -> House | None:
    """The whole row, for the settings page."""
    return House.select().first()


def holidays_between(start: date, end: date) -> dict[date, str]:
    """The days from `start` through `end` on which we do not work, with their names."""
    house = get_house()
    kind = house.holidays if house else "US"
    days: dict[date, str] = {}
    if kind != "none":
        import holidays as public_holidays  # heavy, and most pages need no holiday

        country, _, state = kind.partition("-")
        years = range(start.year, end.year + 1)
        days = dict(public_holidays.country_holidays(country, subdiv=state or None, years=years))
    for row in HolidayChange.select():
        if row.kind == "worked":
            days.pop(row.on, None)
        else:
            days[row.on] = row.name
    return {day: name for day, name in sorted(days.items()) if start <= day <= end}


def list_days(start: date, end: date) -> tuple[DayRow, ...]:
    """The days off from `start` through `end`: no weekends, but the holidays on which we work."""
    said = {row.on: row for row in HolidayChange.select().where(HolidayChange.on.between(start, end))}
    free = holidays_between(start, end)
    days = {day: DayRow(day, name, None) for day, name in free.items() if is_business_day(day)}
    days.update({day: DayRow(day, row.name, DayKind(row.kind)) for day, row in said.items()})
    return tuple(days[day] for day in sorted(days))


def year_from(day: date) -> tuple[date, date]:
    """The span the settings page shows: a year from `day`."""
    return day, day + timedelta(days=365)
