"""What is decided about meetings. Pure: one module for each question."""

from __future__ import annotations

from .agenda import moved
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

__all__ = [
    "MODE_WORDS",
    "MOST_MINUTES",
    "Mode",
    "Status",
    "TopicKind",
    "may_cancel",
    "may_hold",
    "moved",
    "proposed_day",
]
