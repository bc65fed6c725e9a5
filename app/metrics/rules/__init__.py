"""The figures of a month: what they are called, how they are read, and which sums must come out. Pure."""

from __future__ import annotations

from .assumed import (
    FACTS,
    LONGER,
    USUAL_TOLERANCE,
    Assumed,
    Beside,
    Fact,
    Holds,
    Typed,
    beside,
    figure,
    register_words,
)
from .figures import COLUMNS, COMPUTED, FIGURES, GROUPS, HEADINGS, Figure, Group, Kind, column_name
from .months import (
    caseload_words,
    first_missing,
    missing_months,
    month_number,
    month_problem,
    newest_enterable,
    payment_words,
)
from .others import SHARED, hidden_up_to, row_for_others, shown_to_others
from .running import with_what_follows
from .sums import Check, State, checks, figure_words, let_follow, worked_out

__all__ = [
    "COLUMNS",
    "COMPUTED",
    "FACTS",
    "FIGURES",
    "GROUPS",
    "HEADINGS",
    "LONGER",
    "SHARED",
    "USUAL_TOLERANCE",
    "Assumed",
    "Beside",
    "Check",
    "Fact",
    "Figure",
    "Group",
    "Holds",
    "Kind",
    "State",
    "Typed",
    "beside",
    "caseload_words",
    "checks",
    "column_name",
    "figure",
    "figure_words",
    "first_missing",
    "hidden_up_to",
    "let_follow",
    "missing_months",
    "month_number",
    "month_problem",
    "newest_enterable",
    "payment_words",
    "register_words",
    "row_for_others",
    "shown_to_others",
    "with_what_follows",
    "worked_out",
]
