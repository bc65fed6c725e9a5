"""What stands on the sheet that is taken to a referring site. Pure.

M9 of the paper list [L3 education] [T5 outreach]: who to ask for, what came from there, what was heard,
what to ask, teach and leave, and when to come again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ask for: a work contact."""

    function: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Quarter:
    """Referrals of one quarter, as they are printed."""

    words: str
    count: str


@dataclass(frozen=True, slots=True)
class Teach:
    """A topic, and when it was last taught at this site."""

    label: str
    taught_on: date | None


@dataclass(frozen=True, slots=True)
class Leave:
    """A piece of material to leave."""

    title: str
    language: str
    approved_on: date | None
    there: bool


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """Everything the sheet is made of."""

    partnership: str
    provider: str
    payer: str
    site: str
    kind: str
    place: str
    relation: str
    languages: str
    tie: str
    before: str
    last_visit_on: date | None
    next_visit_on: date | None
    visitor: str
    contacts: tuple[Contact, ...]
    champions: tuple[str, ...]
    quarters: tuple[Quarter, ...]
    barriers: tuple[str, ...]
    heard: tuple[tuple[date, str, str], ...]  # day, question, answer
    questions: tuple[str, ...]
    topics: tuple[Teach, ...]
    material: tuple[Leave, ...]
    signs: tuple[str, ...]


def compose_visit_sheet(facts: VisitFacts, *, partner_copy: bool = False) -> VisitFacts:
    """Order what the sheet shows; how we see the tie and what went before stay out of a partner copy."""
    taught_last = sorted(facts.topics, key=lambda one: one.taught_on or date.min)
    lacking_first = sorted(facts.material, key=lambda one: one.there)
    shown = replace(facts, topics=tuple(taught_last), material=tuple(lacking_first))
    if partner_copy:
        return replace(shown, tie="", before="", heard=())
    return shown
