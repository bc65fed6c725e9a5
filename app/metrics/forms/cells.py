"""What stands in one cell of a file: a month, or a figure. A refusal says in plain words what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache, partial
from typing import Any

from ..rules import Kind

LARGEST, PLACES = Decimal(10) ** 11, 6
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_DAYS = range(20_000, 80_000)  # 1954 to 2119: what Excel keeps of a date
NO_NUMBERS = (bool, datetime, date)
PLAIN = 9  # digits
KNOWN = 65_536  # cells whose reading is kept: the months and small counts of a long file repeat
_NUMBER = re.compile(r"\$?(\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
_MONTHS = ("%Y-%m", "%Y-%m-%d", "%m/%Y", "%m/%d/%Y", "%b %Y", "%B %Y", "%b-%y", "%Y/%m")


def month_of(raw: Any) -> date:
    """The first day of the month of a cell. Raises ValueError with what is wrong."""
    if isinstance(raw, datetime | date):
        return date(raw.year, raw.month, 1)
    return _month(str(raw if raw is not None else "").strip())


@lru_cache(maxsize=KNOWN)
def _month(text: str) -> date:
    if re.fullmatch(r"\d{5}(\.0+)?", text, re.ASCII) and int(float(text)) in EXCEL_DAYS:
        return (EXCEL_EPOCH + timedelta(days=int(float(text)))).replace(day=1)
    for pattern in _MONTHS:
        try:
            found = datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a calendar month
        except ValueError:
            continue
        if found.year in range(1990, 2200):
            return found.replace(day=1)
    raise ValueError(f"“{text[:40]}” is no month. Write it like 2026-10 or October 2026.")


def figures_of(kind: Kind) -> Callable[[Any], int | Decimal | None]:
    """What reads a cell of this kind: its figure, or None for an empty one.

    It raises ValueError with what is wrong. What it read it knows again: a long file repeats itself.
    """
    return _READERS[kind]


def _figure(kind: Kind, raw: Any) -> int | Decimal | None:
    if isinstance(raw, NO_NUMBERS):
        raise ValueError("This must be a number.")
    # Excel keeps numbers as floats; what it shows has at most fifteen digits.
    written = f"{Decimal(f'{raw:.12g}'):f}" if isinstance(raw, float) else raw
    text = str("" if written is None else written).strip()
    if not text:
        return None
    whole, point, rest = text.partition(".")
    if len(whole) <= PLAIN and len(rest) <= 2 and text.isascii() and f"{whole}{rest or 0}".isdecimal():
        # Most cells of a long file, without the way over decimals.
        if kind is Kind.MONEY and whole and bool(rest) == bool(point):
            return int(whole) * 100 + int(f"{rest:0<2}")
        if kind is Kind.COUNT and whole == text:
            return int(whole)
    if text.startswith(("=", "+", "@")):
        raise ValueError("This cell holds a formula. Put its value there.")
    if text.startswith(("-", "−", "(")):
        raise ValueError(f"“{text[:40]}” is less than zero.")
    if not _NUMBER.fullmatch(text):
        hint = " Write a point before decimals and a comma only between thousands." if "," in text else ""
        raise ValueError(f"“{text[:40]}” is no number.{hint}")
    return _typed(kind, Decimal(text.replace(",", "").replace("$", "")))


_READERS = {kind: lru_cache(KNOWN, typed=True)(partial(_figure, kind)) for kind in Kind}


def _typed(kind: Kind, value: Decimal) -> int | Decimal:
    if value > LARGEST:
        raise ValueError("This number is too large. Check its digits.")
    try:
        if kind is Kind.COUNT and value == value.to_integral_value():
            return int(value)
        if kind is Kind.MONEY and value == value.quantize(Decimal("0.01")):
            return int(value * 100)
        if kind is Kind.NUMBER and value == value.quantize(Decimal(1).scaleb(-PLACES)):
            return value.normalize()
    except InvalidOperation as error:
        raise ValueError("This number has too many digits.") from error
    places = {Kind.COUNT: "is no whole number", Kind.MONEY: "has more than two decimals"}
    raise ValueError(f"“{value:f}” {places.get(kind, 'has more than six decimals')}.")
