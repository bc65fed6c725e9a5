"""Moving from stage to stage, written: the gate, the move with its undo, and the first day of a stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.catalogue import catalogue
from app.core.actor import Actor
from app.core.db import hold, write
from app.core.errors import Conflict, RuleViolation
from app.core.history import change, create
from app.milestones.models import MilestoneShift
from app.milestones.queries import shift_of
from app.milestones.service import plan_from_catalogue, put_back, settle_dates, withdraw_proposed
from app.partnerships.models import Partnership, StageChange
from app.partnerships.queries import stage_began, stage_neighbors
from app.partnerships.service import correct_first_day, move_stage, undo_stage

from .models import GateAnswer, StageExit
from .queries import open_steps, questions_for
from .rules import missing_of


@dataclass(frozen=True, slots=True)
class Reply:
    """How a question stands, as somebody saw it at version `seen`."""

    place: int
    answer: str
    note: str
    seen: int


def answer_questions(
    partnership: Partnership, replies: Sequence[Reply], *, actor: Actor, now: datetime
) -> None:
    """Note how the questions before leaving the present stage stand. Conflict as for every change."""
    with write():
        began = _began(hold(partnership), actor, now)
        known = {one.place: one for one in GateAnswer.select().where(GateAnswer.began == began.id)}
        for reply in replies:
            found = known.get(reply.place)
            if found is not None:
                change(found, actor=actor, now=now, seen=reply.seen, state=reply.answer, note=reply.note)
            elif reply.answer or reply.note:
                create(
                    GateAnswer,
                    actor=actor,
                    now=now,
                    partnership=partnership,
                    began=began,
                    place=reply.place,
                    state=reply.answer,
                    note=reply.note,
                )


def _began(partnership: Partnership, actor: Actor, now: datetime) -> StageChange:
    """The move into the present stage; a partnership that has none on record gets it."""
    return stage_began(partnership) or create(
        StageChange,
        actor=actor,
        now=now,
        partnership=partnership,
        to_stage=partnership.stage,
        on=partnership.stage_since,
    )


def leave_stage(
    partnership: Partnership,
    to_stage: str,
    replies: Sequence[Reply],
    *,
    on: date,
    reason: str,
    actor: Actor,
    now: datetime,
    today: date,
    seen: int | None = None,
) -> StageChange:
    """Move on with a reason, and keep what was missing at that moment [L7 transition]."""
    with write():
        answer_questions(partnership, replies, actor=actor, now=now)
        questions = questions_for(partnership, stage_began(partnership))
        missing = missing_of(questions, open_steps(partnership))
        move = move_stage(
            partnership, to_stage, on=on, reason=reason, actor=actor, now=now, today=today, seen=seen
        )
        create(
            StageExit,
            actor=actor,
            now=now,
            partnership=partnership,
            move=move,
            missing=missing,
            created_at=now,
        )
        return move


def take_back_move(
    partnership: Partnership, change_id: int, *, actor: Actor, now: datetime
) -> tuple[Partnership, int, int]:
    """Take back the latest move, and the milestones it brought as far as nobody touched them.

    Returns the partnership, how many milestones went, and how many stay with their date set by hand.
    """
    with write():
        _before, move, _after = stage_neighbors(partnership.id, change_id)
        gone, stay = withdraw_proposed(partnership, move, actor=actor, now=now)
        return undo_stage(partnership, change_id, actor=actor, now=now), gone, stay


def plan_stage(
    partnership: Partnership, days: Mapping[str, date], *, actor: Actor, now: datetime
) -> MilestoneShift | None:
    """Put the chosen milestones of the present stage on the plan; those that are there are left alone."""
    with write():
        partnership = hold(partnership)
        known = {one.id for one in catalogue().milestones_of(partnership.stage)}
        if not days.keys() <= known:
            raise RuleViolation("The partnership is in another stage now. Look at what that stage needs.")
        return plan_from_catalogue(partnership, _began(partnership, actor, now), days, actor=actor, now=now)


def correct_day(
    partnership: Partnership,
    change_id: int,
    on: date,
    chosen: Mapping[str, int],
    *,
    seen: date,
    actor: Actor,
    now: datetime,
    today: date,
) -> MilestoneShift | None:
    """Correct the first day of a stage and move the chosen milestones that hang on it, all or nothing.

    None when the day was right already.
    """
    with write():
        if on == seen:
            return None
        correct_first_day(partnership, change_id, on, seen=seen, actor=actor, now=now, today=today)
        stage = {"id": change_id, "before": seen.isoformat(), "after": on.isoformat()}
        return settle_dates(partnership, chosen, actor=actor, now=now, stage=stage)


def take_back_correction(
    partnership: Partnership, public_id: str, *, actor: Actor, now: datetime, today: date
) -> int:
    """Put the first day of a stage back, with what moved along; returns how many milestones stay."""
    with write():
        shift = shift_of(partnership.id, public_id)
        stage = shift.before["stage"]
        if not stage:
            raise RuleViolation("This is no first day of a stage. Take it back on the milestones page.")
        day, seen = date.fromisoformat(stage["before"]), date.fromisoformat(stage["after"])
        try:
            correct_first_day(partnership, stage["id"], day, seen=seen, actor=actor, now=now, today=today)
        except Conflict:
            raise RuleViolation(
                "Somebody corrected this day again since. Correct it to what is right."
            ) from None
        return put_back(shift, actor=actor, now=now)
