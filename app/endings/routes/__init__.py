"""Pages, one module for each. Importing this package registers their addresses."""

from __future__ import annotations

from . import index, lessons, notice, steps
from .blueprint import bp

__all__ = ["bp", "index", "lessons", "notice", "steps"]
