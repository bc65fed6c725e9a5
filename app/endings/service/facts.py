"""What people say of an end, as frozen commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Reply:
    """How a question before an end stands, as somebody saw it at version `seen`. `who_id` is a person."""

    question: str
    answer: str
    who_id: int | None
    state: str
    seen: int


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """A notice: when, by which side and why. Without a last day of service it is counted."""

    given_on: date
    given_by: str
    reason: str
    also: tuple[str, ...] = ()
    note: str = ""
    last_service_on: date | None = None
    to_hand_on: int | None = None


@dataclass(frozen=True, slots=True)
class StepFacts:
    """Another day for a step, who sees to it, why, and when it was done. `owner_id` is a person."""

    on: date
    owner_id: int | None
    why: str = ""
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """The versions of a step and of its promise that the person looked at."""

    step: int | None = None
    action: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What a click did: the id for its undo, and how many other days moved along."""

    batch_id: str
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Filled:
    """What came into the letter: the id for its undo, how many particulars, how many hold something else."""

    batch_id: str
    filled: int
    others: int
