"""What a role may do. Pure."""

from __future__ import annotations

from enum import StrEnum

from app.core.actor import Role


class Verb(StrEnum):
    """What somebody wants to do. Finer verbs can come without touching routes."""

    SEE = "see"
    EDIT = "edit"
    ADMINISTER = "administer"


ALLOWED: dict[Role, frozenset[Verb]] = {
    Role.VIEWER: frozenset({Verb.SEE}),
    Role.EDITOR: frozenset({Verb.SEE, Verb.EDIT}),
    Role.ADMIN: frozenset(Verb),
    Role.SYSTEM: frozenset(Verb),
}


def role_allows(role: Role, verb: Verb) -> bool:
    """Whether the role as such allows the verb."""
    return verb in ALLOWED[role]
