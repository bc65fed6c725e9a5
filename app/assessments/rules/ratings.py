"""How an item stands, who can fill a gap, and what is still open about it. Pure [T5 readiness] [T5 gaps]."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Rating(StrEnum):
    """How an item stands; the catalogue's values."""

    IN_PLACE = "in_place"
    PARTLY = "partly"
    GAP = "gap"
    NOT_KNOWN = "not_known"
    NOT_APPLICABLE = "not_applicable"


RATING_WORDS = {
    Rating.IN_PLACE: "In place",
    Rating.PARTLY: "Partly",
    Rating.GAP: "Gap",
    Rating.NOT_KNOWN: "Not known",
    Rating.NOT_APPLICABLE: "Does not apply",
}
LACKING = (Rating.PARTLY, Rating.GAP)
CLOSED = (Rating.IN_PLACE, Rating.NOT_APPLICABLE)


class Filler(StrEnum):
    """Who can fill a gap; the catalogue's values."""

    PARTNER = "partner_can_fill"
    TOGETHER = "collaboration_can_fill"
    NEITHER = "partner_cannot_fill"


class Who(StrEnum):
    """The same as one answers it: with the partner that can."""

    PROVIDER = "provider"
    PAYER = "payer"
    TOGETHER = "together"
    NEITHER = "neither"

    @property
    def filler(self) -> Filler:
        """The catalogue's value."""
        return {Who.TOGETHER: Filler.TOGETHER, Who.NEITHER: Filler.NEITHER}.get(self, Filler.PARTNER)


class Instead(StrEnum):
    """What is done about a gap that neither side can fill."""

    THIRD_PARTY = "third_party"
    SCOPE = "scope"
    RISK = "risk"


INSTEAD_WORDS = {
    Instead.THIRD_PARTY: "Somebody else fills it",
    Instead.SCOPE: "The scope changes",
    Instead.RISK: "The risk is accepted",
}


class Open(StrEnum):
    """What is still open about a gap, in a few words."""

    FILLER = "who can fill it"
    OUR_PERSON = "our person"
    THEIR_PERSON = "their person"
    FIRST_STEP = "the first step"
    DUE = "a date"
    INSTEAD = "a third party, a change of scope, or the risk accepted in writing"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one item in one assessment; people by their number."""

    rating: str = ""
    evidence: str = ""
    strategy: str = ""
    filler: str = ""
    filler_side: str = ""
    person_provider: int | None = None
    person_payer: int | None = None
    first_step: str = ""
    due_on: date | None = None
    instead: str = ""
    instead_note: str = ""
    in_agreement: bool = False

    @property
    def is_lacking(self) -> bool:
        """Whether something is missing: partly there, or not at all."""
        return self.rating in LACKING

    @property
    def is_closed(self) -> bool:
        """Whether nothing is missing, and somebody said so."""
        return self.rating in CLOSED

    @property
    def who(self) -> Who | None:
        """Who fills it, in one word; None while nobody has said."""
        return who_fills(self.filler, self.filler_side)


NO_ANSWER = Answer()


def who_fills(filler: str, side: str) -> Who | None:
    """The catalogue's value and the partner as one answer."""
    if filler == Filler.PARTNER:
        return Who(side) if side in (Who.PROVIDER, Who.PAYER) else None
    return (
        {Filler.TOGETHER: Who.TOGETHER, Filler.NEITHER: Who.NEITHER}.get(Filler(filler)) if filler else None
    )


def still_open(answer: Answer) -> tuple[Open, ...]:
    """What the follow-up of a gap still needs [T5 gaps].

    One partner can fill it: its person and a date. Both together: both persons, the first step and a date.
    Neither: a third party, a change of scope, or the risk accepted in writing.
    """
    who = answer.who
    if not answer.is_lacking:
        return ()
    if who is None:
        return (Open.FILLER,)
    if who is Who.NEITHER:
        return () if answer.instead and answer.instead_note else (Open.INSTEAD,)
    wanted = {
        Open.OUR_PERSON: who is not Who.PAYER and answer.person_provider is None,
        Open.THEIR_PERSON: who is not Who.PROVIDER and answer.person_payer is None,
        Open.FIRST_STEP: who is Who.TOGETHER and not answer.first_step,
        Open.DUE: answer.due_on is None,
    }
    return tuple(point for point, missing in wanted.items() if missing)
