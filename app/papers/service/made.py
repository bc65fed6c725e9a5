"""What is asked of a paper, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which paper: of what (a public id, or a word such as an audience), as of which day, for whom."""

    as_of: date
    of: str | None = None
    partner_copy: bool = False


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A finished file and the name to save it under."""

    data: bytes
    filename: str
