"""Which value of a term holds on a day. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


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
