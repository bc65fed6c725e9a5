"""The monthly numbers, read as frozen rows. A data month counts from the first day of the next month."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from app.charts.funnel import Step, counted_share, funnel
from app.charts.margin import running_margin
from app.charts.multiples import Multiples, multiples, newest_of
from app.charts.scales import Frame
from app.charts.series import PAGE as ON_PAGE
from app.charts.series import months_of, series
from app.charts.told import DOLLARS, Told, whole_dollars
from app.core.batches import PORTION, Batch
from app.core.db import first_row, rows
from app.partnerships.models import Partnership
from app.partnerships.queries import list_rows
from app.terms.queries import terms_in_force

from .models import Assumption, DataMonth
from .rules import (
    COLUMNS,
    LONG,
    LONGER,
    LOSSES,
    SHORT,
    WAY,
    Assumed,
    Beside,
    beside,
    caseload_words,
    hidden_up_to,
    house_caseload_words,
    house_margin_words,
    payment_words,
    way_of,
    way_words,
)

PAGE = 50
PICTURED = 24  # partnerships on a page with two pictures of each
MOST_OFFERED = 24  # months in a workbook to fill
AT_ONCE = 20  # partnerships whose months are read together: what they hold takes memory


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of one partnership; None is unknown, never zero. Money is in cents."""

    month: int
    month_on: date
    forecast_referrals: int | None
    referrals: int | None
    ineligible: int | None
    unreachable: int | None
    declined: int | None
    new_enrolled: int | None
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


def small_counts_up_to(partnership_id: int, today: date) -> int:
    """The highest count about people that others may not see, as agreed by a day."""
    return hidden_up_to(terms_in_force(partnership_id, today))


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


def caseload_chart(months: Sequence[MonthRow], frames: Sequence[Frame] = ON_PAGE) -> Told:
    """The caseload against its forecast, for a page or, with the frames of one, for a paper."""
    here = {one.month_on: one.census_end for one in months}
    forecast = {one.month_on: one.forecast_census for one in months}
    newest = max(months, key=lambda one: one.month_on)
    words = caseload_words(newest.month_on, newest.census_end, newest.forecast_census)
    return series("Caseload", [("here", here), ("forecast", forecast)], finding=words, frames=frames)


def payment_chart(months: Sequence[MonthRow]) -> Told:
    """What was paid against what care cost, in whole dollars for a patient month."""
    paid = {one.month_on: whole_dollars(one.payment_ppm_cents) for one in months}
    cost = {one.month_on: whole_dollars(one.cost_ppm_cents) for one in months}
    newest = max(months, key=lambda one: one.month_on)
    lines = [("paid", paid), ("cost", cost)]
    return series("Cost and payment per patient month", lines, unit=DOLLARS, finding=newest.payment_sentence)


def margin_chart(months: Sequence[MonthRow]) -> Told:
    """What is left over from the first month on, in whole dollars."""
    left = {one.month_on: whole_dollars(one.running_margin_cents) for one in months}
    return running_margin("Margin since the start", left)


def funnel_chart(months: Sequence[MonthRow]) -> Told:
    """From referral to enrollment in the last three months, and in its numbers over a year as well."""
    figures = [(one.month_on, {name: getattr(one, name) for name in WAY}) for one in months]
    newest = max(on for on, _figures in figures)
    ways = [way_of(figures, newest, span) for span in (SHORT, LONG)]
    rows = [
        (words, *(counted_share(one.counts.get(name), one.counts.get("referrals")) for one in ways))
        for name, words in WAY.items()
    ]
    if any(one.open for one in ways):
        rows.append(("Still open", *(counted_share(one.open, None) for one in ways)))
    heads = ("Step", *(f"Last {one.span} months" for one in ways))
    steps = [
        Step(words, ways[0].counts[name], name in LOSSES) for name, words in WAY.items() if ways[0].months
    ]
    return funnel("From referral to enrollment", way_words(*ways), steps, heads=heads, rows=rows)


# --- all partnerships


@dataclass(frozen=True, slots=True)
class HouseNumbers:
    """A page of partnerships by their caseload and by what is left over, on one scale each."""

    caseload: Multiples
    margin: Multiples
    more: bool


def house_numbers(offset: int = 0) -> HouseNumbers:
    """A page of partnerships by name, with the months through the newest one of all; two statements."""
    listed = list_rows(offset=offset, most=PICTURED)
    census: dict[int, dict[date, int | None]] = {one.id: {} for one in listed.rows}
    margin: dict[int, dict[date, int | None]] = {one.id: {} for one in listed.rows}
    columns = (
        DataMonth.partnership,
        DataMonth.month_on,
        DataMonth.census_end,
        DataMonth.running_margin_cents,
    )
    query = DataMonth.select(*columns).where(DataMonth.partnership.in_(list(census)))
    for one, on, patients, cents in rows(query):
        census[one][on], margin[one][on] = patients, cents
    found = months_of(list(census.values()))
    newest = found[-1] if found else None
    here = [value for one in census.values() if newest and (value := one.get(newest)) is not None]
    running = [last[1] for one in margin.values() if (last := newest_of(one, months_of([one])))]
    total = len(listed.rows)
    return HouseNumbers(
        multiples(
            "Caseload",
            house_caseload_words(newest, here, total),
            [(one.key, one.name, census[one.id]) for one in listed.rows],
        ),
        multiples(
            "Margin since the start",
            house_margin_words([int(one) for one in running], total),
            [(one.key, one.name, _in_dollars(margin[one.id])) for one in listed.rows],
            unit=DOLLARS,
        ),
        listed.more,
    )


def _in_dollars(cents: Mapping[date, int | None]) -> dict[date, int | None]:
    return {on: whole_dollars(value) for on, value in cents.items()}


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
