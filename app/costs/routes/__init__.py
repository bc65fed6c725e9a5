"""Pages, one module for each. Importing this package registers their addresses."""

from __future__ import annotations

from . import effort, payment, sets
from .blueprint import bp

__all__ = ["bp", "effort", "payment", "sets"]
