"""Small corrections made on the way: what became of one, and when to check. Pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Outcome(StrEnum):
    """What became of an adjustment [L7 transition]."""

    OPEN = "open"
    KEPT = "kept"
    DROPPED = "dropped"
    CHANGED_AGAIN = "changed_again"
    INTO_CONTRACT = "into_contract"


OUTCOME_WORDS = {
    Outcome.OPEN: "still trying",
    Outcome.KEPT: "kept",
    Outcome.DROPPED: "dropped",
    Outcome.CHANGED_AGAIN: "changed again",
    Outcome.INTO_CONTRACT: "goes into the contract",
}


def is_due(outcome: str, check_on: date | None, today: date) -> bool:
    """Whether the day has come to check what came of it [L7 transition]."""
    return outcome == Outcome.OPEN and check_on is not None and check_on <= today
