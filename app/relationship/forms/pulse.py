"""What one sheet of the pulse says."""

from __future__ import annotations

from datetime import date

from app.partnerships.rules import Side
from app.web.formdata import LONG, FormData, Submitted

from ..rules import item_ids
from ..service import SheetFacts
from .people import not_ahead

SCORES = ("1", "2", "3", "4", "5")


def read_sheet(submitted: Submitted, today: date) -> tuple[SheetFacts | None, FormData]:
    """One sheet; a question may be left out, but not all of them."""
    form = FormData(submitted)
    side = form.choice("side", list(Side), "Choose whose sheet this is.")
    on = form.day("on", "Enter the day of the sheet.")
    not_ahead(form, "on", on, today)
    scores = {item: form.choice(item, SCORES) for item in item_ids()}
    keep, change = form.text("keep", limit=LONG), form.text("change", limit=LONG)
    answers = {item: int(score) for item, score in scores.items() if score}
    if form.ok and not answers:
        form.fail(item_ids()[0], "Answer at least one question. What you leave out does not count.")
    if not form.ok or on is None:
        return None, form
    return SheetFacts(on, side, answers, keep, change), form
