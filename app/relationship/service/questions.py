"""Urgent questions, written."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from app.core.actor import Actor
from app.core.db import write
from app.core.history import change, create
from app.partnerships.models import Partnership

from ..models import UrgentQuestion


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A snag that needed the other side fast. `asked_of_id` is a person."""

    asked_on: date
    asked_by_side: str
    kind: str
    asked_of_id: int | None = None
    answered_on: date | None = None
    solved_on: date | None = None
    pattern_note: str = ""

    def columns(self) -> dict[str, Any]:
        """The values by column."""
        values = asdict(self)
        values["asked_of"] = values.pop("asked_of_id")
        return values


def create_question(
    partnership: Partnership, facts: QuestionFacts, *, actor: Actor, now: datetime
) -> UrgentQuestion:
    """Note an urgent question: only the kind of thing, never whose [L8 behaviors] [L4 operations]."""
    with write():
        return create(
            UrgentQuestion, actor=actor, now=now, partnership=partnership, created_at=now, **facts.columns()
        )


def update_question(
    question: UrgentQuestion, facts: QuestionFacts, *, actor: Actor, now: datetime, seen: int | None = None
) -> UrgentQuestion:
    """Change what is noted; Conflict when somebody saved since version `seen`."""
    with write():
        return change(question, actor=actor, now=now, seen=seen, **facts.columns())


def remove_question(question: UrgentQuestion, *, actor: Actor, now: datetime) -> None:
    """Take it off the list; it can be put back."""
    with write():
        change(question, actor=actor, now=now, removed=True)


def restore_question(question: UrgentQuestion, *, actor: Actor, now: datetime) -> None:
    """Undo."""
    with write():
        change(question, actor=actor, now=now, removed=False)
