"""Everything with a date, as of a day: one registered function for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from app.dates.queries import date_terms
from app.reviews.queries import TERMS
from app.terms.queries import terms_of_all

from ...rules import DueItem
from . import contract, talks, work
from .facts import Facts, partnerships

__all__ = ["REGISTRY", "due_items", "partnerships"]

# A new kind of thing that falls due: one function here, one line in `rules.kinds`.
REGISTRY: tuple[Callable[[Facts], Iterable[DueItem]], ...] = (
    work.actions,
    work.milestones,
    talks.meetings,
    talks.reviews,
    talks.checks,
    contract.contract_dates,
    talks.talks_again,
)


def due_items(today: date, until: date) -> tuple[DueItem, ...]:
    """Everything open that is late or falls due through `until`; one registered function per kind.

    As of `today`, which may be a day long ago: what was done or held later was open then.
    """
    facts = Facts(today, until, partnerships(today), terms_of_all((*TERMS, *date_terms()), today))
    found: list[DueItem] = []
    for collect in REGISTRY:
        found.extend(collect(facts))
    return tuple(found)
