"""Marks of both sides, what they and the numbers say, and what becomes of adjustments. Pure."""

from __future__ import annotations

from .adjustments import OUTCOME_WORDS, Outcome, is_due
from .marks import (
    HIGHEST,
    LOWEST,
    MAIN,
    MIDDLE,
    SOURCE_WORDS,
    Marks,
    Source,
    Topic,
    headline,
    lean,
    mark_words,
    needs_why,
    topic_words,
)
from .numbers import LONG, NumberFacts, Said, numbers_said
from .rounds import WITHIN_DAYS, rounds
from .signals import GAP, TILT, BalanceFiring, Limits, Rated, lasting_tilts, wide_gaps

__all__ = [
    "GAP",
    "HIGHEST",
    "LONG",
    "LOWEST",
    "MAIN",
    "MIDDLE",
    "OUTCOME_WORDS",
    "SOURCE_WORDS",
    "TILT",
    "WITHIN_DAYS",
    "BalanceFiring",
    "Limits",
    "Marks",
    "NumberFacts",
    "Outcome",
    "Rated",
    "Said",
    "Source",
    "Topic",
    "headline",
    "is_due",
    "lasting_tilts",
    "lean",
    "mark_words",
    "needs_why",
    "numbers_said",
    "rounds",
    "topic_words",
    "wide_gaps",
]
