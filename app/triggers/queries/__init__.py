"""What changed around a partnership, and what the rules say of it, read as frozen rows."""

from __future__ import annotations

from .choices import RuleRow, own_numbers, rule_of, rules_of, with_numbers
from .events import EventRow, change_events, get_event
from .firings import all_firings, firings, listed_firings
from .levers import LeverRow, levers_of
from .opening import kind_of, proposal_for, signal_of
from .signals import (
    LISTED,
    SIDES,
    Help,
    SignalRow,
    beside,
    chart_of,
    counts_of_all,
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
from .terms import PILOT_LENGTH, interim_months, pilot_end

__all__ = [
    "LISTED",
    "PILOT_LENGTH",
    "SIDES",
    "EventRow",
    "Help",
    "LeverRow",
    "RuleRow",
    "SignalRow",
    "all_firings",
    "beside",
    "change_events",
    "chart_of",
    "counts_of_all",
    "firings",
    "get_event",
    "get_signal",
    "help_for",
    "interim_months",
    "kind_of",
    "levers_of",
    "listed_firings",
    "newest_change",
    "open_signals",
    "own_numbers",
    "partnerships_waiting",
    "pilot_end",
    "proposal_for",
    "row_of",
    "rule_of",
    "rules_of",
    "signal_of",
    "signals_by_id",
    "signals_of",
    "to_look_at",
    "waiting_count",
    "with_numbers",
    "would_have_fired",
]
