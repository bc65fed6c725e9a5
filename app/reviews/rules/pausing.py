"""What a pause of enrollment asks of both sides, as promises with a day. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.actions.rules import Side

TELL_DAYS, AGREE_DAYS = 7, 15  # everybody knows within a week, the next look is agreed in two [ours]


@dataclass(frozen=True, slots=True)
class PauseFacts:
    """What the promises hang on: the partner, the decision, and what the agreement says of a pause."""

    partner: str
    decided_on: date
    today: date
    next_on: date | None = None
    notice_days: int | None = None  # S36: the lead time of a pause in place of an end
    is_named: bool = False  # whether the agreement names a pause at all
    for_want_of_room: bool = False  # S10: a pause while there is no room


@dataclass(frozen=True, slots=True)
class PausePromise:
    """One promise: what it is about, its words, whose it is, and by when."""

    about: str
    text: str
    side: Side
    due_on: date


PARTNER, CARE, REFERRERS, LOOK = (
    "the pause, told to the partner",
    "the pause, and those enrolled",
    "the pause, told to referrers",
    "the pause, its next look",
)
ABOUT = (PARTNER, CARE, REFERRERS, LOOK)


def pause_promises(facts: PauseFacts) -> tuple[PausePromise, ...]:
    """Who is told, that care goes on, and that a day to look again is agreed [L7 exit] [ours]."""
    told = max(facts.decided_on + timedelta(days=TELL_DAYS), facts.today)
    found = [
        PausePromise(PARTNER, _word_to_partner(facts), Side.PROVIDER, told),
        PausePromise(
            CARE,
            "Tell our staff and the plan’s care teams that care goes on as before for everybody enrolled",
            Side.JOINT,
            told,
        ),
        PausePromise(
            REFERRERS,
            "Tell referrers from which day no new referral is taken, and whom to call meanwhile",
            Side.JOINT,
            told,
        ),
    ]
    if facts.next_on is None:
        agreed = max(facts.decided_on + timedelta(days=AGREE_DAYS), facts.today)
        text = f"Agree with {facts.partner} on the day on which the pause is looked at again"
        found.append(PausePromise(LOOK, text, Side.JOINT, agreed))
    return tuple(found)


def _word_to_partner(facts: PauseFacts) -> str:
    words = f"Tell {facts.partner} in writing that new referrals pause, and from which day"
    said = []
    if facts.notice_days is not None:
        days = f"{facts.notice_days} {'day' if facts.notice_days == 1 else 'days'}"
        said.append(f"the agreement asks for notice at least {days} before the pause begins")
    elif facts.is_named:
        said.append("the agreement names a pause and no time for its notice, so ask first")
    if facts.for_want_of_room:
        said.append("if the team has no room, the agreement asks for word on the day it begins and ends")
    if not said:
        said.append("the agreement in force names no pause, so agree on it in writing")
    return f"{words} ({'; '.join(said)})"
