"""Referral and outreach: ties, rhythms, quarters, and when something is due. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from app.core.calendar import add_months, month_end


class Side(StrEnum):
    """Whose strategy it is."""

    PAYER = "payer"
    PROVIDER = "provider"


class Led(StrEnum):
    """Who led a visit or a talk."""

    PROVIDER = "provider"
    PAYER = "payer"
    JOINT = "joint"


class StrategyStatus(StrEnum):
    """How a strategy stands."""

    PLANNED = "planned"
    ACTIVE = "active"
    PAUSED = "paused"
    DROPPED = "dropped"


class Tie(StrEnum):
    """How strong the tie to a referring site is [T5 outreach]."""

    NONE = "none"
    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


class Relation(StrEnum):
    """Whether the team and the site belong to one organization [L3 education]."""

    SAME = "same_organization_or_system"
    EXTERNAL = "external"


class Audience(StrEnum):
    """Who is taught in a training."""

    OURS = "our_staff"
    PLAN = "plan_staff"
    REFERRERS = "referrers"


TIE_WORDS = {Tie.NONE: "No tie yet", Tie.WEAK: "Weak", Tie.FAIR: "Fair", Tie.STRONG: "Strong"}
RELATION_WORDS = {Relation.SAME: "Same organization or system", Relation.EXTERNAL: "Another organization"}
AUDIENCE_WORDS = {
    Audience.OURS: "Our staff",
    Audience.PLAN: "Plan staff",
    Audience.REFERRERS: "Referrers",
}
# A call or a mailing keeps a tie warm; it is no visit.
VISITS = frozenset({"visit", "talk", "lunch_session", "case_conference", "joint_visit_with_plan"})
DUE_WITHIN_DAYS = 14
LOOK_AGAIN_MONTHS = 6
HIDDEN_UP_TO = 10
LONGEST_QUIET = (30, 60, 90, 180)  # days without a visit that a list can be asked for


def in_words(identifier: str) -> str:
    """A catalogue id as people read it: lunch_session becomes Lunch session."""
    text = identifier.replace("_", " ").replace("-", " ")
    return text[:1].upper() + text[1:]


def name_of(words: str) -> str:
    """A stable name for an entry that has words only: Fear of losing becomes fear-of-losing."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60].strip("-")


def quarter_of(day: date) -> date:
    """The first day of the calendar quarter that holds `day`."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def quarter_end(quarter_on: date) -> date:
    """The last day of the quarter that begins on `quarter_on`."""
    return month_end(add_months(quarter_on, 2))


def last_quarters(day: date, count: int = 2) -> tuple[date, ...]:
    """The first days of the newest `count` quarters, the one that holds `day` last."""
    present = quarter_of(day)
    return tuple(add_months(present, -3 * back) for back in range(count - 1, -1, -1))


def quarter_words(quarter_on: date) -> str:
    """July to September 2026."""
    return f"{quarter_on:%B} to {quarter_end(quarter_on):%B %Y}"


def next_due(done_on: date, every_weeks: int | None) -> date | None:
    """When a strategy is to be done again; one that is done once never is."""
    return done_on + timedelta(weeks=every_weeks) if every_weeks else None


def look_again(revisited_on: date) -> date:
    """When the plan is looked at again: volume and resources change [L3 filters]."""
    return add_months(revisited_on, LOOK_AGAIN_MONTHS)


def is_due(day: date | None, today: date) -> bool:
    """Whether something with this day asks for attention: it is past, or within two weeks."""
    return day is not None and day <= today + timedelta(days=DUE_WITHIN_DAYS)


def due_by(today: date) -> date:
    """The last day that counts as due now."""
    return today + timedelta(days=DUE_WITHIN_DAYS)


def quiet_before(today: date, days: int) -> date:
    """A site whose last visit lies before this day had none for `days` days."""
    return today - timedelta(days=days)


def shown_count(count: int | None, *, partner_copy: bool) -> str:
    """A count as it is printed: small ones are hidden from a partner; what was not entered is unknown."""
    if count is None:
        return "not known"
    return "under 11" if partner_copy and 1 <= count <= HIDDEN_UP_TO else str(count)


def lacks_next_date(next_on: date | None, reason: str) -> bool:
    """Teaching is never finished: a site has a next date, or a reason why not [L3 education]."""
    return next_on is None and not reason.strip()


def with_new(known: Collection[str], heard: Collection[str]) -> list[str]:
    """What is known and what was heard besides, each once, in the order it came up."""
    return list(dict.fromkeys([*known, *heard]))


def counts_in_words(refer: int, sites: int, due: int) -> str:
    """The sentence the page opens with: 6 of 9 sites refer; 2 visits are due."""
    if not sites:
        return "No referring site is entered yet."
    if sites == 1:
        first = "Your one site refers" if refer else "Your one site has not referred lately"
    elif not refer:
        first = f"None of {sites} sites referred lately"
    else:
        first = f"{refer} of {sites} sites {'refers' if refer == 1 else 'refer'}"
    if not due:
        return f"{first}; no visit is due."
    return f"{first}; {due} {'visit is' if due == 1 else 'visits are'} due."
