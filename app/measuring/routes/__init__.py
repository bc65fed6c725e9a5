"""Pages of the metrics plan."""

from __future__ import annotations

from . import plan, reports, values
from .blueprint import bp

__all__ = ["bp", "plan", "reports", "values"]
