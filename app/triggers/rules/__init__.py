"""The rules that watch: over data months, on dates, about the two sides. Pure."""

from __future__ import annotations

from .answers import ANSWERS, PAST_DAYS, REVIEW_DAYS, Answer, Asked, Standing, asks_again, review_by, standing
from .between import CONCERN, OpenConcern, PulseTaken, low_pulses, old_concerns, wide_pulses
from .choosing import LIMITS, MOST_MONTHS, chosen, rule_words, usual_numbers
from .dated import DatedFacts, dated
from .firing import Firing, What, shown
from .formula import FormulaFault, NotAssessable, names_in, read_formula, work_out
from .kept import Kept, kept, known_on
from .monthly import Month, Reading, evaluate, read, value_at
from .stages import Stages

__all__ = [
    "ANSWERS",
    "CONCERN",
    "LIMITS",
    "MOST_MONTHS",
    "PAST_DAYS",
    "REVIEW_DAYS",
    "Answer",
    "Asked",
    "DatedFacts",
    "Firing",
    "FormulaFault",
    "Kept",
    "Month",
    "NotAssessable",
    "OpenConcern",
    "PulseTaken",
    "Reading",
    "Stages",
    "Standing",
    "What",
    "asks_again",
    "chosen",
    "dated",
    "evaluate",
    "kept",
    "known_on",
    "low_pulses",
    "names_in",
    "old_concerns",
    "read",
    "read_formula",
    "review_by",
    "rule_words",
    "shown",
    "standing",
    "usual_numbers",
    "value_at",
    "wide_pulses",
    "work_out",
]
