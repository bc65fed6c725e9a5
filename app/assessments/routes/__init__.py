"""Pages, one module for each. Importing this package registers their addresses."""

from __future__ import annotations

from . import directory, judging, rating, sequence
from .blueprint import bp

__all__ = ["bp", "directory", "judging", "rating", "sequence"]
