"""Pages, one module for each. Importing this package registers their addresses."""

from __future__ import annotations

from . import agenda, talk_guide
from .blueprint import bp

__all__ = ["agenda", "bp", "talk_guide"]
