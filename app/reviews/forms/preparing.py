"""What the pages before a review ask: which day, what kind, who comes, what is talked about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from app.web.formdata import LONG, FormData, Submitted

from ..models import Review
from ..queries import Guest
from ..rules import FAR_DAYS, KINDS
from ..service import Preparation


@dataclass(frozen=True, slots=True)
class BeginReview:
    """A review that is begun for a day."""

    due_on: date
    kind: str
    why: str


def read_begin(submitted: Submitted, today: date) -> tuple[BeginReview | None, FormData]:
    """A review that no date calls for, or the form with what is wrong."""
    form = FormData(submitted)
    due_on = form.day("begin_on", missing="Enter the day on which the review is to take place.")
    kind = form.choice("kind", list(KINDS), missing="Choose what kind of review it is.")
    why = form.text("why", missing="Say in a sentence why a review is held.", limit=LONG)
    if due_on is not None and not today - timedelta(days=FAR_DAYS) <= due_on:
        form.fail("begin_on", "Enter a day of the last two years, or one ahead.")
    elif due_on is not None and due_on > today + timedelta(days=FAR_DAYS):
        form.fail("begin_on", "Enter a day within the next two years.")
    if not form.ok or due_on is None:
        return None, form
    return BeginReview(due_on, kind, why), form


def read_preparation(
    submitted: Submitted, people: Collection[str], signals: Collection[str]
) -> tuple[Preparation | None, int, FormData]:
    """What is said of a review before it takes place, the version that was seen, and the form."""
    form = FormData(submitted)
    kind = form.choice("kind", list(KINDS), missing="Choose what kind of review it is.")
    planned_on = form.day("planned_on", missing="Enter the day on which it takes place.")
    period_from, period_until = form.day("period_from"), form.day("period_until")
    if period_from is not None and period_until is not None and period_until < period_from:
        form.fail("period_until", "The last month comes after the first.")
    why = form.text("why", limit=LONG)
    guests, chosen = form.choices("guests", people), form.choices("signals", signals)
    shares_cost = form.flag("shares_cost")
    seen = form.whole("seen") or 0
    if not form.ok:
        return None, seen, form
    people_and_signals = (tuple(guests), tuple(chosen), shares_cost)
    return Preparation(kind, planned_on, period_from, period_until, why, *people_and_signals), seen, form


def preparation_form(row: Review, guests: Collection[Guest], signals: Collection[str]) -> FormData:
    """The form with what is known."""
    return FormData(
        initial={
            "kind": row.kind,
            "planned_on": (row.planned_on or row.due_on).isoformat(),
            "period_from": row.period_from.isoformat() if row.period_from else "",
            "period_until": row.period_until.isoformat() if row.period_until else "",
            "why": row.why,
            "shares_cost": row.shares_cost,
            "guests": [one.public_id for one in guests],
            "signals": list(signals),
            "seen": str(row.version),
        }
    )
