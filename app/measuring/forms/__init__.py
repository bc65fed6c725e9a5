"""What people type about the metrics plan."""

from __future__ import annotations

from .metric import SETS, metric_form, new_metric_form, read_metric
from .report import offered, read_period, read_report, report_form
from .value import read_value, value_form

__all__ = [
    "SETS",
    "metric_form",
    "new_metric_form",
    "offered",
    "read_metric",
    "read_period",
    "read_report",
    "read_value",
    "report_form",
    "value_form",
]
