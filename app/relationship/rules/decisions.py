"""Decision requests: when an answer is expected, and how long answers really take. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median_low

MEASURED = 3  # the last three say more than what was usual years ago


def expected_on(asked_on: date, usual_days: int | None) -> date | None:
    """When an answer is expected: asked, plus the calendar days this side usually takes [L8 culture]."""
    return None if usual_days is None else asked_on + timedelta(days=usual_days)


def measured_days(decided: Sequence[tuple[date, date]]) -> int | None:
    """The median of the calendar days that the last three decisions took; None before three.

    `decided` are pairs of the day asked and the day decided, in any order [L8 culture] [ours].
    """
    last = sorted(decided, key=lambda pair: (pair[1], pair[0]))[-MEASURED:]
    if len(last) < MEASURED:
        return None
    return median_low([(until - since).days for since, until in last])


def waiting_late(expected: date | None, decided_on: date | None, today: date) -> bool:
    """Whether a decision waits longer than was expected."""
    return decided_on is None and expected is not None and expected < today
