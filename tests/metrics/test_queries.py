"""The monthly numbers, read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from app.metrics.models import DataMonth
from app.metrics.queries import latest_month, months
from app.partnerships.models import Partnership
from tests.factories import THEN, make_partnership


def add_month(partnership: Partnership, month: int, month_on: date, **values: Any) -> None:
    DataMonth.create(partnership=partnership, month=month, month_on=month_on, changed_at=THEN, **values)


def test_a_month_counts_from_the_first_day_of_the_next_one(database: str) -> None:
    partnership = make_partnership()
    add_month(partnership, 1, date(2026, 9, 1), census_end=10)
    add_month(partnership, 2, date(2026, 10, 1), census_end=12)
    assert latest_month(partnership.id, date(2026, 10, 31)).census_end == 10  # type: ignore[union-attr]
    assert latest_month(partnership.id, date(2026, 11, 1)).census_end == 12  # type: ignore[union-attr]
    assert latest_month(partnership.id).month == 2  # type: ignore[union-attr]
    assert latest_month(partnership.id, date(2026, 9, 15)) is None
    assert [row.month for row in months(partnership.id)] == [1, 2]
    assert months(make_partnership().id) == ()


def test_cost_and_payment_are_told_per_patient_month_or_not_at_all(database: str) -> None:
    partnership = make_partnership()
    figures = {"total_cost_cents": 3_986_500, "total_revenue_cents": 3_551_000}
    add_month(partnership, 1, date(2026, 10, 1), patient_months=Decimal("33.5"), **figures)
    row = latest_month(partnership.id)
    assert row is not None and (row.cost_ppm_cents, row.payment_ppm_cents) == (119_000, 106_000)
    add_month(partnership, 2, date(2026, 11, 1), patient_months=Decimal(0), **figures)
    row = latest_month(partnership.id)
    assert row is not None and row.cost_ppm_cents is None and row.payment_ppm_cents is None
