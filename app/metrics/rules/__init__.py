"""The figures of a month: what they are called, how they are read, and which sums must come out. Pure."""

from __future__ import annotations

from .figures import COLUMNS, COMPUTED, FIGURES, GROUPS, Figure, Group, Kind, column_name
from .months import first_missing, month_number, month_problem, newest_enterable
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
    "checks",
    "column_name",
    "first_missing",
    "let_follow",
    "month_number",
    "month_problem",
    "newest_enterable",
    "worked_out",
]
