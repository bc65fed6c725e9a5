"""Pages, one module for each. Importing this package registers their addresses."""

from __future__ import annotations

from . import meetings, plan, series
from .blueprint import bp

__all__ = ["bp", "meetings", "plan", "series"]
