"""What the rules that watch are in the catalogue: over months, on dates, at changes, about both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class MonthlyRule:
    """A rule over data months; thresholds are exact decimals, never floats.

    `kind` is consecutive, rolling or special. `threshold` holds one value, or two for "outside". A special
    one keeps its numbers in `settings`; the value of a `share` is a part of a whole. `unit` is how people say
    the value: percent (of one), dollars, days, or empty for a plain number.
    """

    kind: str
    n: int
    grace: int
    value: str
    op: str
    threshold: tuple[Decimal, ...]
    threshold_field: str
    min_denominator: Decimal | None
    text: str
    share: bool = False
    unit: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MetricTrigger:
    """A trigger read from the monthly numbers (TM01...)."""

    id: str
    title: str
    severity: str
    side: str
    focus: tuple[str, ...]
    levers: tuple[str, ...]
    why: str
    rule: MonthlyRule
    src: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateRule:
    """A trigger that hangs on a date (TD01...).

    `base` names the date. `offsets_months` and `offsets_days` hold for every stage; where the offset
    differs by phase it stands in `offsets_months_by_phase`. `every_months` repeats by phase.
    """

    id: str
    title: str
    base: str
    offsets_months: tuple[int, ...]
    offsets_months_by_phase: Mapping[str, int]
    offsets_days: tuple[int, ...]
    every_months: Mapping[str, int]
    lead_days: int
    severity: str
    side: str
    focus: tuple[str, ...]
    levers: tuple[str, ...]
    note: str
    src: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventTrigger:
    """A change that somebody enters (TE01...) and what it asks for."""

    id: str
    group: str
    title: str
    severity: str
    side: str
    focus: tuple[str, ...]
    levers: tuple[str, ...]
    repeat_needs_assessment: bool
    denser_meetings_weeks: int
    src: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RelationshipTrigger:
    """A trigger about how the two sides work together (TR01...).

    `monthly` is set for rules over data months; every other kind keeps its numbers in `settings`.
    """

    id: str
    title: str
    kind: str
    monthly: MonthlyRule | None
    settings: Mapping[str, object]
    severity: str
    side: str
    focus: tuple[str, ...]
    levers: tuple[str, ...]
    note: str
    src: tuple[str, ...]


Trigger = MetricTrigger | DateRule | EventTrigger | RelationshipTrigger
