"""Reviews, read: what is due, one review, its worksheet and its figures."""

from __future__ import annotations

from .due import (
    HORIZON_DAYS,
    TERMS,
    PlannedReview,
    ReviewDue,
    planned_reviews,
    review_plan,
    reviews_due,
)
from .figures import Cost, cost_of
from .reviews import (
    Guest,
    HeldReview,
    ReviewAction,
    actions_of,
    find_for,
    get_review,
    guests_of,
    held_reviews,
    lists_of_signal,
    newest_review,
    open_days,
    review_after,
    review_before,
    signals_in,
    signals_to_choose,
    waiting_for_a_review,
)
from .worksheet import Held, Step, answers_of, sufficiency_steps, worksheet

__all__ = [
    "HORIZON_DAYS",
    "TERMS",
    "Cost",
    "Guest",
    "Held",
    "HeldReview",
    "PlannedReview",
    "ReviewAction",
    "ReviewDue",
    "Step",
    "actions_of",
    "answers_of",
    "cost_of",
    "find_for",
    "get_review",
    "guests_of",
    "held_reviews",
    "lists_of_signal",
    "newest_review",
    "open_days",
    "planned_reviews",
    "review_after",
    "review_before",
    "review_plan",
    "reviews_due",
    "signals_in",
    "signals_to_choose",
    "sufficiency_steps",
    "waiting_for_a_review",
    "worksheet",
]
