"""One milestone, written."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.core.actor import Actor
from app.core.db import rows, write
from app.core.errors import NotFound, RuleViolation
from app.core.history import change, create, remove
from app.partnerships.models import Partnership, StageChange

from ..models import Milestone, MilestoneWait
from ..rules import Anchor, Lead, goes_in_circle

CIRCLE = "These would wait for each other in a circle. Take one of them off."


@dataclass(frozen=True, slots=True)
class MilestoneFacts:
    """A step of a stage; `catalogue_id` is empty for one of our own.

    With an anchor the date follows from it and `offset_days`; where the anchor has no day yet, `due_on`
    stands. `waits_for` are ids of steps of the same partnership.
    """

    stage: str
    title: str
    lead: str = Lead.JOINT
    due_on: date | None = None
    owner_id: int | None = None
    catalogue_id: str = ""
    evidence: str = ""
    done_on: date | None = None
    lesson: str = ""
    why: str = ""
    wanted: str = ""
    anchor: str = Anchor.HAND
    anchor_id: int | None = None
    offset_days: int | None = None
    waits_for: tuple[int, ...] = ()


def create_milestone(
    partnership: Partnership, facts: MilestoneFacts, *, actor: Actor, now: datetime
) -> Milestone:
    """Put a step on a partnership [L0 intro]."""
    with write():
        made = create(
            Milestone,
            actor=actor,
            now=now,
            partnership=partnership,
            catalogue_id=facts.catalogue_id,
            done_on=facts.done_on,
            evidence=facts.evidence,
            created_at=now,
            **_columns(partnership.id, facts),
        )
        _wait(made, facts.waits_for, actor, now)
        return made


def update_milestone(
    milestone: Milestone, facts: MilestoneFacts, *, actor: Actor, now: datetime, seen: int | None = None
) -> Milestone:
    """Change a step. Conflict when somebody saved since `seen`; RuleViolation for a circle of waiting.

    The date of a step that is done stays as it was.
    """
    with write():
        columns = _columns(milestone.partnership_id, facts)
        if milestone.done_on is not None:
            columns["due_on"] = milestone.due_on
        _refuse_circle(milestone, facts)
        saved = change(milestone, actor=actor, now=now, seen=seen, **columns)
        _wait(saved, facts.waits_for, actor, now)
        return saved


def _columns(partnership_id: int, facts: MilestoneFacts) -> dict[str, Any]:
    by_stage = facts.anchor == Anchor.STAGE
    hangs = facts.anchor != Anchor.HAND and facts.anchor_id is not None
    return {
        "stage": facts.stage,
        "lesson": facts.lesson,
        "title": facts.title[:255],
        "why": facts.why,
        "wanted": facts.wanted,
        "lead": facts.lead,
        "owner": facts.owner_id,
        "anchor": facts.anchor if hangs else Anchor.HAND.value,
        "anchor_stage": facts.anchor_id if hangs and by_stage else None,
        "anchor_milestone": facts.anchor_id if hangs and not by_stage else None,
        "offset_days": facts.offset_days if hangs else None,
        "due_on": _due(partnership_id, facts) if hangs else facts.due_on,
    }


def _due(partnership_id: int, facts: MilestoneFacts) -> date | None:
    """The day that follows from the anchor, which must belong to the same partnership."""
    base: date | None
    if facts.anchor == Anchor.STAGE:
        stage = StageChange.get_or_none(
            (StageChange.id == facts.anchor_id) & (StageChange.partnership == partnership_id)
        )
        if stage is None:
            raise NotFound("The stage this date hangs on is no longer there. Choose it again.")
        base = stage.on
    else:
        step = Milestone.get_or_none(
            (Milestone.id == facts.anchor_id) & (Milestone.partnership == partnership_id)
        )
        if step is None:
            raise NotFound("The milestone this date hangs on is no longer there. Choose it again.")
        base = step.done_on or step.due_on
    if base is None or facts.offset_days is None:
        return facts.due_on
    return base + timedelta(days=facts.offset_days)


def _refuse_circle(milestone: Milestone, facts: MilestoneFacts) -> None:
    """Waiting and hanging are one kind of order: neither may lead back to where it began."""
    links: dict[int, set[int]] = {}
    m = Milestone
    hanging = m.select(m.id, m.anchor_milestone).where(
        (m.partnership == milestone.partnership_id) & m.anchor_milestone.is_null(False)
    )
    waiting = MilestoneWait.select(MilestoneWait.milestone, MilestoneWait.needs).join(
        m, on=(MilestoneWait.milestone == m.id)
    )
    for query in (hanging, waiting.where(m.partnership == milestone.partnership_id)):
        for one, other in rows(query):
            links.setdefault(one, set()).add(other)
    targets = set(facts.waits_for)
    if facts.anchor == Anchor.MILESTONE and facts.anchor_id is not None:
        targets.add(facts.anchor_id)
    if goes_in_circle(links, int(milestone.id), targets):
        raise RuleViolation(CIRCLE)


def _wait(milestone: Milestone, needs: Collection[int], actor: Actor, now: datetime) -> None:
    """Keep what it waits for, as far as it belongs to the same partnership."""
    known = {
        number
        for (number,) in rows(
            Milestone.select(Milestone.id).where(
                (Milestone.partnership == milestone.partnership_id) & Milestone.id.in_(list(needs))
            )
        )
    }
    if known != set(needs):
        raise NotFound("A milestone this one waits for is no longer there. Choose it again.")
    standing = {
        wait.needs_id: wait for wait in MilestoneWait.select().where(MilestoneWait.milestone == milestone.id)
    }
    for number in sorted(known - set(standing)):
        create(MilestoneWait, actor=actor, now=now, milestone=milestone.id, needs=number)
    for number, wait in standing.items():
        if number not in known:
            remove(wait, actor=actor, now=now)


def complete_milestone(
    milestone: Milestone, *, on: date, evidence: str = "", actor: Actor, now: datetime
) -> Milestone:
    """Mark a step reached as of a day; doing it twice changes nothing but adds what shows it."""
    with write():
        if milestone.dropped_on is not None:
            raise RuleViolation("This milestone is marked as not needed. Put it back on the plan first.")
        if milestone.done_on is not None:
            return milestone
        kept = evidence or milestone.evidence
        return change(milestone, actor=actor, now=now, done_on=on, evidence=kept)


def note_evidence(
    milestone: Milestone,
    *,
    on: date,
    evidence: str,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
) -> Milestone:
    """Say what shows that a step is reached, and on which day it was. Conflict as for `update_milestone`."""
    with write():
        if milestone.dropped_on is not None:
            raise RuleViolation("This milestone is marked as not needed. Put it back on the plan first.")
        return change(milestone, actor=actor, now=now, seen=seen, done_on=on, evidence=evidence)


def reopen_milestone(milestone: Milestone, *, actor: Actor, now: datetime) -> Milestone:
    """Undo: the step is ahead again; what was noted stays."""
    with write():
        return change(milestone, actor=actor, now=now, done_on=None)


def drop_milestone(
    milestone: Milestone, *, on: date, reason: str, actor: Actor, now: datetime, seen: int | None = None
) -> Milestone:
    """Take a step off the plan that is not needed here; it stays readable with its reason."""
    with write():
        _refuse_done(milestone)
        return change(milestone, actor=actor, now=now, seen=seen, dropped_on=on, dropped_reason=reason)


def delete_milestone(milestone: Milestone, *, on: date, actor: Actor, now: datetime) -> Milestone:
    """Take one of our own away; `restore_milestone` brings it back."""
    with write():
        if milestone.catalogue_id:
            raise RuleViolation("This milestone comes with the method. Mark it as not needed instead.")
        _refuse_done(milestone)
        return change(milestone, actor=actor, now=now, dropped_on=on, deleted=True)


def _refuse_done(milestone: Milestone) -> None:
    if milestone.done_on is not None:
        raise RuleViolation("This milestone is done. Open it again first.")


def restore_milestone(public_id: str, *, actor: Actor, now: datetime) -> Milestone:
    """Put a step back on the plan that was not needed, or that somebody took away."""
    with write():
        found = Milestone.get_or_none(Milestone.public_id == public_id)
        if found is None:
            raise NotFound("This milestone is gone, or never was.")
        return change(found, actor=actor, now=now, dropped_on=None, dropped_reason="", deleted=False)
