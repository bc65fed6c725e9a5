"""The numbers of a month, written: what is worked out, and the margin up to here, follow by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.actor import Actor
from app.core.batches import TakenBack, Together, get_batch, is_about, take_back
from app.core.calendar import add_months
from app.core.db import hold, write
from app.core.errors import Conflict, NotFound, RuleViolation
from app.core.history import History
from app.partnerships.models import Partnership

from .models import Assumption, DataMonth
from .queries import known_month
from .rules import Typed, let_follow, month_number, month_problem, worked_out


@dataclass(frozen=True, slots=True)
class Wanted:
    """The figures of a month as they are to be, and the version that the person looked at (0: none)."""

    month_on: date
    values: Mapping[str, Any]
    seen: int


def save_months(
    partnership: Partnership,
    wanted: Iterable[Wanted],
    *,
    start: date | None,
    actor: Actor,
    now: datetime,
    today: date,
) -> str:
    """Keep the figures of some months, all or none; answers the id under which they can be taken back.

    Figures that are not named stay as they are; `start` is the first day of the agreement. Raises
    RuleViolation for a month that cannot be entered, Conflict when somebody saved since.
    """
    with write():
        partnership, together = hold(partnership), Together(actor, now)
        for one in sorted(wanted, key=lambda one: one.month_on):
            _put(partnership, one, start, today, together)
        return together.keep()


def _put(
    partnership: Partnership, wanted: Wanted, start: date | None, today: date, together: Together
) -> None:
    number = month_number(wanted.month_on, known_month(partnership.id), start)
    problem = month_problem(wanted.month_on, number, today)
    if problem:
        raise RuleViolation(problem)
    row = _row(partnership, wanted.month_on)
    held = {**row.__data__} if row is not None else {}
    figures = let_follow({**held, **wanted.values}, held)
    facts = {**wanted.values, **worked_out(figures, _running_before(partnership, wanted.month_on))}
    if row is not None:
        month = together.change(row, seen=wanted.seen, changed_at=together.now, **facts)
    else:
        home = {"partnership": partnership, "month": number, "month_on": wanted.month_on}
        month = together.create(DataMonth, **home, changed_at=together.now, **facts)
    _carry_on(partnership, month, together)


def take_back_month(partnership: Partnership, batch_id: str, *, actor: Actor, now: datetime) -> TakenBack:
    """Undo of `save_months`. Raises NotFound, and RuleViolation after a later correction."""
    with write():
        batch = get_batch(batch_id)
        if not is_about(batch, DataMonth, partnership=partnership.id):
            raise NotFound("There are no numbers to take back.")
        made = [row_id for _table, row_id, before, _after in batch.changes if before is None]
        since = (History.entity == DataMonth._meta.table_name) & History.entity_id.in_(made)
        if History.select().where(since & (History.at > batch.at)).exists():
            raise RuleViolation("Somebody worked on these numbers since, so they stay.")
        return take_back(batch, {DataMonth._meta.table_name: DataMonth}, actor=actor, now=now)


def _row(partnership: Partnership, month_on: date) -> DataMonth | None:
    found: DataMonth | None = DataMonth.get_or_none(
        (DataMonth.partnership == partnership) & (DataMonth.month_on == month_on)
    )
    return found


def _running_before(partnership: Partnership, month_on: date) -> int | None:
    """The margin up to the month before; for the first month what it began with, else 0."""
    before = _row(partnership, add_months(month_on, -1))
    if before is not None:
        return before.running_margin_cents
    first = DataMonth.select().where(DataMonth.partnership == partnership).order_by(DataMonth.month).first()
    if first is None:
        return 0
    if first.month_on != month_on:
        return None
    if first.running_margin_cents is None or first.margin_cents is None:
        return 0
    return int(first.running_margin_cents - first.margin_cents)


def _carry_on(partnership: Partnership, month: DataMonth, together: Together) -> None:
    """Let the margin up to here follow in the months after, as far as it is known."""
    running = month.running_margin_cents
    later = (DataMonth.partnership == partnership) & (DataMonth.month > month.month)
    expected = month.month
    for row in DataMonth.select().where(later).order_by(DataMonth.month):
        expected += 1
        margin = row.margin_cents if row.month == expected else None
        running = None if running is None or margin is None else running + margin
        if row.running_margin_cents != running:
            together.change(row, running_margin_cents=running)


def save_assumptions(
    partnership: Partnership, wanted: Iterable[Typed], *, actor: Actor, now: datetime
) -> str:
    """Keep what was assumed; a row without a value is taken out. Answers the id of the undo.

    Raises Conflict when somebody wrote, changed or took out one of these rows since.
    """
    with write():
        partnership, together = hold(partnership), Together(actor, now)
        held = {row.fact: row for row in Assumption.select().where(Assumption.partnership == partnership)}
        for one in wanted:
            row = held.get(one.fact)
            if one.value is None and not one.seen:
                continue  # empty when the page was opened and empty still: what came since is not ours
            if one.seen != (row.version if row else 0):
                raise Conflict("Somebody saved these assumptions since.", {}, {})
            if one.value is not None:
                _put_assumption(partnership, row, one, together)
            elif row is not None:
                together.remove(row)
        return together.keep()


def _put_assumption(
    partnership: Partnership, row: Assumption | None, wanted: Typed, together: Together
) -> None:
    names = ("value", "tolerance", "check_on", "note")
    facts = {name: getattr(wanted, name) for name in names}
    if row is None:
        home = {"partnership": partnership, "fact": wanted.fact}
        together.create(Assumption, **home, changed_at=together.now, **facts)
    elif any(getattr(row, name) != value for name, value in facts.items()):
        together.change(row, seen=wanted.seen, changed_at=together.now, **facts)


def take_back_assumptions(
    partnership: Partnership, batch_id: str, *, actor: Actor, now: datetime
) -> TakenBack:
    """Undo of `save_assumptions`. Raises NotFound for what is not of this partnership."""
    with write():
        batch = get_batch(batch_id)
        if not is_about(batch, Assumption, partnership=partnership.id):
            raise NotFound("There are no assumptions to take back.")
        return take_back(batch, {Assumption._meta.table_name: Assumption}, actor=actor, now=now)
