"""Everything with a date, as of a day: one registered function for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from app.dates.queries import date_terms
from app.reviews.queries import TERMS
from app.terms.queries import definitions, terms_of_all

from ...rules import KINDS, DueItem
from . import contract, numbers, outreach, relations, talks, work
from .facts import Facts, PartnershipFacts, partnerships

__all__ = ["REGISTRY", "PartnershipFacts", "due_items", "partnerships"]

# A new kind of thing that falls due: one function here, one line in `rules.kinds`; where it needs rows of
# its own, one part in `sources`, which are all read by one statement.
REGISTRY: tuple[Callable[[Facts], Iterable[DueItem]], ...] = (
    work.actions,
    work.milestones,
    work.checks,
    talks.meetings,
    talks.agendas,
    talks.minutes,
    talks.reviews,
    talks.packets,
    talks.talks_again,
    contract.contract_dates,
    contract.decisions_by,
    contract.other_days,
    numbers.data_months,
    numbers.reports,
    numbers.plan_data,
    numbers.rechecks,
    relations.assessments,
    relations.concerns,
    relations.contacts,
    relations.decisions,
    relations.information,
    relations.watched,
    outreach.outreach,
    outreach.trainings,
    outreach.materials,
    outreach.plans_again,
    outreach.funding,
)


def due_items(today: date, until: date) -> tuple[DueItem, ...]:
    """Everything open that is late or falls due through `until`; one registered function per kind.

    As of `today`, which may be a day long ago: what was done or held later was open then.
    """
    facts = Facts(today, until, partnerships(today), terms_of_all(_terms(), today))
    found: list[DueItem] = []
    for collect in REGISTRY:
        found.extend(collect(facts))
    oldest = {kind: _oldest(known.late_days, today) for kind, known in KINDS.items()}
    return tuple(one for one in found if one.on >= oldest[one.kind])


def _oldest(late_days: int, today: date) -> date:
    """The earliest day whose things are still told."""
    return today - timedelta(days=late_days) if late_days else date.min


def _terms() -> tuple[str, ...]:
    """The terms on which dates hang."""
    known = definitions()
    more = (numbers.REPORT_DAYS, *contract.TYPED_DAYS, *contract.TYPED_ROWS)
    return (*TERMS, *date_terms(), *(key for key in more if key in known))
