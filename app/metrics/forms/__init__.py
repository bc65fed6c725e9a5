"""What people type about a month, and the files that hold many months."""

from __future__ import annotations

from .assumed import assumption_form, name_changes, read_assumptions
from .file import MOST_BYTES, Months, NewMonth, from_kept, read_file_of_months, to_keep, write_csv
from .month import month_form, read_month, read_month_on
from .template import write_template

__all__ = [
    "MOST_BYTES",
    "Months",
    "NewMonth",
    "assumption_form",
    "from_kept",
    "month_form",
    "name_changes",
    "read_assumptions",
    "read_file_of_months",
    "read_month",
    "read_month_on",
    "to_keep",
    "write_csv",
    "write_template",
]
