"""Which month comes next, and what number it has. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.core.calendar import add_months, month_start


def _apart(first: date, later: date) -> int:
    return (later.year - first.year) * 12 + later.month - first.month


def month_number(month_on: date, known: tuple[int, date] | None, start: date | None) -> int:
    """The number of a month: counted from one that is known, else from the start of the agreement, else 1."""
    if known is not None:
        return known[0] + _apart(known[1], month_on)
    if start is not None and month_start(start) <= month_on:
        return 1 + _apart(month_start(start), month_on)
    return 1


def month_problem(month_on: date, number: int, today: date) -> str:
    """Why the numbers of a month cannot be entered, in one sentence; empty when they can."""
    if month_on >= month_start(today):
        after = add_months(month_on, 1)
        return f"{month_on:%B %Y} is not over yet. Enter its numbers from {after:%B} {after.day} on."
    if number < 1:
        return f"{month_on:%B %Y} lies before the first month of this partnership’s numbers."
    return ""


def newest_enterable(today: date) -> date:
    """The month that was over last."""
    return add_months(month_start(today), -1)


def first_missing(entered: Collection[date], today: date) -> date | None:
    """The earliest month from the first one entered through last month that has no numbers yet."""
    if not entered:
        return newest_enterable(today)
    month, last = min(entered), newest_enterable(today)
    while month <= last:
        if month not in entered:
            return month
        month = add_months(month, 1)
    return None
