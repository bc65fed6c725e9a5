"""An end, read as frozen rows: the rows, and the page."""

from __future__ import annotations

from .rows import (
    AnswerRow,
    EndingRow,
    StepRow,
    WeekRow,
    answers_of,
    ended_on,
    endings_of,
    find_week,
    get_ending,
    get_step,
    notice_since,
    open_ending,
    questions,
    reason_options,
    reason_words,
    steps_of,
    weeks_of,
)
from .view import AGAIN, EndingView, Meaning, bounds_of, ending_view, exit_facts, meaning_of

__all__ = [
    "AGAIN",
    "AnswerRow",
    "EndingRow",
    "EndingView",
    "Meaning",
    "StepRow",
    "WeekRow",
    "answers_of",
    "bounds_of",
    "ended_on",
    "ending_view",
    "endings_of",
    "exit_facts",
    "find_week",
    "get_ending",
    "get_step",
    "meaning_of",
    "notice_since",
    "open_ending",
    "questions",
    "reason_options",
    "reason_words",
    "steps_of",
    "weeks_of",
]
