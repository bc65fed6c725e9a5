"""What people type about partner fit, and about behaviors and warning signs they saw."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from app.web.formdata import LONG, FormData, Submitted

from ..queries import FitRow, sign_words
from ..service import FitFacts
from .people import not_ahead

SCORE_OPTIONS = [("1", "No"), ("2", "Rather no"), ("3", "Partly"), ("4", "Rather yes"), ("5", "Yes")]
SCORES = tuple(key for key, _words in SCORE_OPTIONS)


@dataclass(frozen=True, slots=True)
class NewFit:
    """Answers as of one day."""

    on: date
    answers: Mapping[str, FitFacts]


@dataclass(frozen=True, slots=True)
class NewSign:
    """Something that was seen."""

    sign: str
    on: date
    note: str


def read_fit(submitted: Submitted, questions: Collection[str], today: date) -> tuple[NewFit | None, FormData]:
    """Answers to questions of partner fit; what is left empty keeps its earlier answer."""
    form = FormData(submitted)
    on = form.day("on", "Enter the day of these answers.")
    not_ahead(form, "on", on, today)
    answers = {}
    for question in questions:
        score, saw = form.choice(f"score_{question}", SCORES), form.text(f"saw_{question}", limit=LONG)
        if score:
            answers[question] = FitFacts(int(score), saw)
        elif saw:
            form.fail(f"score_{question}", "Choose an answer beside what you saw.")
    if form.ok and not answers:
        form.fail("on", "Answer at least one question before you save.")
    return (NewFit(on, answers) if form.ok and on is not None else None), form


def fit_form(answers: Collection[FitRow], today: date) -> FormData:
    """The form of today: what was answered today already, and nothing of earlier days."""
    values: dict[str, object] = {"on": today.isoformat()}
    for answer in answers:
        if answer.on == today:
            values[f"score_{answer.question}"] = str(answer.score)
            values[f"saw_{answer.question}"] = answer.saw
    return FormData(initial=values)


def read_sign(submitted: Submitted, today: date) -> tuple[NewSign | None, FormData]:
    """A valued behavior or a warning sign that was seen."""
    form = FormData(submitted)
    sign = form.choice("sign", list(sign_words()), "Choose what you saw.")
    on = form.day("seen_on", "Enter the day on which you saw it.")
    not_ahead(form, "seen_on", on, today)
    note = form.text("sign_note", limit=LONG)
    return (NewSign(sign, on, note) if form.ok and on is not None else None), form
