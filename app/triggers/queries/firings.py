"""What every rule says of a partnership, from the data alone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from typing import Any

from app.catalogue import catalogue
from app.core.calendar import add_months, month_start
from app.core.db import rows
from app.partnerships.models import Partnership
from app.relationship.models import TOLD_AROUND, Concern, Pulse

from ..models import ChangeEvent
from ..rules import (
    CONCERN,
    GAP,
    PULSE,
    RENEWED,
    WAITING,
    Firing,
    OpenConcern,
    PulseTaken,
    What,
    dated,
    evaluate,
    low_pulses,
    old_concerns,
    wide_pulses,
)
from .choices import RuleRow
from .ground import LATE, Ground, ground_of
from .own import renewing, tilting, waiting
from .terms import DATED, START, dated_facts

log = logging.getLogger(__name__)
Part = tuple[tuple[str, ...], Callable[[], Iterable[Firing]]]
FAULTS = (ArithmeticError, LookupError, ValueError, TypeError)  # of a rule, not of the database


@dataclass(frozen=True, slots=True)
class Said:
    """What the rules said, and the rules that could not be worked out."""

    firings: tuple[Firing, ...]
    broken: frozenset[str] = frozenset()


def firings(partnership: Partnership, as_of: date | None = None, *, today: date) -> tuple[Firing, ...]:
    """Everything that fired, closed or was called off until a day, or in the whole life; by day.

    Only what the files of an example hold: its monthly numbers, terms, concerns, pulses and changes. A data
    month counts from the first day of the next one. The files alone decide: the whole life is the same on any
    `today`, with what lies ahead as it stands now. Evaluating twice gives the same.
    """
    ground = ground_of(partnership, as_of, today)
    return _said(_of_the_files(ground, told_around=False)).firings


def all_firings(partnership: Partnership, as_of: date | None = None, *, today: date) -> Said:
    """As `firings`, with what the program's own records say: costs, plans, contacts, decisions."""
    return everything(ground_of(partnership, as_of, today))


def listed_firings(partnership: Partnership, as_of: date | None = None, *, today: date) -> tuple[Firing, ...]:
    """What the command lists: everything, but of an example only what its files hold.

    What an example has beside them is a story told around them, and not to be compared with them.
    """
    if partnership.example:
        return firings(partnership, as_of, today=today)
    return all_firings(partnership, as_of, today=today).firings


def everything(ground: Ground) -> Said:
    """What all rules say of a partnership that was read already."""
    return _said((*_of_the_files(ground), *_of_the_house(ground)))


def _said(parts: Iterable[Part]) -> Said:
    """A rule that cannot be worked out is noted and stops no other one."""
    found: list[Firing] = []
    broken: set[str] = set()
    for triggers, part in parts:
        try:
            found += tuple(part())  # whole or not at all
        except FAULTS:
            log.exception("The rules %s cannot be worked out.", ", ".join(triggers))
            broken |= set(triggers)
    return Said(tuple(sorted(found, key=lambda one: (one.on, one.trigger, one.what))), frozenset(broken))


def _of_the_files(ground: Ground, *, told_around: bool = True) -> Iterator[Part]:
    """Rules over what a folder can hold; of an example's concerns also those that its story tells, or not."""
    for one in ground.rules.values():
        if one.watched and one.rule:
            yield (one.trigger,), partial(_monthly, ground, one)
    yield tuple(_dates()), partial(_dated, ground, ground.as_of)
    yield from _between(ground, told_around)
    yield (), partial(_events, ground.partnership.id, ground.as_of)


def _of_the_house(ground: Ground) -> Iterator[Part]:
    for trigger in (*RENEWED, *WAITING):
        if ground.rules[trigger].watched:
            yield (trigger,), partial(own_firings, ground, trigger)
    yield tuple(one.id for one in catalogue().balance_triggers), partial(_ratings, ground)


def _ratings(ground: Ground) -> tuple[Firing, ...]:
    said = (one for one in tilting(ground) if ground.rules[one.trigger].watched)
    return _until(ground.as_of, said)


def own_firings(ground: Ground, trigger: str) -> Iterator[Firing]:
    """What one of the rules over the program's own records says."""
    found = waiting(ground, trigger, ground.until) if trigger in WAITING else renewing(ground, trigger)
    yield from _until(ground.as_of, found)


def trying(partnership: Partnership, one: RuleRow, today: date) -> tuple[Firing, ...]:
    """What one rule would have said until today with the numbers it is given here."""
    ground = ground_of(partnership, today, today).trying(one)
    if one.rule:
        return tuple(_monthly(ground, one))
    if one.trigger in (CONCERN, PULSE, GAP):
        return tuple(firing for _triggers, part in _between(ground) for firing in part())
    if one.trigger in {rated.id for rated in catalogue().balance_triggers}:
        return tuple(said for said in _ratings(ground) if said.trigger == one.trigger)
    return tuple(own_firings(ground, one.trigger))


