"""What people type about a relationship; one module for each use."""

from __future__ import annotations

from .concerns import (
    AREA_OPTIONS,
    NATURE_OPTIONS,
    SEVERITY_OPTIONS,
    TOLD_OPTIONS,
    action_form,
    concern_form,
    guide_form,
    read_action,
    read_concern,
    read_guide,
    read_settlement,
)
from .contacts import HOW_OPTIONS, read_rhythm, read_touch, rhythm_form
from .culture import DECISION_OPTIONS, RISK_OPTIONS, SIZE_OPTIONS, culture_form, mode_options, read_culture
from .fit import SCORE_OPTIONS, fit_form, read_fit, read_sign
from .logs import (
    KIND_OPTIONS,
    decision_form,
    question_form,
    read_decision,
    read_question,
    row_prefix,
    side_options,
)
from .pulse import read_sheet

__all__ = [
    "AREA_OPTIONS",
    "DECISION_OPTIONS",
    "HOW_OPTIONS",
    "KIND_OPTIONS",
    "NATURE_OPTIONS",
    "RISK_OPTIONS",
    "SCORE_OPTIONS",
    "SEVERITY_OPTIONS",
    "SIZE_OPTIONS",
    "TOLD_OPTIONS",
    "action_form",
    "concern_form",
    "culture_form",
    "decision_form",
    "fit_form",
    "guide_form",
    "mode_options",
    "question_form",
    "read_action",
    "read_concern",
    "read_culture",
    "read_decision",
    "read_fit",
    "read_guide",
    "read_question",
    "read_rhythm",
    "read_settlement",
    "read_sheet",
    "read_sign",
    "read_touch",
    "rhythm_form",
    "row_prefix",
    "side_options",
]
