"""Promises: whose they are, when they are late, how they repeat, how they are kept. Pure."""

from __future__ import annotations

from .mirror import FEWEST, LONGEST_SPAN, SPANS, Kept, Mirror, Share, mirror_of, opening
from .promises import (
    SOON,
    Group,
    Side,
    Source,
    Status,
    Urgency,
    due_words,
    group_of,
    moved_words,
    on_time,
    times_words,
    urgency,
)
from .rhythm import CHOICES, Repeats, next_due, repeat_words
from .story import Told, told

__all__ = [
    "CHOICES",
    "FEWEST",
    "LONGEST_SPAN",
    "SOON",
    "SPANS",
    "Group",
    "Kept",
    "Mirror",
    "Repeats",
    "Share",
    "Side",
    "Source",
    "Status",
    "Told",
    "Urgency",
    "due_words",
    "group_of",
    "mirror_of",
    "moved_words",
    "next_due",
    "on_time",
    "opening",
    "repeat_words",
    "times_words",
    "told",
    "urgency",
]
