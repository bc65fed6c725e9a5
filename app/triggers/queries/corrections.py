"""What was corrected in the monthly numbers of a partnership since the rules last looked."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from app.core.db import rows
from app.core.history import History
from app.metrics.models import DataMonth
from app.metrics.rules import COLUMNS, FIGURES, figure_words

from ..rules import Correction

NOTHING = "nothing"
WORKED_OUT = {"margin_cents": "margin", "running_margin_cents": "running margin"}


def corrections(partnership_id: int, since: int) -> tuple[Correction, ...]:
    """Figures of months that were there and got another value; `since` is the number of a change.

    What is entered for the first time corrects nothing.
    """
    h, m = History, DataMonth
    query = (
        h.select(m.month_on, h.before, h.after)
        .join(m, on=(h.entity_id == m.id))
        .where((h.partnership_id == partnership_id) & (h.id > since) & (h.entity == m._meta.table_name))
        .where(h.verb == "change")
        .order_by(h.id)
    )
    first: dict[tuple[Any, str], tuple[Any, Any]] = {}
    for month, before, after in rows(query):
        for name in COLUMNS:
            if name in after and before.get(name) != after[name]:
                earliest = first.get((month, name), (before.get(name), None))[0]
                first[month, name] = (earliest, after[name])
    return tuple(
        Correction(month, name.removesuffix("_cents"), _label(name), *(_words(name, one) for one in values))
        for (month, name), values in first.items()
        if values[0] is not None and values[0] != values[1]
    )


def _label(name: str) -> str:
    return FIGURES[name].label if name in FIGURES else WORKED_OUT.get(name, name)


def _words(name: str, value: Any) -> str:
    if value is None:
        return NOTHING
    return figure_words(name, Decimal(value) if isinstance(value, str) else value)
