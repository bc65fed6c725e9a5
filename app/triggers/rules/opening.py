"""What a change around a partnership opens, proposed for a person to decide. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.catalogue import EventTrigger
from app.core.calendar import add_business_days

OPEN_DAYS = 30  # for what a change asks for [L7 balance] [ours]
MOST_WEEKS = 26
COSTS = "RQ-P6"  # the review question whether the payment still carries the care
# Words of a term sheet's own lines that name a family of changes [T5 sustainability].
WORDS_OF = {
    "partner_or_stakeholder": ("person", "people", "leader", "staff", "clinician", "director", "contact"),
    "program_expansion": ("location", "setting", "site", "population", "region", "county", "expand"),
    "scope_or_responsibility": ("task", "scope", "duty", "duties", "responsib", "incentive", "penalt"),
    "support_or_funding": ("grant", "fund", "support", "in-kind"),
    "outside": ("law", "policy", "payer", "contract", "goal", "priorit", "price", "rate"),
}
FAMILY_WORDS = {
    "partner_or_stakeholder": "A partner or key person",
    "program_expansion": "Expansion",
    "scope_or_responsibility": "Scope or responsibility",
    "support_or_funding": "Support or funding",
    "outside": "From outside",
}


class Teller(StrEnum):
    """Who has to tell of a change: whose change it is, for a table of changes binds both sides alike."""

    OURS = "provider"
    THEIRS = "payer"
    BOTH = "joint"


def tellers(payer: str) -> dict[Teller, str]:
    """Who has to tell whom, to choose from."""
    return {
        Teller.OURS: f"It is our change: we tell {payer}",
        Teller.THEIRS: f"It is the change of {payer}: they tell us",
        Teller.BOTH: "It concerns both sides: we tell each other",
    }


def told_words(teller: Teller, provider: str, payer: str, title: str) -> str:
    """The promise to tell, from the one who makes it."""
    whom = {Teller.OURS: payer, Teller.THEIRS: provider, Teller.BOTH: "each other"}[teller]
    return f"Tell {whom} of this change: {title}"


@dataclass(frozen=True, slots=True)
class Duty:
    """A kind of change that the agreement says the other side is told of, and by when that is now."""

    place: int  # its line in the agreement's table
    change: str
    days: int
    due_on: date
    late: bool  # its day has passed
    fits: bool  # it seems to be about this change


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything a change may open; what is ticked to begin with stands in `usual`."""

    review_by: date
    open_by: date
    weeks: int
    assumptions: int
    duties: tuple[Duty, ...]
    can_review: bool
    usual: frozenset[str]  # review, assess, denser, assumptions, tell-0 ...


def duties(
    table: Sequence[Mapping[str, object]],
    late_days: int | None,
    group: str,
    on: date,
    today: date,
    holidays: Collection[date] = (),
) -> tuple[Duty, ...]:
    """The lines of the agreement's table of changes, each with the day by which the other side is told.

    A line counts back from the change. Where that day has passed, what was not foreseen is told within the
    business days the agreement gives for it, or at once where it gives none [T5 sustainability].
    """
    found = []
    for place, row in enumerate(table):
        change, days = str(row.get("change") or "").strip(), row.get("days")
        if not change or not isinstance(days, int):
            continue
        due = on - timedelta(days=days)
        late = due < today
        by = due if not late else add_business_days(today, late_days, holidays) if late_days else today
        fits = any(word in change.lower() for word in WORDS_OF.get(group, ()))
        found.append(Duty(place, change, days, by, late, fits))
    return tuple(found)


def propose(
    kind: EventTrigger, told: Sequence[Duty], *, assumptions: int, can_review: bool, today: date
) -> Proposal:
    """What a change usually asks for [T5 sustainability] [L7 balance].

    A review within 30 days; the needs assessment again and denser meetings as the catalogue says; a look at
    what was assumed where the change touches payment; and what the agreement says is to be told.
    """
    usual = {f"tell-{one.place}" for one in told if one.fits}
    usual |= {"review"} if can_review else set()
    usual |= {"assess"} if kind.repeat_needs_assessment else set()
    usual |= {"denser"} if kind.denser_meetings_weeks else set()
    usual |= {"assumptions"} if assumptions and COSTS in kind.focus else set()
    by = today + timedelta(days=OPEN_DAYS)
    weeks = kind.denser_meetings_weeks or 4
    return Proposal(by, by, weeks, assumptions, tuple(told), can_review, frozenset(usual))
