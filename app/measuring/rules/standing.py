"""How a metric stands: against its target, against the time before, and what it costs to gather. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.core.money import format_cents

from .choices import BY_WHOM, COMPARISONS, UNITS, Shape
from .computed import Value
from .periods import Period, months_of

FEW = 30  # under so many cases a percentage says little [ours]


class Target(StrEnum):
    """How a value lies to its target."""

    MET = "met"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"
    NONE = "none"


class Trend(StrEnum):
    """How a value moved since the period before."""

    BETTER = "better"
    WORSE = "worse"
    MOVED = "moved"  # where neither way is better
    SAME = "same"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Planned:
    """What the rules need of a metric of the plan."""

    id: str
    name: str
    unit: str
    direction: str
    frequency: str
    low: Decimal | None
    high: Decimal | None
    gathers: str
    reports: str
    hours: Decimal | None  # for one period
    collectable: str
    purpose: str
    starts_on: date | None = None
    retired_on: date | None = None
    shared_with: Sequence[str] = ()
    counts_patients: bool = True

    @property
    def hours_a_month(self) -> Decimal | None:
        """What gathering and sending it takes, in hours a month."""
        return None if self.hours is None else self.hours / months_of(self.frequency)

    def runs_through(self, period: Period) -> bool:
        """Whether it is gathered from the first to the last day of a period."""
        begun = self.starts_on is None or self.starts_on <= period.start
        return begun and (self.retired_on is None or self.retired_on >= period.after)


def against_target(metric: Planned, value: Decimal | None) -> Target:
    """Whether the value lies within what was agreed, the marks themselves included."""
    if metric.low is None and metric.high is None:
        return Target.NONE
    if value is None:
        return Target.UNKNOWN
    low_enough = metric.high is None or value <= metric.high
    high_enough = metric.low is None or value >= metric.low
    return Target.MET if low_enough and high_enough else Target.OUTSIDE


def trend(metric: Planned, before: Decimal | None, now: Decimal | None) -> Trend:
    """Which way it moved, and whether that is good."""
    if before is None or now is None:
        return Trend.UNKNOWN
    if before == now:
        return Trend.SAME
    if metric.direction == "target_range":
        far, near = _off(metric, before), _off(metric, now)
        return Trend.MOVED if far == near else Trend.BETTER if near < far else Trend.WORSE
    if metric.direction not in ("higher_better", "lower_better"):
        return Trend.MOVED
    return Trend.BETTER if (now > before) == (metric.direction == "higher_better") else Trend.WORSE


def _off(metric: Planned, value: Decimal) -> Decimal:
    """How far a value lies outside the range."""
    under = max(metric.low - value, Decimal(0)) if metric.low is not None else Decimal(0)
    over = max(value - metric.high, Decimal(0)) if metric.high is not None else Decimal(0)
    return under + over


def trend_words(found: Trend, before: Decimal | None, now: Decimal | None) -> str:
    """Up, better; down; as before. Never by a sign or a color alone."""
    if found is Trend.UNKNOWN or before is None or now is None:
        return "not known"
    if found is Trend.SAME:
        return "as before"
    way = "up" if now > before else "down"
    return way if found is Trend.MOVED else f"{way}, {found.value}"


def shown_number(unit: str, value: Decimal) -> str:
    """70, 8.3, $912.40, as it stands before the unit."""
    if UNITS[unit].shape is Shape.MONEY:
        return format_cents(int((value * 100).to_integral_value()))
    short = round(value, 1)
    return f"{short:,.0f}" if short == short.to_integral_value() else f"{short:,.1f}"


def value_words(unit: str, found: Value) -> str:
    """70 percent (7 of 10); not known."""
    if found.words:
        return found.words
    if found.value is None:
        return "not known"
    told = f"{shown_number(unit, found.value)} {UNITS[unit].after}".strip()
    if found.count is not None and found.out_of is not None:
        told += f" ({_plain(found.count)} of {_plain(found.out_of)})"
    return told


def _plain(value: Decimal) -> str:
    return f"{value.normalize():,f}"


def comparison_words(comparison: str, before: int | None, after: int | None, works_it_out: str) -> str:
    """With what it is compared, over how many months, and who works that out, in a sentence; or nothing."""
    told = f"Compared with {COMPARISONS[comparison]}" if comparison not in ("", "none") else ""
    spans = [f"{months} months {when}" for months, when in ((before, "before"), (after, "after")) if months]
    parts = [told, " and ".join(spans)]
    parts.append(f"worked out by {BY_WHOM[works_it_out]}" if works_it_out else "")
    sentence = ", ".join(one for one in parts if one)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def target_words(metric: Planned) -> str:
    """At least 70 percent; from 80 to 120 percent; none."""
    after = UNITS[metric.unit].after
    low, high = (
        None if mark is None else shown_number(metric.unit, mark) for mark in (metric.low, metric.high)
    )
    if low is not None and high is not None:
        told = low if low == high else f"from {low} to {high}"
    elif low is not None:
        told = f"at least {low}"
    elif high is not None:
        told = f"at most {high}"
    else:
        return ""
    return f"{told} {after}".strip()


def finding(metric: Planned, period: Period, now: Value, before: Value) -> str:
    """The newest value in a sentence: what it is, against the target, against the time before."""
    told = value_words(metric.unit, now)
    if now.value is None:
        return f"{period.words}: {told}."
    lies = against_target(metric, now.value)
    if lies is Target.MET:
        told += f", within the target ({target_words(metric)})"
    elif lies is Target.OUTSIDE:
        told += f", outside the target ({target_words(metric)})"
    moved = trend(metric, before.value, now.value)
    if moved is not Trend.UNKNOWN:
        told += f"; {trend_words(moved, before.value, now.value)}"
        told += "" if moved is Trend.SAME else " since the period before"
    if not now.partial:
        return f"{period.words}: {told}."
    short = now.months - now.known
    return f"{period.words}: {told}. {short} of {now.months} months {'is' if short == 1 else 'are'} missing."


def says_little(found: Value) -> bool:
    """Whether a share rests on so few cases that chance moves it."""
    return found.value is not None and found.out_of is not None and found.out_of < FEW


# --- the plan as a whole


def worries(metric: Planned) -> tuple[str, ...]:
    """What makes a metric hard to keep up [L6 feasibility]."""
    found = []
    if not metric.gathers:
        found.append("nobody gathers it yet")
    if not metric.reports and metric.purpose == "contract":
        found.append("nobody reports it yet")
    if metric.collectable == "no":
        found.append("it cannot be collected")
    elif metric.collectable == "by_hand_only":
        found.append("it can be collected only by hand")
    return tuple(found)


def hours_together(metrics: Iterable[Planned]) -> tuple[Decimal, int]:
    """Hours a month for all of them together, and of how many it is not known."""
    each = [one.hours_a_month for one in metrics]
    known = [hours for hours in each if hours is not None]
    return sum(known, Decimal(0)), len(each) - len(known)


def plan_words(metrics: Sequence[Planned], outside: int) -> str:
    """The plan in a sentence or two."""
    if not metrics:
        return "Nothing is agreed yet. Begin with what you already gather, and keep the list short."
    hours, unknown = hours_together(metrics)
    number = len(metrics)
    told = f"{number} {'metric' if number == 1 else 'metrics'}"
    if unknown < number:
        short = f"{round(hours, 1).normalize():f}"
        told += f", about {short} {'hour' if short == '1' else 'hours'} a month"
        told += f" for {number - unknown} of them" if unknown else ""
    told += "."
    if outside:
        told += f" {outside} {'lies' if outside == 1 else 'lie'} outside the target."
    hard = sum(bool(worries(one)) for one in metrics)
    if hard:
        told += f" {hard} {'needs' if hard == 1 else 'need'} a look: who gathers it, and whether it can be."
    return told
