"""What is decided about meetings. Pure: one module for each question."""

from __future__ import annotations

from .agenda import moved
from .cadence import (
    DENSE_KINDS,
    Cadence,
    FreeDays,
    Occurrence,
    Span,
    denser_words,
    past_first_year,
    rhythm_words,
    weeks_words,
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
from .plan import (
    LOOK_AGAIN_MONTHS,
    MOST_DENSE_WEEKS,
    DenseOffer,
    DenseSource,
    Gap,
    Outcome,
    SeatFacts,
    dense_offer,
    functions_of,
    gaps,
    outcome,
)

__all__ = [
    "DENSE_KINDS",
    "LOOK_AGAIN_MONTHS",
    "MODE_WORDS",
    "MOST_DENSE_WEEKS",
    "MOST_MINUTES",
    "Cadence",
    "DenseOffer",
    "DenseSource",
    "FreeDays",
    "Gap",
    "Mode",
    "Occurrence",
    "Outcome",
    "SeatFacts",
    "Span",
    "Status",
    "TopicKind",
    "dense_offer",
    "denser_words",
    "functions_of",
    "gaps",
    "may_cancel",
    "may_hold",
    "moved",
    "outcome",
    "past_first_year",
    "proposed_day",
    "rhythm_words",
    "weeks_words",
]
