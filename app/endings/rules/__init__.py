"""Ending with grace: steps and their days, what cannot be, and how it stands. Pure."""

from __future__ import annotations

from .checking import (
    Bounds,
    Noticed,
    again_problem,
    count_problem,
    done_problem,
    given_problem,
    hand_over_problems,
    monday,
    notice_problems,
    order_problem,
    step_problem,
)
from .proposing import ExitFacts, Proposed, propose, talk_again
from .standing import Standing, Told, hand_on_words, lede, told_counts
from .steps import ABOUT_WORDS, STATE_WORDS, About, State, Step

__all__ = [
    "ABOUT_WORDS",
    "STATE_WORDS",
    "About",
    "Bounds",
    "ExitFacts",
    "Noticed",
    "Proposed",
    "Standing",
    "State",
    "Step",
    "Told",
    "again_problem",
    "count_problem",
    "done_problem",
    "given_problem",
    "hand_on_words",
    "hand_over_problems",
    "lede",
    "monday",
    "notice_problems",
    "order_problem",
    "propose",
    "step_problem",
    "talk_again",
    "told_counts",
]
