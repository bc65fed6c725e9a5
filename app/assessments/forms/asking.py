"""What people type about an assessment as a whole."""

from __future__ import annotations

from datetime import date

from app.web.formdata import LONG, FormData, Submitted

from ..models import Assessment
from ..rules import Assessed, Why
from ..service import AboutFacts


def read_about(submitted: Submitted, today: date) -> tuple[AboutFacts | None, FormData]:
    """Why, who is assessed, by whom, and since when it is asked for."""
    form = FormData(submitted)
    facts = AboutFacts(
        why=form.choice("why", list(Why), "Choose why."),
        because=form.text("because", limit=LONG),
        sides=form.choices("sides", list(Assessed), "Tick at least one side."),
        assessed_by=form.text("assessed_by"),
        asked_on=form.day("asked_on"),
    )
    if facts.asked_on is not None and facts.asked_on > today:
        form.fail("asked_on", "Enter today or an earlier day.")
    return (facts if form.ok else None), form


def about_form(assessment: Assessment | None, why: str, today: date) -> FormData:
    """The form with what is known."""
    if assessment is None:
        sides = [Assessed.PROVIDER.value, Assessed.PAYER.value]
        return FormData(initial={"why": why, "sides": sides, "asked_on": today.isoformat()})
    names = ("why", "because", "sides", "assessed_by")
    known = {name: getattr(assessment, name) for name in names}
    return FormData(initial={**known, "asked_on": assessment.asked_on.isoformat()})


def read_finish(submitted: Submitted, assessment: Assessment, today: date) -> tuple[date | None, FormData]:
    """The day on which it was finished."""
    form = FormData(submitted)
    on = form.day("finished_on", "Enter the day.")
    if on is not None and on > today:
        form.fail("finished_on", "Enter today or an earlier day.")
    elif on is not None and on < assessment.asked_on:
        form.fail("finished_on", "Enter a day on or after the one on which it was asked for.")
    return (on if form.ok else None), form
