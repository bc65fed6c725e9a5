"""Pages, one module for each use. Importing this package registers their addresses."""

from __future__ import annotations

from . import concerns, contacts, culture, decisions, fit, pulse, questions
from .blueprint import bp

__all__ = ["bp", "concerns", "contacts", "culture", "decisions", "fit", "pulse", "questions"]
