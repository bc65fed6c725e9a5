"""The metrics plan, read: the plan with its values, and what can be chosen."""

from __future__ import annotations

from .choosing import Choice, choices, choosing_notes, get_item, start_values
from .plan import (
    PLANNED_VISITS,
    PlanRow,
    Told,
    computed_value,
    drawn,
    gathered_in,
    get_metric,
    get_value,
    name_taken,
    plan,
    planned_of,
    retired,
    seen_values,
    series,
)
from .reports import ReportFacts, get_report, newest_reports, report_facts

__all__ = [
    "PLANNED_VISITS",
    "Choice",
    "PlanRow",
    "ReportFacts",
    "Told",
    "choices",
    "choosing_notes",
    "computed_value",
    "drawn",
    "gathered_in",
    "get_item",
    "get_metric",
    "get_report",
    "get_value",
    "name_taken",
    "newest_reports",
    "plan",
    "planned_of",
    "report_facts",
    "retired",
    "seen_values",
    "series",
    "start_values",
]
