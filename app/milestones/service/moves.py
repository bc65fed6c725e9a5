"""Many milestones at once: what hangs on a moved anchor moves too; each such change can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from app.core.actor import Actor
from app.core.db import write
from app.core.errors import RuleViolation
from app.core.history import change, create, remove
from app.partnerships.models import Partnership

from ..models import Milestone, MilestoneShift
from ..queries import planned_of, shift_of, stage_days
from ..rules import Planned, days_of, distance_from_anchor, moved_dates


def chosen_of(values: Iterable[str]) -> dict[str, int]:
    """The milestones ticked on a page of moves, by public id, with the version that page showed."""
    pairs = (value.partition(":") for value in values)
    return {
        name: int(version)
        for name, _, version in pairs
        if version.isascii() and version.isdigit() and len(version) < 10
    }


def settle_dates(
    partnership: Partnership,
    chosen: Mapping[str, int],
    *,
    actor: Actor,
    now: datetime,
    stage: Mapping[str, Any] | None = None,
) -> MilestoneShift | None:
    """Move the chosen milestones to where their anchor puts them; the others stay and keep their anchor.

    `chosen` holds the version seen by public id: Conflict when somebody saved one of them since. One that
    stays is counted anew from its anchor, so that nothing asks again until the anchor moves again. `stage`
    is kept with what was before, for a stage whose first day moved. None when there was nothing to do.
    """
    with write():
        steps, days = planned_of(partnership.id), stage_days(partnership.id)
        found, kept = _kept(steps, days, chosen)
        moves = moved_dates(steps, days, kept)
        before = []
        for move in moves:
            step = found[move.id]
            before.append(_before(step))
            change(step, actor=actor, now=now, seen=chosen[step.public_id], due_on=move.after)
        before += _measure(steps, days, kept, found, actor, now)
        if not before and stage is None:
            return None
        return create(
            MilestoneShift,
            actor=actor,
            now=now,
            partnership=partnership,
            before={"steps": before, "stage": dict(stage) if stage else None, "made": []},
            created_at=now,
        )


def _kept(
    steps: tuple[Planned, ...], days: Mapping[int, date], chosen: Mapping[str, int]
) -> tuple[dict[int, Milestone], set[int]]:
    """The steps that a move concerns, and those of them that stay.

    Where one stays, another that lay right for its move would have to follow: that one stays as well.
    """
    found, kept = dict[int, Milestone](), set[int]()
    while fresh := {move.id for move in moved_dates(steps, days, kept)} - found.keys():
        some = _by_id(fresh)
        found |= some
        kept |= {number for number, step in some.items() if step.public_id not in chosen}
    return found, kept


def _by_id(ids: set[int]) -> dict[int, Milestone]:
    wanted, found = sorted(ids), dict[int, Milestone]()
    for start in range(0, len(wanted), 500):
        some = Milestone.select().where(Milestone.id.in_(wanted[start : start + 500]))
        found.update({int(step.id): step for step in some})
    return found


def _measure(
    steps: tuple[Planned, ...],
    stages: Mapping[int, date],
    kept: set[int],
    found: Mapping[int, Milestone],
    actor: Actor,
    now: datetime,
) -> list[dict[str, Any]]:
    """Count those that stay anew from where their anchor lies in the end."""
    days = days_of(steps, stages, kept)
    before = []
    for one in steps:
        if one.id in kept:
            step = found[one.id]
            offset = distance_from_anchor(one, stages, days)
            if change(step, actor=actor, now=now, offset_days=offset) is not step:
                before.append(_before(step))
    return before


def _before(step: Milestone) -> dict[str, Any]:
    due = step.due_on.isoformat() if step.due_on else None
    return {"id": int(step.id), "version": step.version, "due_on": due, "offset_days": step.offset_days}


def take_back_shift(partnership: Partnership, public_id: str, *, actor: Actor, now: datetime) -> int:
    """Put all back as it was before; returns how many stay because somebody changed them since."""
    with write():
        shift = shift_of(partnership.id, public_id)
        if shift.before["stage"]:
            raise RuleViolation("This belongs to the first day of a stage. Correct that day instead.")
        return put_back(shift, actor=actor, now=now)


def put_back(shift: MilestoneShift, *, actor: Actor, now: datetime) -> int:
    """As `take_back_shift`, for a caller who looks after the rest of the shift."""
    with write():
        if shift.taken_back:
            raise RuleViolation("This was taken back already.")
        made, moved = shift.before["made"], shift.before["steps"]
        steps = _by_id({*made, *(row["id"] for row in moved)})
        changed = 0
        for number in made:
            step = steps.get(number)
            if step is None or step.version != 1:
                changed += 1
            else:
                remove(step, actor=actor, now=now)
        for row in moved:
            step = steps.get(row["id"])
            if step is None or step.version != row["version"] + 1:
                changed += 1
                continue
            due = date.fromisoformat(row["due_on"]) if row["due_on"] else None
            change(step, actor=actor, now=now, due_on=due, offset_days=row["offset_days"])
        change(shift, actor=actor, now=now, taken_back=True)
        return changed
