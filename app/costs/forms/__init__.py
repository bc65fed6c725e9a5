"""What people type: the costs of a partnership, and a change that is proposed, notes on payment."""

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
from .payment import (
    YES_NO,
    Noted,
    disciplines_of,
    note_form,
    read_risk,
    read_stalemate,
    read_support,
    read_trial,
    trial_form,
)

__all__ = [
    "EACH",
    "HOUR",
    "MINUTES",
    "NAME_LENGTH",
    "START",
    "TIERS",
    "YES_NO",
    "Noted",
    "Proposed",
    "Typed",
    "change_form",
    "cost_form",
    "disciplines_of",
    "note_form",
    "read_change",
    "read_costs",
    "read_risk",
    "read_stalemate",
    "read_support",
    "read_trial",
    "row_counts",
    "trial_form",
]
