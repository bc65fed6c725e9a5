"""Pages of the signals."""

from __future__ import annotations

from . import changes, rules, signals
from .blueprint import bp

__all__ = ["bp", "changes", "rules", "signals"]
