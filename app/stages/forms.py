"""What people type when a partnership moves from stage to stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.partnerships.models import Partnership
from app.partnerships.queries import first_day_hindrance, move_hindrances
from app.partnerships.rules import Stage
from app.web.formdata import LONG, FormData, Submitted

from .rules import Answer, Proposal, Question
from .service import Reply

NO_DAY = "Enter a date for what you ticked."


@dataclass(frozen=True, slots=True)
class Move:
    """A move to another stage."""

    to_stage: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class FirstDay:
    """Another first day of a stage, as somebody who saw the earlier one typed it."""

    on: date
    seen: date


@dataclass(frozen=True, slots=True)
class NewMeetings:
    """The kinds of meetings that begin, and from when on."""

    kinds: tuple[str, ...]
    starts_on: date


def read_meetings(submitted: Submitted, kinds: Sequence[str]) -> tuple[NewMeetings | None, FormData]:
    """Which of the proposed series begin, and when."""
    form = FormData(submitted)
    chosen = form.choices("kinds", kinds, "Tick the meetings you want to begin.")
    starts_on = form.day("starts_on", "Enter the day from which you meet.")
    if not form.ok or starts_on is None:
        return None, form
    return NewMeetings(tuple(chosen), starts_on), form


def gate_values(questions: Sequence[Question]) -> dict[str, object]:
    """How the questions stand, for the form."""
    values: dict[str, object] = {}
    for one in questions:
        values[f"answer-{one.place}"] = one.answer.value
        values[f"note-{one.place}"] = one.note
        values[f"seen-{one.place}"] = one.version
    return values


def read_gate(form: FormData, questions: Sequence[Question]) -> tuple[Reply, ...]:
    """What was said to the questions; one that the form did not hold is left alone."""
    replies = []
    for one in questions:
        if not form.sent(f"seen-{one.place}"):
            form.values |= gate_values([one])
            continue
        answer = form.choice(f"answer-{one.place}", list(Answer))
        note = form.text(f"note-{one.place}", limit=LONG)
        seen = form.whole(f"seen-{one.place}")
        replies.append(Reply(one.place, answer, note, seen or 0))
    return tuple(replies)


def read_answers(
    submitted: Submitted, questions: Sequence[Question]
) -> tuple[tuple[Reply, ...] | None, FormData]:
    """The questions alone, when nobody moves yet; what was typed about a move is kept for the form."""
    form = FormData(submitted)
    replies = read_gate(form, questions)
    return (replies if form.ok else None), form


def read_move(
    submitted: Submitted, partnership: Partnership, questions: Sequence[Question], today: date
) -> tuple[Move | None, tuple[Reply, ...], FormData]:
    """What was typed about a move to another stage, and what was said to the questions before it."""
    form = FormData(submitted)
    replies = read_gate(form, questions)
    to_stage = form.choice("to_stage", list(Stage), "Choose the stage it moves to.")
    on = form.day("on", "Enter the day it moves.")
    reason = form.text("reason", "Write in a few words why the partnership leaves this stage.", LONG)
    if on is not None and to_stage:
        for name, sentence in move_hindrances(partnership, to_stage, on, reason, today=today).items():
            form.fail(name, sentence)
    move = Move(to_stage, on, reason) if form.ok and on is not None else None
    return move, replies, form


def read_plan(submitted: Submitted, proposals: Sequence[Proposal]) -> tuple[dict[str, date] | None, FormData]:
    """Which milestones were chosen, and the day of each."""
    form = FormData(submitted)
    fresh = [one.id for one in proposals if not one.there]
    # One that somebody else put on the plan meanwhile is ticked in vain, and that is no mistake.
    chosen = form.choices("take", [one.id for one in proposals])
    days: dict[str, date] = {}
    for milestone_id in fresh:
        day = form.day(f"on-{milestone_id}")
        if milestone_id not in chosen:
            form.errors.pop(f"on-{milestone_id}", None)
        elif day is None:
            form.fail(f"on-{milestone_id}", NO_DAY)
        else:
            days[milestone_id] = day
    return (days if form.ok else None), form


def read_first_day(
    submitted: Submitted, partnership: Partnership, change_id: int, today: date
) -> tuple[FirstDay | None, FormData]:
    """What was typed about the first day of a stage."""
    form = FormData(submitted)
    on = form.day("on", "Enter the day on which the stage began.")
    seen = form.day("seen", "Open this page again to see the day that is saved now.")
    if on is not None:
        hindrance = first_day_hindrance(partnership, change_id, on, today=today)
        if hindrance:
            form.fail("on", hindrance)
    return (FirstDay(on, seen) if form.ok and on is not None and seen is not None else None), form
