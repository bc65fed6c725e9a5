"""Ratings and adjustments for tests, with one call each."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.balance.models import Adjustment, BalanceRating
from app.partnerships.models import Partnership
from tests.factories import THEN

URL = "/partnerships/kestrel-bay"
TODAY = date(2026, 11, 24)


def make_rating(partnership: Partnership, on: date, side: str = "provider", **values: Any) -> BalanceRating:
    """All four about right unless told otherwise."""
    marks = {"effort": 3, "payment": 3, "outcomes": 3, "relationship": 3}
    facts: dict[str, Any] = {**marks, "source": "session", "created_at": THEN, **values}
    return BalanceRating.create(partnership=partnership, rated_on=on, side=side, **facts)


def make_adjustment(partnership: Partnership, **values: Any) -> Adjustment:
    """A fast track that is still tried."""
    facts = {"on": date(2026, 9, 1), "what_changed": "Fast track", "created_at": THEN, **values}
    return Adjustment.create(partnership=partnership, **facts)
