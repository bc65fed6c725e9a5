"""What people type into the two short logs: urgent questions and decision requests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.partnerships.models import Partnership
from app.partnerships.rules import Side
from app.web.formdata import LONG, FormData, Submitted

from ..models import DecisionRequest, UrgentQuestion
from ..rules import KIND_WORDS, QuestionKind
from ..service import DecisionFacts, QuestionFacts
from .people import not_ahead, read_person

KIND_OPTIONS = [(kind.value, text) for kind, text in KIND_WORDS.items()]


def side_options(partnership: Partnership) -> list[tuple[str, str]]:
    """The two sides by name, the plan first: it is asked more often."""
    return [(Side.PAYER.value, partnership.payer.name), (Side.PROVIDER.value, "Our side")]


def row_prefix(public_id: str) -> str:
    """What the fields of one line begin with: several lines may be open on one page."""
    return f"{public_id[:8]}_"


def read_question(
    submitted: Submitted, partnership: Partnership, today: date, prefix: str = ""
) -> tuple[QuestionFacts | None, FormData]:
    """An urgent question."""
    form = FormData(submitted)
    asked_on = form.day(f"{prefix}asked_on", "Enter the day on which it was asked.")
    side = form.choice(f"{prefix}asked_by_side", list(Side), "Choose who asked.")
    kind = form.choice(f"{prefix}kind", list(QuestionKind), "Choose what it was about.")
    asked_of = read_person(form, f"{prefix}asked_of", partnership)
    answered_on, solved_on = form.day(f"{prefix}answered_on"), form.day(f"{prefix}solved_on")
    note = form.text(f"{prefix}pattern_note", limit=LONG)
    not_ahead(form, f"{prefix}asked_on", asked_on, today)
    _after(form, f"{prefix}answered_on", answered_on, asked_on, today)
    _after(form, f"{prefix}solved_on", solved_on, asked_on, today)
    if not form.ok or asked_on is None:
        return None, form
    return QuestionFacts(asked_on, side, kind, asked_of, answered_on, solved_on, note), form


def _after(form: FormData, name: str, day: date | None, asked_on: date | None, today: date) -> None:
    """A day on which something came of the question: it has come, and is not before the question."""
    not_ahead(form, name, day, today)
    if day is not None and asked_on is not None and day < asked_on:
        form.fail(name, "This day is before it was asked.")


def question_form(question: UrgentQuestion) -> FormData:
    """The form with what is known."""
    values = {name: getattr(question, name) for name in ("asked_by_side", "kind", "pattern_note")}
    values |= _days(question, "asked_on", "answered_on", "solved_on")
    values["asked_of"] = question.asked_of.public_id if question.asked_of else ""
    return _prefixed(question.public_id, values)


def read_decision(
    submitted: Submitted, today: date, prefix: str = ""
) -> tuple[DecisionFacts | None, FormData]:
    """A request for a decision."""
    form = FormData(submitted)
    asked_on = form.day(f"{prefix}asked_on", "Enter the day on which you asked.")
    question = form.text(f"{prefix}question", "Write what was asked for decision.", LONG)
    side = form.choice(f"{prefix}side", list(Side), "Choose who decides.")
    approvers = form.text(f"{prefix}approvers")
    expected_on, decided_on = form.day(f"{prefix}expected_on"), form.day(f"{prefix}decided_on")
    decision = form.text(f"{prefix}decision", limit=LONG)
    not_ahead(form, f"{prefix}asked_on", asked_on, today)
    _after(form, f"{prefix}decided_on", decided_on, asked_on, today)
    if expected_on is not None and asked_on is not None and expected_on < asked_on:
        form.fail(f"{prefix}expected_on", "This day is before it was asked.")
    if decided_on is not None and not decision:
        form.fail(f"{prefix}decision", "Write in a few words what was decided.")
    if decision and decided_on is None:
        form.fail(f"{prefix}decided_on", "Enter the day on which it was decided.")
    if not form.ok or asked_on is None:
        return None, form
    return DecisionFacts(asked_on, question, side, approvers, expected_on, decided_on, decision), form


def decision_form(request: DecisionRequest) -> FormData:
    """The form with what is known."""
    values = {name: getattr(request, name) for name in ("question", "side", "approvers", "decision")}
    values |= _days(request, "asked_on", "expected_on", "decided_on")
    return _prefixed(request.public_id, values)


def _days(row: UrgentQuestion | DecisionRequest, *names: str) -> dict[str, str]:
    days = {name: getattr(row, name) for name in names}
    return {name: day.isoformat() if day else "" for name, day in days.items()}


def _prefixed(public_id: str, values: Mapping[str, object]) -> FormData:
    return FormData(initial={row_prefix(public_id) + name: value for name, value in values.items()})
