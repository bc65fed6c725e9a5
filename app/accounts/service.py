"""The one seam that every permission passes, and what changes accounts."""

from __future__ import annotations

from app.core.actor import Actor
from app.core.errors import Forbidden

from .rules import Verb, role_allows

REFUSALS = {
    Verb.SEE: "Your account does not show this.",
    Verb.EDIT: "Your account can look but not change things. Ask an admin of your team if you need to.",
    Verb.ADMINISTER: "Only an admin of your team can do this.",
}


def may(actor: Actor, verb: Verb, partnership_id: int | None = None) -> bool:
    """Whether the actor may do this, in this partnership or at all."""
    return role_allows(actor.role, verb)


def require(actor: Actor, verb: Verb, partnership_id: int | None = None) -> None:
    """As `may`; raises Forbidden with a plain sentence."""
    if not may(actor, verb, partnership_id):
        raise Forbidden(REFUSALS[verb])
