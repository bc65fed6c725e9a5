"""What people type about a month, and the files that hold many months."""

from __future__ import annotations

from .assumed import assumption_form, name_changes, read_assumptions
from .file import (
    OF_MANY,
    OF_ONE,
    Homes,
    Reading,
    write_csv,
    write_csv_of_many,
    write_csv_to_share,
)
from .kept import from_kept
from .look import Look
from .month import month_form, read_month, read_month_on
from .template import write_template

__all__ = [
    "OF_MANY",
    "OF_ONE",
    "Homes",
    "Look",
    "Reading",
    "assumption_form",
    "from_kept",
    "month_form",
    "name_changes",
    "read_assumptions",
    "read_month",
    "read_month_on",
    "write_csv",
    "write_csv_of_many",
    "write_csv_to_share",
    "write_template",
]
