"""A chart as everybody gets it: the picture, what it says in a sentence, and its numbers. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .scales import Value

NOT_KNOWN = "not known"
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One chart for a page or a paper.

    `draws` names the macro of `templates/_ui/chart.html` that draws it; `sizes` are its layouts, the widest
    first, and are empty where there is too little to draw. `heads` and `rows` are its numbers in words.
    """

    draws: str
    title: str
    finding: str
    sizes: tuple[Any, ...]
    heads: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """How values are written: `written` in sentences and tables, `on_grid` beside the lines of the grid."""

    written: Callable[[Value], str]
    on_grid: Callable[[Value], str]

    def shown(self, value: Value | None) -> str:
        """The value in words, or that it is not known."""
        return NOT_KNOWN if value is None else self.written(value)


def _signed(value: Value, words: str) -> str:
    return f"−{words}" if value < 0 else words


def _count(value: Value) -> str:
    return _signed(value, f"{abs(Decimal(value)):,.0f}")


def _dollars(value: Value) -> str:
    return _signed(value, f"${abs(Decimal(value)):,.0f}")


def _short_dollars(value: Value) -> str:
    """$10k, or $500 where the scale is small."""
    size = abs(Decimal(value))
    if size < 1000:
        return _signed(value, f"${size:,.0f}")
    return _signed(value, f"${size / 1000:,.{0 if size % 1000 == 0 else 1}f}k")


def _percent(value: Value) -> str:
    return f"{value:.0f}%"


COUNT = Unit(_count, _count)
DOLLARS = Unit(_dollars, _short_dollars)  # whole dollars, not cents
PERCENT = Unit(_percent, _percent)


def whole_dollars(cents: int | None) -> int | None:
    """Cents as whole dollars, half a dollar up; None stays unknown."""
    return None if cents is None else int((Decimal(cents) / 100).quantize(Decimal(1), ROUND_HALF_UP))


def share_words(part: int, whole: int) -> str:
    """63 percent; not known where there is no whole."""
    return f"{(200 * part + whole) // (2 * whole)} percent" if whole else NOT_KNOWN
