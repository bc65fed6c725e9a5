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
from .picture import Bar, BarState, Step, Window, bars, window_around
from .steps import (
    LESSONS,
    NEXT,
    SOON,
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
    "NEXT",
    "SOON",
    "Anchor",
    "Bar",
    "BarState",
    "Lead",
    "Move",
    "Planned",
    "Show",
    "Step",
    "Window",
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
