"""Rules over data months, with exactly the catalogue's semantics of windows, grace, edges and gaps. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.catalogue.records import MonthlyRule

from .firing import Firing, What, shown
from .formula import NotAssessable, Numbers, names_in, work_out

CONSECUTIVE, ROLLING = "consecutive", "rolling"
COMPARED: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "<": lambda value, limit: value < limit,
    ">": lambda value, limit: value > limit,
    ">=": lambda value, limit: value >= limit,
    "<=": lambda value, limit: value <= limit,
}


@dataclass(frozen=True, slots=True)
class Month:
    """A data month: its number from the launch, its figures (amounts in USD), what the terms said then."""

    number: int
    on: date
    figures: Numbers
    fields: Numbers


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule reads in a month: the value, the limit it is held against, and whether that is a signal."""

    value: Fraction
    limit: Fraction
    holds: bool
    why: str


def evaluate(trigger: str, title: str, rule: MonthlyRule, months: Sequence[Month]) -> Iterator[Firing]:
    """Every firing and closing of one rule, in the order of the months.

    A rule fires in the first month in which its condition holds and closes in the first in which it does
    not; a month that is not assessable changes nothing.
    """
    by_number = {month.number: month for month in months}
    is_open = False
    for number in sorted(by_number):
        if number <= rule.grace:
            continue
        found = read(title, rule, by_number, number)
        if found is None or found.holds is is_open:
            continue
        is_open = found.holds
        what = What.FIRES if is_open else What.CLOSES
        yield Firing(trigger, what, by_number[number].on, number, found.value, found.limit, found.why)


def read(title: str, rule: MonthlyRule, months: dict[int, Month], number: int) -> Reading | None:
    """What a rule reads in the window that ends with a month; None where that is not assessable."""
    wanted = range(number - rule.n + 1, number + 1)
    window = [months[one] for one in wanted if one in months]
    if len(window) < rule.n:
        return None
    try:
        return _rolling(title, rule, window) if rule.kind == ROLLING else _consecutive(title, rule, window)
    except NotAssessable:
        return None


def _rolling(title: str, rule: MonthlyRule, window: Sequence[Month]) -> Reading | None:
    """Sums over the whole window first, then the division; grace counts only for the latest month."""
    figures, fields = [month.figures for month in window], window[-1].fields
    found = work_out(rule.value, figures, fields)
    least = rule.min_denominator
    if least is not None and (found.denominator is None or found.denominator < Fraction(least)):
        return None
    limit, holds = _against(rule, found.value, window[-1])
    columns = [name for name in _in_order(rule.value) if name in figures[0]]
    parts = ", ".join(
        f"{_plain(name)} {shown(sum((one[name] or Fraction(0) for one in figures), Fraction(0)))}"
        for name in columns
    )
    why = f"{title}: months {window[0].number} to {window[-1].number}, {parts}"
    return Reading(found.value, limit, holds, why)


def _consecutive(title: str, rule: MonthlyRule, window: Sequence[Month]) -> Reading | None:
    """Each month by itself; all of them lie after the grace, or nothing is said."""
    readings = []
    for month in window:
        value = work_out(rule.value, [month.figures], month.fields).value
        readings.append((value, *_against(rule, value, month)))
    value, limit, latest_holds = readings[-1]
    all_hold = all(holds for _value, _limit, holds in readings)
    if window[0].number <= rule.grace:
        return None
    told = ", ".join(shown(one) for one, _limit, _holds in readings)
    if all_hold:
        return Reading(value, limit, True, f"{title}: {told} in the latest {_months(rule.n)}")
    if latest_holds:
        return None  # on its way: neither a signal nor the end of one
    return Reading(value, limit, False, f"{title}: back to {shown(value)}")


def _against(rule: MonthlyRule, value: Fraction, month: Month) -> tuple[Fraction, bool]:
    """The limit, and whether the value lies beyond it; strict, and a range is left at either end."""
    if rule.op == "outside":
        low, high = (Fraction(one) for one in rule.threshold)
        return (low, True) if value < low else (high, value > high)
    if rule.threshold_field:
        limit = work_out(rule.threshold_field, [], month.fields).value
    else:
        limit = Fraction(rule.threshold[0])
    return limit, COMPARED[rule.op](value, limit)


def _in_order(text: str) -> list[str]:
    return sorted(names_in(text), key=text.index)


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _months(number: int) -> str:
    return "month" if number == 1 else f"{number} months"
