"""The parts of a service design, and what a stricter or looser criterion brings. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Sheet(StrEnum):
    """Answers that are a whole sheet."""

    MODELS = "models"
    MATRIX = "matrix"
    CRITERIA = "criteria"
    TIERS = "tiers"
    PLAUSIBLE = "plausible"


class Level(StrEnum):
    """What part a discipline has in a task [T5 context]."""

    MAIN = "main"
    SHARES = "shares"
    LIMITED = "limited"


class Lean(StrEnum):
    """Where a criterion should go [L2 strict-loose]."""

    STRICTER = "stricter"
    KEEP = "keep"
    LOOSER = "looser"


class Plausible(StrEnum):
    """Whether the services can bring an outcome [L4 model]."""

    YES = "yes"
    PARTLY = "partly"
    DOUBTFUL = "doubtful"


BEGINS_FILLED = {Sheet.MATRIX}  # nothing chosen is an answer too, since the page began with something
LEVEL_WORDS = {Level.MAIN: "Leads", Level.SHARES: "Shares", Level.LIMITED: "Limited part"}
LEAN_WORDS = {Lean.STRICTER: "Stricter", Lean.KEEP: "Keep as it is", Lean.LOOSER: "Looser"}
PLAUSIBLE_WORDS = {Plausible.YES: "Yes", Plausible.PARTLY: "Partly", Plausible.DOUBTFUL: "Doubtful"}
ROLE_TABLE = "S15.role_table"
OWNERS = ("provider", "payer", "both", "other")
# Criteria that can lean, with the term that states each.
CRITERIA = (
    ("S06.qualifying_diagnoses", "Qualifying diagnoses"),
    ("S06.markers", "Markers of the disease"),
    ("S06.life_expectancy_months", "Life expectancy"),
    ("S06.functional_rule", "Functional need"),
    ("S06.use_rule", "Past use of care"),
    ("S06.social_criteria", "Daily life"),
    ("S06.behavioral_rule", "Mental illness and substance use"),
)
# Names of the catalogue that do not read as words.
PLAIN_WORDS = {
    "ehr": "Electronic charts",
    "none": "None of these",
    "equipment_oxygen_supplies": "Equipment, oxygen, and supplies",
    "advance_care_planning_and_polst": "Advance care planning and POLST",
    "after_hours_calls": "Calls after hours",
    "patient_family_material": "Handouts for patients and families",
    "referrer_education": "Teaching those who refer",
    "interpreter": "Interpreters",
}
# What everyone asks of a process besides the fields of its kind [L4 operations].
COMMON = (
    ("by_day", "Contact by day"),
    ("by_night", "Contact by night"),
    ("way_round", "Way round a blockage"),
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question to work out together, and the groups of terms to which its answer leads."""

    id: str
    words: str
    choices: tuple[tuple[str, str], ...] = ()
    many: bool = False  # several of the choices may be true

    def chosen(self, held: Mapping[str, Any]) -> tuple[str, ...]:
        """The choices that an answer holds, one or several, by id."""
        several = held.get("choices") or [held.get("choice")]
        return tuple(key for key, _words in self.choices if key in several)


@dataclass(frozen=True, slots=True)
class Block:
    """Questions that are talked about together; `group` is the group of terms they lead to."""

    id: str
    title: str
    questions: tuple[Question, ...]
    group: str
    group_title: str


@dataclass(frozen=True, slots=True)
class Card:
    """An operational process with the fields of its card."""

    id: str
    name: str
    fields: tuple[tuple[str, str], ...]


def words_of(name: str) -> str:
    """who_may_request as a label: Who may request."""
    text = name.replace("_", " ")
    return PLAIN_WORDS.get(name) or text[:1].upper() + text[1:]


def question(entry: Mapping[str, Any]) -> Question:
    """A question of the catalogue."""
    listed = [str(one) for one in entry.get("choices") or ()]
    choices = tuple((one, words_of(one)) for one in listed)
    return Question(str(entry["id"]), str(entry["q"]), choices, entry.get("type") == "multi_choice")


def card(entry: Mapping[str, Any]) -> Card:
    """A process of the catalogue as a card, with what every process needs."""
    own = [(str(one["name"]), words_of(str(one["name"]))) for one in entry.get("fields") or ()]
    names = {name for name, _label in own}
    return Card(str(entry["id"]), str(entry["name"]), (*own, *(one for one in COMMON if one[0] not in names)))


def role_rows(tasks: Sequence[str], held: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
    """The usual tasks with what the term sheet says of each, then the tasks it holds besides.

    A row is known by its id; the one of a usual task is the task's own name, cut as rows are named.
    """
    known = {str(row.get("id")): dict(row) for row in held}
    rows = []
    for task in tasks:
        row = known.pop(row_id(task), None)
        rows.append(row or {"id": row_id(task), "task": words_of(task), "owner": "", "helper": ""})
    return (*rows, *known.values())


def row_id(task: str) -> str:
    """The id of a task's row: letters, digits and hyphens, at most 24."""
    return task.replace("_", "-")[:24].strip("-")


def settled_roles(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows that have an owner, as the term sheet keeps them."""
    return [
        {name: row[name] for name in ("id", "task", "owner", "helper") if row.get(name)}
        for row in rows
        if row.get("owner") in OWNERS and row.get("task")
    ]


def share_words(part: int, whole: int, smallest: int = 11) -> str:
    """38 of 120 (32%); small counts are not shown."""
    if whole <= 0:
        return ""
    percent = round(100 * part / whole)
    if 0 < part < smallest:
        return f"under {smallest} of {whole}"
    return f"{part} of {whole} ({percent}%)"


def answered(questions: Iterable[Question], answers: Mapping[str, Mapping[str, Any]]) -> int:
    """How many of these questions have an answer."""
    held = {one: answers.get(one.id) or {} for one in questions}
    return sum(bool(answer.get("text") or one.chosen(answer)) for one, answer in held.items())
