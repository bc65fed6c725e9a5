"""Milestones of the catalogue, put on the plan of a stage that began, and taken back with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from app.catalogue import catalogue
from app.core.actor import Actor
from app.core.db import hold, write
from app.core.errors import NotFound
from app.core.history import change, create, remove
from app.partnerships.models import Partnership, StageChange

from ..models import Milestone, MilestoneShift
from ..queries import on_the_plan, topic_of
from ..rules import Anchor
from .milestones import MilestoneFacts, create_milestone


def plan_from_catalogue(
    partnership: Partnership, began: StageChange, days: Mapping[str, date], *, actor: Actor, now: datetime
) -> MilestoneShift | None:
    """Put catalogue milestones on the plan, each on its day, hanging on the first day of their stage.

    Those that are on the plan of this stage already are left out, so that doing it twice adds nothing and
    returns None; else what `take_back_shift` needs, with the ids of those `made`.
    """
    with write():
        hold(partnership)
        there = on_the_plan(partnership.id, began)
        made = []
        for milestone_id, day in days.items():
            if milestone_id in there:
                continue
            try:
                known = catalogue().milestone(milestone_id)
            except KeyError:
                raise NotFound("One of these milestones is no longer in the method.") from None
            facts = MilestoneFacts(
                stage=known.stage,
                title=known.title,
                lead=known.lead,
                catalogue_id=known.id,
                lesson=topic_of(known.id, ""),
                anchor=Anchor.STAGE,
                anchor_id=int(began.id),
                offset_days=(day - began.on).days,
            )
            made.append(int(create_milestone(partnership, facts, actor=actor, now=now).id))
        if not made:
            return None
        return create(
            MilestoneShift,
            actor=actor,
            now=now,
            partnership=partnership,
            before={"steps": [], "stage": None, "made": made},
            created_at=now,
        )


def withdraw_proposed(
    partnership: Partnership, began: StageChange, *, actor: Actor, now: datetime
) -> tuple[int, int]:
    """Take back the milestones that hang on a move and that nobody touched; others keep their date by hand.

    Returns how many went and how many stay.
    """
    with write():
        hanging = list(
            Milestone.select().where(
                (Milestone.partnership == partnership.id) & (Milestone.anchor_stage == began.id)
            )
        )
        gone = [step for step in hanging if step.version == 1]
        for step in gone:
            remove(step, actor=actor, now=now)
        stay = [step for step in hanging if step not in gone]
        for step in stay:
            change(step, actor=actor, now=now, anchor=Anchor.HAND.value, anchor_stage=None, offset_days=None)
        return len(gone), len(stay)
