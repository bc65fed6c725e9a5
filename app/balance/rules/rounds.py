"""Ratings of both sides that belong together. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

WITHIN_DAYS = 45  # of two views of the same time [ours]


class Dated(Protocol):
    """A rating as far as it matters here."""

    @property
    def on(self) -> date:
        """The day."""
        ...

    @property
    def side(self) -> str:
        """Whose it is."""
        ...


One = TypeVar("One", bound=Dated)


def rounds(newest_first: Iterable[One]) -> tuple[dict[str, One], ...]:
    """Each round holds at most one rating of each side, by side, given within 45 days; newest first."""
    found: list[dict[str, One]] = []
    for one in newest_first:
        last = found[-1] if found else {}
        near = all((other.on - one.on).days <= WITHIN_DAYS for other in last.values())
        if last and near and one.side not in last:
            last[one.side] = one
        else:
            found.append({one.side: one})
    return tuple(found)
