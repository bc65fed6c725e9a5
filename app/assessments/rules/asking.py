"""Why and when an assessment is asked for. Pure [T5 sustainability]."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from app.core.calendar import add_months

YEAR = 12  # months, after which it is asked for again without any change


class Why(StrEnum):
    """What asks for an assessment."""

    FIRST = "first"
    EVENT = "event"
    YEARLY = "yearly"
    BY_HAND = "by_hand"


class Assessed(StrEnum):
    """Whose readiness is looked at; the catalogue's values."""

    PROVIDER = "provider"
    PAYER = "payer"
    NETWORK_PROVIDER = "network_provider"


WHY_WORDS = {
    Why.FIRST: "The first assessment",
    Why.EVENT: "Asked for again after a change",
    Why.YEARLY: "A year has gone by",
    Why.BY_HAND: "A new look, without a change",
}


def is_due(last_finished_on: date | None, today: date) -> bool:
    """Whether twelve months have gone by since the last one was finished [ours]."""
    return last_finished_on is not None and today >= add_months(last_finished_on, YEAR)


def usual_why(last_finished_on: date | None, today: date) -> Why:
    """What a form begins with."""
    if last_finished_on is None:
        return Why.FIRST
    return Why.YEARLY if is_due(last_finished_on, today) else Why.BY_HAND


def with_reason(because: str, reason: str) -> str:
    """The reasons so far and one more, each on a line of its own and only once."""
    lines = [line for line in because.split("\n") if line]
    clean = " ".join(reason.split())
    return "\n".join(lines if clean in lines or not clean else [*lines, clean])


def without_reason(because: str, reason: str) -> str:
    """The reasons without one of them."""
    return "\n".join(line for line in because.split("\n") if line and line != " ".join(reason.split()))
