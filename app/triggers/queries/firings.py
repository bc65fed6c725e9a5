"""What every rule says of a partnership, from the data alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from app.catalogue import catalogue
from app.core.calendar import add_months, month_start
from app.core.db import rows
from app.costs.queries import loss_tolerance
from app.metrics.queries import MonthFigures, every_month
from app.partnerships.models import Partnership, StageChange
from app.relationship.models import Concern, Pulse
from app.terms.queries import terms_over_time

from ..models import ChangeEvent
from ..rules import (
    CONCERN,
    DatedFacts,
    Firing,
    Month,
    OpenConcern,
    PulseTaken,
    Stages,
    What,
    dated,
    evaluate,
    low_pulses,
    old_concerns,
    wide_pulses,
)
from .choices import rules_of
from .terms import DATED, FIELDS, WANTED, dated_facts

TermsOn = Callable[[date], Mapping[str, Any]]
CENTS = "_cents"
LATE = date(9000, 1, 1)  # a day on which every term that was ever written holds


def firings(partnership: Partnership, as_of: date | None = None, *, today: date) -> tuple[Firing, ...]:
    """Everything that fired, closed or was called off until a day, or in the whole life; by day.

    A data month counts from the first day of the next one. Whether a concern will still be open on a day
    that lies after `today` nobody knows. Evaluating twice gives the same.
    """
    stages, terms_on = stages_of(partnership), terms_over_time(partnership.id, WANTED)
    ended_on = _ended_on(partnership, stages, as_of)
    found = [
        *_monthly(partnership, stages, terms_on, as_of),
        *_dated(dated_facts(terms_on(as_of or LATE), ended_on, as_of or today), as_of),
        *_between(partnership.id, as_of, today),
        *_events(partnership.id, as_of),
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.trigger, one.what)))


def next_call(partnership: Partnership, today: date) -> date:
    """The next day on which a date alone may say something: a contract date, a concern's age, a new month."""
    stages, terms_on = stages_of(partnership), terms_over_time(partnership.id, DATED)
    facts = dated_facts(terms_on(LATE), _ended_on(partnership, stages, today), today)
    days = _days_of_concerns()
    concerns = Concern.select(Concern.opened_on).where(
        (Concern.partnership == partnership) & Concern.resolved_on.is_null()
    )
    ahead = [one.on for one in _dated(facts, None)]
    ahead += [opened + timedelta(days=days) for (opened,) in rows(concerns)]
    return min((*(on for on in ahead if on > today), add_months(month_start(today), 1)))


def _monthly(
    partnership: Partnership, stages: Stages, terms_on: TermsOn, as_of: date | None
) -> Iterator[Firing]:
    months = _months(partnership, stages, terms_on, as_of)
    for one in rules_of(partnership.id):
        if one.watched:
            yield from evaluate(one.trigger, one.title, one.rule, months)


def months_of(partnership: Partnership, as_of: date) -> tuple[Month, ...]:
    """The data months known by a day, as the rules read them."""
    terms_on = terms_over_time(partnership.id, WANTED)
    return _months(partnership, stages_of(partnership), terms_on, as_of)


def stages_of(partnership: Partnership) -> Stages:
    """The stage on any day, as far back as it was noted."""
    c = StageChange
    query = c.select(c.on, c.to_stage, c.from_stage).where(c.partnership == partnership)
    found = sorted(rows(query.order_by(c.id)), key=lambda row: row[0])
    if not found:
        return Stages(((date.min, partnership.stage),))
    began = found[0][2] or found[0][1]
    return Stages(((date.min, began), *((on, to_stage) for on, to_stage, _from in found)))


def _ended_on(partnership: Partnership, stages: Stages, as_of: date | None) -> date | None:
    """The day of the notice, or of the end where nobody gave one; none while that lies ahead."""
    found = partnership.notice_given_on or stages.ended_on
    return None if found is None or (as_of is not None and found > as_of) else found


def _months(
    partnership: Partnership, stages: Stages, terms_on: TermsOn, as_of: date | None
) -> tuple[Month, ...]:
    """The months in which the rules watch; with the month after a notice they are silent."""
    tolerance, notice = loss_tolerance(partnership.id), _ended_on(partnership, stages, as_of)
    found = []
    for one in every_month(partnership.id):
        counts = as_of is None or add_months(one.month_on, 1) <= as_of
        if counts and (notice is None or one.month_on <= notice) and stages.watched_in(one.month_on):
            fields = _fields(terms_on(one.month_on), tolerance)
            found.append(Month(one.month, one.month_on, _figures(one), fields))
    return tuple(found)


def _figures(one: MonthFigures) -> dict[str, Fraction | None]:
    """Exact numbers under the catalogue's names; amounts in USD."""
    return {
        name.removesuffix(CENTS): None
        if value is None
        else Fraction(value, 100)
        if name.endswith(CENTS)
        else Fraction(value)
        for name, value in one.values.items()
    }


def _fields(terms: Mapping[str, Any], tolerance: Fraction | None) -> dict[str, Fraction | None]:
    held = {name: terms.get(key) for name, key in FIELDS.items()}
    exact = {name: None if value is None else Fraction(value) for name, value in held.items()}
    return {**exact, "loss_tolerance": tolerance}


def _dated(facts: DatedFacts, as_of: date | None) -> Iterator[Firing]:
    rules = {one.id: one for one in catalogue().date_rules}
    for one in dated(facts, rules):
        if one.what is What.CANCELLED or as_of is None or one.on <= as_of:
            yield one


def _between(partnership_id: int, as_of: date | None, today: date) -> Iterator[Firing]:
    c, p = Concern, Pulse
    settings = {one.id: one.settings for one in catalogue().relationship_triggers}
    concerns = rows(c.select(c.opened_on, c.resolved_on).where(c.partnership == partnership_id))
    known = [OpenConcern(opened, resolved) for opened, resolved in concerns]
    pulses = rows(p.select(p.on, p.payer_mean, p.provider_mean).where(p.partnership == partnership_id))
    taken = [PulseTaken(on, _exact(payer), _exact(provider)) for on, payer, provider in pulses]
    days = _days_of_concerns()
    found: Iterable[Firing] = (
        *old_concerns(known, days, today),
        *low_pulses(taken, settings["TR04"]),
        *wide_pulses(taken, settings["TR05"]),
    )
    yield from (one for one in found if as_of is None or one.on <= as_of)


def _days_of_concerns() -> int:
    """After how many days an open concern is a signal."""
    rule = next(one for one in catalogue().relationship_triggers if one.id == CONCERN)
    return int(str(rule.settings["days"]))


def _exact(value: Any) -> Fraction | None:
    return None if value is None else Fraction(value)


def _events(partnership_id: int, as_of: date | None) -> Iterator[Firing]:
    e = ChangeEvent
    query = e.select(e.kind, e.on, e.text).where(e.partnership == partnership_id)
    for kind, on, text in rows(query if as_of is None else query.where(e.on <= as_of)):
        yield Firing(kind, What.FIRES, on, why=text)
