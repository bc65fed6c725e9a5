"""The numbers of a month, written: what is worked out, and the margin up to here, follow by themselves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.actor import Actor
from app.core.batches import Batch, TakenBack, Together, get_batch, is_about, take_back, take_back_many
from app.core.db import held, hold, rows, write
from app.core.errors import Conflict, Forbidden, NotFound, RuleViolation
from app.core.history import Changed, History
from app.partnerships.models import Partnership

from .models import Assumption, DataMonth
from .queries import AT_ONCE, HeldMonth, held_months, homes_of_batch, rows_of_homes
from .rules import FIGURES, Typed, figure_words, month_number, month_problem, with_what_follows


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
        kept = held_months([partnership.id])[partnership.id]
        _write(together, [_put(partnership.id, kept, list(wanted), start, now, today)])
        return together.keep()


def save_months_of_many(
    wanted: Mapping[int, Sequence[Wanted]],
    *,
    starts: Mapping[int, date],
    actor: Actor,
    now: datetime,
    today: date,
) -> Generator[int, None, str]:
    """As `save_months` for many partnerships, by their numbers: all of it or nothing, and one undo.

    A generator: it answers now and then how many partnerships are done, at its end the id of the undo. Left
    before its end it saves nothing. Raises NotFound for a partnership that is gone.
    """
    with write():
        together, homes = Together(actor, now), sorted(wanted)
        if _hold_all(homes) != set(homes):
            raise NotFound("A partnership of this file was deleted a moment ago. Nothing is saved.")
        for begin in range(0, len(homes), AT_ONCE):
            some = homes[begin : begin + AT_ONCE]
            kept = held_months(some)
            _write(
                together,
                [_put(home, kept[home], wanted[home], starts.get(home), now, today) for home in some],
            )
            yield begin + len(some)
        return together.keep()


def _hold_all(homes: Collection[int]) -> set[int]:
    """The partnerships that are there, held in one order, so that two files do not wait for each other."""
    there = Partnership.select(Partnership.id).where(Partnership.id.in_(list(homes)))
    return {home for (home,) in rows(held(there.order_by(Partnership.id)))}


@dataclass(frozen=True, slots=True)
class _Written:
    """The rows that one partnership gets: new ones, and changes of those it has."""

    made: list[dict[str, Any]]
    changed: list[Changed]


def _put(
    home: int,
    held: Mapping[date, HeldMonth],
    wanted: Sequence[Wanted],
    start: date | None,
    now: datetime,
    today: date,
) -> _Written:
    by_day = {one.month_on: one for one in wanted}
    known = min(((one.month, on) for on, one in held.items()), default=None)
    numbers: dict[date, int] = {}
    for on in sorted(by_day):
        numbers[on] = month_number(on, known, start)
        known = known or (numbers[on], on)
        problem = month_problem(on, numbers[on], today)
        if problem:
            raise RuleViolation(problem)
    figures = {on: one.values for on, one in held.items()}
    asked = {on: dict(one.values) for on, one in by_day.items()}
    found = _Written([], [])
    facts = with_what_follows(figures, asked) if by_day else {}
    for on, changes in facts.items():
        one, typed = held.get(on), by_day.get(on)
        if one is not None and typed is not None and one.version != typed.seen:
            raise _conflict(on, typed.values, one.values)
        values = {**changes, "changed_at": now} if typed is not None else changes
        if one is None:
            found.made.append({"partnership": home, "month": numbers[on], "month_on": on, **values})
        else:
            before = {name: one.values[name] for name in values}
            found.changed.append(Changed(one.id, one.version, home, before, values))
    return found


def _write(together: Together, written: Iterable[_Written]) -> None:
    every = list(written)
    together.create_many(DataMonth, [row for one in every for row in one.made])
    together.change_many(DataMonth, [row for one in every for row in one.changed])


def _conflict(on: date, mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Conflict:
    apart = [name for name in mine if mine[name] != theirs[name]]
    both = [
        {
            FIGURES[name].label: "nothing" if values[name] is None else figure_words(name, values[name])
            for name in apart
        }
        for values in (mine, theirs)
    ]
    return Conflict(
        f"Somebody else saved {on:%B %Y} while you were editing. Both versions are below; nothing is lost.",
        *both,
    )


def take_back_month(partnership: Partnership, batch_id: str, *, actor: Actor, now: datetime) -> None:
    """Undo of `save_months`. Raises NotFound; RuleViolation where somebody worked on these numbers since."""
    with write():
        batch = get_batch(batch_id)
        if not is_about(batch, DataMonth, partnership=partnership.id):
            raise NotFound("There are no numbers to take back.")
        hold(partnership)
        worked_on = _worked_on_since(batch, {partnership.id})
        if worked_on or take_back_many(batch, DataMonth, actor=actor, now=now).left:
            raise RuleViolation("Somebody worked on these numbers since, so they stay.")


def take_back_months_of_many(
    batch_id: str, may_edit: Callable[[int], bool], *, actor: Actor, now: datetime
) -> TakenBack:
    """Undo of `save_months_of_many`; a partnership whose numbers somebody worked on since stays as it is.

    `may_edit` says of a partnership whether the person may change it. Raises NotFound and Forbidden.
    """
    with write():
        batch = _batch_of_months(batch_id)
        homes = homes_of_batch(batch)
        if not all(may_edit(home) for home in homes):
            raise Forbidden("Your account cannot change the numbers of every partnership in this file.")
        _hold_all(homes)
        stay = rows_of_homes(batch, _worked_on_since(batch, homes))
        return take_back_many(batch, DataMonth, actor=actor, now=now, stay=stay)


def _worked_on_since(batch: Batch, homes: Collection[int]) -> set[int]:
    """The partnerships of which any month was written after this click: nothing of theirs is taken back.

    The margin up to here runs through all months of a partnership, so one of them cannot go back alone.
    """
    h = History
    since = (h.entity == DataMonth._meta.table_name) & (h.at > batch.at)
    return {home for (home,) in rows(h.select(h.partnership_id).where(since).distinct())} & set(homes)


def _batch_of_months(batch_id: str) -> Batch:
    batch = get_batch(batch_id)
    if any(table != DataMonth._meta.table_name for table, *_rest in batch.changes):
        raise NotFound("There are no numbers to take back.")
    return batch


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
