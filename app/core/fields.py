"""Columns that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from peewee import BigIntegerField, DateTimeField, JSONField

__all__ = ["JSONField", "ScaledField", "UTCDateTimeField", "new_public_id"]


def new_public_id() -> str:
    """A name for a row that is never given twice, unlike its number."""
    return uuid.uuid4().hex


class UTCDateTimeField(DateTimeField):
    """An aware moment in and out; stored as naive UTC, so that both databases compare it alike."""

    def db_value(self, value: Any) -> Any:
        """Refuses a moment without a zone."""
        if isinstance(value, datetime):
            if value.tzinfo is None:
                raise ValueError("A moment needs a time zone.")
            value = value.astimezone(UTC).replace(tzinfo=None)
        return super().db_value(value)

    def python_value(self, value: Any) -> Any:
        """The stored moment, aware again."""
        value = super().python_value(value)
        return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


class ScaledField(BigIntegerField):
    """An exact decimal with a fixed number of places, stored as a whole number."""

    def __init__(self, places: int, **options: Any) -> None:
        self.places = places
        super().__init__(**options)

    def db_value(self, value: Any) -> Any:
        """Raises ValueError when the value has more places than the column."""
        if value is None:
            return None
        if not isinstance(value, Decimal | int):
            raise ValueError("An exact number is needed here.")
        scaled = Decimal(value).scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"At most {self.places} decimal places fit here.")
        return int(scaled)

    def python_value(self, value: Any) -> Any:
        """The exact decimal."""
        return None if value is None else Decimal(int(value)).scaleb(-self.places)
