"""What the page about reviews asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.web.formdata import LONG, FormData, Submitted


@dataclass(frozen=True, slots=True)
class HoldReview:
    """A review that was held."""

    due_on: date
    held_on: date
    note: str


def read_hold(submitted: Submitted, today: date) -> tuple[HoldReview | None, FormData]:
    """The review that was held, or the form with what is wrong."""
    form = FormData(submitted)
    due_on = form.day("due_on", missing="Choose the review that was held.")
    held_on = form.day("held_on", missing="Enter the day on which it was held.")
    note = form.text("note", limit=LONG)
    if held_on is not None and held_on > today:
        form.fail("held_on", "Enter a day that has come; a review ahead cannot be held yet.")
    if not form.ok or due_on is None or held_on is None:
        return None, form
    return HoldReview(due_on, held_on, note), form
