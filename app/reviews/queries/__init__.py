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
    waiting_for_a_review,
)
from .figures import Cost, cost_of
from .following import steps_after
from .reviews import (
    Guest,
    HeldReview,
    ReviewAction,
    actions_of,
    decision_words,
    find_for,
    get_review,
    guests_of,
    held_reviews,
    kind_words,
    lists_of_signal,
    newest_review,
    open_days,
    review_after,
    review_before,
    signals_in,
    signals_to_choose,
    usual_guests,
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
    "decision_words",
    "find_for",
    "get_review",
    "guests_of",
    "held_reviews",
    "kind_words",
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
    "steps_after",
    "sufficiency_steps",
    "usual_guests",
    "waiting_for_a_review",
    "worksheet",
]
