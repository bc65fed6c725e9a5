"""Which month comes next, and what number it has. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from app.core.calendar import add_months, month_start
from app.core.money import format_dollars


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
        day = f"{after:%B} {after.day}, {after.year}"
        return f"{month_on:%B %Y} is not over yet. Enter its numbers from {day}, on."
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


def missing_months(entered: Collection[date], today: date, most: int) -> tuple[date, ...]:
    """The months through last month that have no numbers yet, the earliest first; else the one to come.

    A month that is entered is never among them: empty cells beside it would take its figures out.
    """
    first, last = first_missing(entered, today), newest_enterable(today)
    found: list[date] = []
    while first is not None and first <= last and len(found) < most:
        if first not in entered:
            found.append(first)
        first = add_months(first, 1)
    return tuple(found) or (add_months(last, 1),)


def caseload_words(month_on: date, census: int | None, forecast: int | None) -> str:
    """How the caseload stands beside what was forecast, in one sentence."""
    when = f"at the end of {month_on:%B %Y}"
    if census is None:
        return f"How many patients were here {when} is not known."
    people = f"{census:,} patient{'' if census == 1 else 's'} {'was' if census == 1 else 'were'} here {when}"
    if forecast is None:
        return f"{people}; nothing was forecast."
    if census == forecast:
        return f"{people}, as forecast."
    return f"{people}, {abs(census - forecast):,} {'more' if census > forecast else 'fewer'} than forecast."


def payment_words(cost_cents: int | None, paid_cents: int | None) -> str:
    """What care cost and what was paid for a patient month, in one sentence; cents in."""
    if cost_cents is None or paid_cents is None:
        return "What care cost and what was paid per patient month is not known for the newest month."
    cost, paid = format_dollars(cost_cents), format_dollars(paid_cents)
    words = f"Care cost {cost} per patient month and {paid} was paid"
    apart = paid_cents - cost_cents
    if not apart:
        return f"{words}: just enough."
    return f"{words}: {format_dollars(abs(apart))} {'over' if apart > 0 else 'short'} for each."
