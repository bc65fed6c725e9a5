"""What changed around a partnership, and what the rules say of it, read as frozen rows."""

from __future__ import annotations

from .choices import RuleRow, rule_of, rules_of
from .events import EventRow, change_events
from .firings import firings
from .signals import (
    LISTED,
    Help,
    SignalRow,
    chart_of,
    counts_of,
    get_signal,
    help_for,
    newest_change,
    open_signals,
    partnerships_waiting,
    row_of,
    signals_by_id,
    signals_of,
    to_look_at,
    waiting_count,
    would_have_fired,
)
from .terms import interim_months, pilot_end

__all__ = [
    "LISTED",
    "EventRow",
    "Help",
    "RuleRow",
    "SignalRow",
    "change_events",
    "chart_of",
    "counts_of",
    "firings",
    "get_signal",
    "help_for",
    "interim_months",
    "newest_change",
    "open_signals",
    "partnerships_waiting",
    "pilot_end",
    "row_of",
    "rule_of",
    "rules_of",
    "signals_by_id",
    "signals_of",
    "to_look_at",
    "waiting_count",
    "would_have_fired",
]
