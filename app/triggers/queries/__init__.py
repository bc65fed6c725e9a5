"""What changed around a partnership, and what the rules say of it, read as frozen rows."""

from __future__ import annotations

from .events import EventRow, change_events
from .firings import firings
from .terms import interim_months, pilot_end

__all__ = ["EventRow", "change_events", "firings", "interim_months", "pilot_end"]
