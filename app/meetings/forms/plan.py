"""What people type into the communication plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.core.calendar import add_months
from app.web.formdata import FormData, Submitted

from ..queries import Plan
from ..rules import LOOK_AGAIN_MONTHS, MOST_DENSE_WEEKS, USUAL_DENSE_WEEKS

LONGEST_ANSWER = 1000


@dataclass(frozen=True, slots=True)
class DenseWish:
    """A denser period that somebody wants."""

    reason: str
    weeks: int


def page_form(plan: Plan, *, today: date, submitted: Submitted | None = None) -> FormData:
    """Every field of the page with what is stored or usual; what was sent of one form comes over it."""
    look_again_on = plan.look_again_on or add_months(today, LOOK_AGAIN_MONTHS)
    stored = {
        "dense_reason": "",
        "dense_weeks": USUAL_DENSE_WEEKS,
        "agreed_on": (plan.agreed_on or today).isoformat(),
        "look_again_on": look_again_on.isoformat(),
        **{answer_name(one.id): one.answer for one in plan.questions},
    }
    return FormData(submitted, initial=stored)


def answer_name(question: str) -> str:
    """The field of one question."""
    return f"answer_{question}"


def read_dense(form: FormData) -> DenseWish | None:
    """Why and how long, or None and the sentences that say what is missing."""
    reason = form.text("dense_reason", "Write in a few words why you meet more often.")
    weeks = form.whole("dense_weeks", 1, MOST_DENSE_WEEKS, "Say for how many weeks.")
    return DenseWish(reason, weeks) if form.ok and weeks is not None else None


def read_agreed(form: FormData) -> tuple[date | None, date | None] | None:
    """When both agreed and when they look again, or None and the sentences."""
    agreed_on, look_again_on = form.day("agreed_on"), form.day("look_again_on")
    if agreed_on and look_again_on and look_again_on <= agreed_on:
        form.fail("look_again_on", "Choose a day after the one on which you agreed.")
    return (agreed_on, look_again_on) if form.ok else None


def read_answer(form: FormData, question: str) -> str | None:
    """How the question was settled; empty opens it again, None when something is wrong."""
    answer = form.text(answer_name(question), limit=LONGEST_ANSWER)
    return answer if form.ok else None
