"""What people type about a proposed change: only what it names; what is left empty stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.web.formdata import FormData, Submitted

from ..rules import Change, CostInputs, Least, Task
from .costs import LARGEST, NAME_LENGTH

PAYMENTS = ("case_rate", "assessment_fee", "supplement_rate")
EACH = {"month": "In a month altogether", "patient": "For each patient month"}
FURTHEST = 1000  # percent of the present drive


@dataclass(frozen=True, slots=True)
class Proposed:
    """A change with the name under which it can be kept."""

    name: str
    change: Change


def change_form() -> FormData:
    """An empty proposal."""
    return FormData(initial={"task_each": "month"})


def read_change(submitted: Submitted, inputs: CostInputs) -> tuple[Proposed | None, FormData]:
    """The proposal; None and a sentence at each field that cannot be meant."""
    form = FormData(submitted)
    name = form.text("name", limit=NAME_LENGTH)
    payments = {one: Fraction(cents, 100) for one in PAYMENTS if (cents := form.cents(one)) is not None}
    drive = _number(form, "drive", FURTHEST)
    change = Change(
        payments=payments,
        least=_least(form, inputs),
        task=_task(form, inputs),
        drive=Fraction(1) if drive is None else drive / 100,
        patients=_number(form, "patients", LARGEST),
    )
    return (Proposed(name, change) if form.ok else None), form


def _number(form: FormData, name: str, high: int) -> Fraction | None:
    value: Decimal | None = form.number(name, 4, high)
    return None if value is None else Fraction(value)


def _least(form: FormData, inputs: CostInputs) -> Least | None:
    kind = form.choice("least_kind", inputs.encounter_types)
    number = _number(form, "least", 1000)
    if kind and number is None and "least" not in form.errors:
        form.fail("least", "How many of them a month at least?")
    if number is not None and not kind:
        form.fail("least_kind", "Of which encounters?")
    return Least(kind, number) if kind and number is not None else None


def _task(form: FormData, inputs: CostInputs) -> Task | None:
    name = form.text("task", limit=NAME_LENGTH)
    discipline = form.choice("task_discipline", inputs.hourly_cost)
    hours = _number(form, "task_hours", 100_000)
    each = form.choice("task_each", EACH) or "month"
    if hours is None and (name or discipline) and "task_hours" not in form.errors:
        form.fail("task_hours", "How many hours does the task take?")
    if hours is not None and not discipline:
        form.fail("task_discipline", "Who does it? Its hour is needed.")
    return Task(name, discipline, hours, each == "patient") if hours is not None and discipline else None
