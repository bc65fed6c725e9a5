"""What people type: the costs of a partnership, and a change that is proposed."""

from __future__ import annotations

from .change import Proposed, change_form, read_change
from .costs import (
    INTAKE,
    LAYERS,
    MINUTES,
    NAME_LENGTH,
    OFFICE,
    PAYMENT,
    START,
    TIERS,
    VOLUME,
    Typed,
    cost_form,
    read_costs,
    row_counts,
)

__all__ = [
    "INTAKE",
    "LAYERS",
    "MINUTES",
    "NAME_LENGTH",
    "OFFICE",
    "PAYMENT",
    "START",
    "TIERS",
    "VOLUME",
    "Proposed",
    "Typed",
    "change_form",
    "cost_form",
    "read_change",
    "read_costs",
    "row_counts",
]
