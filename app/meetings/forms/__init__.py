"""What people type about meetings, one module for each use."""

from __future__ import annotations

from .meetings import plan_form, read_plan
from .plan import DenseWish, answer_name, page_form, read_agreed, read_answer, read_dense
from .series import (
    FREE_DAYS,
    SeatField,
    nth_options,
    read_move,
    read_reason,
    read_series,
    rhythm_options,
    seat_fields,
    series_defaults,
    series_form,
)

__all__ = [
    "FREE_DAYS",
    "DenseWish",
    "SeatField",
    "answer_name",
    "nth_options",
    "page_form",
    "plan_form",
    "read_agreed",
    "read_answer",
    "read_dense",
    "read_move",
    "read_plan",
    "read_reason",
    "read_series",
    "rhythm_options",
    "seat_fields",
    "series_defaults",
    "series_form",
]
