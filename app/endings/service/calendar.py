"""The days of the way out, written: proposed with the notice, and moved along with what they hang on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from app.actions.models import Action
from app.actions.rules import Status
from app.actions.service import ActionFacts, as_typed, create_action, moved
from app.catalogue import catalogue
from app.core.actor import Actor
from app.core.batches import Together
from app.core.db import hold, write
from app.core.errors import Conflict, NotFound, RuleViolation
from app.partnerships.models import Partnership
from app.partnerships.queries import members
from app.terms.queries import terms_in_force

from ..models import Ending, EndingStep
from ..queries import exit_facts, get_ending, get_step
from ..rules import ExitFacts, Proposed, Step, done_problem, order_problem, propose, step_problem
from .facts import Done, Seen, StepFacts

NOTE = "wind-down calendar"


def lay_out(partnership: Partnership, ending: Ending, facts: ExitFacts, click: Together) -> None:
    """Put every step on the list of promises, on its day and with the lead of its side."""
    leads = {one.side: one.person_id for one in members(partnership.id) if one.lead and one.left_on is None}
    known = {one.id: one for one in catalogue().wind_down}
    for one in propose(facts):
        step = known[one.step.value]
        owner = leads.get("provider" if step.lead == "joint" else step.lead)
        chosen = facts.last_service_on if one.step is Step.LAST_SERVICE else None
        promise = ActionFacts(step.title, step.lead, owner, chosen or one.on)
        action = create_action(
            partnership, promise, actor=click.actor, now=click.now, source_note=NOTE, together=click
        )
        click.create(
            EndingStep,
            ending=ending,
            kind=one.step.value,
            action=action,
            proposed_on=one.on,
            proposed_why=one.why,
        )


def propose_anew(ending: Ending, facts: ExitFacts, click: Together) -> int:
    """Count the days again; open steps that stand on their proposed day move along. Returns how many."""
    along = 0
    for row, fresh in _anew(ending, facts):
        if _hangs(row) and fresh.on != row.action.due_on:
            click.change(row.action, **moved(row.action, fresh.on))
            along += 1
        click.change(row, proposed_on=fresh.on, proposed_why=fresh.why)
    return along


def days_anew(ending: Ending, facts: ExitFacts) -> dict[Step, date]:
    """The day of each step as it would stand then."""
    days = days_of(ending)
    return days | {one.step: one.on for row, one in _anew(ending, facts) if _hangs(row)}


def _anew(ending: Ending, facts: ExitFacts) -> list[tuple[Any, Proposed]]:
    fresh = {one.step: one for one in propose(facts)}
    return [(row, fresh[Step(row.kind)]) for row in _steps(ending)]


def _hangs(row: Any) -> bool:
    """Whether a step stands on its proposed day, and so moves along with it."""
    return bool(row.action.status == Status.OPEN and row.action.due_on == row.proposed_on)


def chosen_service(ending: Ending) -> date | None:
    """The last day of service where they chose another one than the one that is counted."""
    row = next((one for one in _steps(ending) if one.kind == Step.LAST_SERVICE), None)
    on: date | None = row.action.due_on if row else None
    return None if row is None or on == row.proposed_on else on


def _steps(ending: Ending) -> Any:
    return EndingStep.select(EndingStep, Action).join(Action).where(EndingStep.ending == ending.id)


def days_of(ending: Ending) -> dict[Step, date]:
    """The day of each step as it stands; one that was dropped has none."""
    return {
        Step(row.kind): row.action.due_on
        for row in _steps(ending)
        if row.action.due_on is not None and row.action.status != Status.DROPPED
    }


def save_step(
    partnership: Partnership,
    step: Step,
    facts: StepFacts,
    *,
    seen: Seen,
    actor: Actor,
    now: datetime,
    today: date,
) -> Done:
    """Give a step its own day, owner, reason, or the day it was done; what hangs on its day moves along.

    Raises RuleViolation for days out of order, Conflict when somebody saved since.
    """
    with write():
        hold(partnership)
        ending = get_ending(partnership.id)
        problems = step_hindrance(partnership, ending, step, facts, today)
        if problems:
            raise RuleViolation(next(iter(problems.values())))
        row = get_step(ending.id, step)
        click = Together(actor, now)
        click.about(partnership)
        before = row.action.due_on
        click.change(row, seen=seen.step, why=facts.why)
        try:
            click.change(row.action, seen=seen.action, **_columns(row.action, facts))
        except Conflict as conflict:
            raise as_typed(conflict) from None
        along = 0
        if step is Step.LAST_SERVICE and facts.on != before:
            along = propose_anew(ending, _chosen(partnership, ending, facts.on, today), click)
        return Done(click.keep(), along)


def step_hindrance(
    partnership: Partnership, ending: Ending, step: Step, facts: StepFacts, today: date
) -> dict[str, str]:
    """What stands against a step, once what hangs on its day has moved along; one sentence by field."""
    given_on = _given(ending)
    days = days_of(ending)
    enrolled = days.get(Step.LAST_ENROLLMENT)
    if step is Step.LAST_SERVICE and facts.on != days.get(step):
        days = days_anew(ending, _chosen(partnership, ending, facts.on, today))
        if enrolled is not None:  # enrollment is not cut short by the way
            days[Step.LAST_ENROLLMENT] = enrolled
    others = {one: day for one, day in days.items() if one is not step}
    found = {}
    day = step_problem(step, facts.on, others, given_on)
    if not day and step is Step.LAST_SERVICE:
        day = order_problem(others, given_on)
    if day:
        found["on"] = day
    done = done_problem(facts.done_on, given_on, today) if facts.done_on else ""
    return found | ({"done_on": done} if done else {})


def _given(ending: Ending) -> date:
    if ending.given_on is None:
        raise NotFound("No notice is recorded here. It may have been taken back.")
    return ending.given_on


def _chosen(partnership: Partnership, ending: Ending, service_on: date, today: date) -> ExitFacts:
    given_on = _given(ending)
    return exit_facts(terms_in_force(partnership.id, today), given_on, service_on)


def _columns(action: Action, facts: StepFacts) -> Mapping[str, Any]:
    values: dict[str, Any] = {"owner": facts.owner_id, **moved(action, facts.on)}
    if facts.done_on is not None:
        return {**values, "status": Status.DONE.value, "done_on": facts.done_on}
    if action.status == Status.DONE:
        return {**values, "status": Status.OPEN.value, "done_on": None}
    return values
