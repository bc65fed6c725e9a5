"""The plan of a partnership with what its metrics came to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

from app.catalogue import catalogue
from app.charts import told as charts
from app.charts.series import Band
from app.charts.series import series as charted
from app.core.db import rows
from app.core.errors import NotFound
from app.metrics.queries import figures_from
from app.terms.queries import terms_over_time

from ..models import MetricValue, PlannedMetric
from ..rules import (
    AT_THE_END,
    FORMULAS,
    PLANNED,
    Period,
    Planned,
    Target,
    Value,
    adds_up,
    against_target,
    back_from,
    comparison_words,
    computed,
    lacks,
    months_of,
    newest_over,
    put_together,
    says_little,
    shown_number,
    target_words,
    trend,
    trend_words,
    value_words,
    worries,
)

PLANNED_VISITS = "S13.planned_encounters_ppm"
MOST = 50  # metrics of a plan that are gathered; the catalogue has 63, and a plan is short
MOST_OF_A_PERIOD = 200  # those retired since are in a report of an older period too
SHOWN_PERIODS = {1: 24, 3: 8, 6: 6, 12: 5}  # of a metric's own page, by months of a period


@dataclass(frozen=True, slots=True)
class Told:
    """A value of one period; `entered` says that somebody typed it, else the monthly numbers gave it."""

    period: Period
    value: Value
    entered: bool
    note: str = ""
    version: int = 0
    missing: tuple[date, ...] = ()  # months without what the metric needs


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
    comparison: str = ""  # with what it is compared, in a sentence

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


HEAD = (  # of a row, before what the rules need
    *("id", "item", "definition", "baseline"),
    *("comparison", "months_before", "months_after", "calculates"),
)
PLANNED_COLUMNS = tuple(name for name in Planned.__dataclass_fields__ if name != "id")


@dataclass(frozen=True, slots=True)
class Gathered:
    """Metrics of a period, and the monthly figures from the period before on, by first day."""

    rows: tuple[PlanRow, ...] = ()
    months: Mapping[date, Mapping[str, Any]] = field(default_factory=dict)


def plan(partnership_id: int, today: date) -> tuple[PlanRow, ...]:
    """Every metric that is not retired, with its newest period that is over."""
    p = PlannedMetric
    kept = (p.partnership == partnership_id) & (p.retired_on.is_null() | (p.retired_on > today))
    return _gathered(partnership_id, _select(kept).order_by(p.id).limit(MOST_OF_A_PERIOD), today).rows


def gathered_in(partnership_id: int, period: Period, today: date) -> Gathered:
    """Every metric that was gathered in a period or in a part of it, over that period."""
    p = PlannedMetric
    begun = p.starts_on.is_null() | (p.starts_on < period.after)
    kept = begun & (p.retired_on.is_null() | (p.retired_on > period.start))
    query = _select((p.partnership == partnership_id) & kept).order_by(p.id).limit(MOST_OF_A_PERIOD)
    return _gathered(partnership_id, query, today, period)


def retired(partnership_id: int, today: date) -> tuple[PlanRow, ...]:
    """The metrics that are no longer gathered, those retired last first."""
    p = PlannedMetric
    kept = (p.partnership == partnership_id) & (p.retired_on <= today)
    return _gathered(
        partnership_id, _select(kept).order_by(p.retired_on.desc(), p.id).limit(MOST), today
    ).rows


def _select(kept: Any) -> Any:
    p = PlannedMetric
    facts = (getattr(p, name) for name in PLANNED_COLUMNS)
    return p.select(*(getattr(p, name) for name in HEAD), p.public_id, *facts).where(kept)


def _gathered(partnership_id: int, query: Any, today: date, period: Period | None = None) -> Gathered:
    found = [(row[: len(HEAD)], Planned(*row[len(HEAD) :])) for row in rows(query)]
    if not found:
        return Gathered()
    periods = [period or newest_over(today, months_of(metric.frequency)) for _first, metric in found]
    earliest = min(one.before.start for one in periods)
    held = _held({first[0]: months_of(metric.frequency) for first, metric in found}, earliest)
    months = _months(partnership_id, earliest, [first[1] for first, _metric in found])
    return Gathered(
        tuple(
            PlanRow(
                metric.id,
                item,
                group_of(item),
                metric,
                meaning,
                base,
                _told(held.get(ident, {}), item, metric, months, one),
                _told(held.get(ident, {}), item, metric, months, one.before),
                comparison_words(*compared),
            )
            for ((ident, item, meaning, base, *compared), metric), one in zip(found, periods, strict=True)
        ),
        months,
    )


def group_of(item: str) -> str:
    """The catalogue's group of a metric, or that of our own ones."""
    return catalogue().metric(item).group if item else "own"


