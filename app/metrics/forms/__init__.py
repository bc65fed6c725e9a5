"""What people type about a month, and the files that hold many months."""

from __future__ import annotations

from .assumed import assumption_form, name_changes, read_assumptions
from .file import (
    OF_MANY,
    OF_ONE,
    Homes,
    Months,
    NewMonth,
    Reading,
    read_file_of_months,
    write_csv,
    write_csv_of_many,
    write_csv_to_share,
)
from .kept import from_kept, to_keep
from .month import month_form, read_month, read_month_on
from .template import write_template

__all__ = [
    "OF_MANY",
    "OF_ONE",
    "Homes",
    "Months",
    "NewMonth",
    "Reading",
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
    "write_csv_of_many",
    "write_csv_to_share",
    "write_template",
]
