"""What a rule said: it fired, closed, or was called off. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction


class What(StrEnum):
    """What happened to a trigger."""

    FIRES = "fires"
    CLOSES = "closes"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Firing:
    """One thing that a trigger said, on a day or for a data month (then `on` is its first day).

    `about` tells what it hangs on where neither day nor month does: two firings about one thing are the same.
    """

    trigger: str
    what: What
    on: date
    month: int | None = None
    value: Fraction | None = None
    threshold: Fraction | None = None
    why: str = ""
    about: str = ""

    @property
    def when(self) -> str:
        """2024-05 for a month, else the day."""
        return self.on.isoformat() if self.month is None else f"{self.on:%Y-%m}"


def shown(value: Fraction, places: int = 3) -> str:
    """A number in a sentence: as many decimals as say something, three at most."""
    text = f"{float(value):,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
