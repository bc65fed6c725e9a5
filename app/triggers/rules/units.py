"""How the values of rules are said and typed: a share in percent, a loss in dollars, a wait in days. Pure."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from app.core.money import format_dollars

from .firing import shown

PERCENT, DOLLARS, DAYS = "percent", "dollars", "days"


def value_words(value: Fraction, unit: str, places: int = 3) -> str:
    """A value in a sentence: 123.6%, −$14,200, 6.5 days, 1.2."""
    if unit == PERCENT:
        return f"{shown(value * 100, 1)}%"
    if unit == DOLLARS:
        return format_dollars(round(value * 100))
    return _in_days(shown(value, places)) if unit == DAYS else shown(value, places)


def as_typed(kept: str, unit: str) -> str:
    """A number of a rule as it is typed: 0.35 is kept, 35 is typed; exact."""
    if unit != PERCENT or not kept:
        return kept
    return f"{(Decimal(kept) * 100).normalize():f}"


def limit_words(kept: str, unit: str) -> str:
    """A limit with its sign: 35%, 5 days, 6. A limit in dollars is never chosen here: it hangs on a term."""
    if unit == DAYS:
        return _in_days(kept)
    return f"{as_typed(kept, unit)}%" if unit == PERCENT else kept


def _in_days(number: str) -> str:
    return "1 day" if number == "1" else f"{number} days"
