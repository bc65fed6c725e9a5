"""Reviews, begun and prepared: when, who, which signals; all with an undo."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.actions.models import Action
from app.balance.models import BalanceRating
from app.core.actor import Actor
from app.core.batches import Batch, TakenBack, Together, get_batch, held_by_others, rows_of, take_back
from app.core.calendar import day_words
from app.core.db import hold, write
from app.core.errors import Conflict, NotFound, RuleViolation
from app.core.history import change, remove
from app.partnerships.models import Partnership
from app.partnerships.queries import people_here
from app.people.models import Person
from app.triggers.queries import get_signal

from ..models import Review, ReviewAnswer, ReviewGuest, ReviewSignal
from ..queries import find_for, open_days, reviews_due, waiting_for_a_review
from ..rules import FAR_DAYS, Kind, near

MODELS = {one._meta.table_name: one for one in (Review, ReviewGuest, ReviewSignal)}


PILOT_CLOSES = "TD02"  # whose questions are the eight elements [L7 transition]
SINCE = "Somebody saved this review since you opened it."
AWAY_DAYS = 366  # a review that is moved further slipped in the year


@dataclass(frozen=True, slots=True)
class Preparation:
    """What is said of a review before it takes place."""

    kind: str
    planned_on: date | None
    period_from: date | None
    period_until: date | None
    why: str
    guests: tuple[str, ...]  # public ids of people
    signals: tuple[str, ...]  # public ids
    shares_cost: bool = False


def begin_review(
    partnership: Partnership,
    due_on: date,
    *,
    kind: str | None = None,
    why: str = "",
    actor: Actor,
    now: datetime,
    today: date,
) -> tuple[Review, str]:
    """Begin to prepare the review of a day; answers it and the id of the undo.

    The people of the last review come along, and the signals that wait for one. A day that no date calls for
    is a review of its own. Raises RuleViolation where another one is so near that both would be one.
    """
    with write():
        partnership, together = hold(partnership), Together(actor, now)
        row, batch = begun(partnership, due_on, together, kind=kind, why=why, today=today), together.keep()
        return row, batch


def begun(
    partnership: Partnership, due_on: date, together: Together, *, kind: str | None, why: str, today: date
) -> Review:
    """The new review, inside the caller's `write()`. Raises RuleViolation."""
    if find_for(partnership.id, due_on) is not None:
        raise RuleViolation("Somebody began this review already, or it was held. Open the page again.")
    called = next((one for one in reviews_due(today, FAR_DAYS, partnership.id) if one.for_on == due_on), None)
    clash = None if called else due_near(partnership, due_on, today)
    if clash is not None:
        raise RuleViolation(
            f"A review is due on {day_words(clash)} already. Take this up there, "
            "or choose a day at least two weeks away."
        )
    waiting = waiting_for_a_review(partnership.id)
    usual = called.kind if called else Kind.TRIGGER.value
    if PILOT_CLOSES in {one.trigger for one in waiting}:
        usual = Kind.END_OF_PILOT.value
    row = together.create(
        Review,
        partnership=partnership,
        due_on=due_on,
        kind=kind or usual,
        why=why,
        created_at=together.now,
    )
    _bring_people(row, together)
    for one in waiting:
        together.create(ReviewSignal, review=row, signal=one.id)
    return row


def due_near(partnership: Partnership, on: date, today: date) -> date | None:
    """The day of a review that is due or begun so near to a day that both are one."""
    due = (one.due_on for one in reviews_due(today, FAR_DAYS, partnership.id))
    return near(on, (*open_days(partnership.id), *due))


def _bring_people(row: Review, together: Together) -> None:
    r = Review
    others = (r.partnership == row.partnership_id) & (r.id != row.id)
    last = r.select().where(others).order_by(r.due_on.desc()).first()
    if last is None:
        return
    here = {one.person_id for one in people_here(row.partnership_id)}
    came = {one.person_id for one in ReviewGuest.select().where(ReviewGuest.review == last)}
    for person_id in sorted(came & here):
        together.create(ReviewGuest, review=row, person=person_id)


