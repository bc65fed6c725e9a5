"""What is decided about milestones: their dates, their lateness, their picture."""

from __future__ import annotations

from .anchors import (
    Move,
    Planned,
    days_of,
    distance_from_anchor,
    goes_in_circle,
    moved_dates,
)
from .picture import MOST_BARS, BarState, Step, bars, window_around
from .steps import (
    LESSONS,
    NEXT,
    Anchor,
    Lead,
    Show,
    distance_words,
    late_words,
    lead_words,
    lesson_of,
    plan_words,
)

__all__ = [
    "LESSONS",
    "MOST_BARS",
    "NEXT",
    "Anchor",
    "BarState",
    "Lead",
    "Move",
    "Planned",
    "Show",
    "Step",
    "bars",
    "days_of",
    "distance_from_anchor",
    "distance_words",
    "goes_in_circle",
    "late_words",
    "lead_words",
    "lesson_of",
    "moved_dates",
    "plan_words",
    "window_around",
]
