"""The decision of a review, with the next one that it sets; undone in one step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.actions.models import Action
from app.actions.rules import Source
from app.actions.service import ActionFacts, create_action
from app.assessments.models import Assessment
from app.assessments.service import ask_again, ask_no_more
from app.core.actor import Actor
from app.core.batches import TakenBack, Together, get_batch, held_by_others, take_back
from app.core.calendar import day_words
from app.core.db import hold, write
from app.core.errors import NotFound, RuleViolation
from app.core.history import change
from app.partnerships.models import Partnership

from ..models import Review, ReviewGuest, ReviewSignal
from ..queries import find_for
from ..rules import Deciding, Follows, Kind, decision_problems, decision_words, follows
from .pausing import promise_pause
from .preparing import MODELS, begun, due_near, is_untouched, worked_on

BECAUSE = "To see what came of the decision of"
DECIDED = {**MODELS, **{one._meta.table_name: one for one in (Assessment, Action)}}


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """What was decided, by whom, why, and when it is looked at again."""

    decision: str
    decided_on: date
    decided_by: str
    reasons: str
    next_on: date | None


def decide(row: Review, facts: DecisionFacts, *, seen: int, actor: Actor, now: datetime, today: date) -> str:
    """Keep a decision; answers the id of the undo. The next review is begun when a day is given for it,
    unless one is due about that time anyway; what was decided asks for its needs assessment or promises.

    Raises RuleViolation for a review that was not held, Conflict.
    """
    with write():
        together = Together(actor, now)
        partnership = hold(row.partnership)
        if row.held_on is None:
            raise RuleViolation("Mark the review as held first; a decision is taken in it or after it.")
        typed = Deciding(facts.decision, facts.decided_on, facts.reasons, facts.next_on)
        for sentence in decision_problems(typed, row.held_on, today).values():
            raise RuleViolation(sentence)
        before, decided_before, day_before = row.next_on, row.decision, row.decided_on
        decided = together.change(
            row,
            seen=seen,
            decision=facts.decision,
            decided_on=facts.decided_on,
            decided_by=facts.decided_by,
            reasons=facts.reasons,
            next_on=facts.next_on,
        )
        if not together.noted:  # only its promises may change, and the undo is found by the review
            together.about(decided)
        _ask_for_needs(partnership, facts, decided_before, day_before, together, today)
        promise_pause(partnership, decided, together, today)
        if before is not None and (before, decided_before) != (facts.next_on, facts.decision):
            _drop_next(partnership, before, together)
        if facts.next_on is not None:
            _plan_next(partnership, facts, facts.next_on, together, today)
        return together.keep()


def _ask_for_needs(
    partnership: Partnership,
    facts: DecisionFacts,
    decided_before: str,
    day_before: date | None,
    together: Together,
    today: date,
) -> None:
    """The needs assessment is asked for where that was decided, and no more where it was decided before."""
    asked, asked_before = (Follows.NEEDS in follows(one) for one in (facts.decision, decided_before))
    if asked and not asked_before:
        actor, now, because = together.actor, together.now, _asked_in(facts.decided_on)
        ask_again(partnership, because=because, actor=actor, now=now, today=today, together=together)
    if asked_before and not asked and day_before is not None:
        ask_no_more(partnership, because=_asked_in(day_before), together=together)


def _asked_in(decided_on: date) -> str:
    """Why a needs assessment is asked for, as it stands with the assessment."""
    return f"Decided in the review of {day_words(decided_on)}"


def _drop_next(partnership: Partnership, on: date, together: Together) -> None:
    """The review that the decision had begun before goes, unless somebody worked on it."""
    row = find_for(partnership.id, on)
    if row is not None and row.why.startswith(BECAUSE) and is_untouched(row):
        for model in (ReviewGuest, ReviewSignal):
            for one in list(model.select().where(model.review == row)):
                together.remove(one)
        together.remove(row)


def _plan_next(
    partnership: Partnership, facts: DecisionFacts, on: date, together: Together, today: date
) -> None:
    if due_near(partnership, on, today) is not None:
        return  # that one takes it up
    words = decision_words(facts.decision).lower()
    why = f"{BECAUSE} {day_words(facts.decided_on)}: {words}"
    begun(partnership, on, together, kind=Kind.TRIGGER.value, why=why, today=today)


def take_decision_back(
    partnership: Partnership, batch_id: str, *, actor: Actor, now: datetime
) -> tuple[str, TakenBack]:
    """Undo a decision, with the review that it began; answers the review it was taken in.

    Raises NotFound for what is not of this partnership.
    """
    with write():
        batch = get_batch(batch_id)
        table = Review._meta.table_name
        ids = [
            row_id
            for name, row_id, before, after in batch.changes
            if name == table and None not in (before, after)
        ]
        mine = Review.get_or_none(Review.id.in_(ids) & (Review.partnership == partnership.id))
        if mine is None or any(name not in DECIDED for name, *_rest in batch.changes):
            raise NotFound("There is no decision to take back.")
        stay = worked_on(batch) | held_by_others(batch, [Action])
        return mine.public_id, take_back(batch, DECIDED, actor=actor, now=now, stay=stay)


def add_promise(row: Review, facts: ActionFacts, *, actor: Actor, now: datetime) -> None:
    """A promise that came of the review as a whole."""
    create_action(
        row.partnership, facts, actor=actor, now=now, source=Source.REVIEW, source_ref=row.public_id
    )


def note_learned(row: Review, learned: str, *, seen: int, actor: Actor, now: datetime) -> None:
    """What was learned on the way, for whoever comes later. Raises Conflict."""
    with write():
        change(row, actor=actor, now=now, seen=seen, learned=learned)
