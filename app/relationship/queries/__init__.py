"""Relationships, read as frozen rows; one module for each use."""

from __future__ import annotations

from .concerns import (
    ConcernDetail,
    ConcernRow,
    concern_page,
    concerns,
    find_guide_concern,
    get_concern,
    get_concern_detail,
)
from .contacts import ContactRow, TouchRow, contacts, get_touch, rhythm_of, stage_rhythm, touches_with
from .decisions import (
    DecisionRow,
    days_to_decide,
    decision_page,
    get_decision,
    get_decision_row,
    measured_days_to_decide,
    open_decisions,
)
from .fit import (
    FitQuestion,
    FitRow,
    SignRow,
    fit_answers,
    fit_questions,
    get_sign,
    sign_words,
    signs_of,
    signs_seen,
)
from .pulse import PulseDay, PulseRow, get_pulse, pilot_since, pulse_days, pulse_items, pulses
from .questions import (
    QuestionRow,
    get_question,
    get_question_row,
    question_kinds,
    question_page,
    reply_days_mean,
)

__all__ = [
    "ConcernDetail",
    "ConcernRow",
    "ContactRow",
    "DecisionRow",
    "FitQuestion",
    "FitRow",
    "PulseDay",
    "PulseRow",
    "QuestionRow",
    "SignRow",
    "TouchRow",
    "concern_page",
    "concerns",
    "contacts",
    "days_to_decide",
    "decision_page",
    "find_guide_concern",
    "fit_answers",
    "fit_questions",
    "get_concern",
    "get_concern_detail",
    "get_decision",
    "get_decision_row",
    "get_pulse",
    "get_question",
    "get_question_row",
    "get_sign",
    "get_touch",
    "measured_days_to_decide",
    "open_decisions",
    "pilot_since",
    "pulse_days",
    "pulse_items",
    "pulses",
    "question_kinds",
    "question_page",
    "reply_days_mean",
    "rhythm_of",
    "sign_words",
    "signs_of",
    "signs_seen",
    "stage_rhythm",
    "touches_with",
]
