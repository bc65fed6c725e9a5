"""The plan of a partnership with what its metrics came to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.catalogue import catalogue
from app.charts import told as charts
from app.charts.series import Band
from app.charts.series import series as charted
from app.core.db import rows
from app.core.errors import NotFound
from app.metrics.queries import figures_from
from app.terms.queries import terms_in_force

from ..models import MetricValue, PlannedMetric
from ..rules import (
    FORMULAS,
    PLANNED,
    Period,
    Planned,
    Target,
    Value,
    against_target,
    back_from,
    computed,
    months_of,
    newest_over,
    says_little,
    shown_number,
    target_words,
    trend,
    trend_words,
    value_words,
    worries,
)

PLANNED_VISITS = "S13.planned_encounters_ppm"
MOST = 50  # metrics of a plan; the catalogue has 63, and a plan is short
SHOWN_PERIODS = {1: 24, 3: 8, 6: 6, 12: 5}  # of a metric's own page, by months of a period


@dataclass(frozen=True, slots=True)
class Told:
    """A value of one period; `entered` says that somebody typed it, else the monthly numbers gave it."""

    period: Period
    value: Value
    entered: bool
    note: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A metric of the plan with its newest value beside target and the period before."""

    public_id: str
    item: str
    group: str
    metric: Planned
    meaning: str
    baseline: Decimal | None
    now: Told
    before: Told

    @property
    def words(self) -> str:
        """70 percent (7 of 10)."""
        return value_words(self.metric.unit, self.now.value)

    @property
    def known(self) -> bool:
        """Whether there is anything to tell."""
        return self.now.value.value is not None or bool(self.now.value.words)

    @property
    def target(self) -> Target:
        """How the value lies to the target."""
        return against_target(self.metric, self.now.value.value)

    @property
    def target_words(self) -> str:
        """At least 70 percent."""
        return target_words(self.metric)

    @property
    def trend(self) -> str:
        """Up, better."""
        values = self.before.value.value, self.now.value.value
        return trend_words(trend(self.metric, *values), *values)

    @property
    def worries(self) -> tuple[str, ...]:
        """What makes it hard to keep up."""
        return worries(self.metric)

    @property
    def little(self) -> bool:
        """Whether so few cases stand behind it that it says little."""
        return says_little(self.now.value)


PLANNED_COLUMNS = tuple(name for name in Planned.__dataclass_fields__ if name != "id")


def plan(partnership_id: int, today: date, period: Period | None = None) -> tuple[PlanRow, ...]:
    """Every metric that is not retired, with its newest period that is over, or the one that is given."""
    p = PlannedMetric
    kept = (p.partnership == partnership_id) & (p.retired_on.is_null() | (p.retired_on > today))
    return _rows(partnership_id, kept, today, period)


def retired(partnership_id: int, today: date) -> tuple[PlanRow, ...]:
    """The metrics that are no longer gathered."""
    p = PlannedMetric
    return _rows(partnership_id, (p.partnership == partnership_id) & (p.retired_on <= today), today)


def _rows(partnership_id: int, kept: Any, today: date, period: Period | None = None) -> tuple[PlanRow, ...]:
    p = PlannedMetric
    facts = (getattr(p, name) for name in PLANNED_COLUMNS)
    query = p.select(p.id, p.item, p.definition, p.baseline, p.public_id, *facts).where(kept)
    found = list(rows(query.order_by(p.id).limit(MOST)))
    if not found:
        return ()
    told = [(ident, item, meaning, base, Planned(*rest)) for ident, item, meaning, base, *rest in found]
    periods = [period or newest_over(today, months_of(metric.frequency)) for *_rest, metric in told]
    earliest = min(one.before.start for one in periods)
    held = _held([ident for ident, *_rest in told], earliest)
    months = _months(partnership_id, earliest, [item for _ident, item, *_rest in told], today)
    return tuple(
        PlanRow(
            metric.id,
            item,
            group_of(item),
            metric,
            meaning,
            base,
            _told(held.get(ident, {}), item, months, one),
            _told(held.get(ident, {}), item, months, one.before),
        )
        for (ident, item, meaning, base, metric), one in zip(told, periods, strict=True)
    )


def group_of(item: str) -> str:
    """The catalogue's group of a metric, or that of our own ones."""
    return catalogue().metric(item).group if item else "own"


