"""How ready both sides are, what they lack and who fills it. Pure."""

from __future__ import annotations

from .asking import WHY_WORDS, Assessed, Why, is_due, usual_why, with_reason
from .comparing import Counts, Since, count, lede, one_since, since_then
from .directory import missing_starters, need_words, stale_words
from .filling import TERM, Promise, agreement_row, followed, promise_of, row_id, with_row
from .ratings import (
    INSTEAD_WORDS,
    LACKING,
    NO_ANSWER,
    RATING_WORDS,
    Answer,
    Filler,
    Instead,
    Open,
    Rating,
    Who,
    still_open,
    who_fills,
)
from .right import (
    MONTHS,
    STATE_WORDS,
    TITLES,
    Judged,
    Question,
    State,
    patients_words,
    supports_words,
    time_words,
)

__all__ = [
    "INSTEAD_WORDS",
    "LACKING",
    "MONTHS",
    "NO_ANSWER",
    "RATING_WORDS",
    "STATE_WORDS",
    "TERM",
    "TITLES",
    "WHY_WORDS",
    "Answer",
    "Assessed",
    "Counts",
    "Filler",
    "Instead",
    "Judged",
    "Open",
    "Promise",
    "Question",
    "Rating",
    "Since",
    "State",
    "Who",
    "Why",
    "agreement_row",
    "count",
    "followed",
    "is_due",
    "lede",
    "missing_starters",
    "need_words",
    "one_since",
    "patients_words",
    "promise_of",
    "row_id",
    "since_then",
    "stale_words",
    "still_open",
    "supports_words",
    "time_words",
    "usual_why",
    "who_fills",
    "with_reason",
    "with_row",
]
