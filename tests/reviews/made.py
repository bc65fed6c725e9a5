"""What the tests of reviews begin with."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.core.actor import SYSTEM
from app.partnerships.models import Partnership
from app.reviews.models import Review
from app.triggers.models import Signal
from app.triggers.rules import Answer
from app.triggers.service import add_event, look
from app.triggers.service import answer as answer_signal
from tests.conftest import NOW
from tests.factories import THEN

TODAY = date(2026, 11, 24)
PAGE = "/partnerships/kestrel-bay/reviews"
BEGIN = {"begin_on": "2026-12-08", "kind": "trigger", "why": "New tasks came by phone"}
DECISION = {
    "decision": "renegotiate",
    "reasons": "The added tasks cost more than they bring.",
    "decided_on": "2026-11-20",
    "decided_by": "Ines and Paul",
    "next_on": "",
}


def signal_for_review(partnership: Partnership, today: date = TODAY) -> Signal:
    """A change that somebody noted and took into a review."""
    add_event(partnership, "TE08", date(2026, 11, 20), "Wound care comes to us", actor=SYSTEM, now=NOW)
    look(partnership, actor=SYSTEM, now=NOW, today=today)
    row = Signal.get(Signal.trigger == "TE08")
    answer_signal(row, Answer.REVIEW, "", seen=row.version, actor=SYSTEM, now=NOW, today=today)
    return Signal.get_by_id(row.id)


def begun(editor: Any, **values: str) -> Review:
    assert editor.post(f"{PAGE}/begin", data={**BEGIN, **values}).status_code == 303
    return Review.get()


def held(partnership: Partnership, **values: Any) -> Review:
    facts = {"due_on": date(2026, 11, 20), "held_on": date(2026, 11, 20), "created_at": THEN, **values}
    return Review.create(partnership=partnership, **facts)
