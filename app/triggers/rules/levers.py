"""Where levers stand: tried, possible, refused. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum


class LeverState(StrEnum):
    """Where a lever stands in a partnership."""

    NOT_TRIED = ""
    TRIED = "tried"
    POSSIBLE = "possible"
    REFUSED = "refused"


LEVER_STATES = {
    LeverState.NOT_TRIED: "Not tried",
    LeverState.TRIED: "Tried",
    LeverState.POSSIBLE: "Possible",
    LeverState.REFUSED: "Not possible",
}


def open_levers(levers: Collection[str], states: Mapping[str, str]) -> int:
    """How many levers nobody tried, holds for possible, or refused."""
    return sum(not states.get(one) or states[one] == LeverState.POSSIBLE for one in levers)
