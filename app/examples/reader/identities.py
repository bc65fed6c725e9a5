"""Sums that ought to hold in every month. Where one does not, people are told; nothing is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.examples.reader.records import ExamplePartnership, MonthRow

ENCOUNTERS = ("rn_visits", "sw_visits", "physician_videos", "phone_contacts", "chaplain_contacts")
COSTS = ("encounter_cost_cents", "variable_admin_cost_cents", "intake_cost_cents", "fixed_overhead_cents")
REVENUES = (
    "case_rate_revenue_cents",
    "assessment_revenue_cents",
    "supplement_revenue_cents",
    "other_revenue_cents",
)
EXITS = ("deaths", "hospice_transfers", "other_exits")


def identity_warnings(partnership: ExamplePartnership) -> list[str]:
    """One sentence for each sum that does not come out, with its month."""
    found = []
    before: MonthRow | None = None
    start = _opening_margin(partnership)
    for row in partnership.months:
        follows = row.month == (1 if before is None else before.month + 1)
        for text in (*_within_month(row), *(_between(before, row, start) if follows else ())):
            found.append(f"{partnership.key}, month {row.month}: {text}.")
        before = row
    return found


def _within_month(row: MonthRow) -> Iterator[str]:
    checks: tuple[tuple[str, str, Callable[[], bool], tuple[str, ...]], ...] = (
        (
            "new_enrolled",
            "referrals less ineligible, unreachable and declined",
            lambda: row.new_enrolled == _less(row, "referrals", ("ineligible", "unreachable", "declined")),
            ("new_enrolled", "referrals", "ineligible", "unreachable", "declined"),
        ),
        (
            "census_end",
            "census_start and new_enrolled less those who left",
            lambda: row.census_end == _total(row, ("census_start", "new_enrolled")) - _total(row, EXITS),
            ("census_end", "census_start", "new_enrolled", *EXITS),
        ),
        ("encounters", "the sum of the five kinds", lambda: row.encounters == _total(row, ENCOUNTERS),
         ("encounters", *ENCOUNTERS)),
        ("total_cost", "the sum of its parts", lambda: row.total_cost_cents == _total(row, COSTS),
         ("total_cost_cents", *COSTS)),
        ("total_revenue", "the sum of its parts", lambda: row.total_revenue_cents == _total(row, REVENUES),
         ("total_revenue_cents", *REVENUES)),
        ("margin", "total_revenue less total_cost",
         lambda: row.margin_cents == _less(row, "total_revenue_cents", ("total_cost_cents",)),
         ("margin_cents", "total_revenue_cents", "total_cost_cents")),
    )  # fmt: skip
    for column, meaning, holds, needed in checks:
        if all(getattr(row, name) is not None for name in needed) and not holds():
            yield f"{column} is not {meaning}"


def _between(before: MonthRow | None, row: MonthRow, start: int | None) -> Iterator[str]:
    counted = None if before is None else before.census_end
    if None not in (counted, row.census_start) and counted != row.census_start:
        yield "census_start is not the census_end of the month before"
    running = start if before is None else before.running_margin_cents
    if running is None or row.margin_cents is None or row.running_margin_cents is None:
        return
    if running + row.margin_cents != row.running_margin_cents:
        yield "running_margin does not continue the month before"


def _opening_margin(partnership: ExamplePartnership) -> int | None:
    support, once = partnership.startup_support_cents, partnership.startup_once_cents
    return None if support is None or once is None else support - once


def _total(row: MonthRow, names: tuple[str, ...]) -> int:
    return sum(getattr(row, name) for name in names)


def _less(row: MonthRow, whole: str, parts: tuple[str, ...]) -> int:
    return int(getattr(row, whole)) - _total(row, parts)
