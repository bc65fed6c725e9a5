"""What the scheduler does for accounts."""

from __future__ import annotations

from datetime import datetime

from app.settings import Settings

from .rules import VISIT
from .service import forget_old_tries


def forget_attempts(now: datetime, settings: Settings) -> int:
    """Delete failed sign-ins older than a day; returns how many."""
    return forget_old_tries(now=now, visit_length=VISIT)
