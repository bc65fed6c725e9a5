"""What is decided about meetings. Pure: one module for each question."""

from __future__ import annotations

from .agenda import moved
from .carry import (
    REASON_WORDS,
    Carry,
    CarryLine,
    GoingOn,
    Reason,
    ThereLine,
    lines_that_go_on,
    match,
    times_words,
    why,
)
from .meetings import (
    MODE_WORDS,
    MOST_MINUTES,
    Mode,
    Status,
    TopicKind,
    may_cancel,
    may_hold,
    proposed_day,
)
from .minutes import Came, may_finish

__all__ = [
    "MODE_WORDS",
    "MOST_MINUTES",
    "REASON_WORDS",
    "Came",
    "Carry",
    "CarryLine",
    "GoingOn",
    "Mode",
    "Reason",
    "Status",
    "ThereLine",
    "TopicKind",
    "lines_that_go_on",
    "match",
    "may_cancel",
    "may_finish",
    "may_hold",
    "moved",
    "proposed_day",
    "times_words",
    "why",
]
