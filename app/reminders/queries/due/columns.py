"""The columns that all parts of `sources` share, and how a part fills them."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from peewee import SQL, SelectBase


class Dated(NamedTuple):
    """One row of any part; what its words and numbers say depends on the part."""

    what: str
    thing: str
    home: int
    on: date | None
    words: str
    more: str
    owner: int | None
    user: int | None
    number: int

    @property
    def day(self) -> date:
        """Its day, in a part that asks for rows with a day. Raises ValueError in another."""
        if self.on is None:
            raise ValueError(f"A row of {self.what} has no day.")
        return self.on


COLUMNS = Dated._fields
NO_ID, ZERO, NO_TEXT = SQL("cast(null as integer)"), SQL("0"), SQL("''")


def day_of(text: str | None) -> date | None:
    """The day of a date or of a moment that was read as text."""
    return date.fromisoformat(text[:10]) if text else None


class Days(NamedTuple):
    """The days a part may ask for: places in the text of the statement."""

    today: Any
    until: Any
    settled: Any
    written: Any
    reported: Any


def as_text(column: Any) -> Any:
    """A column as text, so that days and moments fit one column on either database."""
    return column.cast("text")


def one_value(query: Any, value: Any) -> Any:
    """One value that another query answers, as text."""
    return query.select(as_text(value))


def row_of(
    what: str,
    thing: Any,
    home: Any,
    on: Any,
    words: Any = NO_TEXT,
    *,
    more: Any = NO_TEXT,
    owner: Any = NO_ID,
    user: Any = NO_ID,
    number: Any = ZERO,
) -> list[Any]:
    """The columns of a part under their common names."""
    day = on if isinstance(on, SelectBase) else as_text(on)
    columns = (SQL(f"'{what}'"), thing, home, day, words, more, owner, user, number)
    return [column.alias(name) for name, column in zip(COLUMNS, columns, strict=True)]


def later_than(column: Any, today: Any) -> Any:
    """What has not happened, or only after the day."""
    return column.is_null() | (column > today)
