"""The rules over the program's own records: what is to be done again, and what does not come.

An example that is loaded from files has these records only from the story told around it, so the command that
is compared with such files leaves these rules out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from app.assessments.queries import last_assessed_on
from app.balance.queries import balance_signals, limits_with
from app.catalogue import catalogue
from app.core.calendar import add_months, day_words, local_date, month_start
from app.core.db import first_row, rows
from app.costs.models import CostSet
from app.measuring.models import PlannedMetric
from app.meetings.models import CommunicationPlan, Meeting
from app.meetings.rules import Status
from app.organization.queries import house_facts
from app.outreach.models import ReferralPlan
from app.partnerships.rules import Side, Stage
from app.relationship.models import DecisionRequest, Touch
from app.relationship.queries import pilot_since, pulse_due_on, pulses

from ..rules import (
    DECISION,
    MONTHS,
    RATED,
    SILENCE,
    SUPPORT_ENDS,
    AskedDecision,
    Firing,
    LastDone,
    Patience,
    RenewalFacts,
    What,
    done_again,
    late_decisions,
    missing_months,
    renewals,
    silences,
    still_missing,
)
from .ground import LATE, Ground
from .terms import START, SUPPORT_END

OUR_OWN_MEETING = "all_contracts_briefing"  # nobody of the other side is there


def tilting(ground: Ground) -> Iterator[Firing]:
    """What the ratings of both sides say: a tilt that lasts, two views far apart [L7 balance]."""
    own = {name: str(value) for rule in RATED for name, value in ground.rules[rule].holding.items()}
    limits = limits_with(own)
    for one in balance_signals(ground.partnership.id, min(ground.until, ground.today), limits):
        about = "-".join(part for part in (one.topic, one.side) if part)
        yield Firing(one.trigger, What.FIRES, one.fired_on, why=one.words, about=about)
        if one.closed_on is not None:
            yield Firing(one.trigger, What.CLOSES, one.closed_on, why=one.closed_words, about=about)


def renewing(ground: Ground, trigger: str) -> Iterator[Firing]:
    """What one of the rules TD06 to TD12 says."""
    rule = next(one for one in catalogue().date_rules if one.id == trigger)
    last = last_done(ground, trigger)
    found = {rule.base: last} if last else {}
    in_pilot = ground.stages.on(ground.as_of or ground.today) == Stage.PILOT
    facts = RenewalFacts(found, in_pilot, ground.ended_on)
    return renewals(facts, [(rule, ground.rules[trigger].whole("lead"))])


def last_done(ground: Ground, trigger: str) -> LastDone | None:
    """When the thing a rule watches was last done, as far as it was known by then; one statement."""
    found = _BASES[trigger](ground)
    if found is None or trigger == SUPPORT_ENDS or ground.as_of is None or found.on <= ground.as_of:
        return found
    return None


def _needs_assessment(ground: Ground) -> LastDone | None:
    on = last_assessed_on(ground.partnership.id)
    return None if on is None else LastDone(on)


def _cost_model(ground: Ground) -> LastDone | None:
    return _changed(CostSet, ground)


def _metrics_plan(ground: Ground) -> LastDone | None:
    return _changed(PlannedMetric, ground)


def _changed(model: Any, ground: Ground) -> LastDone | None:
    query = model.select(model.changed_at).where(model.partnership == ground.partnership.id)
    row: tuple[datetime] | None = first_row(query.order_by(model.changed_at.desc()).limit(1))
    return None if row is None else LastDone(local_date(row[0], house_facts().time_zone))


def _communication_plan(ground: Ground) -> LastDone | None:
    c = CommunicationPlan
    return _days(c.select(c.agreed_on, c.look_again_on).where(c.partnership == ground.partnership.id))


def _referral_plan(ground: Ground) -> LastDone | None:
    r = ReferralPlan
    return _days(r.select(r.revisited_on, r.look_again_on).where(r.partnership == ground.partnership.id))


def _days(query: Any) -> LastDone | None:
    row = first_row(query)
    return None if row is None or row[0] is None else LastDone(*row)


def _support_end(ground: Ground) -> LastDone | None:
    on = ground.terms_on(ground.as_of or LATE).get(SUPPORT_END)
    return LastDone(on) if isinstance(on, date) else None


def _pulse(ground: Ground) -> LastDone | None:
    newest = pulses(ground.partnership.id, limit=1)
    if not newest:
        return None
    return LastDone(newest[0].on, pulse_due_on(newest, pilot_since(ground.partnership.id)))


_BASES = {
    "TD06": _needs_assessment,
    "TD07": _cost_model,
    "TD08": _communication_plan,
    "TD09": _referral_plan,
    "TD10": _metrics_plan,
    "TD11": _support_end,
    "TD12": _pulse,
}


def waiting(ground: Ground, trigger: str, until: date) -> Iterable[Firing]:
    """What one of the rules TR07, TR08 and TM26 says until a day."""
    if trigger == DECISION:
        return late_decisions(_asked(ground), until)
    if trigger == SILENCE:
        return silences(_contacts(ground.partnership.id, until), _patience(ground), until)
    rule = ground.rules[MONTHS]
    entered = entered_months(ground)
    return missing_months(_due(ground, until), entered, rule.whole("months"), rule.whole("days"), until)


def _asked(ground: Ground) -> list[AskedDecision]:
    """What was asked of the plan, where it is known by when it decides; after the end nobody waits."""
    d = DecisionRequest
    of_the_plan = (d.partnership == ground.partnership) & (d.side == Side.PAYER.value) & ~d.removed
    if ground.ended_on is not None:
        of_the_plan &= d.expected_on < ground.ended_on
    query = d.select(d.public_id, d.asked_on, d.expected_on, d.decided_on)
    return [AskedDecision(*row) for row in rows(query.where(of_the_plan & d.expected_on.is_null(False)))]


def _contacts(partnership_id: int, until: date) -> set[date]:
    """The days on which the other side was spoken with: contacts, and meetings that were held."""
    t, m = Touch, Meeting
    touched = t.select(t.on).where((t.partnership == partnership_id) & ~t.removed & (t.on <= until))
    held = (m.partnership == partnership_id) & (m.status == Status.HELD.value) & (m.on <= until)
    met = m.select(m.on).where(held & (m.kind != OUR_OWN_MEETING))
    return {on for (on,) in rows(touched.union(met))}


def _patience(ground: Ground) -> Patience:
    days = {name: int(value) for name, value in ground.rules[SILENCE].holding.items()}
    return Patience(days, ground.stages, pilot_since(ground.partnership.id), ground.ended_on)


def entered_months(ground: Ground) -> set[date]:
    """The months of which at least one figure is there."""
    return {one.month_on for one in ground.figures if any(value is not None for value in one.values.values())}


def _due(ground: Ground, until: date) -> list[date]:
    """The months whose numbers are wanted, the earliest first: those in which the rules watch."""
    start = ground.terms_on(LATE).get(START)
    begun = [one.month_on for one in ground.figures[:1]]
    begun += [month_start(start)] if isinstance(start, date) else []
    month, found = min(begun, default=until), []
    while month < month_start(until):
        if ground.watched_in(month):
            found.append(month)
        month = add_months(month, 1)
    return found


def over_since(ground: Ground, trigger: str, about: str) -> tuple[date, str] | None:
    """Since when a signal of these rules is over, and why; none where it only was taken back."""
    if trigger in _BASES:
        on = done_again(trigger, about, last_done(ground, trigger))
        return None if on is None else (on, f"it was done on {day_words(on)}")
    if trigger == MONTHS:
        months = ground.rules[MONTHS].whole("months")
        if not still_missing(about, months, entered_months(ground)):
            return ground.today, "the numbers are there"
    return None
