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

NOT_HERE = "What this file would bring is not kept any more. Bring the file back once more."


def to_keep(months: Sequence[NewMonth], versions: Mapping[tuple[int, date], int]) -> bytes:
    """The months as JSON, with the version that each had when they were shown (none: 0)."""
    columns = list(months[0].values) if months else []
    rows = [
        [one.home, one.month_on.isoformat(), versions.get((one.home, one.month_on), 0), *_told(one.values)]
        for one in months
    ]
    return json.dumps({"columns": columns, "rows": rows}, separators=(",", ":")).encode()


def _told(values: Mapping[str, Any]) -> list[Any]:
    return [f"{value:f}" if isinstance(value, Decimal) else value for value in values.values()]


def from_kept(data: bytes) -> list[tuple[NewMonth, int]]:
    """The months as they were shown, each with its version. Raises NotFound for anything else."""
    try:
        told = json.loads(data)
        kinds = [FIGURES[name].kind for name in told["columns"]]
        places = {name: place for place, name in enumerate(told["columns"])}
        found = []
        for line, (home, on, seen, *numbers) in enumerate(told["rows"], start=1):
            figures = [_figure(kind, one) for kind, one in zip(kinds, numbers, strict=True)]
            month = NewMonth(line, date.fromisoformat(on), Figures(places, figures), int(home))
            found.append((month, int(seen)))
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise NotFound(NOT_HERE) from error
    return found


def _figure(kind: Kind, told: Any) -> int | Decimal | None:
    if told is None:
        return None
    return Decimal(told) if kind is Kind.NUMBER else int(told)
