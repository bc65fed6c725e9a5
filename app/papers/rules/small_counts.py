"""Which monthly figures a partner's copy must not tell, over the whole period of a paper. Pure.

Source: catalogue, privacy; section S28 of the agreements [ours].
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from app.measuring.rules import FORMULAS, Value
from app.metrics.rules import COLUMNS, FIGURES, is_small, months_for_others

Months = Sequence[Mapping[str, Any]]  # figures by column name, oldest first; None is not known
FIRST, LAST = "census_start", "census_end"
ALONE = date(2000, 1, 1)  # the sums of a period are looked at like one month; which one is all the same
REFERRED, DECLINED = "OP01", "BA04"  # declined of those who were eligible: referrals less what remains


def hidden_columns(months: Months, told: Iterable[tuple[str, Value]], up_to: int) -> frozenset[str]:
    """The monthly figures that are small over the period, and those that would give one away.

    `told` are the values that stand in the paper, by metric of the catalogue: what they say counts as well.
    """
    if not up_to:
        return frozenset()
    sums = _sums(months) | _told(told)
    # What a reader sees of the caseload are its two ends; patient months follow from them in one month only.
    ends = {**sums, FIRST: _end(months[:1], FIRST), LAST: _end(months[-1:], LAST), "patient_months": None}
    found = {name for name in FIGURES if is_small(name, sums.get(name), up_to)}
    for figures in (sums, ends):
        found |= {name for name, words in months_for_others([(ALONE, figures)], up_to)[0].items() if words}
    return frozenset(found)


def _sums(months: Months) -> dict[str, Any]:
    known = {name: [one[name] for one in months if one.get(name) is not None] for name in COLUMNS}
    return {name: sum(values) for name, values in known.items() if values}


def _end(months: Months, name: str) -> Any:
    return months[0].get(name) if months else None


def _told(told: Iterable[tuple[str, Value]]) -> dict[str, Any]:
    """The figures that values tell by themselves: what stands above the line, and what below it."""
    values, found = list(told), dict[str, Any]()
    for item, value in values:
        formula = FORMULAS.get(item)
        if formula is None or LAST in formula.columns:
            continue
        if item == REFERRED and value.value is not None:
            found["referrals"] = value.value
        if value.count is not None:
            found[formula.above[0]] = value.count
        if len(formula.below) == 1 and value.out_of is not None:
            found[formula.below[0]] = value.out_of
    eligible = next((value.out_of for item, value in values if item == DECLINED), None)
    if eligible is not None and found.get("referrals") is not None:
        found["ineligible"] = found["referrals"] - eligible
    return {name: value for name, value in found.items() if name in COLUMNS}
