"""What the monthly numbers say on each side of the balance, one plain sentence each. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from app.core.calendar import add_months
from app.core.money import format_dollars
from app.core.text import number

from .marks import Topic

Values = Mapping[str, Any]  # figures by column name; None is not known
SHORT, LONG = 3, 6  # months of a window, as the rules that watch them [L7 effort] [L7 outcomes]
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence beside a topic. `known` is false where it can say nothing.

    `private` marks what stays with us: costs, margins and hours of our own, and small counts of people.
    """

    topic: str
    words: str
    known: bool = True
    private: bool = False


@dataclass(frozen=True, slots=True)
class NumberFacts:
    """The newest months, oldest first, and what the contract and we ourselves set beside them.

    Counts of people from 1 through `hidden_up_to` are not told to others.
    """

    months: Sequence[tuple[date, Values]]
    planned: Mapping[date, Decimal | None] = field(default_factory=dict)  # contacts per patient month
    reporting_cap: Decimal | None = None
    ed_target: Decimal | None = None
    admission_target: Decimal | None = None
    tolerance_cents: int | None = None
    hidden_up_to: int = 10


def numbers_said(facts: NumberFacts) -> tuple[Said, ...]:
    """Every sentence, in the order of the topics [L7 balance]."""
    return (
        contacts(facts),
        unpaid_hours(facts),
        reporting(facts),
        cost_and_payment(facts),
        running_margin(facts),
        rate(facts, "ed_visits", "emergency visits", facts.ed_target),
        rate(facts, "admissions", "unplanned admissions", facts.admission_target),
        late_starts(facts),
    )


def contacts(facts: NumberFacts) -> Said:
    """Care given per patient month against what the contract plans [L7 effort]."""
    window = _window(facts, SHORT, "encounters", "patient_months")
    each = _over(_sum(window, "encounters"), _sum(window, "patient_months"))
    if each is None:
        return _unknown(Topic.EFFORT, "How much care a patient gets is not known.")
    told = f"{_one(each)} contacts per patient month {_span(window)}"
    plans = [facts.planned.get(on) for on, _values in window]
    if any(plan is None for plan in plans):
        return Said(Topic.EFFORT, f"{told}; what was planned is not known.")
    wanted = sum(
        (plan * values["patient_months"] for plan, (_on, values) in zip(plans, window, strict=True) if plan),
        Decimal(0),
    )
    planned = _over(wanted, _sum(window, "patient_months"))
    if not planned:
        return Said(Topic.EFFORT, f"{told}; none were planned.")
    return Said(Topic.EFFORT, f"{told}, {_one(planned)} planned: {_apart(each, planned)}.")


def _apart(value: Decimal, plan: Decimal) -> str:
    percent = _whole((value - plan) * 100 / plan)
    return "as planned" if percent == 0 else f"{abs(percent)} percent {'more' if percent > 0 else 'less'}"


def unpaid_hours(facts: NumberFacts) -> Said:
    """The share of the team's hours that bring no income [L7 effort]."""
    window = _window(facts, SHORT, "non_revenue_hours", "team_hours")
    unpaid, team = _sum(window, "non_revenue_hours"), _sum(window, "team_hours")
    share = _over(unpaid * 100, team)
    if share is None:
        return _unknown(Topic.EFFORT, "Hours without income are not known.")
    words = f"{_whole(share)} percent of the team’s hours brought no income {_span(window)}"
    return Said(Topic.EFFORT, f"{words}: {number(unpaid)} of {number(team)}.", private=True)


def reporting(facts: NumberFacts) -> Said:
    """Hours of reporting in the newest month against the most that was agreed [L7 effort]."""
    window = _window(facts, 1, "reporting_hours")
    if not window:
        return _unknown(Topic.EFFORT, "Hours spent on reports are not known.")
    hours = window[0][1]["reporting_hours"]
    cap = facts.reporting_cap
    agreed = "no limit is agreed" if cap is None else f"at most {number(cap)} are agreed"
    words = f"Reports took {number(hours)} {'hour' if hours == 1 else 'hours'} {_span(window)}; {agreed}."
    return Said(Topic.EFFORT, words, private=True)


