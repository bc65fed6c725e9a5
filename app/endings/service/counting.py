"""Patients handed on, in counts alone; the day to talk again; and the letter's particulars."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from app.core.actor import Actor
from app.core.batches import Together
from app.core.calendar import day_words
from app.core.db import hold, write
from app.core.errors import RuleViolation
from app.partnerships.models import Partnership
from app.partnerships.queries import members
from app.terms.queries import terms_in_force
from app.terms.service import set_terms

from ..models import Ending, HandOver
from ..queries import AGAIN, find_week, get_ending, open_ending
from ..rules import Step, again_problem, hand_over_problems, monday
from .calendar import days_of
from .facts import Done, Filled


def count_week(
    partnership: Partnership,
    on: date,
    patients: int,
    *,
    seen: int | None = None,
    actor: Actor,
    now: datetime,
    today: date,
) -> Done:
    """Note how many patients were handed on in the week of a day; zero takes the week off the list.

    `seen` is the version of a week that stands there already. Raises RuleViolation, Conflict.
    """
    with write():
        hold(partnership)
        ending = get_ending(partnership.id)
        week = monday(on)
        row = find_week(ending.id, week)
        problems = week_hindrances(ending, week, patients, seen, today)
        if problems:
            raise RuleViolation(next(iter(problems.values())))
        click = Together(actor, now)
        click.about(partnership)
        if row is None:
            if patients:
                click.create(HandOver, ending=ending, week_on=week, patients=patients)
        elif patients:
            click.change(row, seen=seen, patients=patients)
        else:
            click.change(row, seen=seen, patients=0)
            click.remove(HandOver.get_by_id(row.id))
        return Done(click.keep())


def week_hindrances(
    ending: Ending, week: date, patients: int, seen: int | None, today: date
) -> dict[str, str]:
    """What stands against a count; one sentence by field."""
    counted = {one.week_on: one.patients for one in HandOver.select().where(HandOver.ending == ending.id)}
    if week in counted and seen is None:
        there = f"The week of {day_words(week)} has {counted[week]:,} already. Correct it in the list."
        return {"week_on": there}
    others = sum(count for day, count in counted.items() if day != week)
    given = ending.given_on or week
    return hand_over_problems(week, patients, others, ending.to_hand_on, given, today)


def set_talk_again(
    partnership: Partnership, on: date, *, seen: str | None, actor: Actor, now: datetime, today: date
) -> Done:
    """Agree on the day to talk again; the reminder of that day reads the same term [L7 exit]."""
    with write():
        hold(partnership)
        problem = again_hindrance(partnership, on, today)
        if problem:
            raise RuleViolation(problem)
        click = Together(actor, now)
        click.about(partnership)
        looked_at = None if seen is None else {AGAIN: seen}
        set_terms(
            partnership, {AGAIN: on}, effective_on=today, actor=actor, now=now, seen=looked_at, together=click
        )
        return Done(click.keep())


def again_hindrance(partnership: Partnership, on: date, today: date) -> str:
    """What stands against a day to talk again: a sentence, or nothing."""
    ending = open_ending(partnership.id)
    service = days_of(ending).get(Step.LAST_SERVICE) if ending else None
    return again_problem(on, service, ending.given_on if ending else None, today)


def fill_letter(partnership: Partnership, *, actor: Actor, now: datetime, today: date) -> Filled:
    """Put what is known of the end into the empty particulars of the termination letter.

    What stands there stays, also where it says something else. What nobody has said (the thanks, the word
    on a later time) stays open in the draft.
    """
    with write():
        hold(partnership)
        ending = get_ending(partnership.id)
        days = days_of(ending)
        wanted: dict[str, Any] = {
            "S40.notice_date": ending.given_on,
            "S40.sent_by": ending.given_by,
            "S40.reason_kind": ending.reason,
            "S40.last_enrollment": days.get(Step.LAST_ENROLLMENT),
            "S40.last_service": days.get(Step.LAST_SERVICE),
            "S40.contact_for_wind_down": _contact(partnership),
        }
        click = Together(actor, now)
        click.about(partnership)
        held = terms_in_force(partnership.id, today)
        known = {key: value for key, value in wanted.items() if value}
        empty = {key: value for key, value in known.items() if key not in held}
        others = sum(held[key] != value for key, value in known.items() if key in held)
        saved = set_terms(partnership, empty, effective_on=today, actor=actor, now=now, together=click)
        return Filled(click.keep(), len(saved.changed), others)


def _contact(partnership: Partnership) -> dict[str, str]:
    lead = next(
        (one for one in members(partnership.id) if one.side == "provider" and one.lead and not one.left_on),
        None,
    )
    if lead is None:
        return {}
    parts = {"name": lead.name, "function": lead.function, "phone": lead.phone, "email": lead.email}
    return {part: text for part, text in parts.items() if text}
