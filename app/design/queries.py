"""What was worked out of a service design, read beside the catalogue and the terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, cast

from app.catalogue import catalogue
from app.core.db import rows
from app.metrics.models import DataMonth
from app.terms.queries import definitions, shown_value, term_sheet

from .models import DesignAnswer
from .rules import (
    CRITERIA,
    ROLE_TABLE,
    Block,
    Card,
    Question,
    Sheet,
    card,
    question,
    role_rows,
    share_words,
    words_of,
)

MONTHS = 6  # of the funnel beside the criteria
DESIGN = "service_design"


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands under one name, and its version."""

    value: Mapping[str, Any]
    version: int


NOTHING = Answer({}, 0)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with its present wording."""

    key: str
    label: str
    shown: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What a stricter or looser criterion brings, and why."""

    words: str
    because: str


def answers(partnership_id: int) -> dict[str, Answer]:
    """Everything that was worked out, by name: one query."""
    columns = (DesignAnswer.part, DesignAnswer.answer, DesignAnswer.version)
    query = DesignAnswer.select(*columns).where(DesignAnswer.partnership == partnership_id)
    return {name: Answer(value or {}, version) for name, value, version in rows(query)}


def _part(*path: str) -> Any:
    return catalogue().section(*path)


@lru_cache(maxsize=1)
def blocks() -> tuple[Block, ...]:
    """The questions in the order of the work: whom, which services, who does what, and later again."""
    keys, boundary = _part(DESIGN, "key_questions"), _part(DESIGN, "role_boundary_questions")
    roles = [*keys["roles"], *boundary]
    return (
        Block(
            "whom",
            "Whom the program is for",
            _asked(_part("eligibility", "decisions")),
            "whom",
            "Whom you care for",
        ),
        Block(
            "services",
            "Which services bring which results",
            _asked(keys["link_services"]),
            "care",
            "What care",
        ),
        Block("roles", "Who does what", _asked(roles), "tasks", "Who does what"),
        Block("revisit", "Looking at it again", _asked(keys["revisit"]), "work", "How you work together"),
    )


def _asked(entries: Any) -> tuple[Question, ...]:
    return tuple(question(one) for one in entries)


@lru_cache(maxsize=1)
def cards() -> tuple[Card, ...]:
    """The operational processes [L4 operations]."""
    return tuple(card(one) for one in _part(DESIGN, "operational_processes"))


def models() -> tuple[tuple[str, str], ...]:
    """The ways in which palliative care can be delivered."""
    return tuple((one.id, one.label) for one in catalogue().delivery_models)


def disciplines() -> tuple[tuple[str, str], ...]:
    """The disciplines of a team."""
    return tuple((one.id, one.label) for one in catalogue().disciplines)


@lru_cache(maxsize=1)
def shared_tasks() -> dict[str, dict[str, str]]:
    """The starting matrix: for each task the usual part of each discipline [T5 context]."""
    return cast("dict[str, dict[str, str]]", _part(DESIGN, "shared_tasks")["matrix"])


def matrix(held: Mapping[str, Answer]) -> Answer:
    """The part of each discipline in the shared tasks: as it was saved, else the starting matrix."""
    return held.get(Sheet.MATRIX) or Answer(shared_tasks(), 0)


def shared_names() -> tuple[tuple[str, str], ...]:
    """The shared tasks with their words."""
    return tuple((task, words_of(task)) for task in shared_tasks())


def usual_tasks() -> tuple[str, ...]:
    """The tasks that need one owner each."""
    return tuple(_part(DESIGN, "role_table_tasks"))


@dataclass(frozen=True, slots=True)
class Roles:
    """The role table as the term sheet has it, with the usual tasks that it lacks."""

    rows: tuple[dict[str, Any], ...]
    fingerprint: str


def roles(partnership_id: int, on: date) -> Roles:
    """Who owns which task on a day."""
    sheet = term_sheet(partnership_id, on)
    held = sheet.values.get(ROLE_TABLE) or ()
    return Roles(role_rows(usual_tasks(), held), sheet.fingerprints.get(ROLE_TABLE, ""))


def criteria(partnership_id: int, on: date) -> tuple[Criterion, ...]:
    """The criteria in force, each with its wording."""
    values = term_sheet(partnership_id, on).values
    known = definitions()
    return tuple(
        Criterion(key, label, shown_value(key, values.get(key))) for key, label in CRITERIA if key in known
    )


@lru_cache(maxsize=1)
def effects() -> tuple[tuple[Effect, ...], tuple[Effect, ...]]:
    """What stricter and what looser criteria bring [L2 strict-loose]."""
    return _effects("strict_criteria_effects"), _effects("loose_criteria_effects")


def _effects(name: str) -> tuple[Effect, ...]:
    return tuple(Effect(str(one["effect"]), str(one["because"])) for one in _part("eligibility", name))


def funnel_words(partnership_id: int) -> str:
    """How many of those referred lately did not qualify, in words; empty without numbers."""
    columns = (DataMonth.referrals, DataMonth.ineligible)
    query = (
        DataMonth.select(*columns)
        .where((DataMonth.partnership == partnership_id) & DataMonth.referrals.is_null(False))
        .order_by(DataMonth.month.desc())
        .limit(MONTHS)
    )
    found = [(referred, out) for referred, out in rows(query) if out is not None]
    return share_words(sum(out for _, out in found), sum(referred for referred, _ in found))


def outcome_links(partnership_id: int, on: date) -> tuple[dict[str, Any], ...]:
    """Outcomes with the services that should bring them, from the term sheet."""
    return tuple(term_sheet(partnership_id, on).values.get("S11.outcome_links") or ())


def state_list() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The starting list of the state's palliative care law: conditions, and ids of general criteria."""
    law = _part("eligibility", "sb1004")
    return (
        tuple(str(one["label"]) for one in law["qualifying_conditions"]),
        tuple(str(one["id"]) for one in law["general_criteria"]),
    )
