"""Signals as people read them: where each stands, what to ask, what could be moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from peewee import SQL, Case, fn

from app.balance.queries import topics
from app.catalogue import catalogue
from app.charts.scales import Value
from app.charts.series import Trigger, series
from app.charts.told import Told, Unit
from app.core.calendar import day_words
from app.core.db import rows
from app.core.errors import NotFound
from app.core.history import History
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage

from ..models import Look, Signal
from ..rules import (
    DAYS,
    DECISION,
    RATED,
    SILENCE,
    Answer,
    Asked,
    Firing,
    Standing,
    What,
    standing,
    value_at,
    value_words,
)
from .choices import RuleRow, rule_of
from .firings import trying
from .ground import ground_of
from .levers import LeverRow, levers_of

LISTED = 50
LOOK_BACK = 12
BESIDE = 5
COLUMNS = (
    "public_id",
    "trigger",
    "instance",
    "fired_on",
    "month",
    "value",
    "threshold",
    "why",
    "closed_on",
    "closed_why",
    "withdrawn_on",
    "changed_why",
    "answer",
    "answered_on",
    "answered_by",
    "reason",
    "ask_again_on",
    "review_on",
    "version",
)
OUR_COST = ("cost", "margin")  # in the names of columns
SIDES = {
    "effort": "effort",
    "payment": "payment",
    "outcomes": "outcomes",
    "relationship": "how you work together",
    "context": "the agreement itself",
}


@dataclass(frozen=True, slots=True)
class SignalRow:
    """One signal; its title, side and severity are the catalogue's."""

    public_id: str
    trigger: str
    instance: str
    fired_on: date
    month: int | None
    value: Any
    threshold: Any
    why: str
    closed_on: date | None
    closed_why: str
    withdrawn_on: date | None
    changed_why: str
    answer: str
    answered_on: date | None
    answered_by: str
    reason: str
    ask_again_on: date | None
    review_on: date | None
    version: int

    @property
    def title(self) -> str:
        """What it is about."""
        return catalogue().trigger(self.trigger).title

    @property
    def severity(self) -> str:
        """info, watch, act or urgent."""
        return catalogue().trigger(self.trigger).severity

    @property
    def side(self) -> str:
        """Which side of the balance it speaks to, in words."""
        found = catalogue().trigger(self.trigger).side
        return SIDES.get(found, found)

    @property
    def is_relationship(self) -> bool:
        """Whether it is about how both sides work together, which no partner's copy tells."""
        return self.trigger.startswith("TR")

    @property
    def tells_cost(self) -> bool:
        """Whether its numbers are what care costs us."""
        rule = getattr(catalogue().trigger(self.trigger), "rule", None)
        return any(name in getattr(rule, "value", "") for name in OUR_COST)

    @property
    def is_change(self) -> bool:
        """Whether it comes of a change that somebody noted; `instance` is that change then."""
        return self.trigger.startswith("TE")

    @property
    def words(self) -> str:
        """Why it fired, without the title before it."""
        return self._said(self.why)

    @property
    def closed_words(self) -> str:
        """Why it is over, without the title before it."""
        return self._said(self.closed_why)

    def _said(self, words: str) -> str:
        said = words.removeprefix(f"{self.title}: ")
        return said[:1].upper() + said[1:]

    def stands(self, today: date) -> Standing:
        """Whether it asks, is watched, was answered, or is over."""
        closed = self.closed_on is not None
        return standing(Asked(self.answer, closed, self.withdrawn_on is not None, self.ask_again_on), today)


def signals_of(
    partnership_id: int, limit: int = LISTED, offset: int = 0, *, side: str = ""
) -> tuple[SignalRow, ...]:
    """The signals of a partnership, of all sides or one; one more than a page when there are more.

    The newest first, but those that are over come last: an old one that is open stands on the first page.
    """
    s = Signal
    query = s.select(*(getattr(s, name) for name in COLUMNS)).where(s.partnership == partnership_id)
    if side:
        query = query.where(s.trigger.in_([one.id for one in catalogue().triggers if one.side == side]))
    over = s.closed_on.is_null(False) | s.withdrawn_on.is_null(False) | (s.answer == Answer.PAST.value)
    last = Case(None, [(over, 1)], 0)
    ordered = query.order_by(last, s.fired_on.desc(), s.id.desc()).limit(limit + 1).offset(offset)
    return tuple(SignalRow(*row) for row in rows(ordered))


