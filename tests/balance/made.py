"""Ratings and adjustments for tests, with one call each."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.balance.models import Adjustment, BalanceRating
from app.core.batches import Batch
from app.core.db import connected
from app.partnerships.models import Partnership
from tests.conftest import SignedIn
from tests.factories import THEN

URL = "/partnerships/kestrel-bay"
TODAY = date(2026, 11, 24)
RATE, ADJUST = f"{URL}/balance/ratings", f"{URL}/adjustments"
TRIED = {
    "on": "2026-10-01", "what_changed": "Fast track for authorizations", "why": "They took six days.",
    "agreed_by": "Elena, Bram", "expected_effect": "Three days", "check_on": "2026-11-20", "outcome": "open",
}  # fmt: skip


def make_rating(partnership: Partnership, on: date, side: str = "provider", **values: Any) -> BalanceRating:
    """All four about right unless told otherwise."""
    marks = {"effort": 3, "payment": 3, "outcomes": 3, "relationship": 3}
    facts: dict[str, Any] = {**marks, "source": "session", "created_at": THEN, **values}
    return BalanceRating.create(partnership=partnership, rated_on=on, side=side, **facts)


def make_adjustment(partnership: Partnership, **values: Any) -> Adjustment:
    """A fast track that is still tried."""
    facts = {"on": date(2026, 9, 1), "what_changed": "Fast track", "created_at": THEN, **values}
    return Adjustment.create(partnership=partnership, **facts)


def undo(browser: SignedIn, path: str) -> Any:
    """Send what the toast of the last click offers."""
    with connected():
        batch = Batch.select().order_by(Batch.id.desc()).get()
    return browser.post(f"{URL}/{path}/undo/{batch.public_id}")
