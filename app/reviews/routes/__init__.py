"""Pages of the reviews."""

from __future__ import annotations

from . import index, show, worksheet
from .blueprint import bp

__all__ = ["bp", "index", "show", "worksheet"]
