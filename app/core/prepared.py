"""Queries whose text is kept: building it anew takes longer than the database needs to answer it.

Measured on Today and the overview: a quarter of a page's time went into making the same texts again and
into converting columns that need no conversion.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import wraps
from typing import Any

from peewee import (
    AutoField,
    CharField,
    DateField,
    EnclosedNodeList,
    Field,
    ForeignKeyField,
    Function,
    IntegerField,
    JSONField,
    Node,
    SelectBase,
    TextField,
    TimeField,
)

from .db import db, is_sqlite
from .fields import UTCDateTimeField

# The database hands these over as they are.
PLAIN = (AutoField, CharField, ForeignKeyField, IntegerField, TextField)
Row = tuple[Any, ...]
Converters = tuple[tuple[int, Callable[[Any], Any]], ...]


class _Place(Node):
    """Where a value goes: the position of the argument, and in a list the position there."""

    def __init__(self, argument: int, item: int | None = None) -> None:
        self.argument, self.item = argument, item

    def __sql__(self, ctx: Any) -> Any:
        ctx._values.append(self)
        return ctx.literal(ctx.state.param or "?")

    def fill(self, values: Sequence[Any]) -> Any:
        value = values[self.argument]
        return value if self.item is None else value[self.item]


@dataclass(frozen=True, slots=True)
class _Text:
    """A query as the database takes it."""

    sql: str
    values: tuple[Any, ...]  # fixed ones, and places
    converters: Converters


def prepared(build: Callable[..., Any]) -> Callable[..., list[Row]]:
    """Turn a function that builds a query into one that runs it and returns plain rows.

    Positional arguments are values: `build` sees places instead of them, so it must not look at them,
    and a field does not convert them. A tuple is a list for `in_`; an empty one matches nothing. Keyword
    arguments change the text; each combination is built once.
    """
    texts: dict[Any, _Text] = {}

    @wraps(build)
    def run(*values: Any, **shape: Any) -> list[Row]:
        given = [_padded(value) if isinstance(value, tuple) else value for value in values]
        lengths = tuple(len(value) if isinstance(value, tuple) else None for value in given)
        known = (is_sqlite(), lengths, *shape.items())
        text = texts.get(known)
        if text is None:
            places = [_place(number, length) for number, length in enumerate(lengths)]
            text = texts[known] = _text(build(*places, **shape))
        filled = [value.fill(given) if isinstance(value, _Place) else value for value in text.values]
        found = db.execute_sql(text.sql, filled).fetchall()
        return [_converted(row, text.converters) for row in found] if text.converters else found

    return run


def _padded(values: Row) -> Row:
    """Up to the next power of two by repeating, so that lists of any length need only a few texts."""
    if not values:
        return (None,)
    return values + values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values))


def _place(argument: int, length: int | None) -> Node:
    if length is None:
        return _Place(argument)
    return EnclosedNodeList([_Place(argument, item) for item in range(length)])


def _text(query: Any) -> _Text:
    sql, values = query.sql()
    columns = enumerate(query._returning)
    found = [(number, _converter(column)) for number, column in columns]
    return _Text(sql, tuple(values), tuple((n, convert) for n, convert in found if convert is not None))


def _converter(column: Any) -> Callable[[Any], Any] | None:
    """What turns a stored value into ours; None where they are the same."""
    node = column.unwrap()
    if isinstance(node, SelectBase):  # one value that another query answers
        node = node._returning[0].unwrap()  # type: ignore[attr-defined]
    if isinstance(node, Function) and node.name in ("MIN", "MAX"):
        node = node.arguments[0]  # type: ignore[index]
    if not isinstance(node, Field) or type(node) in PLAIN:
        return None
    if type(node) is DateField:
        return _day
    if type(node) is TimeField:
        return _time
    if type(node) is UTCDateTimeField:
        return _moment
    if type(node) is JSONField and is_sqlite():
        return json.loads
    return node.python_value


def _converted(row: Row, converters: Converters) -> Row:
    values = list(row)
    for number, convert in converters:
        if values[number] is not None:
            values[number] = convert(values[number])
    return tuple(values)


def _day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _time(value: Any) -> Any:
    return time.fromisoformat(value) if isinstance(value, str) else value


def _moment(value: Any) -> Any:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC)
