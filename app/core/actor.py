"""Who does something: a person with a role, or the program itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may do; `SYSTEM` is the scheduler and the command line."""

    ADMIN = "admin"
    EDITOR = "editor"
    VIEWER = "viewer"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts, as the history remembers them."""

    id: int | None
    name: str
    role: Role


SYSTEM = Actor(None, "Evenkeel", Role.SYSTEM)
