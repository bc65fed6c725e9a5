"""Move a whole partnership by months, so that old examples are alive today."""

from __future__ import annotations

import dataclasses
import re
from calendar import month_name
from datetime import date
from typing import Any, TypeVar

from app.core.calendar import months_between, shift_months
from app.examples.reader.records import ExamplePartnership, Examples

_DAY_IN_TEXT = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
# Only after one of these words: "May" and "March" mean other things too.
_MONTH_IN_TEXT = re.compile(rf"\b(until|since|from|in|by|before|after) ({'|'.join(month_name[1:])})\b")

Facts = TypeVar("Facts")


def months_to_shift(newest_calendar_month: date, today: date) -> int:
    """How many months to move so that the newest data month is last month."""
    return months_between(newest_calendar_month, today) - 1


def shift(example: ExamplePartnership, months: int) -> ExamplePartnership:
    """The same partnership with every date moved by whole months.

    The last day of a month stays the last day of its month; any other day keeps its number, or
    becomes the last day of a shorter month. Dates inside texts move too. Month numbers stay.
    """
    return example if months == 0 else _shifted(example, months)


def shift_all(examples: Examples, today: date) -> Examples:
    """Every partnership moved by the same months, so that the newest data month is last month."""
    newest = examples.newest_month
    if newest is None:
        return examples
    months = months_to_shift(newest, today)
    return dataclasses.replace(
        examples, partnerships=tuple(shift(one, months) for one in examples.partnerships)
    )


def _shifted(facts: Facts, months: int) -> Facts:
    changes = {
        field.name: _moved(getattr(facts, field.name), months)
        for field in dataclasses.fields(facts)  # type: ignore[arg-type]
    }
    return dataclasses.replace(facts, **changes)  # type: ignore[type-var]


def _moved(value: Any, months: int) -> Any:
    if isinstance(value, date):
        return shift_months(value, months)
    if isinstance(value, str):
        return _moved_text(value, months)
    if isinstance(value, tuple):
        return tuple(_moved(item, months) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _shifted(value, months)
    return value


def _moved_text(text: str, months: int) -> str:
    """Days like 2025-06-01, and months named as a time ("until March"), move with the facts."""
    text = _DAY_IN_TEXT.sub(lambda match: _moved_day(match[0], months), text)
    return _MONTH_IN_TEXT.sub(lambda match: f"{match[1]} {_moved_month(match[2], months)}", text)


def _moved_month(name: str, months: int) -> str:
    return month_name[(list(month_name).index(name) - 1 + months) % 12 + 1]


def _moved_day(text: str, months: int) -> str:
    try:
        return shift_months(date.fromisoformat(text), months).isoformat()
    except ValueError:
        return text  # looks like a date and is none: left as somebody wrote it
