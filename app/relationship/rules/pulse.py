"""The pulse: means of sheets, when the next one is due, what two of them say. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from app.core.calendar import add_months

PULSE_ITEMS = 7
PLACES = Decimal("0.000001")
# A tenth is noise in a mean of seven answers [ours].
NOTICEABLE = Decimal("0.2")
# As the triggers about the pulse [L8 behaviors].
APART = Decimal("1.5")


def item_ids(count: int = PULSE_ITEMS) -> tuple[str, ...]:
    """Stable names of the items, by their place in the catalogue."""
    return tuple(f"PU{place}" for place in range(1, count + 1))


def mean_of(sheets: Sequence[Mapping[str, int]]) -> Decimal | None:
    """The mean of every answer given on these sheets, to six places; None without an answer.

    A question that somebody left out counts neither for nor against [L8 behaviors].
    """
    given = [score for sheet in sheets for score in sheet.values()]
    if not given:
        return None
    return (Decimal(sum(given)) / len(given)).quantize(PLACES, rounding=ROUND_HALF_UP)


def next_pulse_on(last_on: date | None, pilot_since: date | None) -> date | None:
    """When both sides are asked again: monthly in the first year of the pilot, then quarterly.

    None before a pilot [L8 behaviors] [L7 balance].
    """
    if pilot_since is None:
        return None
    if last_on is None or last_on < pilot_since:
        return add_months(pilot_since, 1)
    monthly = add_months(last_on, 1)
    return monthly if monthly <= add_months(pilot_since, 12) else add_months(last_on, 3)


def pulse_words(ours: Sequence[Decimal | None], theirs: Sequence[Decimal | None], partner: str) -> str:
    """The finding beside the chart in one sentence; means newest first."""
    ours, theirs = (tuple(one for one in means if one is not None) for means in (ours, theirs))
    if not ours and not theirs:
        return ""
    if ours and theirs and abs(ours[0] - theirs[0]) >= APART:
        whose = "We see" if ours[0] < theirs[0] else f"{partner} sees"
        return f"The sides are {abs(ours[0] - theirs[0]):.1f} apart. {whose} it less well."
    moved = [
        (whose, means[0] - means[1])
        for whose, means in (("Ours", ours), (f"That of {partner}", theirs))
        if len(means) > 1 and abs(means[0] - means[1]) >= NOTICEABLE
    ]
    if moved:
        whose, by = max(moved, key=lambda one: abs(one[1]))
        return f"{whose} {'rose' if by > 0 else 'fell'} by {abs(by):.1f} since the time before."
    if len(ours) < 2 and len(theirs) < 2:
        return "Asked once so far. The second time shows where it goes."
    return "Both sides see it much as the time before."