def beside(partnership_id: int, public_id: str, today: date) -> tuple[SignalRow, ...]:
    """Other signals that are open, the newest first."""
    others = (one for one in open_signals(partnership_id, today) if one.public_id != public_id)
    return tuple(others)[:BESIDE]


def counts_of_all(partnership_id: int, today: date) -> Mapping[Standing, int]:
    """How many signals of a partnership stand where, on whatever page: one statement."""
    s = Signal
    query = s.select(s.answer, s.closed_on, s.withdrawn_on, s.ask_again_on)
    found: dict[Standing, int] = dict.fromkeys(Standing, 0)
    for answer, closed, withdrawn, again in rows(query.where(s.partnership == partnership_id)):
        found[standing(Asked(answer, closed is not None, withdrawn is not None, again), today)] += 1
    return found


def open_signals(partnership_id: int, today: date) -> tuple[SignalRow, ...]:
    """Those that are not over, the newest first."""
    s = Signal
    query = s.select(*(getattr(s, name) for name in COLUMNS)).where(
        (s.partnership == partnership_id) & s.closed_on.is_null() & s.withdrawn_on.is_null()
    )
    found = (SignalRow(*row) for row in rows(query.order_by(s.fired_on.desc(), s.id.desc()).limit(LISTED)))
    return tuple(one for one in found if one.stands(today) is not Standing.OVER)


def signals_by_id(ids: Sequence[int]) -> tuple[SignalRow, ...]:
    """The signals with these row ids, the newest first."""
    s = Signal
    if not ids:
        return ()
    query = s.select(*(getattr(s, name) for name in COLUMNS)).where(s.id.in_(list(ids)))
    return tuple(SignalRow(*row) for row in rows(query.order_by(s.fired_on.desc(), s.id.desc())))


def waiting_count(partnership_id: Any, today: Any) -> Any:
    """How many signals of a partnership ask for an answer, as a part of another query."""
    s = Signal.alias("s")
    return s.select(fn.COUNT(s.id)).where((s.partnership == partnership_id) & _waits(s, today))


def partnerships_waiting(today: Any, limit: Any) -> Any:
    """The running partnerships of the newest signals that ask for an answer, as a part of another query."""
    s, p, newest = Signal.alias("w"), Partnership.alias("wp"), Signal.alias("n")
    one = s.partnership + SQL("0")  # not the bare column: reading along its index is four times as slow
    running = s.select(one.alias("partnership_id")).join(p)
    asking = running.where(_waits(s, today) & (p.stage != Stage.ENDED.value)).group_by(one)
    found = asking.order_by(fn.MAX(s.fired_on).desc(), one).limit(limit)
    return newest.select(SQL("partnership_id")).from_(found)


def _waits(signal: Any, today: Any) -> Any:
    watched = (signal.answer == Answer.WATCH.value) & (signal.ask_again_on <= today)
    return signal.closed_on.is_null() & signal.withdrawn_on.is_null() & ((signal.answer == "") | watched)


def get_signal(partnership_id: int, public_id: str) -> Signal:
    """The row of a signal of this partnership. Raises NotFound."""
    s = Signal
    row = s.get_or_none((s.public_id == public_id) & (s.partnership == partnership_id))
    if row is None:
        raise NotFound("There is no such signal here.")
    found: Signal = row
    return found


def row_of(signal: Signal) -> SignalRow:
    """A signal as it is read."""
    return SignalRow(*(getattr(signal, name) for name in COLUMNS))


# --- what to ask, and what could be moved


