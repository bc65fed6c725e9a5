"""What people type about a contact, and about how often there should be one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.web.formdata import LONG, FormData, Submitted

from ..models import TouchRhythm
from ..rules import TOUCH_WORDS, Rhythm, TouchHow
from .people import not_ahead

HOW_OPTIONS = [(how.value, text) for how, text in TOUCH_WORDS.items()]
MOST_DAYS = 730


@dataclass(frozen=True, slots=True)
class NewTouch:
    """Somebody was spoken with."""

    on: date
    how: str
    note: str


def read_touch(submitted: Submitted, today: date) -> tuple[NewTouch | None, FormData]:
    """A contact that was had."""
    form = FormData(submitted)
    on = form.day("on", "Enter the day on which you spoke.")
    not_ahead(form, "on", on, today)
    how = form.choice("how", list(TouchHow), "Choose how you spoke.")
    note = form.text("note", limit=LONG)
    return (NewTouch(on, how, note) if form.ok and on is not None else None), form


def read_rhythm(submitted: Submitted) -> tuple[tuple[bool, Rhythm | None] | None, FormData]:
    """Whether somebody is a key contact, and how often to speak; both empty means as the stage says."""
    form = FormData(submitted)
    key_contact = form.flag("key_contact")
    ideal = form.whole("ideal_days", 1, MOST_DAYS)
    longest = form.whole("longest_days", 1, MOST_DAYS)
    if form.ok and (ideal is None) != (longest is None):
        name = "ideal_days" if ideal is None else "longest_days"
        form.fail(name, "Enter both numbers of days, or clear both to follow the stage.")
    if ideal is not None and longest is not None and longest < ideal:
        form.fail("longest_days", "The longest interval cannot be shorter than the good one.")
    rhythm = Rhythm(ideal, longest) if ideal is not None and longest is not None else None
    return ((key_contact, rhythm) if form.ok else None), form


def rhythm_form(rhythm: TouchRhythm | None) -> FormData:
    """The form with what was set."""
    if rhythm is None:
        return FormData(initial={"key_contact": True})
    return FormData(
        initial={
            "key_contact": rhythm.key_contact,
            "ideal_days": rhythm.ideal_days,
            "longest_days": rhythm.longest_days,
        }
    )
