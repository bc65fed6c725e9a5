"""What a story tells about readiness."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Plan:
    """Who fills a gap and how; functions on each side name the people."""

    strategy: str
    filler: str
    filler_side: str = ""
    ours: str = ""
    theirs: str = ""
    first_step: str = ""
    is_dated: bool = True
    instead: str = ""
    instead_note: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """An entry of the directory."""

    name: str
    need: str
    known_by: str
    who_can_use: str
    how_to_refer: str
    office: str
    overlaps: bool = False
    checked_long_ago: bool = False


@dataclass(frozen=True, slots=True)
class StoryRating:
    """One item in one assessment; people by their names in the story."""

    item: str
    rating: str
    evidence: str
    plan: Plan | None
    provider: str
    payer: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class StoryAssessment:
    """One assessment."""

    why: str
    because: str
    assessed_by: str
    asked_on: date
    begun_on: date
    finished_on: date | None
    ratings: tuple[StoryRating, ...]


@dataclass(frozen=True, slots=True)
class StoryUnknown:
    """A guess at planning, and how it turned out."""

    item: str
    guess: str
    guessed_on: date
    truth: str
    truth_on: date | None


@dataclass(frozen=True, slots=True)
class StoryReadiness:
    """Everything about the readiness of one partnership."""

    assessments: tuple[StoryAssessment, ...]
    resources: tuple[tuple[Resource, date], ...]
    unknowns: tuple[StoryUnknown, ...]
    right: tuple[tuple[str, str, str], ...]
    judged_on: date
