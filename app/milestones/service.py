"""Milestones, written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.core.actor import Actor
from app.core.db import write
from app.core.history import change, create
from app.partnerships.models import Partnership

from .models import Milestone
from .rules import Lead


@dataclass(frozen=True, slots=True)
class MilestoneFacts:
    """A step of a stage; `catalogue_id` is empty for one of our own."""

    stage: str
    title: str
    lead: str = Lead.JOINT
    due_on: date | None = None
    owner_id: int | None = None
    catalogue_id: str = ""
    evidence: str = ""
    done_on: date | None = None


def create_milestone(
    partnership: Partnership, facts: MilestoneFacts, *, actor: Actor, now: datetime
) -> Milestone:
    """Put a step on a partnership [L0 intro]."""
    with write():
        return create(
            Milestone,
            actor=actor,
            now=now,
            partnership=partnership,
            catalogue_id=facts.catalogue_id,
            stage=facts.stage,
            title=facts.title[:255],
            lead=facts.lead,
            owner=facts.owner_id,
            due_on=facts.due_on,
            done_on=facts.done_on,
            evidence=facts.evidence,
            created_at=now,
        )


def complete_milestone(
    milestone: Milestone, *, on: date, evidence: str = "", actor: Actor, now: datetime
) -> Milestone:
    """Mark a step reached as of a day; doing it twice changes nothing."""
    with write():
        if milestone.done_on is not None:
            return milestone
        kept = evidence or milestone.evidence
        return change(milestone, actor=actor, now=now, done_on=on, evidence=kept)


def reopen_milestone(milestone: Milestone, *, actor: Actor, now: datetime) -> Milestone:
    """Undo: the step is ahead again."""
    with write():
        return change(milestone, actor=actor, now=now, done_on=None)
