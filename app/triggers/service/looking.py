"""The rules look at a partnership: new signals are kept, closed ones close, and nothing is deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.core import history
from app.core.actor import Actor
from app.core.db import hold, write
from app.partnerships.models import Partnership

from ..models import Look, Signal
from ..queries.firings import firings, next_call
from ..queries.signals import newest_change
from ..rules import PAST_DAYS, Answer, Kept, kept

PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Looked:
    """How many signals fired and closed in one look."""

    fired: int
    closed: int


def look(partnership: Partnership, *, actor: Actor, now: datetime, today: date) -> Looked:
    """Keep what the rules say as of a day. A second look at the same data changes nothing.

    At the first look, what lies long behind and is over asks for no answer. A firing that corrected
    numbers no longer bear out is marked, not removed.
    """
    with write():
        partnership = hold(partnership)
        before = Look.get_or_none(Look.partnership == partnership)
        changed = newest_change(partnership.id)
        found = kept(firings(partnership, today, today=today))
        held = {(row.trigger, row.instance): row for row in _signals(partnership)}
        fired = closed = 0
        for one in found:
            row = held.pop((one.trigger, one.instance), None)
            if row is None:
                facts = _facts(one, today, first=before is None)
                history.create(Signal, actor=actor, now=now, partnership=partnership, created_at=now, **facts)
                fired += 1
                closed += one.closed is not None
            else:
                closed += row.closed_on is None and one.closed is not None
                _follow(row, one, actor, now)
        for row in held.values():
            if row.withdrawn_on is None:
                history.change(row, actor=actor, now=now, withdrawn_on=today)
        _remember(partnership, before, changed, today)
        return Looked(fired, closed)


def first_signals(partnership: Partnership, *, today: date) -> list[dict[str, Any]]:
    """The rows that a first look would keep, for a partnership that is stored with its whole past."""
    return [_facts(one, today, first=True) for one in kept(firings(partnership, today, today=today))]


def note_look(partnership: Partnership, *, today: date) -> None:
    """Remember that everything stored so far was looked at."""
    _remember(partnership, None, newest_change(partnership.id), today)


def _signals(partnership: Partnership) -> Sequence[Signal]:
    return list(Signal.select().where(Signal.partnership == partnership))


def _facts(one: Kept, today: date, *, first: bool) -> dict[str, Any]:
    past = first and one.fired_on < today - timedelta(days=PAST_DAYS) and one.fired.month is None
    return {
        "trigger": one.trigger,
        "instance": one.instance,
        "fired_on": one.fired_on,
        "month": one.fired.month,
        "answer": Answer.PAST.value if past else "",
        **_numbers(one),
    }


def _numbers(one: Kept) -> dict[str, Any]:
    return {
        "value": _exact(one.fired.value),
        "threshold": _exact(one.fired.threshold),
        "why": one.fired.why,
        "closed_on": one.closed_on,
        "closed_why": one.closed.why if one.closed else "",
        "withdrawn_on": None,
    }


def _exact(value: Fraction | None) -> Decimal | None:
    if value is None:
        return None
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(PLACES)


def _follow(row: Signal, one: Kept, actor: Actor, now: datetime) -> None:
    """A signal says what the numbers say now; what people answered stays."""
    wanted: Mapping[str, Any] = {"fired_on": one.fired_on, **_numbers(one)}
    if any(getattr(row, name) != value for name, value in wanted.items()):
        history.change(row, actor=actor, now=now, **wanted)


def _remember(partnership: Partnership, before: Look | None, changed: int, today: date) -> None:
    """At which state of the data it looked, and the next day on which a date alone may say something."""
    facts = {"history_id": changed, "looked_on": today, "again_on": next_call(partnership, today)}
    if before is None:
        Look.create(partnership=partnership, **facts)
    else:
        Look.update(**facts).where(Look.id == before.id).execute()
