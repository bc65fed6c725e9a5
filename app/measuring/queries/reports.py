"""Reports of the plan's metrics to the payer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.db import rows
from app.metrics.queries import figures_from
from app.partnerships.models import Partnership

from ..models import MetricsReport
from ..rules import Period
from .plan import PlanRow, plan

KEPT_SHOWN = 12


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A period with every agreed metric in it, and what is missing."""

    period: Period
    rows: tuple[PlanRow, ...]
    missing_months: tuple[date, ...]
    missing: tuple[str, ...]  # metrics without a value
    kept: MetricsReport | None


def report_facts(partnership: Partnership, period: Period, today: date) -> ReportFacts:
    """Only metrics that the contract, the state or learning together ask for; never our own quality work."""
    agreed = tuple(
        row for row in plan(partnership.id, today, period) if row.metric.purpose != "internal_quality"
    )
    there = {one.month_on for one in figures_from(partnership.id, period.start)}
    absent = tuple(on for on in period.month_starts if on not in there)
    without = tuple(
        row.metric.name for row in agreed if row.now.value.value is None and not row.now.value.words
    )
    return ReportFacts(period, agreed, absent, without, get_report(partnership.id, period))


def get_report(partnership_id: int, period: Period) -> MetricsReport | None:
    """What was written for a period."""
    r = MetricsReport
    at = (r.partnership == partnership_id) & (r.period_on == period.start) & (r.months == period.months)
    found: MetricsReport | None = r.get_or_none(at)
    return found


def newest_reports(partnership_id: int) -> tuple[Period, ...]:
    """Periods for which something was written, newest first."""
    r = MetricsReport
    query = r.select(r.period_on, r.months).where(r.partnership == partnership_id)
    return tuple(
        Period(on, months) for on, months in rows(query.order_by(r.period_on.desc()).limit(KEPT_SHOWN))
    )
