"""Reviews, written: prepared, held, worked through, decided."""

from __future__ import annotations

from .answering import answer_questions, write_sufficiency
from .deciding import DecisionFacts, add_promise, decide, note_learned, take_decision_back
from .holding import EARLIEST_DAYS, hold_review, take_back_review
from .preparing import Preparation, begin_review, prepare_review, remove_review, take_begun_back

__all__ = [
    "EARLIEST_DAYS",
    "DecisionFacts",
    "Preparation",
    "add_promise",
    "answer_questions",
    "begin_review",
    "decide",
    "hold_review",
    "note_learned",
    "prepare_review",
    "remove_review",
    "take_back_review",
    "take_begun_back",
    "take_decision_back",
    "write_sufficiency",
]