def next_call(partnership: Partnership, today: date) -> date:
    """The next day on which a date alone may say something: a contract date, a concern's age, a new month."""
    return calls_again(ground_of(partnership, today, today, DATED))


def calls_again(ground: Ground) -> date:
    """As `next_call`, of a partnership that was read already, as of today."""
    today, partnership, ground = ground.today, ground.partnership, replace(ground, as_of=None)
    month = add_months(month_start(today), 1)
    days = ground.rules[CONCERN].whole("days")
    concerns = Concern.select(Concern.opened_on).where(
        (Concern.partnership == partnership) & Concern.resolved_on.is_null()
    )
    ahead = [one.on for one in _dated(ground, None)]
    ahead += [opened + timedelta(days=days) for (opened,) in rows(concerns)]
    e = ChangeEvent
    ahead += [on for (on,) in rows(e.select(e.on).where((e.partnership == partnership) & (e.on > today)))]
    for trigger in (*RENEWED, *WAITING):
        if not ground.rules[trigger].watched:
            continue
        found = waiting(ground, trigger, month) if trigger in WAITING else renewing(ground, trigger)
        ahead += [one.on for one in found if one.what is What.FIRES]
    return min((*(on for on in ahead if on > today), month))


def _monthly(ground: Ground, one: RuleRow) -> Iterator[Firing]:
    assert one.rule is not None  # noqa: S101 - asked for only where there is one
    yield from evaluate(one.trigger, one.title, one.rule, ground.months)


def _dates() -> list[str]:
    return [one.id for one in catalogue().date_rules if one.id not in RENEWED]


def _dated(ground: Ground, as_of: date | None) -> Iterator[Firing]:
    # Before its first day an agreement has its dates already: those that begin with it.
    first = ground.terms_on(LATE).get(START) or date.min
    facts = dated_facts(ground.terms_on(max(as_of or LATE, first)), ground.ended_on, as_of or ground.today)
    rules = {one.id: one for one in catalogue().date_rules}
    for one in dated(facts, rules):
        if one.what is What.CANCELLED or as_of is None or one.on <= as_of:
            yield one


def _between(ground: Ground, told_around: bool = True) -> Iterator[Part]:
    """Concerns that stay open, and the pulse, with the partnership's own numbers."""
    home, as_of = ground.partnership.id, ground.as_of
    rules = {name: ground.rules[name] for name in (CONCERN, PULSE, GAP)}
    taken = _pulses(home) if rules[PULSE].watched or rules[GAP].watched else []
    parts: dict[str, Callable[[], Iterable[Firing]]] = {
        CONCERN: lambda: old_concerns(_concerns(home, told_around), rules[CONCERN].whole("days")),
        PULSE: lambda: low_pulses(taken, rules[PULSE].holding),
        GAP: lambda: wide_pulses(taken, rules[GAP].holding),
    }
    for name, part in parts.items():
        if rules[name].watched:
            yield (name,), partial(_asked, as_of, part)


def _asked(as_of: date | None, part: Callable[[], Iterable[Firing]]) -> tuple[Firing, ...]:
    return _until(as_of, part())


def _until(as_of: date | None, said: Iterable[Firing]) -> tuple[Firing, ...]:
    return tuple(one for one in said if as_of is None or one.on <= as_of)


def _concerns(partnership_id: int, told_around: bool) -> list[OpenConcern]:
    c = Concern
    query = c.select(c.opened_on, c.resolved_on).where(c.partnership == partnership_id)
    if not told_around:
        query = query.where(~c.public_id.startswith(TOLD_AROUND))
    return [OpenConcern(opened, resolved) for opened, resolved in rows(query)]


def _pulses(partnership_id: int) -> list[PulseTaken]:
    p = Pulse
    pulses = rows(p.select(p.on, p.payer_mean, p.provider_mean).where(p.partnership == partnership_id))
    return [PulseTaken(on, _exact(payer), _exact(provider)) for on, payer, provider in pulses]


def _exact(value: Any) -> Fraction | None:
    return None if value is None else Fraction(value)


def _events(partnership_id: int, as_of: date | None) -> Iterator[Firing]:
    e = ChangeEvent
    query = e.select(e.kind, e.on, e.text, e.public_id).where(e.partnership == partnership_id)
    for kind, on, text, ident in rows(query if as_of is None else query.where(e.on <= as_of)):
        yield Firing(kind, What.FIRES, on, why=text, about=ident)
