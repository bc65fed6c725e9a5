"""What two people saved of the same row, in words that both can read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

from peewee import Field, ForeignKeyField

from .calendar import clock_words, day_words
from .db import BaseModel
from .fields import UTCDateTimeField
from .money import format_cents

CENTS = "_cents"
NAMES = ("name", "title", "text")  # what a row is called, the first that it has


def said(value: Any) -> str:
    """A value as people say it: a day, an hour, yes or no; nothing where there is none."""
    if value is None or value == "" or value == []:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, time):
        return clock_words(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return ", ".join(map(said, value)) if isinstance(value, list | tuple) else str(value)


def both_versions(
    row: BaseModel, mine: Mapping[str, Any], leave_out: Collection[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """What somebody wanted to save and what is stored now, by what it is called; moments are left out."""
    fields, model = type(row)._meta.fields, type(row)
    names = [one for one in mine if one not in leave_out and not isinstance(fields[one], UTCDateTimeField)]
    stored = model.get_or_none(model._meta.primary_key == row.get_id())
    theirs = {} if stored is None else {one: stored.__data__[one] for one in names}
    wanted, held = (
        {one.removesuffix(CENTS): _told(fields[one], side[one]) for one in names if one in side}
        for side in (mine, theirs)
    )
    return wanted, held


def _told(field: Field, value: Any) -> str:
    if isinstance(field, ForeignKeyField):
        return _name(field, value)
    if field.name.endswith(CENTS) and isinstance(value, int):
        return format_cents(value)
    return said(value.date() if isinstance(value, datetime) else value)


def _name(field: ForeignKeyField, value: Any) -> str:
    """What the other row is called: a number tells nobody which it is."""
    other = field.rel_model
    key = value.get_id() if isinstance(value, BaseModel) else value
    row = None if key is None else other.get_or_none(other._meta.primary_key == key)
    name = next((one for one in NAMES if one in other._meta.fields), None)
    return said(None if row is None or name is None else getattr(row, name))
