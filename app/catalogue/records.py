"""What the catalogue holds, as frozen records.

The catalogue states the method: stages, milestones, meetings, metrics, triggers, levers and review
questions. Ids are stable keys; every wording may be edited. Nothing here reads a file or decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar, cast

from app.catalogue.readiness import Readiness
from app.catalogue.triggers import DateRule, EventTrigger, MetricTrigger, RelationshipTrigger, Trigger

Record = TypeVar("Record")

EVERY_QUESTION = "all"
# Groups of review questions that belong to the close of a pilot or to an end, not to every review.
CLOSING_GROUPS = ("pilot_to_sustained", "graceful_exit")


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson of the method, for the one-page sheet and the handbook [QT]."""

    id: str
    tag: str
    title: str
    tips: tuple[str, ...]
    stages: tuple[str, ...]
    src: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage in the life of a partnership [L0 intro] [L7 transition]."""

    id: str
    name: str
    purpose: str
    typical_weeks: int | None
    entry: tuple[str, ...]
    exit: tuple[str, ...]
    may_go_to: tuple[str, ...]
    note: str
    src: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """One milestone, due so many weeks after its stage begins."""

    id: str
    stage: str
    title: str
    why: str
    lead: str
    offset_weeks: int
    evidence: str
    src: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """One standing topic of an agenda with the minutes it gets; of some nothing may be written down."""

    topic: str
    minutes: int
    spoken_only: bool = False


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """One kind of meeting with its rhythm in each stage [T5 sustainability]."""

    id: str
    name: str
    aim: str
    length_minutes: int
    participants: tuple[str, ...]
    preferred_mode: str
    cadence_weeks: Mapping[str, int | None]
    topics: tuple[Topic, ...]
    privacy_note: str
    src: tuple[str, ...]

    def weeks_between(self, stage: str, *, after_first_year: bool = False) -> int | None:
        """Weeks from one meeting to the next in a stage; None where the kind does not meet."""
        later = self.cadence_weeks.get(f"{stage}_after_12_months") if after_first_year else None
        return later if later is not None else self.cadence_weeks.get(stage)


@dataclass(frozen=True, slots=True)
class Mode:
    """A way of talking and what it is good for [L1 foundation]."""

    id: str
    use: str


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric of the list both sides choose from [L6 sample]."""

    id: str
    group: str
    name: str
    definition: str
    numerator: str
    denominator: str
    unit: str
    direction: str
    frequency: str
    burden: str
    collector: str
    from_source: bool
    src: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lever:
    """Something the partners can change [L7 effort] [L7 payment] [L7 outcomes]."""

    id: str
    group: str
    area: str
    label: str
    src: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewQuestion:
    """A question for a reassessment review, with its single points [L7 balance]."""

    id: str
    group: str
    title: str
    asks: tuple[str, ...]
    src: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WindDownStep:
    """One step from the notice to the last payment; `lead` is a side or joint [L7 exit]."""

    id: str
    title: str
    lead: str
    src: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReminderDefault:
    """When people are reminded of one kind of thing, in days before, after, or after month end."""

    what: str
    before_days: tuple[int, ...]
    after_days: tuple[int, ...]
    after_month_end_days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BalanceTopic:
    """What both sides rate from 1 to 5: the question, and the words of the five marks [L7 balance] [ours]."""

    id: str
    title: str
    ask: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a plain list: an id and the words beside it."""

    id: str
    label: str
    group: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole method, read once and never changed while the program runs."""

    version: int
    source_tags: Mapping[str, str]
    lessons: tuple[Lesson, ...]
    stages: tuple[Stage, ...]
    milestones: tuple[Milestone, ...]
    meeting_kinds: tuple[MeetingKind, ...]
    meeting_modes: tuple[Mode, ...]
    metric_triggers: tuple[MetricTrigger, ...]
    date_rules: tuple[DateRule, ...]
    event_triggers: tuple[EventTrigger, ...]
    relationship_triggers: tuple[RelationshipTrigger, ...]
    balance_triggers: tuple[RelationshipTrigger, ...]
    balance_topics: tuple[BalanceTopic, ...]
    metrics: tuple[Metric, ...]
    levers: tuple[Lever, ...]
    review_questions: tuple[ReviewQuestion, ...]
    reminders: tuple[ReminderDefault, ...]
    services: tuple[Choice, ...]
    disciplines: tuple[Choice, ...]
    delivery_models: tuple[Choice, ...]
    intensity_tiers: tuple[Choice, ...]
    organization_kinds: tuple[str, ...]
    product_lines: tuple[str, ...]
    functions: tuple[str, ...]
    sides: tuple[str, ...]
    balance_sides: tuple[str, ...]
    leads: tuple[str, ...]
    severities: tuple[str, ...]
    concern_areas: tuple[str, ...]
    review_kinds: tuple[str, ...]
    decisions: tuple[str, ...]
    exit_reasons: tuple[str, ...]
    review_participants: tuple[str, ...]
    sufficiency_steps: tuple[str, ...]
    readiness: Readiness
    wind_down: tuple[WindDownStep, ...]
    raw: Mapping[str, object] = field(repr=False)
    _by_id: Mapping[type, Mapping[str, object]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        families: tuple[tuple[Any, ...], ...] = (
            (*self.stages, *self.milestones, *self.meeting_kinds),
            (*self.metrics, *self.levers, *self.review_questions),
            self.triggers,
        )
        by_id: dict[type, dict[str, object]] = {}
        for record in (record for family in families for record in family):
            by_id.setdefault(type(record), {})[record.id] = record
        object.__setattr__(self, "_by_id", by_id)  # the one write: a frozen record fills its own index

    def stage(self, stage_id: str) -> Stage:
        """The stage with this id; KeyError where there is none."""
        return self._find(Stage, stage_id)

    def milestone(self, milestone_id: str) -> Milestone:
        """The milestone with this id; KeyError where there is none."""
        return self._find(Milestone, milestone_id)

    def milestones_of(self, stage_id: str) -> tuple[Milestone, ...]:
        """The milestones of one stage, in the order of the catalogue."""
        return tuple(milestone for milestone in self.milestones if milestone.stage == stage_id)

    def meeting_kind(self, kind_id: str) -> MeetingKind:
        """The meeting kind with this id; KeyError where there is none."""
        return self._find(MeetingKind, kind_id)

    def trigger(self, trigger_id: str) -> Trigger:
        """The trigger with this id, whatever its family; KeyError where there is none."""
        for family in (MetricTrigger, DateRule, EventTrigger, RelationshipTrigger):
            found = self._by_id.get(family, {}).get(trigger_id)
            if found is not None:
                return cast("Trigger", found)
        raise KeyError(trigger_id)

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """Every trigger: metric, date, event, relationship, balance."""
        about_both = (*self.relationship_triggers, *self.balance_triggers)
        return (*self.metric_triggers, *self.date_rules, *self.event_triggers, *about_both)

    def metric(self, metric_id: str) -> Metric:
        """The metric with this id; KeyError where there is none."""
        return self._find(Metric, metric_id)

    def lever(self, lever_id: str) -> Lever:
        """The lever with this id; KeyError where there is none."""
        return self._find(Lever, lever_id)

    def review_question(self, question_id: str) -> ReviewQuestion:
        """The review question with this id; KeyError where there is none."""
        return self._find(ReviewQuestion, question_id)

    def questions_for(self, focus: tuple[str, ...]) -> tuple[ReviewQuestion, ...]:
        """The questions a trigger opens; "all" stands for the questions of every ordinary review."""
        if EVERY_QUESTION in focus:
            return tuple(
                question for question in self.review_questions if question.group not in CLOSING_GROUPS
            )
        return tuple(self.review_question(question_id) for question_id in focus)

    def section(self, *path: str) -> object:
        """A part of the catalogue as it stands in the file, read-only: section("outreach", "material")."""
        found: object = self.raw
        for step in path:
            if not isinstance(found, Mapping):
                raise KeyError(step)
            found = found[step]
        return found

    def _find(self, family: type[Record], record_id: str) -> Record:
        return cast(Record, self._by_id.get(family, {})[record_id])


def frozen(value: object) -> object:
    """The same value, read-only to its depth: mappings and lists can no longer be changed."""
    if isinstance(value, dict):
        return MappingProxyType({key: frozen(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return tuple(frozen(inner) for inner in value)
    return value
