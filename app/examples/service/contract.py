"""Amendments of one told example: terms that changed after its first day, as they were signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from app.core.calendar import add_months
from app.drafts.models import AmendedTerm, Amendment
from app.drafts.rules import AmendmentStatus
from app.examples.service.bulk import Row, insert, insert_named
from app.examples.story import Story
from app.examples.story.records import StoryTerm
from app.terms.queries import definitions
from app.terms.values import encode

SIGNED_BEFORE = timedelta(days=14)
RECHECK_MONTHS = 3
REASON = "The work and the payment had moved apart; both sides looked at the numbers and agreed."
# What is noted when it comes up, and changes nothing of the agreement itself.
NOTED_ALONE = "S36.recontact_date"


def store_amendments(story: Story, start: date, shared: Row) -> None:
    """One amendment for each later day on which terms changed, in order."""
    later: defaultdict[date, list[StoryTerm]] = defaultdict(list)
    for term in story.terms:
        if term.effective_on > start and term.key != NOTED_ALONE:
            later[term.effective_on].append(term)
    ids = insert_named(
        Amendment,
        {
            day.isoformat(): {
                **shared,
                "number": number,
                "reason": REASON,
                "effective_on": day,
                "recheck_on": add_months(day, RECHECK_MONTHS),
                "status": AmendmentStatus.SIGNED.value,
                "signed_on": day - SIGNED_BEFORE,
            }
            for number, day in enumerate(sorted(later), start=1)
        },
    )
    for day, terms in later.items():
        insert(AmendedTerm, _changes(terms), {"amendment": ids[day.isoformat()]})


def _changes(terms: list[StoryTerm]) -> Iterator[Row]:
    known = definitions()
    for term in terms:
        one = known[term.key]
        yield {"key": one.home, "value": encode(one, term.value)}
