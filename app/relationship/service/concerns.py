"""Concerns, written."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from app.actions.models import Action
from app.actions.rules import Source
from app.actions.service import ActionFacts, create_action
from app.core.actor import Actor
from app.core.db import write
from app.core.errors import RuleViolation
from app.core.history import change, create
from app.partnerships.models import Partnership

from ..models import Concern


@dataclass(frozen=True, slots=True)
class ConcernFacts:
    """What weighs on a side. `owner_id` is a person; private to us unless `sharable`."""

    opened_on: date
    raised_by_side: str
    area: str
    text: str
    severity: str = ""
    person_or_culture: str = ""
    told_how: str = "not_yet"
    told_on: date | None = None
    owner_id: int | None = None
    next_step_on: date | None = None
    sharable: bool = False

    def columns(self) -> dict[str, Any]:
        """The values by column."""
        values = asdict(self)
        values["owner"] = values.pop("owner_id")
        values["told_how"] = self.told_how or "not_yet"
        return values


@dataclass(frozen=True, slots=True)
class GuideFacts:
    """What is prepared for a talk about a concern [L5 hard-talks]."""

    effect: str = ""
    asks: str = ""
    offers: str = ""
    others: str = ""


def create_concern(partnership: Partnership, facts: ConcernFacts, *, actor: Actor, now: datetime) -> Concern:
    """Note what weighs on a side [L8 behaviors]."""
    with write():
        return create(
            Concern, actor=actor, now=now, partnership=partnership, created_at=now, **facts.columns()
        )


def update_concern(
    concern: Concern, facts: ConcernFacts, *, actor: Actor, now: datetime, seen: int | None = None
) -> Concern:
    """Change what is noted; Conflict when somebody saved since version `seen`."""
    with write():
        return change(concern, actor=actor, now=now, seen=seen, **facts.columns())


def prepare_talk(
    concern: Concern, facts: GuideFacts, *, actor: Actor, now: datetime, seen: int | None = None
) -> Concern:
    """Keep what is prepared for the talk; Conflict when somebody saved since version `seen`."""
    with write():
        return change(concern, actor=actor, now=now, seen=seen, **asdict(facts))


def settle_concern(
    concern: Concern, *, on: date, resolution: str, actor: Actor, now: datetime, seen: int | None = None
) -> Concern:
    """It is settled as of a day. Raises Conflict, and RuleViolation for a day before it was raised."""
    with write():
        if on < concern.opened_on:
            raise RuleViolation("This day is before the concern was raised. Enter that day or a later one.")
        return change(concern, actor=actor, now=now, seen=seen, resolved_on=on, resolution=resolution)


def reopen_concern(concern: Concern, *, actor: Actor, now: datetime) -> Concern:
    """Undo: it is open again; what was written about the way it was settled stays."""
    with write():
        return change(concern, actor=actor, now=now, resolved_on=None)


def promise_from_concern(concern: Concern, facts: ActionFacts, *, actor: Actor, now: datetime) -> Action:
    """A promise that comes of a concern; it names a concern only where that may be shared."""
    with write():
        return create_action(
            concern.partnership,
            facts,
            actor=actor,
            now=now,
            source=Source.CONCERN,
            source_note=concern.text if concern.sharable else "",
        )
