"""What is typed about the decision of a review, the promises and the lessons that came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.actions.rules import Side
from app.actions.service import ActionFacts
from app.web.formdata import LONG, FormData, Submitted

from ..models import Review
from ..rules import DECISIONS, Deciding, decision_problems
from ..service import DecisionFacts


def decision_form(row: Review) -> FormData:
    """The form with what was decided; else with the day of the review."""
    decided = row.decided_on or row.held_on
    return FormData(
        initial={
            "decision": row.decision,
            "decided_on": decided.isoformat() if decided else "",
            "decided_by": row.decided_by,
            "reasons": row.reasons,
            "next_on": row.next_on.isoformat() if row.next_on else "",
            "seen": str(row.version),
        }
    )


def read_decision(
    submitted: Submitted, held_on: date | None, today: date
) -> tuple[DecisionFacts | None, int, FormData]:
    """A decision, the version that was seen, and the form with what is wrong."""
    form = FormData(submitted)
    decision = form.choice("decision", list(DECISIONS), missing="Choose what was decided.")
    decided_on = form.day("decided_on", missing="Enter the day of the decision.")
    decided_by = form.text("decided_by")
    reasons = form.text("reasons", limit=LONG)
    next_on = form.day("next_on")
    typed = Deciding(decision, decided_on, reasons, next_on)
    for name, sentence in (decision_problems(typed, held_on, today) if decision else {}).items():
        form.fail(name, sentence)
    seen = form.whole("seen") or 0
    if not form.ok or decided_on is None:
        return None, seen, form
    return DecisionFacts(decision, decided_on, decided_by, reasons, next_on), seen, form


def read_promise(submitted: Submitted, owners: Mapping[str, int]) -> tuple[ActionFacts | None, FormData]:
    """A promise that came of the review."""
    form = FormData(submitted)
    text = form.text("text", missing="Write what is to be done.")
    side = form.choice("side", list(Side), missing="Choose whose promise it is.")
    owner = form.choice("owner", list(owners))
    due_on = form.day("due_on")
    if not form.ok:
        return None, form
    return ActionFacts(text=text, side=side, owner_id=owners.get(owner), due_on=due_on), form


def read_learned(submitted: Submitted) -> tuple[str | None, int, FormData]:
    """What was learned, and the version that was seen."""
    form = FormData(submitted)
    learned = form.text("learned", limit=LONG)
    return (learned if form.ok else None), form.whole("seen") or 0, form
