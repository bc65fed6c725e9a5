"""Pages of the signals."""

from __future__ import annotations

from . import rules, signals
from .blueprint import bp

__all__ = ["bp", "rules", "signals"]
