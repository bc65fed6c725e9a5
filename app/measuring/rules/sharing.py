"""Small numbers in what others read [ours]: a small count is not shown, nor what would tell it. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

from .choices import UNITS, Shape
from .computed import Value
from .standing import value_words

# Shares of hours, clinics, staff, promises and meetings count no patients.
NOT_PATIENTS = frozenset({"BA13", "BA14", "BA17", "BA18", "BA19", "RL01", "RL02"})
# Below the line stands a forecast or a plan: only what is above it counts people.
BESIDE_A_PLAN = frozenset({"BA01", "BA02", "BA11"})
NUMBER = re.compile(r"(?<![\d.,])\d+(?![\d.,]*\d)")


def hides(item: str, unit: str, found: Value, highest: int) -> bool:
    """Whether a value would tell a count of patients from 1 through `highest`."""
    if item in NOT_PATIENTS:
        return False
    if found.count is not None and found.out_of is not None:
        counts = [found.count]
        if UNITS[unit].shape is Shape.SHARE and item not in BESIDE_A_PLAN:
            counts += [found.out_of, found.out_of - found.count]
        return any(_small(one, highest) for one in counts)
    return unit == "count" and found.value is not None and _small(found.value, highest)


def _small(count: Decimal, highest: int) -> bool:
    return 1 <= count <= highest


def shared_words(item: str, unit: str, found: Value, highest: int) -> str:
    """The value as others may read it."""
    if found.words and item not in NOT_PATIENTS:
        return NUMBER.sub(lambda one: _few(one.group(), highest), found.words)
    if hides(item, unit, found, highest):
        return f"under {highest + 1}" if unit == "count" else "not shown, few cases"
    return value_words(unit, found)


def _few(number: str, highest: int) -> str:
    return f"under {highest + 1}" if 1 <= int(number) <= highest else number
