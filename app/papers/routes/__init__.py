"""Pages, one module for each. Importing this package registers their addresses."""

from __future__ import annotations

from . import agenda, decisions, minutes, parking, returned, sending
from .blueprint import bp

__all__ = ["agenda", "bp", "decisions", "minutes", "parking", "returned", "sending"]