@dataclass(frozen=True, slots=True)
class Help:
    """What belongs to a signal: why it matters, questions by title, levers with where each stands."""

    why: str
    questions: tuple[tuple[str, tuple[str, ...]], ...]
    levers: tuple[LeverRow, ...]


def help_for(partnership_id: int, trigger: str) -> Help:
    """The questions and levers of a trigger [L7 balance]."""
    book = catalogue()
    one = book.trigger(trigger)
    known = {question.id: question for question in book.review_questions}
    questions = [known[ident] for ident in one.focus if ident in known]
    return Help(
        getattr(one, "why", "") or getattr(one, "note", ""),
        tuple((question.title, question.asks) for question in questions),
        tuple(row for row in levers_of(partnership_id) if row.id in one.levers),
    )


WAITED = (DECISION, SILENCE)  # their value is a number of days


def _chart_unit(unit: str) -> Unit:
    short = "" if unit == DAYS else unit  # what stands at the axis has no room for words

    def written(places: int) -> Callable[[Value], str]:
        return lambda value: value_words(Fraction(value), short, places)

    return Unit(written(2), written(1))


def chart_of(partnership: Partnership, trigger: str, today: date) -> Told | None:
    """What a rule read month by month beside its limit; none for what hangs on a day."""
    try:
        one = rule_of(partnership.id, trigger)
    except NotFound:
        return None
    rule = one.rule
    if rule is None:
        return None
    months = {month.number: month for month in ground_of(partnership, today, today).months}
    found = {month.on: value_at(rule, months, number) for number, month in months.items()}
    limits = [pair[1] for pair in found.values() if pair is not None]
    if not limits:
        return None
    below = rule.op in ("<", "<=")
    words = f"{'under' if below else 'over'} {value_words(limits[-1], rule.unit, 2)}"
    values = {on: None if pair is None else _places(pair[0]) for on, pair in found.items()}
    line = Trigger(_places(limits[-1]), words, below=below)
    return series(one.title, [("here", values)], unit=_chart_unit(rule.unit), trigger=line)


def _places(value: Fraction) -> Decimal:
    """Four decimals are enough for a picture."""
    return Decimal(f"{float(value):.4f}")


def would_have_fired(partnership: Partnership, one: RuleRow, today: date) -> tuple[str, ...]:
    """When a rule with these numbers would have fired until now, with the value of then; the latest dozen."""
    found = [firing for firing in trying(partnership, one, today) if firing.what is What.FIRES]
    unit = one.rule.unit if one.rule else ""
    return tuple(_fired_words(firing, unit) for firing in sorted(found, key=lambda one: one.on)[-LOOK_BACK:])


def _fired_words(one: Firing, unit: str) -> str:
    """October 2026 (7): only we read it, so that small counts are told as well."""
    when = day_words(one.on) if one.month is None else f"{one.on:%B %Y}"
    if one.trigger in RATED:
        topic = one.about.partition("-")[0]  # more than one may fire on a day
        return f"{when} ({next((known.title for known in topics() if known.id == topic), topic).lower()})"
    if one.value is None or one.value == one.threshold:
        return when
    value = value_words(one.value, unit)
    return f"{when} (after {value} days)" if one.trigger in WAITED else f"{when} ({value})"


# --- which partnerships ask to be looked at


def to_look_at(today: date, limit: int) -> tuple[int, ...]:
    """Partnerships whose data changed since the rules looked, or that a date calls, by id."""
    h, look, p = History, Look, Partnership
    newest = h.select(fn.MAX(h.id)).where(h.partnership_id == p.id)
    changed = fn.COALESCE(newest, 0) > look.history_id
    query = (
        p.select(p.id)
        .join(look, "left join", on=(look.partnership == p.id))
        .where(look.id.is_null() | changed | (look.again_on <= today))
        .order_by(p.id)
        .limit(limit)
    )
    return tuple(row_id for (row_id,) in rows(query))


def newest_change(partnership_id: int) -> int:
    """The number of the newest recorded change of a partnership."""
    h = History
    found: int | None = h.select(fn.MAX(h.id)).where(h.partnership_id == partnership_id).scalar()
    return found or 0
