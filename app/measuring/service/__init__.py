"""The metrics plan, written."""

from __future__ import annotations

from .plan import (
    add_from_contract,
    add_metric,
    bring_back,
    remove_metric,
    retire,
    save_metric,
    take_back,
    to_contract,
)
from .reports import save_report
from .values import save_value

__all__ = [
    "add_from_contract",
    "add_metric",
    "bring_back",
    "remove_metric",
    "retire",
    "save_metric",
    "save_report",
    "save_value",
    "take_back",
    "to_contract",
]
