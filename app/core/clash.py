"""What two people saved of the same row, in words that both can read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

from peewee import CharField, Field, ForeignKeyField

from .calendar import clock_words, day_words
from .db import BaseModel
from .fields import UTCDateTimeField
from .money import format_cents

CENTS = "_cents"
NAMES = ("name", "title", "text")  # what a row is called, the first that it has
NAMELESS = "another one"  # a row that is called nothing
CODE = re.compile(r"[a-z]+|[a-z][a-z0-9]*(_[a-z0-9]+)+")
LONGEST_CODE = 40  # a shorter column holds no words that somebody typed


def said(value: Any) -> str:
    """A value as people say it: a day, an hour, yes or no; nothing where there is none.

    What is kept by names is told as names and values, and a name that a program gave as words.
    """
    value = _told_parts(value)
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, time):
        return clock_words(value)
    if isinstance(value, dict):
        pairs = [f"{name.replace('_', ' ')}: {said(one)}" for name, one in value.items()]
        return _joined(pairs, value.values())
    if isinstance(value, list):
        return _joined([said(one) for one in value], value)
    return _code_words(value) if "_" in value else value


def _told_parts(value: Any) -> Any:
    """A value without names for nothing, numbers as they are written; None where nothing is left."""
    if isinstance(value, Enum):
        return _told_parts(value.value)
    if isinstance(value, dict):
        return {str(k): one for k, v in value.items() if (one := _told_parts(v)) is not None} or None
    if isinstance(value, list | tuple):
        parts = [_told_parts(one) for one in value]  # an empty one keeps its place
        return parts if any(one is not None for one in parts) else None
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value if isinstance(value, bool | date | time) or value is None else str(value) or None


def _joined(parts: Sequence[str], held: Iterable[Any]) -> str:
    return ("; " if any(isinstance(one, dict | list) for one in held) else ", ").join(parts)


def _code_words(value: str) -> str:
    return value.replace("_", " ").capitalize() if CODE.fullmatch(value) else value


def both_versions(
    row: BaseModel, mine: Mapping[str, Any], leave_out: Collection[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """What somebody wanted to save and what is stored now, by what it is called; moments are left out."""
    fields, model = type(row)._meta.fields, type(row)
    names = [one for one in mine if one not in leave_out and not isinstance(fields[one], UTCDateTimeField)]
    stored = model.get_or_none(model._meta.primary_key == row.get_id())
    theirs = {} if stored is None else {one: stored.__data__[one] for one in names}
    wanted: dict[str, str] = {}
    held: dict[str, str] = {}
    for one in names:
        label = one.removesuffix(CENTS)
        wanted[label], there = in_words(fields[one], mine[one], theirs.get(one))
        if one in theirs:
            held[label] = there
    return wanted, held


def in_words(field: Field, mine: Any, theirs: Any) -> tuple[str, str]:
    """What somebody wanted to save in a column and what is stored now; other words where both differ."""
    if isinstance(field, ForeignKeyField):
        keys = [one.get_id() if isinstance(one, BaseModel) else one for one in (mine, theirs)]
        wanted, held = _name(field, keys[0]), _name(field, keys[1])
        if keys[0] == keys[1]:
            return wanted, held
        wanted = "the one you chose" if wanted == NAMELESS else wanted
        return wanted, f"{held} (another one)" if wanted == held else held
    wanted, held = _told(field, mine), _told(field, theirs)
    hidden = wanted == held and _told_parts(mine) != _told_parts(theirs)
    return wanted, f"{held} (written another way)" if hidden else held


def _told(field: Field, value: Any) -> str:
    if field.name.endswith(CENTS) and isinstance(value, int):
        return format_cents(value)
    words = said(value.date() if isinstance(value, datetime) else value)
    is_code = type(field) is CharField and field.max_length <= LONGEST_CODE and value
    return _code_words(words) if is_code else words


def _name(field: ForeignKeyField, key: Any) -> str:
    """What the other row is called: a number tells nobody which it is."""
    if key is None:
        return said(None)
    other = field.rel_model
    row = other.get_or_none(other._meta.primary_key == key)
    if row is None:
        return "one that is gone"
    name = next((one for one in NAMES if one in other._meta.fields), None)
    return NAMELESS if name is None else str(getattr(row, name) or NAMELESS)
