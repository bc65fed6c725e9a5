"""What tends a relationship, written; one module for each use."""

from __future__ import annotations

from .concerns import (
    ConcernFacts,
    GuideFacts,
    create_concern,
    prepare_talk,
    promise_from_concern,
    reopen_concern,
    settle_concern,
    update_concern,
)
from .contacts import note_touch, remove_touch, restore_touch, set_rhythm
from .decisions import (
    DecisionFacts,
    create_decision,
    remove_decision,
    restore_decision,
    update_decision,
)
from .fit import FitFacts, note_sign, remove_sign, restore_sign, save_fit
from .pulse import SheetFacts, enter_sheet, put_back_sheet, take_back_sheet
from .questions import QuestionFacts, create_question, remove_question, restore_question, update_question

__all__ = [
    "ConcernFacts",
    "DecisionFacts",
    "FitFacts",
    "GuideFacts",
    "QuestionFacts",
    "SheetFacts",
    "create_concern",
    "create_decision",
    "create_question",
    "enter_sheet",
    "note_sign",
    "note_touch",
    "prepare_talk",
    "promise_from_concern",
    "put_back_sheet",
    "remove_decision",
    "remove_question",
    "remove_sign",
    "remove_touch",
    "reopen_concern",
    "restore_decision",
    "restore_question",
    "restore_sign",
    "restore_touch",
    "save_fit",
    "set_rhythm",
    "settle_concern",
    "take_back_sheet",
    "update_concern",
    "update_decision",
    "update_question",
]
