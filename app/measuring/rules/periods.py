"""The periods over which a metric is reported: calendar months, quarters, half years and years. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.core.calendar import add_months

from .choices import MONTHS_OF

LETTERS = {3: "Q", 6: "H"}
CODE = re.compile(r"(\d{4})(?:-([QH]?)(\d{1,2}))?")
FIRST_YEAR, LAST_YEAR = 1900, 9000


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Whole calendar months from `start` on."""

    start: date
    months: int

    @property
    def after(self) -> date:
        """The first day that no longer belongs to it."""
        return add_months(self.start, self.months)

    @property
    def before(self) -> Period:
        """The period of the same length just before."""
        return Period(add_months(self.start, -self.months), self.months)

    @property
    def month_starts(self) -> tuple[date, ...]:
        """The first day of each of its months."""
        return tuple(add_months(self.start, place) for place in range(self.months))

    def split(self, months: int) -> tuple[Period, ...]:
        """Its parts of so many months, oldest first; none where they are no shorter than it is."""
        if months >= self.months:
            return ()
        places = range(0, self.months, months)
        return tuple(Period(add_months(self.start, place), months) for place in places)

    @property
    def code(self) -> str:
        """2026-03, 2026-Q1, 2026-H1 or 2026, as an address names it."""
        if self.months in LETTERS:
            return f"{self.start:%Y}-{LETTERS[self.months]}{(self.start.month - 1) // self.months + 1}"
        return f"{self.start:%Y-%m}" if self.months == 1 else f"{self.start:%Y}"

    @property
    def words(self) -> str:
        """March 2026, January to March 2026, 2026."""
        last = add_months(self.start, self.months - 1)
        if self.months == 1:
            return f"{self.start:%B %Y}"
        if self.months == 12:
            return f"{self.start:%Y}"
        return f"{self.start:%B} to {last:%B %Y}"


def period_of(day: date, months: int) -> Period:
    """The calendar period of this length that holds a day; `months` divides the year."""
    first = (day.month - 1) // months * months + 1
    return Period(date(day.year, first, 1), months)


def period_from(code: str) -> Period | None:
    """The period that a code names; None where it names none."""
    found = CODE.fullmatch(code)
    if found is None:
        return None
    year, letter, place = int(found[1]), found[2] or "", int(found[3] or 1)
    months = next((length for length, known in LETTERS.items() if known == letter), 1)
    months = 12 if found[3] is None else months
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= place <= 12 // months:
        return None
    return Period(date(year, (place - 1) * months + 1, 1), months)


def period_beginning(day: str, months: int) -> Period | None:
    """The calendar period of this length that begins on a day (2026-07-01); None where none does."""
    try:
        start = date.fromisoformat(day)
    except ValueError:
        return None
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        return None
    found = period_of(start, months)
    return found if found.start == start else None


def newest_over(today: date, months: int) -> Period:
    """The newest period that is over."""
    return period_of(today, months).before


def back_from(newest: Period, number: int) -> Iterator[Period]:
    """So many periods, the newest first."""
    one = newest
    for _place in range(number):
        yield one
        one = one.before


def months_of(frequency: str) -> int:
    """How many months lie between two values; a month where it is not said."""
    return MONTHS_OF.get(frequency, 1)
