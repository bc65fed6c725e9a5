"""Who leads a step. Pure."""

from __future__ import annotations

from enum import StrEnum


class Lead(StrEnum):
    """Who leads a step of a stage."""

    PAYER = "payer"
    PROVIDER = "provider"
    JOINT = "joint"
