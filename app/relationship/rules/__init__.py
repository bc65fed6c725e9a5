"""What a relationship asks for, decided on frozen facts; one module for each use. Pure."""

from __future__ import annotations

from .concerns import (
    AREA_WORDS,
    NATURE_WORDS,
    TOLD_WORDS,
    Area,
    Nature,
    Severity,
    ToldHow,
    days_open,
    guide_concern,
    told_problem,
)
from .decisions import MEASURED, expected_on, measured_days, waiting_late
from .fit import PAYER_PREFIX, PROVIDER_PREFIX, fit_changes, latest_by_question, question_ids
from .pulse import PULSE_ITEMS, item_ids, mean_of, next_pulse_on, pulse_words
from .questions import KIND_WORDS, QuestionKind, business_days, mean_days, pattern_words
from .touch import TOUCH_WORDS, Rhythm, Silence, TouchHow, default_rhythm, every_words, silence

__all__ = [
    "AREA_WORDS",
    "KIND_WORDS",
    "MEASURED",
    "NATURE_WORDS",
    "PAYER_PREFIX",
    "PROVIDER_PREFIX",
    "PULSE_ITEMS",
    "TOLD_WORDS",
    "TOUCH_WORDS",
    "Area",
    "Nature",
    "QuestionKind",
    "Rhythm",
    "Severity",
    "Silence",
    "ToldHow",
    "TouchHow",
    "business_days",
    "days_open",
    "default_rhythm",
    "every_words",
    "expected_on",
    "fit_changes",
    "guide_concern",
    "item_ids",
    "latest_by_question",
    "mean_days",
    "mean_of",
    "measured_days",
    "next_pulse_on",
    "pattern_words",
    "pulse_words",
    "question_ids",
    "silence",
    "told_problem",
    "waiting_late",
]
