"""What a communication plan says of itself: what took place, what is denser and why, what is open. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from .meetings import Status

MOST_DENSE_WEEKS = 104
PILOT_DENSE_WEEKS = 26  # the first six months of the pilot [T5 sustainability]
USUAL_DENSE_WEEKS = 8  # when nothing else is said [T5 sustainability]
MORE_DENSE_WEEKS = 4
LOOK_AGAIN_MONTHS = 6
CORE_GROUP = ("contracting", "clinical", "operations")
# Words of the catalogue that name no single function.
_GROUPS = {"core_group": CORE_GROUP, "functions_as_needed": (), "provider_staff": ()}
_BEGINNINGS = {"pilot": "pilot_start", "renegotiating": "renegotiation"}


class Outcome(StrEnum):
    """What became of a planned meeting, as the plan counts it."""

    HELD = "held"
    CALLED_OFF = "called_off"
    NOT_NOTED = "not_noted"  # its day has passed and nobody said what became of it
    AHEAD = "ahead"


class DenseSource(StrEnum):
    """Why it is denser for a while [T5 sustainability]."""

    PILOT_START = "pilot_start"
    EVENT = "event"
    TRIGGER = "trigger"
    RENEGOTIATION = "renegotiation"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class DenseOffer:
    """A dense span that the stage suggests and somebody has to want."""

    source: DenseSource
    weeks: int
    starts_on: date
    ends_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """A function of one side, and who fills it; `name` is empty where nobody does."""

    side: str
    function: str
    organization: str
    person_id: int | None = None
    name: str = ""
    deputy: str = ""
    has_left: bool = False

    @property
    def function_words(self) -> str:
        """The function as people say it: case management."""
        return self.function.replace("_", " ")

    @property
    def is_empty(self) -> bool:
        """Whether nobody fills it now."""
        return self.person_id is None or self.has_left


@dataclass(frozen=True, slots=True)
class Gap:
    """Something of the plan that is not settled. `id` names it in a form."""

    id: str
    question: str
    why: str


def outcome(status: str, on: date, *, today: date) -> Outcome:
    """A planned meeting whose day has passed counts as not noted."""
    if status == Status.HELD:
        return Outcome.HELD
    if status == Status.CANCELLED:
        return Outcome.CALLED_OFF
    return Outcome.NOT_NOTED if on < today else Outcome.AHEAD


def functions_of(participants: Collection[str]) -> tuple[str, ...]:
    """The functions that come to a kind of meeting; a group is opened into its functions."""
    named = (one for name in participants for one in _GROUPS.get(name, (name,)))
    return tuple(dict.fromkeys(named))


def gaps(seats: Iterable[SeatFacts]) -> tuple[Gap, ...]:
    """Each empty post and each person without a deputy, said once [L1 foundation] [L8 behaviors]."""
    found: dict[str, Gap] = {}
    for seat in seats:
        if seat.is_empty and seat.function:
            ident = f"post-{seat.side}-{seat.function}"
            question = f"Who speaks for {seat.function_words} questions at {seat.organization}?"
            why = f"{seat.name} has left." if seat.has_left else "Nobody holds the post yet."
        elif not seat.is_empty and not seat.deputy:
            ident = f"deputy-{seat.person_id}"
            question, why = f"Who stands in for {seat.name}?", "Each function should have a deputy."
        else:
            continue
        found.setdefault(ident, Gap(ident, question, why))
    return tuple(found.values())


def dense_offer(
    stage: str, stage_since: date, known: Collection[tuple[str, date]], *, today: date
) -> DenseOffer | None:
    """What a stage that began lately suggests, unless it was taken up since [T5 sustainability].

    `known` are pairs of source and first day of the dense spans there are. The pilot's span counts from
    its first day, so who takes it up late gets what is left of it.
    """
    source = _BEGINNINGS.get(stage)
    if source is None or any(one == source and starts_on >= stage_since for one, starts_on in known):
        return None
    pilot = source == DenseSource.PILOT_START
    weeks = PILOT_DENSE_WEEKS if pilot else USUAL_DENSE_WEEKS
    ends_on = stage_since + timedelta(weeks=weeks, days=-1)
    starts_on = max(today, stage_since)
    if ends_on <= starts_on:
        return None
    reason = "The pilot has just begun" if pilot else "The terms are being renegotiated"
    return DenseOffer(DenseSource(source), weeks, starts_on, ends_on, reason)
