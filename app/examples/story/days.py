"""Small questions about days that the story asks in several places."""

from __future__ import annotations

import re
from calendar import month_name
from datetime import date, timedelta

from app.core.calendar import add_months, day_words, month_start

TUESDAY, THURSDAY = 1, 3
# New Year, Juneteenth, Independence Day, Veterans Day, Christmas.
AWAY = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
_DAY = re.compile(r"\b([0-9]{4}-[0-9]{2}-[0-9]{2})\b")


def on_weekday(day: date, weekday: int) -> date:
    """The first such weekday on or after the day."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def working(day: date) -> date:
    """The day itself, or the Monday after it when it falls on a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def working_before(day: date) -> date:
    """The day itself, or the Friday before it when it falls on a weekend."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def open_day(day: date) -> date:
    """The day itself, or the day before it when nearly everybody is away."""
    thanksgiving = day.month == 11 and day.weekday() == THURSDAY and 22 <= day.day <= 28
    return day - timedelta(days=1) if thanksgiving or (day.month, day.day) in AWAY else day


def weekdays_of(month: date, weekday: int) -> list[date]:
    """Every such weekday of the month, the first to the last."""
    first, after = on_weekday(month_start(month), weekday), add_months(month_start(month), 1)
    return [day for day in (first + timedelta(weeks=n) for n in range(5)) if day < after]


def day_after_words(text: str, words: str) -> date | None:
    """The date that follows these words in a text: "signed 2025-05-28" after "signed"."""
    place = text.lower().find(words.lower())
    found = _DAY.search(text, place) if place >= 0 else None
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def days_in_words(text: str) -> str:
    """The same text with its days as people say them: "signed 2025-05-28" becomes "signed May 28, 2025"."""

    def said(found: re.Match[str]) -> str:
        try:
            return day_words(date.fromisoformat(found[1]))
        except ValueError:
            return found[1]

    return _DAY.sub(said, text)


def until_month(text: str, after: date) -> date | None:
    """The beginning of the month named in "until March", the next one after a day."""
    for number, name in enumerate(month_name):
        if name and f"until {name}".lower() in text.lower():
            return date(after.year + (number <= after.month), number, 3)
    return None
