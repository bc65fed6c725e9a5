"""What a story about an example partnership tells: people, stages, meetings, promises, terms.

Refs such as "payer-clinical" and "m-2024-03-05-operations" are names inside one story only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from app.examples.story.outreach_records import StoryOutreach
from app.examples.story.readiness_records import StoryReadiness


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
    """The rhythm in which one kind of meeting goes on. `first_on` is the first day of its grid."""

    kind: str
    every_weeks: int
    follows_stage: bool
    first_on: date
    next_on: date
    starts_at: time
    minutes: int
    mode: str
    place: str
    link: str
    seats: tuple[tuple[str, str, str], ...]  # side, function, person

    def planned_day(self, meeting: StoryMeeting) -> date | None:
        """The day of the grid on which a meeting of this kind falls; one moved before a holiday counts."""
        if meeting.kind != self.kind:
            return None
        for day in (meeting.on, meeting.on + timedelta(days=1)):
            if day >= self.first_on and (day - self.first_on).days % (7 * self.every_weeks) == 0:
                return day
        return None


@dataclass(frozen=True, slots=True)
class StoryPlan:
    """What both sides settled about talking with each other."""

    agreed_on: date
    look_again_on: date
    answers: tuple[tuple[str, str], ...]  # question of the catalogue, answer


@dataclass(frozen=True, slots=True)
class StoryDensePeriod:
    """A span in which it was or is denser, after a change."""

    starts_on: date
    ends_on: date
    reason: str


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
    waiting_for: str = ""
    repeats: str = ""  # weeks or months; empty: once

    @property
    def status(self) -> str:
        """Open or done."""
        return "open" if self.done_on is None else "done"

    @property
    def first_due_on(self) -> date:
        """The day that was promised first: a week earlier for each time it was moved, once it was made."""
        return max(self.due_on - timedelta(weeks=self.moved_times), self.made_on)


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
class StoryCulture:
    """How one side's organization works and decides; approvers are function, topic and days."""

    side: str
    kind: str
    size: str
    structure_note: str
    decision_process: str
    approvers: tuple[tuple[str, str, int], ...]
    usual_days_to_decide: int
    fixed_calendars: str
    preferred_modes: tuple[str, ...]
    preferred_note: str
    past_innovations: str
    comfort_with_risk: int
    priorities_now: str
    pressures_now: str


@dataclass(frozen=True, slots=True)
class StoryFit:
    """One answer to one question of partner fit."""

    question: str
    on: date
    score: int
    saw: str


@dataclass(frozen=True, slots=True)
class StoryTouch:
    """Somebody of the other side was spoken with."""

    person: str
    on: date
    how: str
    note: str


@dataclass(frozen=True, slots=True)
class StoryQuestion:
    """An urgent question of our side."""

    kind: str
    asked_on: date
    asked_of: str
    answered_on: date | None
    solved_on: date | None
    pattern_note: str


@dataclass(frozen=True, slots=True)
class StoryDecision:
    """What the health plan was asked to decide."""

    question: str
    asked_on: date
    approvers: str
    expected_on: date
    decided_on: date | None
    decision: str


@dataclass(frozen=True, slots=True)
class StorySign:
    """A valued behavior or a warning sign that was seen."""

    sign: str
    on: date
    note: str


@dataclass(frozen=True, slots=True)
class StoryConcern:
    """An open concern of ours with what is prepared for its talk."""

    opened_on: date
    area: str
    text: str
    severity: str
    person_or_culture: str
    owner: str
    effect: str
    asks: str
    offers: str


@dataclass(frozen=True, slots=True)
class StoryRelations:
    """How the two sides get on."""

    cultures: tuple[StoryCulture, ...]
    fit: tuple[StoryFit, ...]
    touches: tuple[StoryTouch, ...]
    questions: tuple[StoryQuestion, ...]
    decisions: tuple[StoryDecision, ...]
    signs: tuple[StorySign, ...]
    concerns: tuple[StoryConcern, ...]


@dataclass(frozen=True, slots=True)
class StoryEndingStep:
    """One step of the way out: the counted day with its reason, why another was chosen, and its promise."""

    kind: str
    proposed_on: date
    proposed_why: str
    why: str
    action: StoryAction


@dataclass(frozen=True, slots=True)
class StoryEndingAnswer:
    """What was said to one question before the end."""

    question: str
    state: str
    answer: str
    who: str


@dataclass(frozen=True, slots=True)
class StoryLesson:
    """What one side learned; a shared one is kept by both."""

    side: str
    on: date
    about: str
    text: str
    ask_next: str
    shared: bool


@dataclass(frozen=True, slots=True)
class StoryEnding:
    """How a partnership ended: notice, steps, patients handed on by week in counts, answers, lessons."""

    given_on: date
    note: str
    to_hand_on: int | None
    steps: tuple[StoryEndingStep, ...]
    weeks: tuple[tuple[date, int], ...]
    answers: tuple[StoryEndingAnswer, ...]
    lessons: tuple[StoryLesson, ...]


@dataclass(frozen=True, slots=True)
class StoryRating:
    """How one side rated the balance in one session; marks and whys are pairs of topic and value."""

    side: str
    on: date
    marks: tuple[tuple[str, int], ...]
    whys: tuple[tuple[str, str], ...]
    filled_by: str


@dataclass(frozen=True, slots=True)
class StoryAdjustment:
    """A small correction on the way."""

    on: date
    what_changed: str
    why: str
    agreed_by: str
    expected_effect: str
    check_on: date
    effect_seen: str
    outcome: str


@dataclass(frozen=True, slots=True)
class StoryBalance:
    """The balance as both sides rated it, and what they adjusted."""

    ratings: tuple[StoryRating, ...]
    adjustments: tuple[StoryAdjustment, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Everything told about one partnership."""

    people: tuple[StoryPerson, ...]
    stages: tuple[StoryStage, ...]
    milestones: tuple[StoryMilestone, ...]
    series: tuple[StorySeries, ...]
    plan: StoryPlan | None
    dense: tuple[StoryDensePeriod, ...]
    meetings: tuple[StoryMeeting, ...]
    actions: tuple[StoryAction, ...]
    reviews: tuple[StoryReview, ...]
    terms: tuple[StoryTerm, ...]
    relations: StoryRelations
    outreach: StoryOutreach
    readiness: StoryReadiness
    ending: StoryEnding | None
    balance: StoryBalance
