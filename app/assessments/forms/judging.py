"""What people type about the three questions and the unknowns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from app.core.text import trimmed
from app.web.formdata import LONG, FormData, Submitted

from ..queries import Looked, UnknownRow, method
from ..rules import STATE_WORDS, Judged, Question, State
from ..service import UnknownFacts
from .directory import iso

MEANWHILE = "Somebody saved another answer meanwhile: “{there}” Save again to keep yours."


def read_judged(submitted: Submitted) -> tuple[dict[str, Judged], dict[str, int], FormData]:
    """Our judgement of each question that stood in the form, and the versions that were on the page."""
    form = FormData(submitted)
    judged, seen = {}, {}
    for question in Question:
        if form.sent(f"{question}.seen"):
            seen[question.value] = form.whole(f"{question}.seen") or 0
            state = form.choice(f"{question}.state", list(State))
            judged[question.value] = Judged(state, form.text(f"{question}.note", limit=LONG))
    return judged, seen, form


def judged_form(looked: Iterable[Looked]) -> FormData:
    """The form with what is known."""
    values: dict[str, Any] = {}
    for one in looked:
        name = one.question.value
        values |= {f"{name}.state": one.state, f"{name}.note": one.note, f"{name}.seen": one.version}
    return FormData(initial=values)


def read_unknowns(
    submitted: Submitted, today: date
) -> tuple[dict[str, UnknownFacts], dict[str, int], FormData]:
    """Guesses and truths; a text without a day is of today."""
    form = FormData(submitted)
    facts, seen = {}, {}
    for item in method().unknowns:
        if not form.sent(f"{item}.seen"):
            continue
        seen[item] = form.whole(f"{item}.seen") or 0
        guess, guessed_on = _text_and_day(form, item, "guess", "guessed_on", today)
        truth, truth_on = _text_and_day(form, item, "truth", "truth_on", today)
        facts[item] = UnknownFacts(guess, guessed_on, truth, truth_on)
    return facts, seen, form


def keep_beside(form: FormData, there: FormData) -> FormData:
    """What was typed, to be sent once more, beside what somebody else saved meanwhile.

    A day that was left empty is of today and needs no word.
    """
    for name, value in there.values.items():
        item, _, part = name.partition(".")
        typed = trimmed(form.values.get(name) or "")
        overtaken = form.values.get(f"{item}.seen") not in (None, str(there.values[f"{item}.seen"]))
        if overtaken and part != "seen" and typed != value and (typed or not part.endswith("_on")):
            form.fail(name, MEANWHILE.format(there=STATE_WORDS.get(value) or value or "nothing"))
    form.values |= {name: str(value) for name, value in there.values.items() if name.endswith(".seen")}
    return form


def _text_and_day(
    form: FormData, item: str, text_name: str, day_name: str, today: date
) -> tuple[str, date | None]:
    text, day = form.text(f"{item}.{text_name}", limit=LONG), form.day(f"{item}.{day_name}")
    if day is not None and day > today:
        form.fail(f"{item}.{day_name}", "Enter today or an earlier day.")
    return text, (day or today if text else None)


def unknowns_form(rows: Iterable[UnknownRow]) -> FormData:
    """The form with what is known."""
    values: dict[str, Any] = {}
    for row in rows:
        values |= {f"{row.item}.guess": row.guess, f"{row.item}.truth": row.truth}
        values |= {f"{row.item}.guessed_on": iso(row.guessed_on), f"{row.item}.truth_on": iso(row.truth_on)}
        values[f"{row.item}.seen"] = row.version
    return FormData(initial=values)
