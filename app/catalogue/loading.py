"""Read the catalogue file into records, collecting every fault instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from app.catalogue import checks
from app.catalogue.fields import Entry, Faults
from app.catalogue.readiness import read_readiness
from app.catalogue.records import (
    BalanceTopic,
    Catalogue,
    Choice,
    Lesson,
    Lever,
    MeetingKind,
    Metric,
    Milestone,
    Mode,
    ReminderDefault,
    ReviewQuestion,
    Stage,
    Topic,
    WindDownStep,
    frozen,
)
from app.catalogue.triggers import DateRule, EventTrigger, MetricTrigger, MonthlyRule, RelationshipTrigger
from app.core.errors import EvenkeelError

CATALOGUE_FILE = Path(__file__).with_name("catalogue.yaml")
MARKS = 5  # of a topic of the balance
MONTHLY_KINDS = ("consecutive", "rolling", "special")
RULE_UNITS = ("", "percent", "dollars", "days")

Record = TypeVar("Record")


class CatalogueError(EvenkeelError):
    """The catalogue has faults; `faults` holds one plain sentence for each."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("The catalogue cannot be used:\n" + "\n".join(faults))
        self.faults = faults


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The catalogue that ships with the program; read and checked once, at the first call."""
    return read_catalogue(CATALOGUE_FILE.read_text(encoding="utf-8"))


def read_catalogue(text: str) -> Catalogue:
    """Build the catalogue from YAML text, or raise CatalogueError with every fault."""
    raw = _parse(text)
    faults = Faults()
    built = _build(Entry(raw, "", faults))
    if not faults:
        checks.check_ids(raw, faults)
        checks.check_source_tags(raw, faults)
        checks.check_references(built, faults)
    if faults:
        raise CatalogueError(tuple(faults))
    return built


def _parse(text: str) -> dict[str, object]:
    import yaml  # only here: pages that need no catalogue do not pay for the parser

    try:
        raw = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise CatalogueError((f"The file is not YAML: {error}.",)) from error
    if not isinstance(raw, dict):
        raise CatalogueError(("The file must begin with keys such as stages and milestones.",))
    return raw


def _build(root: Entry) -> Catalogue:
    return Catalogue(
        version=root.whole("catalogue_version"),
        source_tags=root.texts_by_key("source_tags"),
        raw=MappingProxyType({key: frozen(value) for key, value in root.mapping.items()}),
        readiness=read_readiness(root),
        **_records(root),
        **_plain_lists(root),
    )


def _records(root: Entry) -> dict[str, Any]:
    triggers, reviews = root.entry("triggers"), root.entry("reviews")
    communication, design = root.entry("communication_plan"), root.entry("service_design")
    return {
        "lessons": _each(root.entry("lessons").entries("items"), _lesson),
        "stages": _each(root.entries("stages"), _stage),
        "milestones": _each(root.entries("milestones"), _milestone),
        "meeting_kinds": _each(communication.entries("meeting_kinds"), _meeting_kind),
        "meeting_modes": _each(communication.entries("modes"), lambda e: Mode(e.text("id"), e.text("use"))),
        "metric_triggers": _each(triggers.entries("metric"), _metric_trigger),
        "date_rules": _each(triggers.entries("date"), _date_rule),
        "event_triggers": _each(triggers.entries("event"), _event_trigger),
        "relationship_triggers": _each(triggers.entries("relationship"), _relationship_trigger),
        "balance_triggers": _each(triggers.entries("balance"), _relationship_trigger),
        "balance_topics": _each(reviews.entry("balance").entries("topics"), _balance_topic),
        "metrics": _each(root.entry("metrics").entries("items"), _metric),
        "levers": _grouped(root.entry("levers"), _lever),
        "review_questions": _questions(reviews),
        "wind_down": _each(reviews.entries("wind_down"), _wind_down),
        "reminders": _each(root.entry("relationship").entries("reminders"), _reminder),
        "services": _services(design),
        "disciplines": _choices(design.entries("disciplines")),
        "delivery_models": _choices(design.entries("delivery_models")),
        "intensity_tiers": _choices(design.entries("intensity_tiers"), note="use"),
    }


def _plain_lists(root: Entry) -> dict[str, Any]:
    conventions, relationship = root.entry("conventions"), root.entry("relationship")
    reviews = root.entry("reviews")
    profile = relationship.entry("culture_profile").entries("fields")
    lines = [
        field
        for topic in root.entry("information_requests").entries("profile_topics")
        if topic.value("id") == "product_lines"
        for field in topic.entries("fields")
    ]
    return {
        "organization_kinds": _listed(profile, "organization_kind"),
        "product_lines": _listed(lines, "lines"),
        "functions": root.entry("communication_plan").texts("functions"),
        "sides": _listed(profile, "side"),
        "balance_sides": conventions.texts("side_values"),
        "leads": conventions.texts("lead_values"),
        "severities": conventions.texts("severity_values"),
        "concern_areas": _listed(relationship.entry("concern_log").entries("fields"), "area"),
        "review_kinds": _listed(reviews.entries("header_fields"), "kind"),
        "decisions": reviews.texts("decisions"),
        "exit_reasons": reviews.texts("exit_reasons"),
        "review_participants": reviews.texts("participants"),
        "sufficiency_steps": reviews.entry("sufficiency_assessment").texts("steps"),
    }


def _each(entries: list[Entry], build: Callable[[Entry], Record]) -> tuple[Record, ...]:
    return tuple(build(entry) for entry in entries)


def _grouped(parent: Entry, build: Callable[[Entry, str], Record]) -> tuple[Record, ...]:
    return tuple(build(entry, str(group)) for group in parent.mapping for entry in parent.entries(str(group)))


def _listed(fields: list[Entry], name: str) -> tuple[str, ...]:
    """The choices of the named field: several lists live only there."""
    for field in fields:
        if field.value("name") == name:
            return field.texts("choices")
    return ()


def _choices(
    entries: list[Entry], *, label: str = "label", group: str = "", note: str = "note"
) -> tuple[Choice, ...]:
    return tuple(
        Choice(entry.text("id"), entry.text(label), group, entry.text(note, optional=True))
        for entry in entries
    )


def _services(design: Entry) -> tuple[Choice, ...]:
    required = _choices(design.entries("required_services"), label="name", group="required")
    return required + _choices(design.entries("optional_services"), label="name", group="optional")


def _balance_topic(entry: Entry) -> BalanceTopic:
    marks = entry.texts("marks")
    if len(marks) != MARKS:
        entry.fault("marks", f"there must be {MARKS} words, from too little to too much")
    return BalanceTopic(entry.text("id"), entry.text("title"), entry.text("ask"), marks)


def _lesson(entry: Entry) -> Lesson:
    return Lesson(
        entry.text("id"),
        entry.text("tag"),
        entry.text("title"),
        entry.texts("tips"),
        entry.texts("stages"),
        entry.texts("src"),
    )


def _stage(entry: Entry) -> Stage:
    return Stage(
        id=entry.text("id"),
        name=entry.text("name"),
        purpose=entry.text("purpose"),
        typical_weeks=entry.whole_or_none("typical_weeks"),
        entry=entry.texts("entry"),
        exit=entry.texts("exit"),
        may_go_to=entry.texts("may_go_to"),
        note=entry.text("note", optional=True),
        src=entry.texts("src"),
    )


def _milestone(entry: Entry) -> Milestone:
    return Milestone(
        id=entry.text("id"),
        stage=entry.text("stage"),
        title=entry.text("title"),
        why=entry.text("why"),
        lead=entry.text("lead"),
        offset_weeks=entry.whole("offset_weeks"),
        evidence=entry.text("evidence"),
        src=entry.texts("src"),
    )


def _meeting_kind(entry: Entry) -> MeetingKind:
    return MeetingKind(
        id=entry.text("id"),
        name=entry.text("name"),
        aim=entry.text("aim"),
        length_minutes=entry.whole("length_minutes"),
        participants=entry.texts("participants"),
        preferred_mode=entry.text("preferred_mode"),
        cadence_weeks=entry.wholes_by_key("cadence_weeks"),
        topics=tuple(
            Topic(topic.text("topic"), topic.whole("minutes"), topic.has("spoken_only"))
            for topic in entry.entries("agenda")
        ),
        privacy_note=entry.text("privacy_note", optional=True),
        src=entry.texts("src"),
    )


def _monthly_rule(rule: Entry) -> MonthlyRule:
    kind = rule.text("kind")
    special = kind == "special"
    if kind not in MONTHLY_KINDS:
        rule.fault("kind", f"“{kind}” is not one of {', '.join(MONTHLY_KINDS)}")
    unit = "percent" if rule.has("share") else rule.text("unit", optional=True)
    if unit not in RULE_UNITS:
        rule.fault("unit", f"“{unit}” is not percent, dollars or days")
    minimum: tuple[Decimal, ...] = rule.decimals("min_denominator", optional=True)
    return MonthlyRule(
        kind=kind,
        n=0 if special else rule.whole("n"),
        grace=0 if special else rule.whole("grace"),
        value=rule.text("value", optional=special),
        op=rule.text("op", optional=special),
        threshold=rule.decimals("threshold", optional=special or rule.has("threshold_field")),
        threshold_field=rule.text("threshold_field", optional=True),
        min_denominator=minimum[0] if minimum else None,
        text=rule.text("text", optional=not special),
        share=rule.has("share"),
        unit=unit,
        settings=rule.settings() if special else MappingProxyType({}),
    )


def _metric_trigger(entry: Entry) -> MetricTrigger:
    return MetricTrigger(
        id=entry.text("id"),
        title=entry.text("title"),
        severity=entry.text("severity"),
        side=entry.text("side"),
        focus=entry.texts("focus"),
        levers=entry.texts("levers"),
        why=entry.text("why"),
        rule=_monthly_rule(entry.entry("rule")),
        src=entry.texts("src"),
    )


def _date_rule(entry: Entry) -> DateRule:
    rule = entry.entry("rule")
    by_phase = isinstance(rule.value("offsets_months"), dict)
    return DateRule(
        id=entry.text("id"),
        title=entry.text("title"),
        base=rule.text("base"),
        offsets_months=() if by_phase else rule.wholes("offsets_months"),
        offsets_months_by_phase=rule.phases("offsets_months") if by_phase else MappingProxyType({}),
        offsets_days=rule.wholes("offsets_days"),
        every_months=rule.phases("every_months"),
        lead_days=rule.whole("lead_days"),
        severity=entry.text("severity"),
        side=entry.text("side"),
        focus=entry.texts("focus"),
        levers=entry.texts("levers"),
        note=entry.text("note", optional=True),
        src=entry.texts("src"),
    )


def _event_trigger(entry: Entry) -> EventTrigger:
    return EventTrigger(
        id=entry.text("id"),
        group=entry.text("group"),
        title=entry.text("title"),
        severity=entry.text("severity"),
        side=entry.text("side"),
        focus=entry.texts("focus"),
        levers=entry.texts("levers"),
        repeat_needs_assessment=entry.value("repeat_needs_assessment") is True,
        denser_meetings_weeks=entry.whole("denser_meetings_weeks"),
        src=entry.texts("src"),
    )


def _relationship_trigger(entry: Entry) -> RelationshipTrigger:
    rule = entry.entry("rule")
    kind = rule.text("kind")
    monthly = kind in MONTHLY_KINDS
    return RelationshipTrigger(
        id=entry.text("id"),
        title=entry.text("title"),
        kind=kind,
        monthly=_monthly_rule(rule) if monthly else None,
        settings=MappingProxyType({}) if monthly else rule.settings(),
        severity=entry.text("severity"),
        side=entry.text("side"),
        focus=entry.texts("focus"),
        levers=entry.texts("levers"),
        note=entry.text("note", optional=True),
        src=entry.texts("src"),
    )


def _metric(entry: Entry) -> Metric:
    return Metric(
        id=entry.text("id"),
        group=entry.text("group"),
        name=entry.text("name"),
        definition=entry.text("definition"),
        numerator=entry.text("numerator"),
        denominator=entry.text("denominator", optional=True),
        unit=entry.text("unit"),
        direction=entry.text("direction"),
        frequency=entry.text("frequency"),
        burden=entry.text("burden"),
        collector=entry.text("collector"),
        from_source=entry.value("from_source") is True,
        src=entry.texts("src"),
    )


def _lever(entry: Entry, group: str) -> Lever:
    area = entry.text("area", optional=True)
    return Lever(entry.text("id"), group, area, entry.text("label"), entry.texts("src"))


def _questions(reviews: Entry) -> tuple[ReviewQuestion, ...]:
    ordinary = _grouped(
        reviews.entry("questions"),
        lambda entry, group: ReviewQuestion(
            entry.text("id"), group, entry.text("title"), entry.texts("asks"), entry.texts("src")
        ),
    )
    closing = _each(
        reviews.entries("pilot_to_sustained"),
        lambda entry: ReviewQuestion(
            entry.text("id"),
            "pilot_to_sustained",
            entry.text("element").replace("_", " ").capitalize(),
            (entry.text("asks"),),
            entry.texts("src"),
        ),
    )
    leaving = _each(
        reviews.entries("graceful_exit"),
        lambda entry: ReviewQuestion(
            entry.text("id"), "graceful_exit", entry.text("q"), (entry.text("q"),), entry.texts("src")
        ),
    )
    return ordinary + closing + leaving


def _wind_down(entry: Entry) -> WindDownStep:
    return WindDownStep(entry.text("id"), entry.text("title"), entry.text("lead"), entry.texts("src"))


def _reminder(entry: Entry) -> ReminderDefault:
    return ReminderDefault(
        entry.text("what"),
        entry.wholes("before_days"),
        entry.wholes("after_days"),
        entry.wholes("after_month_end_days"),
    )
