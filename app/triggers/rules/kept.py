"""Firings as they are kept: each with the closing that ended it, told apart by an instance. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.core.calendar import add_months

from .firing import Firing, What

REVIEWED_ELSEWHERE = ("TD01", "TD05", "TD13")  # reviews and the later talk have their own dates and mails


@dataclass(frozen=True, slots=True)
class Kept:
    """One firing with its closing, if it has one; days are those on which they were known."""

    trigger: str
    instance: str
    fired: Firing
    closed: Firing | None

    @property
    def fired_on(self) -> date:
        """The day on which it was known."""
        return known_on(self.fired)

    @property
    def closed_on(self) -> date | None:
        """The day on which it was known to be over."""
        return None if self.closed is None else known_on(self.closed)


def known_on(one: Firing) -> date:
    """A data month is known from the first day of the next one."""
    return one.on if one.month is None else add_months(one.on, 1)


def kept(firings: Iterable[Firing]) -> tuple[Kept, ...]:
    """Every firing that people are asked about, with what closed it; dates that were called off are none."""
    found: list[Kept] = []
    places: dict[tuple[str, str], int] = {}
    for one in firings:
        if one.what is What.CANCELLED or one.trigger in REVIEWED_ELSEWHERE:
            continue
        if one.what is What.CLOSES:
            at = places[one.trigger, one.about]
            found[at] = Kept(one.trigger, found[at].instance, found[at].fired, one)
            continue
        places[one.trigger, one.about] = len(found)
        found.append(Kept(one.trigger, _instance(one, found), one, None))
    return tuple(found)


def _instance(one: Firing, before: list[Kept]) -> str:
    """What it hangs on, its month, or its day; a second one of the same day gets a number."""
    name = one.about or (f"m{one.month}" if one.month is not None else one.on.isoformat())
    taken = {other.instance for other in before if other.trigger == one.trigger}
    place = 2
    found = name
    while found in taken:
        found, place = f"{name}/{place}", place + 1
    return found