def _held(lengths: Mapping[int, int], since: date) -> dict[int, dict[date, Told]]:
    """What was typed, by metric and first day of its period; `lengths` in months by metric."""
    v = MetricValue
    query = v.select(v.metric, v.period_on, v.value, v.count, v.out_of, v.words, v.note, v.version)
    found: dict[int, dict[date, Told]] = {}
    for metric, on, value, count, out_of, words, note, version in rows(
        query.where(v.metric.in_(list(lengths)) & (v.period_on >= since))
    ):
        months = lengths[metric]
        whole = Value(value, count, out_of, words, known=months, months=months)
        found.setdefault(metric, {})[on] = Told(Period(on, months), whole, True, note, version)
    return found


def _months(partnership_id: int, since: date, items: Iterable[str]) -> Mapping[date, Mapping[str, Any]]:
    """The monthly figures from a day on, with what the term sheet of their time plans where one needs it."""
    wanted = [FORMULAS[item] for item in items if item in FORMULAS]
    if not wanted:
        return {}
    found = {one.month_on: one.values for one in figures_from(partnership_id, since)}
    if any(PLANNED in formula.columns for formula in wanted):
        terms_on = terms_over_time(partnership_id, [PLANNED_VISITS])
        found = {
            on: {**values, PLANNED: _times(values.get("patient_months"), terms_on(on).get(PLANNED_VISITS))}
            for on, values in found.items()
        }
    return found


def _times(patient_months: Any, each: Any) -> Decimal | None:
    return None if patient_months is None or each is None else Decimal(patient_months) * Decimal(each)


def _told(
    held: Mapping[date, Told],
    item: str,
    metric: Planned | PlannedMetric,
    months: Mapping[date, Mapping[str, Any]],
    period: Period,
) -> Told:
    """What was typed for this period stands, or for its parts; else what the monthly numbers give."""
    typed = held.get(period.start)
    if typed is not None and typed.period == period:
        return typed
    parts = period.split(months_of(metric.frequency))
    if any(part.start in held for part in parts):
        if item in AT_THE_END:
            parts = parts[-1:]
        return _of_parts(item, metric.unit, [_told(held, item, metric, months, one) for one in parts], period)
    if item not in FORMULAS:
        return Told(period, Value(None), False)
    formula, inside = FORMULAS[item], [months.get(on, {}) for on in period.month_starts]
    needed = period.month_starts[-1:] if item in AT_THE_END else period.month_starts
    without = tuple(on for on in needed if on not in months or lacks(formula, {PLANNED: 0, **months[on]}))
    return Told(period, computed(formula, inside, period.months), False, missing=without)


def _of_parts(item: str, unit: str, parts: Sequence[Told], period: Period) -> Told:
    value = put_together(item, unit, [one.value for one in parts])
    if not value.known:
        return Told(period, value, True)
    each = ((one.missing if adds_up(unit, one.value) else one.period.month_starts) for one in parts)
    return Told(period, value, True, missing=() if item in AT_THE_END else tuple(chain.from_iterable(each)))


def series(metric: PlannedMetric, today: date) -> tuple[Told, ...]:
    """The last periods of one metric, newest first."""
    length = months_of(metric.frequency)
    periods = tuple(back_from(newest_over(today, length), SHOWN_PERIODS[length]))
    held = _held({metric.id: length}, periods[-1].start).get(metric.id, {})
    months = _months(metric.partnership_id, periods[-1].start, [metric.item])
    return tuple(_told(held, metric.item, metric, months, one) for one in periods)


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


def computed_value(metric: PlannedMetric, period: Period) -> Told:
    """What the monthly numbers give for a period, whatever was typed."""
    months = _months(metric.partnership_id, period.start, [metric.item])
    return _told({}, metric.item, metric, months, period)


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
