"""Referral and outreach, plans of both sides to look at again, and funding that ends."""

from __future__ import annotations

from collections.abc import Iterable

from app.outreach.queries import method
from app.outreach.rules import in_words

from ...rules import DueItem, Kind
from .facts import Facts, page


def outreach(facts: Facts) -> Iterable[DueItem]:
    """The next visit to a site, the next time for a strategy, and what to follow up on."""
    for row, home in facts.running("visit"):
        yield page(Kind.OUTREACH, row, home, f"Visit {row.words}", f"referrals/sites/{row.thing}")
    for row, home in facts.running("strategy"):
        yield page(Kind.OUTREACH, row, home, row.words, "referrals/strategies")
    for row, home in facts.running("follow_up"):
        title = f"Follow up on: {in_words(row.words).lower()}"
        yield page(Kind.OUTREACH, row, home, title, f"referrals/activities/{row.thing}/edit")


def trainings(facts: Facts) -> Iterable[DueItem]:
    for row, home in facts.running("training"):
        title = f"Training: {method().topic_words([row.words])[0]}"
        yield page(Kind.TRAINING, row, home, title, f"referrals/training/{row.thing}/edit")


def materials(facts: Facts) -> Iterable[DueItem]:
    for row, home in facts.running("material"):
        title = f"Check whether it still holds: {row.words}"
        yield page(Kind.MATERIAL, row, home, title, f"referrals/material/{row.thing}/edit")


def plans_again(facts: Facts) -> Iterable[DueItem]:
    """The communication plan and the referral plan, by the day both sides set [T5 sustainability]."""
    for row, home in facts.running("communication"):
        thing = f"{home.public_id}-communication"
        title = "Look at the communication plan again"
        yield page(Kind.LOOK_AGAIN, row, home, title, "communication", thing=thing)
    for row, home in facts.running("referrals"):
        thing = f"{home.public_id}-referrals"
        title = "Look at the referral plan again"
        yield page(Kind.LOOK_AGAIN, row, home, title, "referrals", thing=thing)


def funding(facts: Facts) -> Iterable[DueItem]:
    for row, home in facts.running("funding"):
        title = f"The funding ends of: {row.words}"
        yield page(Kind.FUNDING, row, home, title, f"readiness/resources/{row.thing}/edit")
