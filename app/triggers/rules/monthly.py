"""Rules over data months, with exactly the catalogue's semantics of windows, grace, edges and gaps. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from app.catalogue.triggers import MonthlyRule
from app.metrics.rules import FIGURES

from .firing import Firing, What, shown
from .formula import NotAssessable, Numbers, names_in, work_out
from .units import value_words

ROLLING = "rolling"
Judged = dict[int, tuple[Fraction, Fraction, bool] | None]
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
    """What a rule reads in a month: the value, the limit it is held against, and whether that is a signal.

    `each` holds the values of the single months of a consecutive rule.
    """

    value: Fraction
    limit: Fraction
    holds: bool
    window: tuple[Month, ...]
    each: tuple[Fraction, ...] = ()


def evaluate(trigger: str, title: str, rule: MonthlyRule, months: Sequence[Month]) -> Iterator[Firing]:
    """Every firing and closing of one rule, in the order of the months.

    A rule fires in the first month in which its condition holds and closes in the first in which it does
    not; a month that is not assessable changes nothing.
    """
    by_number = {month.number: month for month in months}
    judged: Judged = {}
    is_open = False
    for number in sorted(by_number):
        if number <= rule.grace:
            continue
        found = read(rule, by_number, number, judged)
        if found is None or found.holds is is_open:
            continue
        is_open = found.holds
        what = What.FIRES if is_open else What.CLOSES
        why = f"{title}: {why_words(rule, found)}"
        yield Firing(trigger, what, by_number[number].on, number, found.value, found.limit, why)


def read(
    rule: MonthlyRule, months: Mapping[int, Month], number: int, judged: Judged | None = None
) -> Reading | None:
    """What a rule reads in the window that ends with a month; None where that is not assessable.

    `judged` keeps what single months came to, since the windows of a consecutive rule overlap.
    """
    window = tuple(months[one] for one in range(number - rule.n + 1, number + 1) if one in months)
    if len(window) < rule.n:
        return None
    try:
        if rule.kind == ROLLING:
            return _rolling(rule, window)
        return _consecutive(rule, window, {} if judged is None else judged)
    except NotAssessable:
        return None


def value_at(rule: MonthlyRule, months: Mapping[int, Month], number: int) -> tuple[Fraction, Fraction] | None:
    """The value and its limit in one month, for a picture; None where that is not assessable."""
    single = replace(rule, n=1, grace=0) if rule.kind != ROLLING else replace(rule, grace=0)
    found = read(single, months, number)
    return None if found is None else (found.value, found.limit)


def _rolling(rule: MonthlyRule, window: tuple[Month, ...]) -> Reading | None:
    """Sums over the whole window first, then the division; grace counts only for the latest month."""
    found = work_out(rule.value, [month.figures for month in window], window[-1].fields)
    least = rule.min_denominator
    if least is not None and (found.denominator is None or found.denominator < Fraction(least)):
        return None
    limit, holds = _against(rule, found.value, window[-1])
    return Reading(found.value, limit, holds, window)


def _consecutive(rule: MonthlyRule, window: tuple[Month, ...], judged: Judged) -> Reading | None:
    """Each month by itself; all of them lie after the grace, or nothing is said."""
    if window[0].number <= rule.grace:
        return None
    each = []
    for month in window:
        if month.number not in judged:
            judged[month.number] = _judge(rule, month)
        one = judged[month.number]
        if one is None:
            return None
        each.append(one)
    value, limit, latest_holds = each[-1]
    if latest_holds and not all(holds for _value, _limit, holds in each):
        return None  # on its way: neither a signal nor the end of one
    return Reading(value, limit, latest_holds, window, tuple(one for one, _limit, _holds in each))


def _judge(rule: MonthlyRule, month: Month) -> tuple[Fraction, Fraction, bool] | None:
    """The value of one month, its limit, and whether it lies beyond; None where that is not assessable."""
    try:
        value = work_out(rule.value, [month.figures], month.fields).value
        return (value, *_against(rule, value, month))
    except NotAssessable:
        return None


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


def why_words(rule: MonthlyRule, found: Reading) -> str:
    """The numbers behind a reading, in words."""
    if rule.kind != ROLLING:
        if not found.holds:
            return f"back to {value_words(found.value, rule.unit)}"
        told = ", ".join(value_words(one, rule.unit) for one in found.each)
        return f"{told} in the latest {'month' if rule.n == 1 else f'{rule.n} months'}"
    figures = [month.figures for month in found.window]
    parts = ", ".join(
        f"{_named(name)} {shown(sum((one[name] or Fraction(0) for one in figures), Fraction(0)))}"
        for name in sorted(names_in(rule.value), key=rule.value.index)
        if name in figures[0]
    )
    return f"months {found.window[0].number} to {found.window[-1].number}, {parts}"


def _named(name: str) -> str:
    """A figure as people call it, inside a sentence."""
    figure = FIGURES.get(name) or FIGURES.get(f"{name}_cents")
    label = figure.label if figure else name.replace("_", " ")
    return label if label[:2].isupper() else f"{label[:1].lower()}{label[1:]}"
