"""When an entry of the directory should be looked at again. Pure [T5 intersect]."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.core.calendar import add_months

FRESH = 12  # months that a check holds [ours]
WORDS = {"home_support": "Help at home", "faith": "Faith community", "legal": "Legal help"}


def stale_words(checked_on: date | None, funding_until: date | None, today: date) -> tuple[str, ...]:
    """Why it should be looked at: never checked, not for a year, or its funding has ended [ours]."""
    found = []
    if funding_until is not None and funding_until < today:
        found.append("funding has ended")
    if checked_on is None:
        found.append("never checked")
    elif add_months(checked_on, FRESH) < today:
        found.append("not checked for a year")
    return tuple(found)


def need_words(need: str) -> str:
    """behavioral_health: Behavioral health."""
    words = need.replace("_", " ")
    return WORDS.get(need) or words[:1].upper() + words[1:]


def missing_starters(starters: Iterable[str], there: Iterable[str]) -> tuple[str, ...]:
    """The starter rows that are not in the directory yet, whatever their capitals."""
    known = {one.casefold() for one in there}
    return tuple(one for one in starters if one.casefold() not in known)