def cost_and_payment(facts: NumberFacts) -> Said:
    """What care cost and what was paid per patient month [L7 payment] [L5 costs]."""
    window = _window(facts, SHORT, "total_cost_cents", "total_revenue_cents", "patient_months")
    months = _sum(window, "patient_months")
    cost, paid = (_over(_sum(window, name), months) for name in ("total_cost_cents", "total_revenue_cents"))
    if cost is None or paid is None:
        return _unknown(Topic.PAYMENT, "What care costs and what is paid per patient month is not known.")
    words = f"Care cost {_dollars(cost)} per patient month and {_dollars(paid)} was paid {_span(window)}"
    short = _whole(abs(paid - cost) / 100)
    way = "just enough" if not short else f"{_dollars(abs(paid - cost))} {'over' if paid > cost else 'short'}"
    return Said(Topic.PAYMENT, f"{words}: {way}.", private=True)


def running_margin(facts: NumberFacts) -> Said:
    """What is left over since the start, against the loss that can be borne [L7 payment]."""
    window = _window(facts, 1, "running_margin_cents")
    if not window:
        return _unknown(Topic.PAYMENT, "What is left over since the start is not known.")
    on, values = window[0]
    cents = int(values["running_margin_cents"])
    if cents >= 0:
        words = f"Since the start {format_dollars(cents)} is left over, up to {on:%B %Y}."
        return Said(Topic.PAYMENT, words, private=True)
    words = f"Since the start care cost {format_dollars(-cents)} more than was paid, up to {on:%B %Y}"
    if facts.tolerance_cents is None:
        return Said(Topic.PAYMENT, f"{words}; what we can bear is not known.", private=True)
    over = -cents > facts.tolerance_cents
    bear = f"{'more than' if over else 'within'} the {format_dollars(facts.tolerance_cents)} we can bear"
    return Said(Topic.PAYMENT, f"{words}: {bear}.", private=True)


def rate(facts: NumberFacts, column: str, called: str, target: Decimal | None) -> Said:
    """Events per 100 patient months against their target [L7 outcomes]."""
    window = _window(facts, SHORT, column, "patient_months")
    count, months = _sum(window, column), _sum(window, "patient_months")
    found = _over(count * HUNDRED, months)
    if found is None:
        return _unknown(Topic.OUTCOMES, f"The rate of {called} is not known.")
    rate_told = f"{_one(found)} {called} per 100 patient months"
    words = f"{rate_told} {_span(window)} ({number(count)} in {_one(months)})"
    private = _few(facts, count, months)
    if target is None:
        return Said(Topic.OUTCOMES, f"{words}; no target is set.", private=private)
    lies = "over" if found > target else "within"
    return Said(Topic.OUTCOMES, f"{words}, {lies} the target of {_one(target)}.", private=private)


def late_starts(facts: NumberFacts) -> Said:
    """Deaths within 60 days of the start: people who came late [L7 outcomes]."""
    window = _window(facts, LONG, "deaths_within_60_days", "deaths")
    late, deaths = _sum(window, "deaths_within_60_days"), _sum(window, "deaths")
    if not window:
        return _unknown(Topic.OUTCOMES, "How many came late is not known.")
    if not deaths:
        return Said(Topic.OUTCOMES, f"Nobody died {_span(window)}, so late starts cannot be told.")
    words = f"{number(late)} of {number(deaths)} deaths came within 60 days of the start, {_span(window)}."
    # Whoever knows both knows the others, too.
    return Said(Topic.OUTCOMES, words, private=_few(facts, late, deaths, deaths - late))


def _window(facts: NumberFacts, length: int, *columns: str) -> list[tuple[date, Values]]:
    """The newest months when none is missing and all know every column, else none. Fewer at the beginning."""
    newest = list(facts.months)[-length:]
    whole = all(values.get(name) is not None for _on, values in newest for name in columns)
    unbroken = all(on == add_months(newest[0][0], at) for at, (on, _values) in enumerate(newest))
    return newest if whole and unbroken else []


def _sum(window: Sequence[tuple[date, Values]], column: str) -> Decimal:
    return sum((Decimal(values[column]) for _on, values in window), Decimal(0))


def _over(part: Decimal, whole: Decimal) -> Decimal | None:
    return part / whole if whole else None


def _few(facts: NumberFacts, *counts: Decimal) -> bool:
    return any(0 < count <= facts.hidden_up_to for count in counts)


def _span(window: Sequence[tuple[date, Values]]) -> str:
    first, last = window[0][0], window[-1][0]
    if first == last:
        return f"in {last:%B %Y}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"from {first:%B}{year} to {last:%B %Y}"


def _unknown(topic: Topic, words: str) -> Said:
    return Said(topic, words, known=False)


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def _one(value: Decimal) -> str:
    return number(value.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _dollars(cents: Decimal) -> str:
    return format_dollars(_whole(cents))
