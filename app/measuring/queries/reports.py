"""Reports of the plan's metrics to the payer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.db import rows
from app.partnerships.models import Partnership

from ..models import MetricsReport
from ..rules import Period, goes_to_payer
from .plan import PlanRow, gathered_in

KEPT_SHOWN = 12


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A period with every agreed metric in it, and what is missing."""

    period: Period
    rows: tuple[PlanRow, ...]
    missing_months: tuple[date, ...]
    missing: tuple[str, ...]  # metrics without a value
    kept: MetricsReport | None
    months: Mapping[date, Mapping[str, Any]]  # monthly figures from the period before on, by first day


def report_facts(partnership: Partnership, period: Period, today: date) -> ReportFacts:
    """Only metrics that go to the plan and are more than our own quality work.

    One that is gathered in a part of the period only may be without a value.
    """
    found = gathered_in(partnership.id, period, today)
    agreed = tuple(row for row in found.rows if goes_to_payer(row.metric))
    asked = [row for row in agreed if row.metric.runs_through(period)]
    absent = tuple(sorted({on for row in asked for on in row.now.missing}))
    without = tuple(row.metric.name for row in asked if not row.known)
    return ReportFacts(period, agreed, absent, without, get_report(partnership.id, period), found.months)


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
