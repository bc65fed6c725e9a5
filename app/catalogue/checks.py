"""Does the catalogue hold together: ids unique, every reference resolves, agendas fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.catalogue.fields import Faults
from app.catalogue.records import EVERY_QUESTION, Catalogue, MeetingKind
from app.catalogue.triggers import MonthlyRule

OPERATORS = ("<", ">", ">=", "<=", "outside")
METRIC_DIRECTIONS = ("higher_better", "lower_better", "neutral", "target_range")
BURDENS = ("low", "medium", "high")
COLLECTORS = ("provider", "payer", "both", "third_party")
# Groups of people a meeting kind may name besides the functions.
MEETING_GROUPS = ("core_group", "functions_as_needed", "provider_staff")
# These lists share one family of ids although they stand in several places.
ID_FAMILIES = ("triggers", "levers", "reviews", "needs_assessment")


def check_ids(raw: Mapping[str, object], faults: Faults) -> None:
    """Ids are unique within their list, and within their family where one family has several lists."""
    for path, items in _lists(raw, ""):
        _report_twice([(f"{path}[{n}]", item) for n, item in enumerate(items)], faults, "in this list")
    for family in ID_FAMILIES:
        lists = list(_lists({family: raw.get(family)}, ""))
        found = [(f"{path}[{n}]", item) for path, items in lists for n, item in enumerate(items)]
        _report_twice(found, faults, f"under {family}", only_across_lists=True)


def check_source_tags(raw: Mapping[str, object], faults: Faults) -> None:
    """Every source tag on an item stands in source_tags."""
    known = raw.get("source_tags")
    tags = known if isinstance(known, Mapping) else {}
    for path, value in _sources(raw, ""):
        for tag in value:
            if tag not in tags:
                faults.add(path, f"“{tag}” is not a source tag")


def check_references(book: Catalogue, faults: Faults) -> None:
    """Stages, questions, levers, functions and modes that an item names exist."""
    _check_stages(book, faults)
    for number, kind in enumerate(book.meeting_kinds):
        _check_meeting_kind(book, kind, f"communication_plan.meeting_kinds[{number}]", faults)
    _check_triggers(book, faults)
    _check_metrics(book, faults)
    _check_service_design(book, faults)
    _check_readiness(book, faults)


def _check_stages(book: Catalogue, faults: Faults) -> None:
    stages = [stage.id for stage in book.stages]
    for n, stage in enumerate(book.stages):
        _known(stage.may_go_to, stages, f"stages[{n}].may_go_to", "a stage", faults)
    for n, milestone in enumerate(book.milestones):
        _known([milestone.stage], stages, f"milestones[{n}].stage", "a stage", faults)
        _known([milestone.lead], book.leads, f"milestones[{n}].lead", "one of the leads", faults)
        if milestone.offset_weeks < 0:
            faults.add(f"milestones[{n}].offset_weeks", "a milestone cannot be due before its stage begins")
    for n, lesson in enumerate(book.lessons):
        _known(lesson.stages, stages, f"lessons.items[{n}].stages", "a stage", faults)


def _check_meeting_kind(book: Catalogue, kind: MeetingKind, path: str, faults: Faults) -> None:
    stages = [stage.id for stage in book.stages]
    named = [name.removesuffix("_after_12_months") for name in kind.cadence_weeks]
    _known(named, stages, f"{path}.cadence_weeks", "a stage", faults)
    _known(
        [kind.preferred_mode],
        [mode.id for mode in book.meeting_modes],
        f"{path}.preferred_mode",
        "a mode",
        faults,
    )
    _known(
        kind.participants, (*book.functions, *MEETING_GROUPS), f"{path}.participants", "a function", faults
    )
    for number, topic in enumerate(kind.topics):
        if topic.minutes <= 0:
            faults.add(f"{path}.agenda[{number}].minutes", "a topic needs at least one minute")
    planned = sum(topic.minutes for topic in kind.topics)
    if planned > kind.length_minutes:
        faults.add(
            f"{path}.agenda", f"the topics take {planned} minutes, the meeting has {kind.length_minutes}"
        )


def _check_triggers(book: Catalogue, faults: Faults) -> None:
    questions = (*(question.id for question in book.review_questions), EVERY_QUESTION)
    levers = [lever.id for lever in book.levers]
    for trigger in book.triggers:
        path = f"triggers {trigger.id}"
        _known(trigger.focus, questions, f"{path}.focus", "a review question", faults)
        _known(trigger.levers, levers, f"{path}.levers", "a lever", faults)
        _known([trigger.side], book.balance_sides, f"{path}.side", "a side of the balance", faults)
        _known([trigger.severity], book.severities, f"{path}.severity", "a severity", faults)
    for metric_trigger in book.metric_triggers:
        _check_monthly_rule(metric_trigger.rule, f"triggers {metric_trigger.id}.rule", faults)
    for relation in book.relationship_triggers:
        if relation.monthly is not None:
            _check_monthly_rule(relation.monthly, f"triggers {relation.id}.rule", faults)
    for rule in book.date_rules:
        if not (
            rule.offsets_months or rule.offsets_months_by_phase or rule.offsets_days or rule.every_months
        ):
            faults.add(f"triggers {rule.id}.rule", "there is no offset and no interval")


def _check_monthly_rule(rule: MonthlyRule, path: str, faults: Faults) -> None:
    if rule.kind == "special":
        return
    _known([rule.op], OPERATORS, f"{path}.op", "a comparison", faults)
    wanted = 2 if rule.op == "outside" else 1
    if not rule.threshold_field and len(rule.threshold) != wanted:
        faults.add(
            f"{path}.threshold", f"the comparison “{rule.op}” needs {wanted} number{'s' * (wanted > 1)}"
        )
    if rule.unit == "dollars" and not rule.threshold_field:
        text = "a limit in dollars is a term or stands with the costs, so it needs a threshold_field"
        faults.add(f"{path}.unit", text)
    if rule.n < 1 or rule.grace < 0:
        faults.add(path, "n must be at least 1 and grace at least 0")


def _check_metrics(book: Catalogue, faults: Faults) -> None:
    for n, metric in enumerate(book.metrics):
        path = f"metrics.items[{n}]"
        _known([metric.direction], METRIC_DIRECTIONS, f"{path}.direction", "a direction", faults)
        _known([metric.burden], BURDENS, f"{path}.burden", "a burden", faults)
        _known([metric.collector], COLLECTORS, f"{path}.collector", "a collector", faults)


def _check_service_design(book: Catalogue, faults: Faults) -> None:
    disciplines = [discipline.id for discipline in book.disciplines]
    tasks = book.section("service_design", "shared_tasks", "matrix")
    for task, shares in tasks.items() if isinstance(tasks, Mapping) else ():
        _known(shares, disciplines, f"service_design.shared_tasks.matrix.{task}", "a discipline", faults)
    for path, source in _choices_from(book.raw, ""):
        try:
            book.section(*str(source).split("."))
        except KeyError:
            faults.add(path, f"“{source}” is not a list of this catalogue")


def _check_readiness(book: Catalogue, faults: Faults) -> None:
    known = book.section("needs_assessment", "strategies_text")
    groups = book.section("needs_assessment", "checklist")
    for n, group in enumerate(groups if isinstance(groups, Sequence) else ()):
        path = f"needs_assessment.checklist[{n}].strategies"
        _known(group["strategies"], known if isinstance(known, Mapping) else (), path, "a strategy", faults)


def _known(names: Iterable[str], known: Iterable[str], path: str, what: str, faults: Faults) -> None:
    allowed = set(known)
    for name in names:
        if name not in allowed:
            faults.add(path, f"“{name}” is not {what}")


def _lists(value: object, path: str) -> Iterator[tuple[str, list[object]]]:
    """Every list below a value, with its path."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _lists(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        yield path, value
        for number, inner in enumerate(value):
            yield from _lists(inner, f"{path}[{number}]")


def _report_twice(
    found: list[tuple[str, object]], faults: Faults, where: str, *, only_across_lists: bool = False
) -> None:
    first_seen: dict[object, str] = {}
    for path, item in found:
        if not isinstance(item, Mapping) or "id" not in item:
            continue
        before = first_seen.setdefault(item["id"], path)
        same_list = before.rpartition("[")[0] == path.rpartition("[")[0]
        if before != path and same_list != only_across_lists:
            faults.add(f"{path}.id", f"“{item['id']}” stands twice {where}")


def _sources(value: object, path: str) -> Iterator[tuple[str, list[object]]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            where = f"{path}.{key}" if path else str(key)
            if (key == "src" or str(key).endswith("_src")) and isinstance(inner, list):
                yield where, inner
            else:
                yield from _sources(inner, where)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _sources(inner, f"{path}[{number}]")


def _choices_from(value: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            where = f"{path}.{key}" if path else str(key)
            if key == "choices_from":
                yield where, inner
            else:
                yield from _choices_from(inner, where)
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _choices_from(inner, f"{path}[{number}]")
