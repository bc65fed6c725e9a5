"""What must be right, with what terms and numbers say; and the unknowns of sustainability."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.catalogue.readiness import RightSupport
from app.core.calendar import add_months
from app.core.db import rows
from app.core.text import trimmed
from app.metrics.queries import figures_from
from app.terms.queries import definitions, shown_value, term_sheet

from ..models import RightJudgment, Unknown
from ..rules import MONTHS, Question, patients_words, supports_words, time_words
from .page import method

# The terms that say whom, when and with what around the team.
TERMS = {
    Question.PATIENTS: (
        *("S06.qualifying_diagnoses", "S06.excluding_diagnoses", "S06.life_expectancy_months"),
        *("S06.use_rule", "S06.functional_rule", "S06.behavioral_rule", "S07.confirming"),
    ),
    Question.TIME: ("S08.ways", "S08.list_interval", "S07.decision_days", "S07.fast_clinics"),
    Question.SUPPORTS: (
        *("S21.rate_home", "S22.assessment_fee", "S34.plan_resources", "S34.community_links"),
        "S34.data_and_staff_help",
    ),
}
LABELS = {"workflow_changes_with_place_volume_or_staff": "Workflow changes with place, volume or staff"}
FACTS = {Question.PATIENTS: patients_words, Question.TIME: time_words, Question.SUPPORTS: supports_words}


@dataclass(frozen=True, slots=True)
class Looked:
    """One of the three: what terms say, what numbers say, and our judgement."""

    question: Question
    terms: tuple[tuple[str, str], ...]
    numbers: tuple[str, ...]
    state: str
    note: str
    judged_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class UnknownRow:
    """A guess at planning, and the truth at a review."""

    item: str
    guess: str
    guessed_on: date | None
    truth: str
    truth_on: date | None
    version: int

    @property
    def label(self) -> str:
        """Referral sources."""
        return LABELS.get(self.item) or self.item.replace("_", " ").capitalize()


def three_questions(partnership_id: int, today: date) -> tuple[Looked, ...]:
    """Right patients, right time, right supports: three statements [T5 ingredients]."""
    sheet = term_sheet(partnership_id, today)
    since = add_months(today.replace(day=1), -MONTHS)
    months = [one.values for one in figures_from(partnership_id, since)]
    query = RightJudgment.select().where(RightJudgment.partnership == partnership_id)
    held = {one.question: one for one in query}
    found = []
    for question in Question:
        one = held.get(question.value)
        terms = tuple(_told(key, sheet.values[key]) for key in TERMS[question] if key in sheet.values)
        found.append(
            Looked(
                question,
                tuple(pair for pair in terms if pair[1]),
                FACTS[question](months),
                one.state if one else "",
                one.note if one else "",
                one.judged_on if one else None,
                one.version if one else 0,
            )
        )
    return tuple(found)


def _told(key: str, value: Any) -> tuple[str, str]:
    return definitions()[key].label, trimmed(shown_value(key, value))


def supports_by_group() -> dict[str, tuple[RightSupport, ...]]:
    """What a team needs around it, by kind."""
    found: dict[str, tuple[RightSupport, ...]] = {}
    for one in method().right_supports:
        found[one.group] = (*found.get(one.group, ()), one)
    return found


def unknowns(partnership_id: int) -> tuple[UnknownRow, ...]:
    """The six things hardly anyone forecasts well, in the catalogue's order, also those without an answer."""
    u = Unknown
    columns = (u.item, u.guess, u.guessed_on, u.truth, u.truth_on, u.version)
    held = {
        row[0]: UnknownRow(*row) for row in rows(u.select(*columns).where(u.partnership == partnership_id))
    }
    return tuple(held.get(item) or UnknownRow(item, "", None, "", None, 0) for item in method().unknowns)
