"""The rules look at a partnership: new signals are kept, closed ones close, and nothing is deleted."""

from __future__ import annotations

from collections.abc import Sequence
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
from ..queries.corrections import corrections
from ..queries.firings import calls_again, everything
from ..queries.ground import Ground, ground_of
from ..queries.own import over_since
from ..queries.signals import newest_change
from ..rules import PAST_DAYS, Answer, Correction, Kept, Now, corrected_words, kept, read_names

PLACES = Decimal("0.000001")
EVENT_GONE = "The change was taken back."
NOT_WATCHED = "This is not watched any more."
OWN_NUMBERS = "With your own numbers for this rule it does not hold."


@dataclass(frozen=True, slots=True)
class Looked:
    """How many signals fired and closed in one look."""

    fired: int
    closed: int


def look(partnership: Partnership, *, actor: Actor, now: datetime, today: date) -> Looked:
    """Keep what the rules say as of a day. A second look at the same data changes nothing.

    At the first look, what lies long behind and is over asks for no answer. A firing that corrected
    numbers no longer bear out is marked, not removed. A rule that cannot be worked out leaves its own be.
    """
    with write():
        partnership = hold(partnership)
        before = Look.get_or_none(Look.partnership == partnership)
        changed = newest_change(partnership.id)
        ground = ground_of(partnership, today, today)
        said = everything(ground)
        held = {(row.trigger, row.instance): row for row in _signals(partnership)}
        seen = _Seen(ground, before.history_id if before else changed, actor, now, today)
        fired = closed = 0
        for one in kept(said.firings):
            row = held.pop((one.trigger, one.instance), None)
            if row is None:
                facts = _facts(one, today, first=before is None)
                history.create(Signal, actor=actor, now=now, partnership=partnership, created_at=now, **facts)
                fired += 1
                closed += one.closed is not None
            else:
                closed += row.closed_on is None and one.closed is not None
                seen.follow(row, one)
        for row in held.values():
            if row.trigger not in said.broken and row.withdrawn_on is None:
                closed += seen.let_go(row)
        _remember(partnership, before, changed, today, calls_again(ground))
        return Looked(fired, closed)


@dataclass(frozen=True, slots=True)
class FirstLook:
    """The rows that a first look would keep, and the day on which the rules look again."""

    signals: list[dict[str, Any]]
    again_on: date


def first_look(partnership: Partnership, *, today: date) -> FirstLook:
    """What the rules say of a partnership that is stored with its whole past; nothing is kept yet."""
    ground = ground_of(partnership, today, today)
    said = everything(ground)
    signals = [_facts(one, today, first=True) for one in kept(said.firings)]
    return FirstLook(signals, calls_again(ground))


def note_look(partnership: Partnership, first: FirstLook, *, today: date) -> None:
    """Remember that everything stored so far was looked at."""
    _remember(partnership, None, newest_change(partnership.id), today, first.again_on)


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


@dataclass(slots=True)
class _Seen:
    """What the rules see now beside what is kept; corrections are read once, and only when they are told."""

    ground: Ground
    since: int
    actor: Actor
    now: datetime
    today: date
    _corrections: tuple[Correction, ...] | None = None

    def follow(self, row: Signal, one: Kept) -> None:
        """A signal says what the numbers say now; what people answered stays."""
        wanted: dict[str, Any] = {"fired_on": one.fired_on, **_numbers(one)}
        if all(getattr(row, name) == value for name, value in wanted.items()):
            return
        told = self._told(row, Now.BACK if row.withdrawn_on else Now.STILL)
        if told or row.withdrawn_on:
            wanted["changed_why"] = told
        history.change(row, actor=self.actor, now=self.now, **wanted)

    def let_go(self, row: Signal) -> bool:
        """A signal that the rules no longer give: what was to be done is done, or it never was one."""
        over = over_since(self.ground, row.trigger, row.instance)
        if over is not None and row.closed_on is None:
            on, why = over
            history.change(row, actor=self.actor, now=self.now, closed_on=on, closed_why=why)
            return True
        if over is None:
            why = self._why_gone(row)
            history.change(row, actor=self.actor, now=self.now, withdrawn_on=self.today, changed_why=why)
        return False

    def _why_gone(self, row: Signal) -> str:
        rule = self.ground.rules.get(row.trigger)
        if rule is None:
            return EVENT_GONE if row.trigger.startswith("TE") else ""
        if not rule.watched:
            return NOT_WATCHED
        return self._told(row, Now.GONE) or (OWN_NUMBERS if rule.numbers else "")

    def _told(self, row: Signal, what: Now) -> str:
        rule = self.ground.rules.get(row.trigger)
        if rule is None or rule.rule is None:
            return ""
        if self._corrections is None:
            self._corrections = corrections(self.ground.partnership.id, self.since)
        return corrected_words(self._corrections, read_names(rule.rule), what)


def _remember(partnership: Partnership, before: Look | None, changed: int, today: date, again: date) -> None:
    """At which state of the data it looked, and the next day on which a date alone may say something."""
    facts = {"history_id": changed, "looked_on": today, "again_on": again}
    if before is None:
        Look.create(partnership=partnership, **facts)
    else:
        Look.update(**facts).where(Look.id == before.id).execute()
