"""Pages, one module for each. Importing this package registers their addresses."""

from __future__ import annotations

from . import agenda, outreach, request_letter, talk_guide
from .blueprint import bp

__all__ = ["agenda", "bp", "outreach", "request_letter", "talk_guide"]