def _held(ids: Sequence[int], since: date) -> dict[int, dict[date, Told]]:
    """What was typed, by metric and first day of its period."""
    v = MetricValue
    query = v.select(v.metric, v.period_on, v.value, v.count, v.out_of, v.words, v.note, v.version)
    found: dict[int, dict[date, Told]] = {}
    for metric, on, value, count, out_of, words, note, version in rows(
        query.where(v.metric.in_(ids) & (v.period_on >= since))
    ):
        told = Told(Period(on, 1), Value(value, count, out_of, words), True, note, version)
        found.setdefault(metric, {})[on] = told
    return found


def _months(
    partnership_id: int, since: date, items: Iterable[str], today: date
) -> Mapping[date, Mapping[str, Any]]:
    """The monthly figures from a day on, with what the term sheet plans where a metric needs it."""
    wanted = [FORMULAS[item] for item in items if item in FORMULAS]
    if not wanted:
        return {}
    found = {one.month_on: one.values for one in figures_from(partnership_id, since)}
    if any(PLANNED in formula.columns for formula in wanted):
        each = terms_in_force(partnership_id, today).get(PLANNED_VISITS)
        found = {
            on: {**values, PLANNED: _times(values.get("patient_months"), each)}
            for on, values in found.items()
        }
    return found


def _times(patient_months: Any, each: Any) -> Decimal | None:
    return None if patient_months is None or each is None else Decimal(patient_months) * Decimal(each)


def _told(
    held: Mapping[date, Told], item: str, months: Mapping[date, Mapping[str, Any]], period: Period
) -> Told:
    """What was typed stands; else what the monthly numbers give."""
    typed = held.get(period.start)
    if typed is not None:
        return Told(period, typed.value, True, typed.note, typed.version)
    if item not in FORMULAS:
        return Told(period, Value(None), False)
    inside = [months[on] for on in period.month_starts if on in months]
    return Told(period, computed(FORMULAS[item], inside, period.months), False)


def series(metric: PlannedMetric, today: date) -> tuple[Told, ...]:
    """The last periods of one metric, newest first."""
    length = months_of(metric.frequency)
    periods = tuple(back_from(newest_over(today, length), SHOWN_PERIODS[length]))
    held = _held((metric.id,), periods[-1].start).get(metric.id, {})
    months = _months(metric.partnership_id, periods[-1].start, [metric.item], today)
    return tuple(_told(held, metric.item, months, one) for one in periods)


def drawn(metric: Planned, told: Sequence[Told], finding: str) -> charts.Told:
    """The values over their periods, against the target where there is one."""
    target = Band(metric.low, metric.high) if metric.low is not None or metric.high is not None else None

    def written(value: charts.Value) -> str:
        return shown_number(metric.unit, Decimal(value)) + ("%" if metric.unit == "percent" else "")

    return charted(
        metric.name,
        [("", {one.period.start: one.value.value for one in told})],
        unit=charts.Unit(written, written),
        band=target,
        finding=finding,
        every=months_of(metric.frequency),
    )


def computed_value(metric: PlannedMetric, period: Period, today: date) -> Told:
    """What the monthly numbers give for a period, whatever was typed."""
    months = _months(metric.partnership_id, period.start, [metric.item], today)
    return _told({}, metric.item, months, period)


def seen_values(metric: PlannedMetric) -> int:
    """How many values were typed."""
    return int(MetricValue.select().where(MetricValue.metric == metric).count())


def get_metric(partnership_id: int, public_id: str) -> PlannedMetric:
    """One metric of this partnership. Raises NotFound."""
    p = PlannedMetric
    row = p.get_or_none((p.public_id == public_id) & (p.partnership == partnership_id))
    if row is None:
        raise NotFound("There is no such metric here. It may have been taken away.")
    found: PlannedMetric = row
    return found


def planned_of(row: PlannedMetric) -> Planned:
    """A row as the rules need it."""
    return Planned(row.public_id, *(getattr(row, name) for name in PLANNED_COLUMNS))


def get_value(metric: PlannedMetric, period_on: date) -> MetricValue | None:
    """What was typed for a period."""
    v = MetricValue
    found: MetricValue | None = v.get_or_none((v.metric == metric) & (v.period_on == period_on))
    return found


def name_taken(partnership_id: int, name: str, besides: int = 0) -> bool:
    """Whether another metric of the plan that is not retired has this name."""
    p = PlannedMetric
    query = p.select(p.name).where(
        (p.partnership == partnership_id) & (p.id != besides) & p.retired_on.is_null()
    )
    return any(name.casefold() == held.casefold() for (held,) in rows(query))
