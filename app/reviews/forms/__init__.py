"""What the pages about reviews ask."""

from __future__ import annotations

from .deciding import decision_form, read_decision, read_learned, read_promise
from .holding import HoldReview, read_hold
from .preparing import BeginReview, preparation_form, read_begin, read_preparation
from .worksheet import part_form, read_part, read_sufficiency, sufficiency_form

__all__ = [
    "BeginReview",
    "HoldReview",
    "decision_form",
    "part_form",
    "preparation_form",
    "read_begin",
    "read_decision",
    "read_hold",
    "read_learned",
    "read_part",
    "read_preparation",
    "read_promise",
    "read_sufficiency",
    "sufficiency_form",
]
