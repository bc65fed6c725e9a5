"""What a story tells about a referral plan: sites, visits, strategies, material, training."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Place:
    """One kind of site: what it is called, how its tie is, and its share of the referrals in percent."""

    words: str
    group: str
    tie: str
    tie_before: str
    share: int
    function: str
    every_days: int
    barriers: tuple[str, ...] = ()
    before: str = ""
    languages: str = "English, Spanish"


@dataclass(frozen=True, slots=True)
class StoryVisit:
    """Something that was done at a site."""

    on: date
    kind: str
    topics: tuple[str, ...]
    audience_count: int
    hours: Decimal
    led_by: str
    follow_up_on: date | None
    reason: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StorySite:
    """A referring site with its counts by quarter and what was done there."""

    name: str
    place: Place
    contact: str
    visitor: str
    known_since: date
    tie_since: date
    counts: tuple[tuple[date, int], ...]
    visits: tuple[StoryVisit, ...]
    champion: str
    deputy_named: bool


@dataclass(frozen=True, slots=True)
class StoryStrategy:
    """A strategy of the catalogue that was chosen."""

    catalogue_id: str
    side: str
    owner: str
    every_weeks: int | None
    status: str
    last_done_on: date | None
    next_due_on: date | None


@dataclass(frozen=True, slots=True)
class StoryMaterial:
    """A piece of material."""

    title: str
    kind: str
    audience: str
    language: str
    cobranded: bool
    asked_on: date
    approved_on: date | None
    check_again_on: date | None


@dataclass(frozen=True, slots=True)
class StoryTraining:
    """A training, held or planned."""

    topic: str
    audience: str
    planned_on: date
    held_on: date | None
    people_count: int | None
    repeat_months: int


@dataclass(frozen=True, slots=True)
class StoryOutreach:
    """The whole referral plan of one partnership."""

    sites: tuple[StorySite, ...]
    strategies: tuple[StoryStrategy, ...]
    material: tuple[StoryMaterial, ...]
    trainings: tuple[StoryTraining, ...]
    revisited_on: date | None
