"""The milestones of a told example become rows, each hanging on the day its stage began."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from app.catalogue import catalogue
from app.core.db import rows
from app.examples.story import Story
from app.milestones.models import Milestone, MilestoneWait
from app.milestones.queries import topic_of
from app.milestones.rules import Anchor
from app.partnerships.models import Partnership, StageChange
from app.partnerships.rules import Stage
from app.web.filters import full_day

from .bulk import Row, insert, insert_named

# What shows that a milestone is reached, by who led it.
EVIDENCE = {
    "payer": "Letter of the plan, {}.",
    "provider": "Sent to both sides on {}.",
    "joint": "In the minutes of {}.",
}
# Days after the milestone that is ahead, topic, title, who leads, why, and what counts as done.
OWN_MILESTONES = (
    (
        21,
        "L3",
        "Referring practices told what changes",
        "provider",
        "They hear it from us before they notice it.",
        "A short letter sent to every practice on the list",
    ),
    (
        70,
        "L8",
        "Yearly visit at each other's office",
        "joint",
        "A day in one room settles what a month of mail does not.",
        "Both visits held, with two or three promises each",
    ),
)


def store_milestones(partnership: Partnership, story: Story, people: Mapping[str, int], stamped: Row) -> None:
    """The milestones of the story, and two of the partners' own while the partnership runs."""
    moves = StageChange.select(StageChange.to_stage, StageChange.id).where(
        StageChange.partnership == partnership
    )
    began = dict(rows(moves.order_by(StageChange.id.desc())))  # the first time a stage was reached
    insert(Milestone, _milestones(story, people, began), stamped)
    _own_milestones(partnership, stamped)


def _milestones(story: Story, people: Mapping[str, int], began: Mapping[str, int]) -> list[Row]:
    book = catalogue()
    first_days = {one.stage: one.from_on for one in reversed(story.stages)}
    return [
        {
            "catalogue_id": one.catalogue_id,
            "stage": one.stage,
            "lesson": topic_of(one.catalogue_id, ""),
            "title": book.milestone(one.catalogue_id).title[:255],
            "lead": one.lead,
            "owner": people[one.owner],
            "anchor": Anchor.STAGE.value,
            "anchor_stage": began[one.stage],
            "offset_days": (one.due_on - first_days[one.stage]).days,
            "due_on": one.due_on,
            "done_on": one.done_on,
            "evidence": EVIDENCE[one.lead].format(full_day(one.done_on)) if one.done_on else "",
        }
        for one in story.milestones
    ]


def _own_milestones(partnership: Partnership, stamped: Row) -> None:
    """Two milestones that are no catalogue's, counted from the one that is ahead, and waiting for it."""
    ahead = Milestone.select().where((Milestone.partnership == partnership) & Milestone.done_on.is_null())
    first = ahead.order_by(Milestone.due_on).first()
    if first is None or first.due_on is None or partnership.stage == Stage.ENDED:
        return
    own = {
        f"own-{number}": {
            "stage": first.stage,
            "lesson": lesson,
            "title": title,
            "lead": lead,
            "why": why,
            "wanted": wanted,
            "owner": first.owner_id,
            "anchor": Anchor.MILESTONE.value,
            "anchor_milestone": first.get_id(),
            "offset_days": days,
            "due_on": first.due_on + timedelta(days=days),
            **stamped,
        }
        for number, (days, lesson, title, lead, why, wanted) in enumerate(OWN_MILESTONES)
    }
    waiting = [{"milestone": made, "needs": first.get_id()} for made in insert_named(Milestone, own).values()]
    insert(MilestoneWait, waiting, {})
