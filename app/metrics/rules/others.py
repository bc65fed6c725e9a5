"""What others may see of the monthly numbers: small counts are hidden, and nothing gives them away. Pure.

Source: catalogue, privacy; section S28 of the agreements [ours].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from .figures import FIGURES, GROUPS, Kind
from .hidden import hidden_cells
from .sums import figure_words

HIDDEN_UP_TO = 10
SMALL, HELD_BACK = "under {}", "not shown"
# Counts about no patient: what was planned, sites, promises, meetings.
ABOUT_NOBODY = frozenset(
    {
        *("forecast_referrals", "forecast_census", "capacity", "active_sites", "expected_sites"),
        *("actions_due", "actions_on_time", "meetings_planned", "meetings_held"),
    }
)
# Our money, our hours and our team are nobody else's.
OURS = ("cost", "payment", "special")
SHARED = tuple(
    one.name
    for group in GROUPS
    if group.id not in OURS
    for one in group.figures
    if one.name not in ("clinical_hours", "drive_hours", "reporting_hours")
)
Values = Mapping[str, Any]


def hidden_up_to(agreed: Values) -> int:
    """The highest count that is hidden: 10, the number in the agreement, or 0 where they show every count.

    `agreed` holds the terms in force by key (S28).
    """
    if agreed.get("S28.small_counts_shown") is True:
        return 0
    number = agreed.get("S28.small_count_rule")
    return int(number) if number is not None else HIDDEN_UP_TO


def shown_to_others(figure: str, value: Any, up_to: int = HIDDEN_UP_TO) -> str:
    """One figure as others see it, in words; a small count about patients is "under 11", money in cents."""
    if value is None:
        return "not known"
    return SMALL.format(up_to + 1) if is_small(figure, value, up_to) else figure_words(figure, value)


def is_small(figure: str, value: Any, up_to: int = HIDDEN_UP_TO) -> bool:
    """Whether this count, or the patient months that follow from two, is so small that it tells of people."""
    counted = FIGURES[figure].kind is Kind.COUNT and figure not in ABOUT_NOBODY
    return (counted or figure == "patient_months") and value is not None and 0 < value <= up_to


def months_for_others(
    months: Sequence[tuple[date, Values]], up_to: int = HIDDEN_UP_TO
) -> list[dict[str, str | None]]:
    """By month and figure the words that stand in place of its value, None where the value itself is shown.

    A hidden count that the sums of all these months together would give away takes another part of a sum
    with it, and so on until each could be another number.
    """
    small = {
        (at, name)
        for at, (_on, values) in enumerate(months)
        for name in SHARED
        if is_small(name, values.get(name), up_to)
    }
    hidden = hidden_cells(months, small, up_to)

    words = {True: SMALL.format(up_to + 1), False: HELD_BACK}
    return [
        {name: words[hidden[at, name]] if (at, name) in hidden else None for name in SHARED}
        for at in range(len(months))
    ]
