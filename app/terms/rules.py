"""Which value of a term holds on a day, and when an agreement that renews ends. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.core.calendar import add_months


@dataclass(frozen=True, slots=True)
class StoredTerm:
    """One stored value and the day from which it holds."""

    key: str
    effective_on: date
    stored: Any
    unknown: bool = False


def in_force(rows: Iterable[StoredTerm], day: date) -> dict[str, StoredTerm]:
    """For each term the newest row on or before `day`."""
    found: dict[str, StoredTerm] = {}
    for row in rows:
        known = found.get(row.key)
        if row.effective_on <= day and (known is None or row.effective_on > known.effective_on):
            found[row.key] = row
    return found


@dataclass(frozen=True, slots=True)
class TermEnd:
    """The last day of a term, how often the agreement has renewed until then, and since when."""

    on: date
    renewals: int = 0
    renewed_on: date | None = None


def renewed_end(first_end: date, months: int, as_of: date) -> TermEnd:
    """The last day of the term that runs on a day, of an agreement that renews for `months` each time.

    Each renewal begins on the day after the End Date and is counted from the first one, so that a short
    month does not shorten those that follow.
    """
    began, last, done = None, first_end, 0
    while last < as_of:
        done += 1
        began = last + timedelta(days=1)
        last = add_months(first_end + timedelta(days=1), months * done) - timedelta(days=1)
    return TermEnd(last, done, began)
