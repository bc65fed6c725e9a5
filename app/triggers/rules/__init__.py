"""The rules that watch: over data months, on dates, about the two sides. Pure."""

from __future__ import annotations

from .between import OpenConcern, PulseTaken, low_pulses, old_concerns, wide_pulses
from .dated import DatedFacts, dated
from .firing import Firing, What, shown
from .formula import FormulaFault, NotAssessable, names_in, read_formula, work_out
from .monthly import Month, Reading, evaluate, read

__all__ = [
    "DatedFacts",
    "Firing",
    "FormulaFault",
    "Month",
    "NotAssessable",
    "OpenConcern",
    "PulseTaken",
    "Reading",
    "What",
    "dated",
    "evaluate",
    "low_pulses",
    "names_in",
    "old_concerns",
    "read",
    "read_formula",
    "shown",
    "wide_pulses",
    "work_out",
]
