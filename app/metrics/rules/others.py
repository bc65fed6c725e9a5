"""What others may see of the monthly numbers: small counts are hidden, and nothing gives them away. Pure.

Source: catalogue, privacy; section S28 of the agreements [ours].
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .figures import FIGURES, GROUPS, Kind
from .sums import TYPED, figure_words

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
Equation = Sequence[tuple[str, int]]
# Sums that must come out, all parts on one side; half the caseload of both ends makes the patient months.
EQUATIONS: tuple[Equation, ...] = (
    *(
        (*((name, 1) for name, _ in one.plus), *((name, -1) for name, _ in one.minus), (one.result, -1))
        for one in TYPED
        if FIGURES[one.result].kind is Kind.COUNT
    ),
    (("census_start", 1), ("census_end", 1), ("patient_months", -2)),
)


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


def row_for_others(values: Values, up_to: int = HIDDEN_UP_TO) -> dict[str, str | None]:
    """By figure the words that stand in place of its value, None where the value itself is shown.

    A hidden count that a sum of the same month would give away takes another part of that sum with it: the
    smallest that is left, and so on until nothing can be worked out.
    """
    small = {name for name in SHARED if is_small(name, values.get(name), up_to)}
    hidden = set(small)
    while (more := next(_gives_away(values, small, hidden, up_to), None)) is not None:
        hidden.add(more)
    words = SMALL.format(up_to + 1)
    return {name: words if name in small else HELD_BACK if name in hidden else None for name in SHARED}


def _gives_away(values: Values, small: set[str], hidden: set[str], up_to: int) -> Iterator[str]:
    """The next figures that must not be shown, one for each sum from which a hidden one can be worked out."""
    for equation in EQUATIONS:
        if any(values.get(name) is None for name, _ in equation):
            continue  # one part is not known to anybody: nothing can be worked out
        unseen = [(name, times) for name, times in equation if name in hidden]
        shown = [name for name, _ in equation if name not in hidden]
        if unseen and shown and _is_known(equation, values, unseen, small, up_to):
            yield min(shown, key=lambda name: (not values[name], values[name]))


def _is_known(equation: Equation, values: Values, unseen: Equation, small: set[str], up_to: int) -> bool:
    """Whether one of the unseen figures can have one value only, by the sum and by what a reader knows."""
    most = sum(abs(values[name] * times) for name, times in equation) + up_to
    rest = sum(values[name] * times for name, times in equation if (name, times) not in unseen)
    span = {
        (name, times): sorted((times * (name in small), times * (up_to if name in small else most)))
        for name, times in unseen
    }
    low, high = sum(one[0] for one in span.values()), sum(one[1] for one in span.values())
    for own_low, own_high in span.values():
        # The others lie between these two, so this one lies between what they leave of the sum.
        least, largest = -rest - (high - own_high), -rest - (low - own_low)
        if max(own_low, least) >= min(own_high, largest):
            return True
    return False
