"""What people type about an end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.catalogue import catalogue
from app.information.rules import Side
from app.information.service import LessonFacts
from app.partnerships.models import Partnership
from app.partnerships.queries import MemberRow, people_here
from app.web.formdata import LONG, FormData, Submitted

from .models import Ending
from .queries import AnswerRow, EndingRow, StepRow
from .rules import STATE_WORDS, About, State, monday
from .service import (
    NoticeFacts,
    Reply,
    StepFacts,
    again_hindrance,
    correction_hindrances,
    notice_hindrances,
    step_hindrance,
    week_hindrances,
)

MOST_PATIENTS = 10_000


@dataclass(frozen=True, slots=True)
class Week:
    """The count of one week."""

    on: date
    patients: int
    seen: int | None


def people_options(people: Sequence[MemberRow], kept: tuple[str, str] = ("", "")) -> list[tuple[str, str]]:
    """Pairs of public id and words; whoever holds it stays possible, also after they left."""
    pairs = {one.public_id: one.words for one in people}
    if kept[0]:
        pairs.setdefault(*kept)
    return list(pairs.items())


def question_values(answers: Sequence[AnswerRow]) -> dict[str, object]:
    """How the questions stand, for the form."""
    values: dict[str, object] = {}
    for one in answers:
        end = one.question
        values |= {f"answer-{end}": one.answer, f"who-{end}": one.who_id}
        values |= {f"state-{end}": one.state, f"seen-{end}": one.version}
    return values


def read_answers(
    submitted: Submitted, answers: Sequence[AnswerRow], people: Sequence[MemberRow]
) -> tuple[tuple[Reply, ...] | None, FormData]:
    """What was said to the questions; one that the form did not hold is left alone."""
    form = FormData(submitted)
    ids = {one.public_id: one.person_id for one in people}
    replies = []
    for one in answers:
        end = one.question
        if not form.sent(f"seen-{end}"):
            form.values |= question_values([one])
            continue
        may_be = {one.who_id: one.person_id} | ids  # whoever holds it stays possible, also after they left
        answer = form.text(f"answer-{end}", limit=LONG)
        state = form.choice(f"state-{end}", list(State), "Choose how it stands.")
        who = form.choice(f"who-{end}", list(may_be))
        seen = form.whole(f"seen-{end}") or 0
        replies.append(Reply(end, answer, may_be.get(who), state, seen))
    return (tuple(replies) if form.ok else None), form


def keep_typed(form: FormData, replies: Sequence[Reply], fresh: Sequence[AnswerRow]) -> None:
    """What was typed stands again; beside an answer that somebody saved meanwhile stands theirs."""
    looked_at = {one.question: one.seen for one in replies}
    for one in fresh:
        if one.version != looked_at.get(one.question, one.version):
            form.values[f"seen-{one.question}"] = str(one.version)
            form.fail(f"answer-{one.question}", _saved_meanwhile(one))


def _saved_meanwhile(one: AnswerRow) -> str:
    if not one.version:
        return "Somebody took this answer back meanwhile. Save again to keep yours."
    told = [STATE_WORDS[State(one.state)], one.who, f"“{one.answer}”" if one.answer else ""]
    return f"Saved meanwhile: {', '.join(part for part in told if part)}. Save again to keep yours."


def read_notice(
    submitted: Submitted, partnership: Partnership, ending: Ending | None, today: date
) -> tuple[NoticeFacts | None, FormData]:
    """A notice, or the correction of the one that is noted."""
    form = FormData(submitted)
    reasons = catalogue().exit_reasons
    given_on = form.day("given_on", "Enter the day on which notice was given.")
    given_by = form.choice("given_by", list(Side), "Choose who gave notice.")
    reason = form.choice("reason", reasons, "Choose the main reason.")
    also = tuple(one for one in form.choices("also", reasons) if one != reason)
    note = form.text("note", limit=LONG)
    service = form.day("last_service_on") if ending is None else None
    to_hand_on = form.whole("to_hand_on", high=MOST_PATIENTS)
    _meanwhile(form, ending)
    if ending is not None and ending.to_hand_on is not None and not form.values["to_hand_on"].strip():
        form.fail("to_hand_on", f"{ending.to_hand_on:,} is recorded. Enter a number; 0 is one too.")
    if not form.ok or given_on is None:
        return None, form
    facts = NoticeFacts(given_on, given_by, reason, also, note, service, to_hand_on)
    problems = (
        notice_hindrances(partnership, facts, today)
        if ending is None
        else correction_hindrances(partnership, ending, facts, today)
    )
    for name, sentence in problems.items():
        form.fail(name, sentence)
    return (facts if form.ok else None), form


def _meanwhile(form: FormData, ending: Ending | None) -> None:
    """Somebody else recorded the notice, or took it back, while this form was filled in."""
    if ending is not None and not form.sent("seen"):
        form.fail(
            "given_on",
            "Somebody recorded a notice a moment ago. What you typed is kept; save it to correct theirs.",
        )
    elif ending is None and form.sent("seen"):
        form.fail("given_on", "Somebody took the notice back a moment ago. Save this to record it anew.")


def notice_values(ending: EndingRow) -> dict[str, object]:
    """The notice as it is noted, for its form."""
    return {
        "given_on": ending.given_on.isoformat() if ending.given_on else "",
        "given_by": ending.given_by,
        "reason": ending.reason,
        "also": list(ending.also),
        "note": ending.note,
        "to_hand_on": "" if ending.to_hand_on is None else ending.to_hand_on,
        "seen": ending.version,
    }


def read_step(
    submitted: Submitted, partnership: Partnership, ending: Ending, row: StepRow, today: date
) -> tuple[StepFacts | None, FormData]:
    """Another day, owner or reason for a step, or the day it was done."""
    form = FormData(submitted)
    ids = {row.owner_id: row.person_id} | {
        one.public_id: one.person_id for one in people_here(partnership.id)
    }
    on = form.day("on", "Enter a day for this step.")
    owner = form.choice("owner", list(ids))
    why = form.text("why", limit=LONG)
    done_on = form.day("done_on")
    if not form.ok or on is None:
        return None, form
    facts = StepFacts(on, ids.get(owner), why, done_on)
    for name, sentence in step_hindrance(partnership, ending, row.step, facts, today).items():
        form.fail(name, sentence)
    return (facts if form.ok else None), form


def step_values(row: StepRow) -> dict[str, object]:
    """A step as it stands, for its form."""
    return {
        "on": row.on.isoformat() if row.on else "",
        "owner": row.owner_id,
        "why": row.why,
        "done_on": row.done_on.isoformat() if row.is_done and row.done_on else "",
        "seen": row.version,
        "seen_action": row.action_version,
    }


def read_week(submitted: Submitted, ending: Ending, today: date) -> tuple[Week | None, FormData]:
    """How many patients were handed on in a week; a week of the list comes with the version that was seen."""
    form = FormData(submitted)
    on = form.day("week_on", "Enter a day of the week.")
    patients = form.whole("patients", high=MOST_PATIENTS, missing="Enter how many were handed on.")
    seen = form.whole("seen") if form.sent("seen") else None
    if not form.ok or on is None or patients is None:
        return None, form
    for name, sentence in week_hindrances(ending, monday(on), patients, seen, today).items():
        form.fail(name, sentence)
    return (Week(on, patients, seen) if form.ok else None), form


def read_again(submitted: Submitted, partnership: Partnership, today: date) -> tuple[date | None, FormData]:
    """The day to talk again."""
    form = FormData(submitted)
    on = form.day("again_on", "Enter the day on which you want to talk again.")
    if on is not None:
        problem = again_hindrance(partnership, on, today)
        if problem:
            form.fail("again_on", problem)
    return (on if form.ok else None), form


def read_because(submitted: Submitted) -> tuple[str, FormData]:
    """Why they go on."""
    form = FormData(submitted)
    return form.text("because", "Write in a sentence why you go on.", LONG), form


def read_lesson(submitted: Submitted, today: date) -> tuple[LessonFacts | None, FormData]:
    """What one side learned."""
    form = FormData(submitted)
    side = form.choice("side", list(Side), "Choose who learned it.")
    about = form.choice("about", list(About))
    text = form.text("text", "Write what was learned.", LONG)
    ask_next = form.text("ask_next", limit=LONG)
    shared = form.flag("shared")
    on = form.day("learned_on", "Enter the day.")
    if on is not None and on > today:
        form.fail("learned_on", "Enter today or an earlier day.")
    if not form.ok or on is None:
        return None, form
    return LessonFacts(side, on, text, ask_next, about, shared), form
