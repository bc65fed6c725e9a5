"""How the values of rules are said and typed: a share in percent, a loss in dollars. Pure."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from app.core.money import format_dollars

from .firing import shown

PERCENT, DOLLARS = "percent", "dollars"


def value_words(value: Fraction, unit: str, places: int = 3) -> str:
    """A value in a sentence: 123.6%, −$14,200, 6.5."""
    if unit == PERCENT:
        return f"{shown(value * 100, 1)}%"
    if unit == DOLLARS:
        return format_dollars(round(value * 100))
    return shown(value, places)


def as_typed(kept: str, unit: str) -> str:
    """A number of a rule as it is typed: 0.35 is kept, 35 is typed; exact."""
    if unit != PERCENT or not kept:
        return kept
    return f"{(Decimal(kept) * 100).normalize():f}"


def limit_words(kept: str, unit: str) -> str:
    """A limit with its sign: 35%, $500, 6."""
    if unit == DOLLARS:
        return f"${kept}"
    return f"{as_typed(kept, unit)}%" if unit == PERCENT else kept
