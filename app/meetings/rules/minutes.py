"""Minutes: who came, and when they can be finished. Pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from .meetings import Status


class Came(StrEnum):
    """Whether somebody who was asked came."""

    UNKNOWN = ""
    HERE = "here"
    MISSING = "missing"
    DEPUTY = "deputy"


def may_finish(status: Status, on: date, *, today: date) -> bool:
    """Minutes are finished from the day of the meeting on, unless it was called off."""
    return status is not Status.CANCELLED and on <= today
