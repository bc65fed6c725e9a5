"""What was typed for short periods, put together for a longer one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from .choices import UNITS, Shape
from .computed import FORMULAS, How, Value

AT_THE_END = frozenset({item for item, one in FORMULAS.items() if one.how is How.LAST} | {"RL05"})


def adds_up(unit: str, found: Value) -> bool:
    """Whether a value can be part of a longer period: a plain count, or a share whose counts are known."""
    if UNITS[unit].shape is Shape.SHARE:
        return found.count is not None and found.out_of is not None
    return unit == "count" and found.value is not None


def put_together(item: str, unit: str, parts: Sequence[Value]) -> Value:
    """The value of a period from those of its parts, oldest first; of what nobody can add it is not known.

    What stands at the end of a time, such as a caseload, is that of the last part.
    """
    if item in AT_THE_END:
        return parts[-1]
    known = [one for one in parts if adds_up(unit, one)]
    months, there = sum(one.months for one in parts), sum(one.known for one in known)
    if not known:
        return Value(None, known=0, months=months)
    if UNITS[unit].shape is not Shape.SHARE:
        return Value(_sum(one.value for one in known), known=there, months=months)
    count, out_of = _sum(one.count for one in known), _sum(one.out_of for one in known)
    return Value(count * 100 / out_of if out_of else None, count, out_of, known=there, months=months)


def _sum(values: Iterable[Decimal | None]) -> Decimal:
    return sum((one for one in values if one is not None), Decimal(0))
