"""What the working papers of a service design hold. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer, empty while there is none."""

    id: str
    words: str
    answer: str


@dataclass(frozen=True, slots=True)
class Group:
    """Questions under one heading."""

    title: str
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class ProcessCard:
    """A process: what is known of each field of its card."""

    name: str
    fields: tuple[tuple[str, str], ...]


Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DesignFacts:
    """Everything for M10, as far as it is known."""

    partnership: str
    provider: str
    payer: str
    models: tuple[str, ...]
    groups: tuple[Group, ...]
    outcomes: tuple[Row, ...]  # outcome, services, plausible, caveat
    roles: tuple[Row, ...]  # task, owner, helper
    disciplines: tuple[str, ...]
    matrix: tuple[Row, ...]  # task, then one cell for each discipline
    tiers: tuple[Row, ...]  # tier, disciplines, contacts per month, place and mode
    cards: tuple[ProcessCard, ...]
    criteria: tuple[Row, ...]  # criterion, now, should be, because
    strict: tuple[str, ...]
    loose: tuple[str, ...]


def with_blank(rows: tuple[Row, ...], columns: int, blank: int) -> tuple[Row, ...]:
    """The rows and some empty ones to write into at the table."""
    return (*rows, *(("",) * columns for _ in range(blank)))
