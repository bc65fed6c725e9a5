"""What people type: the costs of a partnership, and a change that is proposed."""

from __future__ import annotations

from .change import EACH, Proposed, change_form, read_change
from .costs import (
    HOUR,
    MINUTES,
    NAME_LENGTH,
    START,
    TIERS,
    Typed,
    cost_form,
    read_costs,
    row_counts,
)

__all__ = [
    "EACH",
    "HOUR",
    "MINUTES",
    "NAME_LENGTH",
    "START",
    "TIERS",
    "Proposed",
    "Typed",
    "change_form",
    "cost_form",
    "read_change",
    "read_costs",
    "row_counts",
]
