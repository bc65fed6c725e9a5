"""The figures of a month: what they are called, how they are read, and which sums must come out. Pure."""

from __future__ import annotations

from .figures import COLUMNS, COMPUTED, FIGURES, GROUPS, Figure, Group, Kind, column_name
from .months import (
    caseload_words,
    first_missing,
    month_number,
    month_problem,
    newest_enterable,
    payment_words,
)
from .sums import Check, State, checks, let_follow, worked_out

__all__ = [
    "COLUMNS",
    "COMPUTED",
    "FIGURES",
    "GROUPS",
    "Check",
    "Figure",
    "Group",
    "Kind",
    "State",
    "caseload_words",
    "checks",
    "column_name",
    "first_missing",
    "let_follow",
    "month_number",
    "month_problem",
    "newest_enterable",
    "payment_words",
    "worked_out",
]
