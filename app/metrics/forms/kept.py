"""The months of a file between the look and the save: numbers only, whatever else stood in the file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.core.errors import NotFound

from ..rules import FIGURES, Kind
from .file import Figures, NewMonth

NUMBERS = {int, Decimal, type(None)}
NOT_HERE = "What this file would bring is not kept any more. Bring the file back once more."


def to_keep(months: Sequence[NewMonth], versions: Mapping[tuple[int, date], int]) -> bytes:
    """The months as JSON, with the version that each had when they were shown (none: 0)."""
    columns = list(months[0].values) if months else []
    rows = [
        [one.home, one.month_on.isoformat(), versions.get((one.home, one.month_on), 0), *_told(one)]
        for one in months
    ]
    return json.dumps({"columns": columns, "rows": rows}, separators=(",", ":")).encode()


def _told(one: NewMonth) -> list[Any]:
    values = dict(one.values).values()
    return [f"{value:f}" if isinstance(value, Decimal) else value for value in values]


def from_kept(data: bytes) -> list[tuple[NewMonth, int]]:
    """The months as they were shown, each with its version. Raises NotFound for anything else."""
    try:
        told = json.loads(data)
        columns = told["columns"]
        exact = [place for place, name in enumerate(columns) if FIGURES[name].kind is Kind.NUMBER]
        places = {name: place for place, name in enumerate(columns)}
        found = []
        for line, (home, on, seen, *numbers) in enumerate(told["rows"], start=1):
            for place in exact:
                numbers[place] = None if numbers[place] is None else Decimal(numbers[place])
            if len(numbers) != len(columns) or not {type(one) for one in numbers} <= NUMBERS:
                raise ValueError(on)
            month = NewMonth(line, date.fromisoformat(on), Figures(places, numbers), int(home))
            found.append((month, int(seen)))
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise NotFound(NOT_HERE) from error
    return found
