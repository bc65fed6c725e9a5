"""Ending with grace, written: the questions, the notice, its steps, its counts."""

from __future__ import annotations

from .calendar import save_step, step_hindrance
from .counting import (
    again_hindrance,
    count_week,
    fill_letter,
    set_talk_again,
    week_hindrances,
)
from .facts import Done, Filled, NoticeFacts, Reply, Seen, StepFacts
from .notice import (
    answer_questions,
    correct_notice,
    correction_hindrances,
    give_notice,
    go_on,
    notice_hindrances,
)
from .undoing import undo

__all__ = [
    "Done",
    "Filled",
    "NoticeFacts",
    "Reply",
    "Seen",
    "StepFacts",
    "again_hindrance",
    "answer_questions",
    "correct_notice",
    "correction_hindrances",
    "count_week",
    "fill_letter",
    "give_notice",
    "go_on",
    "notice_hindrances",
    "save_step",
    "set_talk_again",
    "step_hindrance",
    "undo",
    "week_hindrances",
]
