"""Our own settings, read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from app.core.calendar import is_business_day
from app.core.errors import NotFound
from app.core.files import read_file
from app.core.prepared import prepared
from app.documents.look import Look
from app.documents.look import prepared as prepared_reference
from app.web.request import HouseFacts

from .models import HolidayChange, House, HouseLook
from .rules import USUAL_APPROVAL, USUAL_KEPT, DayKind


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day on which we do not work, or one holiday on which we do."""

    on: date
    name: str
    kind: DayKind | None


FALLBACK_ZONE = "America/Los_Angeles"
FALLBACK_HOLIDAYS = "US"


def house_facts() -> HouseFacts:
    """Name, zone, whether mail is proven, and our calendar; a plain fallback before the set-up."""
    for name, time_zone, mail_proven_at, holidays, approval_days in _house():
        return HouseFacts(name, time_zone, mail_proven_at is not None, holidays, approval_days)
    return HouseFacts("", FALLBACK_ZONE, False, FALLBACK_HOLIDAYS, USUAL_APPROVAL)


@prepared
def _house() -> Any:
    h = House
    return h.select(h.name, h.time_zone, h.mail_proven_at, h.holidays, h.approval_days).limit(1)


def get_house() -> House | None:
    """The whole row, for the settings page."""
    return House.select().first()


def mail_text_months() -> int:
    """For how many months the text of mails is kept."""
    house = get_house()
    return house.mail_text_months if house is not None else USUAL_KEPT


def get_look() -> HouseLook | None:
    """How our papers look, for the page; None while nothing was changed."""
    return HouseLook.select().first()


def house_look() -> Look:
    """The look for a Word file. A file that is gone is left out: a paper is more than its dress."""
    for reference, logo, letterhead in _look():
        lines = tuple(line for line in letterhead.split("\n") if line)
        dress = _kept(reference)
        return Look(prepared_reference(dress) if dress else None, _kept(logo), lines)
    return Look()


@prepared
def _look() -> Any:
    return HouseLook.select(HouseLook.reference, HouseLook.logo, HouseLook.letterhead).limit(1)


def _kept(digest: str) -> bytes | None:
    try:
        return read_file(digest) if digest else None
    except NotFound:
        return None


def holidays_between(start: date, end: date) -> dict[date, str]:
    """The days from `start` through `end` on which we do not work, with their names."""
    house = get_house()
    kind = house.holidays if house else FALLBACK_HOLIDAYS
    return days_off(kind, ((row.on, row.name, row.kind) for row in HolidayChange.select()), start, end)


def days_off(kind: str, changes: Iterable[tuple[date, str, str]], start: date, end: date) -> dict[date, str]:
    """The same from a kind of public holidays and our own changes (day, name, kind) read already."""
    days: dict[date, str] = {}
    if kind != "none":
        for year in range(start.year, end.year + 1):
            days.update(_public_days(kind, year))
    for on, name, what in changes:
        if what == DayKind.WORKED:
            days.pop(on, None)
        else:
            days[on] = name
    return {day: name for day, name in sorted(days.items()) if start <= day <= end}


@lru_cache(maxsize=512)  # Today asks on every visit, and the days of a year do not change
def _public_days(kind: str, year: int) -> Mapping[date, str]:
    _, _, state = kind.partition("-")
    found = _united_states()(subdiv=state or None, years=[year])
    return {day: name for day, name in found.items() if day.year == year}


@cache
def _united_states() -> Any:
    """The class of the one country whose holidays we offer, imported when a page first needs it.

    The package around it imports two hundred countries, 8 MiB that would stay; an empty one in its place
    leads to this module alone.
    """
    import holidays

    package = ModuleType("holidays.countries")
    package.__path__ = [str(Path(holidays.__file__).with_name("countries"))]
    sys.modules.setdefault(package.__name__, package)
    return import_module("holidays.countries.united_states").UnitedStates


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
