"""What a gap analysis worksheet says. Pure [T5 gaps] [T5 readiness]."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the table."""

    label: str
    rating: str
    evidence: str = ""
    strategy: str = ""
    first_step: str = ""
    who: str = ""
    people: tuple[str, ...] = ()
    due_on: date | None = None
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A group of items."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """An item that stands otherwise than last time."""

    label: str
    before: str
    now: str
    since: str


@dataclass(frozen=True, slots=True)
class CannotFill:
    """A gap that neither side can fill, and what is done instead."""

    label: str
    instead: str
    note: str


@dataclass(frozen=True, slots=True)
class Resource:
    """An entry of the directory."""

    name: str
    need: str
    known_by: str
    use: str
    funding_until: date | None
    checked_on: date | None


@dataclass(frozen=True, slots=True)
class WorksheetFacts:
    """Everything the worksheet is made of. `on` is the day it speaks of; `empty` is one to fill by hand."""

    partnership: str
    provider: str
    payer: str
    on: date
    is_open: bool = False
    assessed: tuple[str, ...] = ()
    assessed_by: str = ""
    why: str = ""
    because: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    fillers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    cannot: tuple[CannotFill, ...] = ()
    last_on: date | None = None
    moved: tuple[Moved, ...] = ()
    resources: tuple[Resource, ...] = ()
    purpose: str = ""  # of the directory
    open_points: tuple[str, ...] = ()
    empty: bool = False
