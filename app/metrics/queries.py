"""The monthly numbers, read as frozen rows. A data month counts from the first day of the next month."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from app.charts.scales import NARROW, WIDE, LineChart, line_chart, round_scale
from app.core.batches import PORTION, Batch
from app.core.db import first_row, rows
from app.partnerships.models import Partnership

from .models import Assumption, DataMonth
from .rules import COLUMNS, LONGER, Assumed, Beside, beside, payment_words

PAGE = 50
AT_ONCE = 20  # partnerships whose months are read together: what they hold takes memory
MOST_DRAWN = 24  # months in a chart


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of one partnership; None is unknown, never zero. Money is in cents."""

    month: int
    month_on: date
    forecast_referrals: int | None
    referrals: int | None
    new_enrolled: int | None
    declined: int | None
    census_end: int | None
    forecast_census: int | None
    capacity: int | None
    patient_months: Decimal | None
    total_cost_cents: int | None
    total_revenue_cents: int | None
    margin_cents: int | None
    running_margin_cents: int | None
    auth_days_mean: Decimal | None
    reply_days_mean: Decimal | None
    days_to_payment_mean: Decimal | None

    @property
    def cost_ppm_cents(self) -> int | None:
        """What care cost per patient month [L5 costs]."""
        return _per(self.total_cost_cents, self.patient_months)

    @property
    def payment_ppm_cents(self) -> int | None:
        """What was paid per patient month [L5 costs]."""
        return _per(self.total_revenue_cents, self.patient_months)

    @property
    def payment_sentence(self) -> str:
        """What care cost and what was paid, in one sentence."""
        return payment_words(self.cost_ppm_cents, self.payment_ppm_cents)


def _per(cents: int | None, patient_months: Decimal | None) -> int | None:
    if cents is None or not patient_months:
        return None
    return int((Decimal(cents) / patient_months).quantize(Decimal(1), ROUND_HALF_UP))


def _rows(partnership_id: int) -> Any:
    columns = (getattr(DataMonth, name) for name in MonthRow.__dataclass_fields__)
    return DataMonth.select(*columns).where(DataMonth.partnership == partnership_id)


def latest_month(partnership_id: int, on_or_before: date | None = None) -> MonthRow | None:
    """The newest month there is, or the newest that was over by a day."""
    query = _rows(partnership_id)
    if on_or_before is not None:
        query = query.where(DataMonth.month_on < on_or_before.replace(day=1))
    row = first_row(query.order_by(DataMonth.month.desc()))
    return MonthRow(*row) if row else None


def months(partnership_id: int) -> tuple[MonthRow, ...]:
    """Every month, oldest first."""
    return tuple(MonthRow(*row) for row in rows(_rows(partnership_id).order_by(DataMonth.month)))


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """Every figure of one month by the name of its column, and its version."""

    month: int
    month_on: date
    values: dict[str, Any]
    version: int


def get_month(partnership_id: int, month_on: date) -> MonthFigures | None:
    """All figures of a calendar month, or None."""
    columns = ("month", "month_on", "version", *COLUMNS)
    query = DataMonth.select(*(getattr(DataMonth, name) for name in columns)).where(
        (DataMonth.partnership == partnership_id) & (DataMonth.month_on == month_on)
    )
    row = first_row(query)
    if row is None:
        return None
    month, on, version, *figures = row
    return MonthFigures(month, on, dict(zip(COLUMNS, figures, strict=True)), version)


def every_month(partnership_id: int) -> tuple[MonthFigures, ...]:
    """All figures of every month, oldest first, for a file."""
    return _figures(DataMonth.partnership == partnership_id)


def figures_from(partnership_id: int, since: date) -> tuple[MonthFigures, ...]:
    """All figures of the months from a day on, oldest first."""
    return _figures((DataMonth.partnership == partnership_id) & (DataMonth.month_on >= since))


def _figures(wanted: Any) -> tuple[MonthFigures, ...]:
    columns = ("month", "month_on", "version", *COLUMNS)
    query = DataMonth.select(*(getattr(DataMonth, name) for name in columns)).where(wanted)
    return tuple(
        MonthFigures(month, on, dict(zip(COLUMNS, figures, strict=True)), version)
        for month, on, version, *figures in rows(query.order_by(DataMonth.month))
    )


@dataclass(frozen=True, slots=True)
class HeldMonth:
    """A month as it is kept: every figure and the moment of its last change by the name of its column."""

    id: int
    month: int
    version: int
    values: dict[str, Any]


def held_months(partnership_ids: Collection[int]) -> dict[int, dict[date, HeldMonth]]:
    """Every month of some partnerships, by partnership and by its first day: one query."""
    kept = ("changed_at", *COLUMNS)
    columns = ("partnership", "id", "month", "month_on", "version", *kept)
    query = DataMonth.select(*(getattr(DataMonth, name) for name in columns)).where(
        DataMonth.partnership.in_(list(partnership_ids))
    )
    found: dict[int, dict[date, HeldMonth]] = {home: {} for home in partnership_ids}
    for home, row_id, month, on, version, *values in rows(query):
        found[home][on] = HeldMonth(row_id, month, version, dict(zip(kept, values, strict=True)))
    return found


