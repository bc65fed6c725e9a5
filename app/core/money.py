"""Money is a whole number of cents. Pure."""

from __future__ import annotations

import re

_AMOUNT = re.compile(r"^\$?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$", re.ASCII)
_NEGATIVE = re.compile(r"^[-−]\s*\$?\s*\d|^\$\s*[-−]", re.ASCII)
_TOO_FINE = re.compile(r"^\$?\s*(\d{1,3}(?:,\d{3})+|\d+)\.\d{3,}$", re.ASCII)
MAX_CENTS = 10**13  # a hundred billion dollars: past it somebody leaned on a key


def parse_cents(text: str) -> int:
    """The cents in what a person typed: 415, 1,060.50, $940.

    Raises ValueError with a plain sentence.
    """
    match = _AMOUNT.match(text.strip())
    if match is None and _NEGATIVE.match(text.strip()):
        raise ValueError("An amount cannot be less than zero.")
    if match is None and _TOO_FINE.match(text.strip()):
        raise ValueError("Use at most two decimals: whole cents.")
    if match is None:
        raise ValueError("Enter an amount in dollars, like 415 or 1,060.50.")
    cents = int(match[1].replace(",", "")) * 100 + int((match[2] or "0").ljust(2, "0"))
    if cents > MAX_CENTS:
        raise ValueError("That amount is larger than any contract. Check the number of digits.")
    return cents


def format_cents(cents: int) -> str:
    """With cents, as contracts print it: $1,060.50, −$12.00."""
    sign = "−" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def format_dollars(cents: int) -> str:
    """Rounded to whole dollars (half away from zero), as pages show it: $1,061."""
    sign = "−" if cents < 0 else ""
    return f"{sign}${(abs(cents) + 50) // 100:,}"
