"""Pages, one module for each. Importing this package registers their addresses."""

from __future__ import annotations

from . import assumptions, bring, many, months
from .blueprint import bp

__all__ = ["assumptions", "bp", "bring", "many", "months"]
