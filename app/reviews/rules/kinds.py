"""What a review is, how it may end, and what follows from each ending. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.core.calendar import months_between

PACKET_DAYS = 10  # before the review, so that both sides read it [L5 negotiation] [ours]
FAR_DAYS = 800  # somebody who plans further ahead slipped in the year
APART_DAYS = 14  # two reviews nearer than this are one


class Kind(StrEnum):
    """The kinds of the catalogue [L5 negotiation] [L7 balance]."""

    INTERIM = "interim"
    ANNUAL = "annual"
    TRIGGER = "trigger"
    END_OF_PILOT = "end_of_pilot"
    SUFFICIENCY = "sufficiency"


KINDS = {
    Kind.INTERIM: "Interim review",
    Kind.ANNUAL: "Annual review",
    Kind.TRIGGER: "Review that signals called for",
    Kind.END_OF_PILOT: "Review at the close of the pilot",
    Kind.SUFFICIENCY: "Sufficiency review",
}


class Decision(StrEnum):
    """What a review decides [L7 transition] [L5 negotiation]."""

    CONTINUE = "continue_unchanged"
    CORRECT = "small_correction"
    AMEND = "amend_contract"
    NEEDS = "repeat_needs_assessment"
    RENEGOTIATE = "renegotiate"
    EXTEND = "extend_pilot"
    SUSTAIN = "move_to_sustained"
    EXPAND = "expand"
    PAUSE = "pause_enrollment"
    END = "end_with_grace"


DECISIONS = {
    Decision.CONTINUE: "Continue unchanged",
    Decision.CORRECT: "A small correction",
    Decision.AMEND: "Amend the contract",
    Decision.NEEDS: "Repeat the needs assessment",
    Decision.RENEGOTIATE: "Renegotiate",
    Decision.EXTEND: "Extend the pilot",
    Decision.SUSTAIN: "Move to sustained",
    Decision.EXPAND: "Expand",
    Decision.PAUSE: "Pause enrollment",
    Decision.END: "End with grace",
}


class Follows(StrEnum):
    """What a decision asks for next."""

    AMENDMENT = "amendment"
    RENEGOTIATING = "renegotiating"
    SUSTAINED = "sustained"
    NEEDS = "needs"
    ADJUSTMENT = "adjustment"
    ENDING = "ending"
    PAUSE = "pause"
    LOOK = "look"


FOLLOWS: dict[Decision, tuple[Follows, ...]] = {
    Decision.CONTINUE: (),
    Decision.CORRECT: (Follows.ADJUSTMENT,),
    Decision.AMEND: (Follows.AMENDMENT,),
    Decision.NEEDS: (Follows.NEEDS,),
    Decision.RENEGOTIATE: (Follows.RENEGOTIATING, Follows.AMENDMENT),
    Decision.EXTEND: (Follows.AMENDMENT,),
    Decision.SUSTAIN: (Follows.AMENDMENT, Follows.SUSTAINED),
    Decision.EXPAND: (Follows.AMENDMENT, Follows.NEEDS),
    Decision.PAUSE: (Follows.PAUSE, Follows.LOOK),
    Decision.END: (Follows.ENDING,),
}
NEEDS_REASONS = frozenset(Decision) - {Decision.CONTINUE}


def kind_words(kind: str) -> str:
    """What kind of review it is."""
    return KINDS[Kind(kind)]


def decision_words(decision: str) -> str:
    """What was decided; empty while nothing was."""
    return DECISIONS[Decision(decision)] if decision else ""


def follows(decision: str) -> tuple[Follows, ...]:
    """What comes next after a decision; nothing while there is none."""
    return FOLLOWS[Decision(decision)] if decision else ()


def changes_contract(decision: str) -> bool:
    """Whether terms change by this decision."""
    return Follows.AMENDMENT in follows(decision)


def kind_on(start: date, due: date) -> Kind:
    """The kind of a dated review: each twelfth month is the year's."""
    return Kind.INTERIM if months_between(start, due) % 12 else Kind.ANNUAL


def packet_by(on: date) -> date:
    """The day on which the packet goes out."""
    return on - timedelta(days=PACKET_DAYS)


@dataclass(frozen=True, slots=True)
class Deciding:
    """A decision as it is typed."""

    decision: str
    decided_on: date | None
    reasons: str
    next_on: date | None


def decision_problems(one: Deciding, held_on: date | None, today: date) -> dict[str, str]:
    """What stands against a decision, by field."""
    found = {}
    if one.decision in NEEDS_REASONS and not one.reasons:
        found["reasons"] = "Say in a sentence or two why; whoever comes later will want to know."
    if one.decided_on is not None and one.decided_on > today:
        found["decided_on"] = "Enter a day that has come."
    elif one.decided_on is not None and held_on is not None and one.decided_on < held_on:
        found["decided_on"] = "The decision comes on the day of the review or after it."
    if one.next_on is not None and one.decided_on is not None and one.next_on <= one.decided_on:
        found["next_on"] = "The next review comes after the decision."
    elif one.next_on is not None and one.next_on > today + timedelta(days=FAR_DAYS):
        found["next_on"] = "Enter a day within the next two years."
    return found


def near(on: date, others: tuple[date, ...]) -> date | None:
    """The review that is so near to a day that both are one."""
    return next((one for one in others if abs((one - on).days) < APART_DAYS), None)
