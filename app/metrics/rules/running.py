"""What some new or corrected months change in all the months of a partnership. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.core.calendar import add_months

from .sums import let_follow, worked_out

Values = Mapping[str, Any]
RUNNING, MARGIN = "running_margin_cents", "margin_cents"


def with_what_follows(
    held: Mapping[date, Values], wanted: Mapping[date, Values]
) -> dict[date, dict[str, Any]]:
    """The figures that are to be written, by month: those wanted, their totals, and the margins after them.

    A month that is not held answers with every figure it is to have, a held one with those that differ. The
    margin up to here begins with the first month, or with what that one began with, and stops at a gap.
    """
    begin, first = min(wanted), min(held, default=min(wanted))
    found: dict[date, dict[str, Any]] = {}
    runs = {on: one.get(RUNNING) for on, one in held.items()}
    for on in sorted(on for on in {*held, *wanted} if on >= begin):
        before = add_months(on, -1)
        running = runs[before] if before in runs else _at_first(held, on, first)
        now = held.get(on, {})
        if on in wanted:
            figures = let_follow({**now, **wanted[on]}, now)
            facts = {**wanted[on], **worked_out(figures, running)}
        else:
            facts = {RUNNING: _one_more(runs.get(before), now.get(MARGIN))}
        runs[on] = facts[RUNNING]
        if on not in held:
            found[on] = facts
        elif differing := {name: value for name, value in facts.items() if now.get(name) != value}:
            found[on] = differing
    return found


def _at_first(held: Mapping[date, Values], on: date, first: date) -> int | None:
    """What a month without one before it begins with: nothing if it is the first, unless it held more."""
    if on != first:
        return None
    one = held.get(on, {})
    if one.get(RUNNING) is None or one.get(MARGIN) is None:
        return 0
    return int(one[RUNNING] - one[MARGIN])


def _one_more(running: int | None, margin: int | None) -> int | None:
    return None if running is None or margin is None else running + margin