def homes() -> tuple[tuple[int, str, str], ...]:
    """Number, key and name of every partnership, by name."""
    query = Partnership.select(Partnership.id, Partnership.key, Partnership.name)
    return tuple(rows(query.order_by(Partnership.name, Partnership.id)))


def months_of_many(partnership_ids: Sequence[int]) -> Iterator[tuple[str, str, MonthFigures]]:
    """Key, name and all figures of every month of these partnerships, by name, oldest first."""
    columns = ("month", "month_on", "version", *COLUMNS)
    for start in range(0, len(partnership_ids), AT_ONCE):
        query = (
            DataMonth.select(
                Partnership.key, Partnership.name, *(getattr(DataMonth, name) for name in columns)
            )
            .join_from(DataMonth, Partnership)
            .where(DataMonth.partnership.in_(list(partnership_ids[start : start + AT_ONCE])))
            .order_by(Partnership.name, Partnership.id, DataMonth.month)
        )
        for key, name, month, on, version, *figures in rows(query):
            yield key, name, MonthFigures(month, on, dict(zip(COLUMNS, figures, strict=True)), version)


def homes_of_batch(batch: Batch) -> frozenset[int]:
    """The partnerships whose months a click changed, as far as these are there."""
    return frozenset(home for _row_id, home in _rows_of_batch(batch))


def rows_of_homes(batch: Batch, homes: Collection[int]) -> frozenset[int]:
    """The rows that a click changed at some of the partnerships."""
    return (
        frozenset(row_id for row_id, home in _rows_of_batch(batch) if home in homes) if homes else frozenset()
    )


def _rows_of_batch(batch: Batch) -> Iterator[tuple[int, int]]:
    ids = [row_id for table, row_id, *_rest in batch.changes if table == DataMonth._meta.table_name]
    for start in range(0, len(ids), PORTION):
        some = DataMonth.id.in_(ids[start : start + PORTION])
        yield from rows(DataMonth.select(DataMonth.id, DataMonth.partnership).where(some))


def month_page(partnership_id: int, offset: int = 0) -> tuple[MonthRow, ...]:
    """The months of a partnership, newest first; one more than a page when there are more."""
    query = _rows(partnership_id).order_by(DataMonth.month.desc()).limit(PAGE + 1).offset(offset)
    return tuple(MonthRow(*row) for row in rows(query))


def caseload_charts(months: Sequence[MonthRow]) -> tuple[LineChart, ...]:
    """The caseload against its forecast; `months` stand newest first."""
    found = [(one.month_on, one.census_end, one.forecast_census) for one in months]
    return _drawn(found, ("here", "forecast"))


def payment_charts(months: Sequence[MonthRow]) -> tuple[LineChart, ...]:
    """What was paid against what care cost, in whole dollars for a patient month; newest month first."""
    found = [(one.month_on, _dollars(one.payment_ppm_cents), _dollars(one.cost_ppm_cents)) for one in months]
    return _drawn(found, ("paid", "cost"))


def _dollars(cents: int | None) -> int | None:
    return None if cents is None else (cents + 50) // 100


def _drawn(
    found: Sequence[tuple[date, int | None, int | None]], names: tuple[str, str]
) -> tuple[LineChart, ...]:
    """Two lines over the newest months, wide and narrow; nothing for fewer than two months."""
    known = [one for one in reversed(found[:MOST_DRAWN]) if one[1:] != (None, None)]
    if len(known) < 2:
        return ()
    days, first, second = zip(*known, strict=True)
    step, high = round_scale((*first, *second))
    series = list(zip(names, (first, second), strict=True))
    return tuple(
        line_chart(days, series, low=0, high=high, step=step, frame=frame) for frame in (WIDE, NARROW)
    )


def months_entered(partnership_id: int) -> tuple[date, ...]:
    """The calendar months that have numbers."""
    query = DataMonth.select(DataMonth.month_on).where(DataMonth.partnership == partnership_id)
    return tuple(on for (on,) in rows(query))


def known_month(partnership_id: int) -> tuple[int, date] | None:
    """The number and the calendar month of one row, by which the others are counted."""
    query = DataMonth.select(DataMonth.month, DataMonth.month_on).where(
        DataMonth.partnership == partnership_id
    )
    row = first_row(query.order_by(DataMonth.month))
    return (row[0], row[1]) if row else None


# --- what was assumed


def assumptions(partnership_id: int) -> tuple[Assumed, ...]:
    """What was assumed at signing, as it is kept."""
    a = Assumption
    query = a.select(a.fact, a.value, a.tolerance, a.check_on, a.note, a.id, a.version)
    return tuple(Assumed(*row) for row in rows(query.where(a.partnership == partnership_id)))


def register(partnership_id: int) -> tuple[Beside, ...]:
    """Every assumption beside the facts of the last months."""
    kept = assumptions(partnership_id)
    if not kept:
        return ()
    newest = rows(
        DataMonth.select(*(getattr(DataMonth, name) for name in COLUMNS))
        .where(DataMonth.partnership == partnership_id)
        .order_by(DataMonth.month.desc())
        .limit(LONGER)
    )
    months = [dict(zip(COLUMNS, row, strict=True)) for row in newest]
    return beside(kept, months[::-1])
