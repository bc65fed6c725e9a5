"""Pages of the balance, one module for each use. Importing this package registers their addresses."""

from __future__ import annotations

from . import adjustments, ratings
from .blueprint import bp

__all__ = ["adjustments", "bp", "ratings"]
