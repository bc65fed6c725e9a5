"""What a story about an example partnership tells: people, stages, meetings, promises, terms.

Refs such as "payer-clinical" and "m-2024-03-05-operations" are names inside one story only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from app.examples.story.outreach_records import StoryOutreach


@dataclass(frozen=True, slots=True)
class StoryPerson:
    """Somebody with a function on one side; `also` are further functions the person holds."""

    ref: str
    side: str
    organization: str
    name: str
    title: str
    function: str
    also: tuple[str, ...]
    email: str
    phone: str
    lead: bool
    deputy: str
    from_on: date | None
    left_on: date | None


@dataclass(frozen=True, slots=True)
class StoryStage:
    """A stage the partnership was in; `until_on` is None for the present one."""

    stage: str
    from_on: date
    until_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class StoryMilestone:
    """A milestone of the catalogue with its own dates."""

    catalogue_id: str
    stage: str
    lead: str
    owner: str
    due_on: date
    done_on: date | None


@dataclass(frozen=True, slots=True)
class StoryTopic:
    """A topic or a wanted decision that somebody put on an agenda by hand."""

    kind: str
    text: str
    asked_by: str
    approver: str
    minutes: int


@dataclass(frozen=True, slots=True)
class StorySeries:
    """The rhythm in which one kind of meeting goes on."""

    kind: str
    every_weeks: int
    next_on: date
    starts_at: time


@dataclass(frozen=True, slots=True)
class StoryMeeting:
    """One meeting: held, cancelled or planned."""

    ref: str
    kind: str
    on: date
    starts_at: time
    minutes: int
    mode: str
    place: str
    link: str
    status: str
    people: tuple[str, ...]
    topics: tuple[StoryTopic, ...]


@dataclass(frozen=True, slots=True)
class StoryAction:
    """A promise of one person by one day."""

    text: str
    side: str
    owner: str
    made_on: date
    due_on: date
    source: str
    source_note: str
    done_on: date | None
    moved_times: int

    @property
    def status(self) -> str:
        """Open or done."""
        return "open" if self.done_on is None else "done"


@dataclass(frozen=True, slots=True)
class StoryReview:
    """A reassessment review that was held, tied to the day it was due."""

    kind: str
    due_on: date
    held_on: date
    decision: str
    note: str


@dataclass(frozen=True, slots=True)
class StoryTerm:
    """The value of one term of the contract from one day on.

    Money is cents, numbers and percentages are decimals, dates are dates; lists are lists, choices
    of many are lists of ids, and each row of a table has an "id".
    """

    key: str
    effective_on: date
    value: object
    settled_with: str


@dataclass(frozen=True, slots=True)
class Story:
    """Everything told about one partnership."""

    people: tuple[StoryPerson, ...]
    stages: tuple[StoryStage, ...]
    milestones: tuple[StoryMilestone, ...]
    series: tuple[StorySeries, ...]
    meetings: tuple[StoryMeeting, ...]
    actions: tuple[StoryAction, ...]
    reviews: tuple[StoryReview, ...]
    terms: tuple[StoryTerm, ...]
    outreach: StoryOutreach
