"""The worksheet of a review: questions by focus area, how each stands, how far it is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """How a question of the worksheet stands [L7 balance]."""

    FINE = "fine"
    WATCH = "watch"
    CHANGE = "change_needed"
    UNKNOWN = "not_known"


STATES = {
    State.FINE: "Fine",
    State.WATCH: "Watch",
    State.CHANGE: "Change needed",
    State.UNKNOWN: "Not known",
}


def state_words(state: str) -> str:
    """How a question stands; empty while nobody said."""
    return STATES[State(state)] if state else ""


PARTS = {
    "effort": "Effort",
    "payment": "Payment",
    "outcomes": "Outcomes",
    "relationship": "How you work together",
    "measurement": "What is measured",
    "needs": "Needs",
    "pilot_to_sustained": "From pilot to sustained",
}
ORDINARY = tuple(name for name in PARTS if name != "pilot_to_sustained")
CLOSING = "pilot_to_sustained"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what was said to it. `version` is 0 until somebody answers."""

    id: str
    part: str
    title: str
    asks: tuple[str, ...]
    answer: str = ""
    state: str = ""
    action: str = ""  # the promise that came of it, in words
    action_id: str = ""  # its public id
    called_for: bool = False  # a signal of this review points at it
    version: int = 0

    @property
    def is_answered(self) -> bool:
        """Whether it has an answer or at least a state."""
        return bool(self.answer or self.state)


@dataclass(frozen=True, slots=True)
class Part:
    """One focus area with its questions."""

    name: str
    title: str
    questions: tuple[Asked, ...]

    @property
    def answered(self) -> int:
        """How many have an answer."""
        return sum(one.is_answered for one in self.questions)

    @property
    def changes(self) -> int:
        """How many ask for a change."""
        return sum(one.state == State.CHANGE for one in self.questions)

    @property
    def called_for(self) -> int:
        """How many a signal points at."""
        return sum(one.called_for for one in self.questions)


def parts_of(kind: str, questions: Sequence[Asked]) -> tuple[Part, ...]:
    """The focus areas of a review; the eight elements only at the close of a pilot [L7 transition]."""
    wanted = PARTS if kind == "end_of_pilot" else ORDINARY
    return tuple(
        Part(name, PARTS[name], tuple(one for one in questions if one.part == name)) for name in wanted
    )


def progress_words(parts: Sequence[Part]) -> str:
    """How far the worksheet is, in a sentence."""
    answered, whole = sum(one.answered for one in parts), sum(len(one.questions) for one in parts)
    changes = sum(one.changes for one in parts)
    if not answered:
        return f"None of the {whole} questions has an answer yet."
    words = f"{answered} of {whole} questions {'has' if answered == 1 else 'have'} an answer"
    if changes:
        words += f"; {changes} {'asks' if changes == 1 else 'ask'} for a change"
    return f"{words}."


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody typed to one question; the action is made when its text is given."""

    question: str
    answer: str
    state: str
    seen: int
    action_text: str = ""
    action_owner: int | None = None
    action_side: str = "provider"
    action_due: date | None = None
