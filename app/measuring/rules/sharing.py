"""Small numbers in what others read [ours]: a small count is not shown, nor what would tell it. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal

from app.core.text import COUNT_WORDS

from .choices import UNITS, Shape
from .computed import FORMULAS, PLANNED, Value
from .standing import Planned, value_words

# Money, hours, staff, sites, promises, meetings and concerns: these count no patients.
COUNT_NOBODY = frozenset(
    {
        *("BA08", "BA09", "BA10", "FU01", "FU07"),
        *("BA12", "BA13", "BA14", "BA17", "BA18", "BA19", "XP03", "XP04"),
        *("RL01", "RL02", "RL03", "RL04", "RL05"),
    }
)
# Below the line stands a forecast or a plan: only what is above it counts people.
BESIDE_A_PLAN = frozenset({"BA01", "BA02", "BA11"})
NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?|\b(?:" + "|".join(COUNT_WORDS) + r")\b", re.I)
TOTAL = re.compile(r"\b(?:all|total|sum|together|altogether|overall)\b", re.I)
INTERNAL = "internal_quality"
NOT_SHOWN = "not shown, few cases"


def goes_to_payer(metric: Planned) -> bool:
    """Whether the plan receives it: it was agreed to be shared, and is no quality work of our own."""
    return metric.purpose != INTERNAL and "payer" in metric.shared_with


def hides(
    metric: Planned, item: str, found: Value, highest: int, columns: Collection[str] = frozenset()
) -> bool:
    """Whether a value would tell a count of patients from 1 through `highest`.

    `columns` are the monthly figures that are not to be seen: a metric worked out from one of them hides.
    """
    if not metric.counts_patients:
        return False
    if item in FORMULAS and _rests_on(item, columns):
        return True
    if found.words:
        return _spread_tells(found.words, highest)
    shape = UNITS[metric.unit].shape
    if found.count is not None and found.out_of is not None:
        counts = [found.count]
        if item not in BESIDE_A_PLAN:
            counts.append(found.out_of)
            counts += [found.out_of - found.count] if shape is Shape.SHARE else []
        return any(_small(one, highest) for one in counts)
    return metric.unit == "count" and found.value is not None and _small(found.value, highest)


def _rests_on(item: str, columns: Collection[str]) -> bool:
    return any(("patient_months" if one == PLANNED else one) in columns for one in FORMULAS[item].columns)


def _small(count: Decimal, highest: int) -> bool:
    return 0 < count <= highest


def _spread_tells(words: str, highest: int) -> bool:
    """Whether a number for each kind holds a small one, or a total from which one follows."""
    parts: list[Decimal] = []
    totals: list[Decimal] = []
    for line in re.split(r"[\n;]", words):
        label, colon, told = line.rpartition(":")
        numbers = [_number(one) for one in NUMBER.findall(told)]
        (totals if TOTAL.search(label if colon else line) else parts).extend(numbers)
    rests = [total - sum(parts, Decimal(0)) for total in totals]
    return any(_small(one, highest) for one in (*parts, *totals, *rests))


def _number(text: str) -> Decimal:
    word = text.lower()
    return Decimal(COUNT_WORDS.index(word) + 1 if word in COUNT_WORDS else text.replace(",", ""))


def shared_words(
    metric: Planned, item: str, found: Value, highest: int, columns: Collection[str] = frozenset()
) -> str:
    """The value as others may read it."""
    if not hides(metric, item, found, highest, columns):
        return value_words(metric.unit, found)
    if metric.unit == "count" and found.value is not None and _small(found.value, highest):
        return f"under {highest + 1}"
    return NOT_SHOWN
