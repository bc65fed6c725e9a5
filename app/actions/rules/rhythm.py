"""Promises that come again: in which rhythm, and when next. Pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from app.core.recurrence import Recurrence, Rhythm


class Repeats(StrEnum):
    """What the rhythm of a repeating promise counts."""

    WEEKS = "weeks"
    MONTHS = "months"


# What a form offers: unit and number.
CHOICES: tuple[tuple[str, int], ...] = (
    (Repeats.WEEKS, 1),
    (Repeats.WEEKS, 2),
    (Repeats.MONTHS, 1),
    (Repeats.MONTHS, 3),
    (Repeats.MONTHS, 6),
    (Repeats.MONTHS, 12),
)
_NAMES = {
    (Repeats.MONTHS, 3): "every quarter",
    (Repeats.MONTHS, 6): "twice a year",
    (Repeats.MONTHS, 12): "every year",
}
_RHYTHMS = {Repeats.WEEKS: Rhythm.WEEKS, Repeats.MONTHS: Rhythm.MONTH_DAY}


def repeat_words(repeats: str, every: int) -> str:
    """every month, every 2 weeks; nothing for a promise that is made once."""
    if not repeats:
        return ""
    unit = Repeats(repeats)
    if (unit, every) in _NAMES:
        return _NAMES[unit, every]
    return f"every {unit.value[:-1]}" if every == 1 else f"every {every} {unit.value}"


def next_due(repeats: str, every: int, counted_from: date, after: date) -> date:
    """The first day of the rhythm after `after`.

    Months are counted from the day the rhythm began with, so that the 31st comes back after a short month.
    """
    rhythm = Recurrence(_RHYTHMS[Repeats(repeats)], counted_from, every)
    found = rhythm.next_after(after)
    if found is None:
        raise ValueError("A rhythm without a last day does not end.")
    return found
