"""Key dates: what they hang on, how they are counted, and what they ask for. Pure."""

from __future__ import annotations

from .counting import approved_from, key_dates
from .facts import (
    PRESSING,
    TERMS,
    Approvals,
    DateKey,
    Facts,
    KeyDate,
    Review,
    Source,
    approvals,
    notice_period,
)
from .looking import Moved, ahead, in_one_line, is_alarming, is_near, moved, moved_words, run_out

__all__ = [
    "PRESSING",
    "TERMS",
    "Approvals",
    "DateKey",
    "Facts",
    "KeyDate",
    "Moved",
    "Review",
    "Source",
    "ahead",
    "approvals",
    "approved_from",
    "in_one_line",
    "is_alarming",
    "is_near",
    "key_dates",
    "moved",
    "moved_words",
    "notice_period",
    "run_out",
]
