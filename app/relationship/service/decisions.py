"""Decision requests, written."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from app.core.actor import Actor
from app.core.db import write
from app.core.history import change, create
from app.partnerships.models import Partnership
from app.partnerships.rules import Side
from app.people.queries import usual_days_to_decide

from ..models import DecisionRequest
from ..rules import expected_on


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What was asked of a side for decision; without `expected_on` the side's usual days give it."""

    asked_on: date
    question: str
    side: str
    approvers: str = ""
    expected_on: date | None = None
    decided_on: date | None = None
    decision: str = ""


def create_decision(
    partnership: Partnership, facts: DecisionFacts, *, actor: Actor, now: datetime
) -> DecisionRequest:
    """Note a request; it is expected by the day asked plus what this side usually takes [L8 culture]."""
    with write():
        if facts.expected_on is None:
            facts = replace(facts, expected_on=_expected(partnership, facts))
        return create(
            DecisionRequest, actor=actor, now=now, partnership=partnership, created_at=now, **asdict(facts)
        )


def _expected(partnership: Partnership, facts: DecisionFacts) -> date | None:
    organization = partnership.payer_id if facts.side == Side.PAYER else partnership.provider_id
    return expected_on(facts.asked_on, usual_days_to_decide(organization))


def update_decision(
    request: DecisionRequest, facts: DecisionFacts, *, actor: Actor, now: datetime, seen: int | None = None
) -> DecisionRequest:
    """Change what is noted; Conflict when somebody saved since version `seen`."""
    with write():
        return change(request, actor=actor, now=now, seen=seen, **asdict(facts))


def remove_decision(request: DecisionRequest, *, actor: Actor, now: datetime) -> None:
    """Take it off the list; it can be put back."""
    with write():
        change(request, actor=actor, now=now, removed=True)


def restore_decision(request: DecisionRequest, *, actor: Actor, now: datetime) -> None:
    """Undo."""
    with write():
        change(request, actor=actor, now=now, removed=False)
