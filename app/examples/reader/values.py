"""One cell at a time: text to a number, an amount or a date, or a plain sentence why not."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,20})?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
FIRST_YEAR, LAST_YEAR = 1990, 2150
LARGEST_COUNT = 10**9
LONGEST_TEXT = 2_000
CENT = Decimal("0.01")


class WrongValue(ValueError):
    """A cell that cannot be read; the message is the plain sentence."""


def quoted(text: str) -> str:
    """The text as it is shown inside a sentence: short, on one line, in quotation marks."""
    line = " ".join(_CONTROL.sub(" ", text).split())
    return f"“{line if len(line) <= 40 else line[:37] + '...'}”"


def whole(text: str, *, least: int | None = 0) -> int:
    """A whole number; 5.0 counts as one, since spreadsheets write it so."""
    number = _number(text, "a whole number")
    if number != number.to_integral_value():
        raise WrongValue(f"{quoted(text)} is not a whole number.")
    if least is not None and number < least:
        raise WrongValue(f"{quoted(text)} is less than {least}.")
    if number > LARGEST_COUNT:
        raise WrongValue(f"{quoted(text)} is larger than any real count.")
    return int(number)


def exact(text: str) -> Decimal:
    """A number of 0 or more, exactly as written."""
    number = _number(text, "a number")
    if number < 0:
        raise WrongValue(f"{quoted(text)} is less than 0.")
    return number


def cents(text: str, *, least: int | None = 0) -> int:
    """An amount in dollars as cents; fractions of a cent are rounded half up."""
    amount = _number(text, "an amount in dollars")
    if least is not None and amount < least:
        raise WrongValue(f"{quoted(text)} is less than {least}.")
    return int((amount.quantize(CENT, rounding=ROUND_HALF_UP) * 100).to_integral_value())


def day(text: str) -> date:
    """A date like 2025-03-31."""
    match = _DAY.fullmatch(text)
    if match is None:
        raise WrongValue(f"{quoted(text)} is not a date like 2025-03-31.")
    return _real_day(int(match[1]), int(match[2]), int(match[3]), text)


def month(text: str) -> date:
    """The first day of a month like 2025-03."""
    match = _MONTH.fullmatch(text)
    if match is None:
        raise WrongValue(f"{quoted(text)} is not a month like 2025-03.")
    return _real_day(int(match[1]), int(match[2]), 1, text)


def words(text: str) -> str:
    """A text that somebody typed, without blanks around it."""
    if not text.strip():
        raise WrongValue("there is nothing here.")
    if _CONTROL.search(text):
        raise WrongValue("the text holds characters that cannot be shown.")
    if len(text) > LONGEST_TEXT:
        raise WrongValue(f"the text is longer than {LONGEST_TEXT:,} characters.")
    return text.strip()


def _number(text: str, what: str) -> Decimal:
    if _NUMBER.fullmatch(text) is None:
        raise WrongValue(f"{quoted(text)} is not {what}.")
    return Decimal(text)


def _real_day(year: int, month_number: int, day_number: int, text: str) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise WrongValue(f"{quoted(text)} is not between {FIRST_YEAR} and {LAST_YEAR}.")
    try:
        return date(year, month_number, day_number)
    except ValueError as error:
        raise WrongValue(f"{quoted(text)} is not a day of the calendar.") from error
