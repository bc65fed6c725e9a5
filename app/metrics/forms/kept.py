"""The months of a file between the look and the save: numbers only, whatever else stood in the file."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.core.errors import NotFound

from ..rules import FIGURES, Kind
from ..service import Wanted
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


def from_kept(data: bytes, homes: Collection[int]) -> dict[int, list[Wanted]]:
    """The months as they were shown, by partnership. Raises NotFound for anything else.

    `homes` are the partnerships that may stand in it: what was kept for another one is not ours to save.
    """
    try:
        told = json.loads(data)
        columns = told["columns"]
        exact = [place for place, name in enumerate(columns) if FIGURES[name].kind is Kind.NUMBER]
        places = {name: place for place, name in enumerate(columns)}
        found: dict[int, list[Wanted]] = {}
        for home, on, seen, *numbers in told["rows"]:
            for place in exact:
                numbers[place] = None if numbers[place] is None else Decimal(numbers[place])
            known = home in homes and {type(one) for one in numbers} <= NUMBERS
            if len(numbers) != len(columns) or not known:
                raise ValueError(on)
            month = Wanted(date.fromisoformat(on), Figures(places, numbers), int(seen))
            found.setdefault(home, []).append(month)
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise NotFound(NOT_HERE) from error
    return found