def prepare_review(
    row: Review, facts: Preparation, *, seen: int, actor: Actor, now: datetime, today: date
) -> Review:
    """Keep when it takes place, who comes and what is talked about. Raises Conflict, RuleViolation."""
    with write():
        row = hold(row)
        if row.version != seen:  # people and signals are no columns of it, so the lock is asked here
            raise Conflict(SINCE, {}, {})
        clash = None
        if facts.planned_on is not None and abs((facts.planned_on - row.due_on).days) > AWAY_DAYS:
            raise RuleViolation(f"Enter a day within a year of {day_words(row.due_on)}, when it is due.")
        if facts.planned_on is not None and row.held_on is None:
            clash = near(facts.planned_on, open_days(row.partnership_id, besides=row.id))
        if clash is not None:
            raise RuleViolation(
                f"Another review is planned for {day_words(clash)}. Choose a day at least two weeks away."
            )
        together = Together(actor, now)
        _set_guests(row, facts.guests, together)
        _set_signals(row, facts.signals, together)
        return change(
            row,
            actor=actor,
            now=now,
            seen=seen,
            kind=facts.kind,
            planned_on=None if facts.planned_on == row.due_on else facts.planned_on,
            period_from=facts.period_from,
            period_until=facts.period_until,
            why=facts.why,
            shares_cost=facts.shares_cost,
            lists_changed=row.lists_changed + bool(together.noted),
        )


def _set_guests(row: Review, wanted: Collection[str], together: Together) -> None:
    people = {one.get_id() for one in Person.select(Person.id).where(Person.public_id.in_(list(wanted)))}
    there = {one.person_id: one for one in ReviewGuest.select().where(ReviewGuest.review == row)}
    for person_id in sorted(people - there.keys()):
        together.create(ReviewGuest, review=row, person=person_id)
    for person_id in there.keys() - people:
        together.remove(there[person_id])


def _set_signals(row: Review, wanted: Collection[str], together: Together) -> None:
    signals = {get_signal(row.partnership_id, public_id).get_id() for public_id in wanted}
    there = {one.signal_id: one for one in ReviewSignal.select().where(ReviewSignal.review == row)}
    for signal_id in sorted(signals - there.keys()):
        together.create(ReviewSignal, review=row, signal=signal_id)
    for signal_id in there.keys() - signals:
        together.remove(there[signal_id])


def take_begun_back(partnership: Partnership, batch_id: str, *, actor: Actor, now: datetime) -> TakenBack:
    """Undo the beginning of a review. Raises NotFound, and RuleViolation once somebody worked on it."""
    with write():
        batch = get_batch(batch_id)
        table = Review._meta.table_name
        made = [row_id for name, row_id, before, _after in batch.changes if (name, before) == (table, None)]
        mine = Review.select().where(Review.id.in_(made) & (Review.partnership == partnership.id))
        row = mine.first()
        if row is None or any(name not in MODELS for name, *_rest in batch.changes):
            raise NotFound("There is no review to take back.")
        if worked_on(batch):
            raise RuleViolation("Somebody worked on this review already, so it stays.")
        return take_back(batch, MODELS, actor=actor, now=now)


def remove_review(row: Review, *, actor: Actor, now: datetime) -> None:
    """Take away a review that was begun by mistake. Raises RuleViolation once somebody worked on it."""
    with write():
        _refuse_worked_on(row)
        remove(row, actor=actor, now=now)


def is_bare(row: Review) -> bool:
    """Whether nothing was written in it yet, promised in it, or rated for it."""
    said = row.decision or row.reasons or row.conclusion or row.learned
    of_it = (
        ReviewAnswer.select().where(ReviewAnswer.review == row),
        Action.select().where(Action.source_ref == row.public_id),
        BalanceRating.select().where(BalanceRating.review_public_id == row.public_id),
    )
    return not said and not any(query.exists() for query in of_it)


def is_untouched(row: Review) -> bool:
    """Whether it is as it was begun."""
    return row.version == 1 and row.held_on is None and is_bare(row)


def worked_on(batch: Batch) -> set[tuple[str, int]]:
    """A review that a click began and in which somebody worked since, with its people and signals."""
    table = Review._meta.table_name
    begun_ids = {row_id for name, row_id, before, _after in batch.changes if (name, before) == (table, None)}
    held = held_by_others(batch, [Review])
    kept = {
        row.get_id()
        for row in rows_of(batch, Review)
        if row.get_id() in begun_ids and ((table, row.get_id()) in held or not is_untouched(row))
    }
    spared = {(table, row_id) for row_id in kept}
    for model in (ReviewGuest, ReviewSignal):
        rows: list[Any] = rows_of(batch, model)
        spared |= {(model._meta.table_name, row.get_id()) for row in rows if row.review_id in kept}
    return spared


def _refuse_worked_on(row: Review) -> None:
    if row.held_on is not None or not is_bare(row):
        raise RuleViolation("Somebody worked on this review already, so it stays.")
