"""Notice, written: given, corrected, taken back; and the questions asked before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from app.actions.models import Action
from app.actions.rules import Status
from app.core.actor import Actor
from app.core.batches import Together
from app.core.db import hold, write
from app.core.errors import Conflict, RuleViolation
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage
from app.terms.queries import terms_in_force

from ..models import Ending, EndingAnswer, EndingStep, HandOver
from ..queries import bounds_of, exit_facts, get_ending, open_ending
from ..rules import (
    Noticed,
    State,
    Step,
    count_problem,
    given_problem,
    notice_problems,
    order_problem,
    propose,
)
from .calendar import chosen_service, days_anew, days_of, lay_out, propose_anew
from .facts import Done, NoticeFacts, Reply


def answer_questions(
    partnership: Partnership, replies: Sequence[Reply], *, actor: Actor, now: datetime
) -> Done:
    """Keep what is known before an end [L7 exit]. Conflict when somebody saved since."""
    with write():
        hold(partnership)
        click = Together(actor, now)
        click.about(partnership)
        query = EndingAnswer.select().where(EndingAnswer.partnership == partnership.id)
        known = {one.question: one for one in query}
        for reply in replies:
            values: dict[str, Any] = {"answer": reply.answer, "who": reply.who_id, "state": reply.state}
            found = known.get(reply.question)
            if found is not None:
                click.change(found, seen=reply.seen, **values)
            elif reply.seen:
                raise Conflict("Somebody took this answer back a moment ago. Open the page again.", {}, {})
            elif reply.answer or reply.who_id or reply.state != State.NOT_KNOWN:
                click.create(EndingAnswer, partnership=partnership, question=reply.question, **values)
        return Done(click.keep())


def give_notice(
    partnership: Partnership, facts: NoticeFacts, *, actor: Actor, now: datetime, today: date
) -> Done:
    """Record the notice and lay out the way from it to the last payment, each step as a promise [L7 exit].

    Raises RuleViolation when notice is recorded already, or when its days cannot be.
    """
    with write():
        partnership = hold(partnership)
        if open_ending(partnership.id) is not None:
            raise RuleViolation("Notice is recorded already. Correct it in place of recording it again.")
        if not Stage(partnership.stage).is_signed:
            raise RuleViolation("No agreement is signed, so there is nothing to give notice of.")
        problems = notice_hindrances(partnership, facts, today)
        if problems:
            raise RuleViolation(next(iter(problems.values())))
        click = Together(actor, now)
        click.about(partnership)
        ending = click.create(Ending, partnership=partnership, created_at=now, **_columns(facts))
        click.change(partnership, notice_given_on=facts.given_on)
        terms = terms_in_force(partnership.id, today)
        lay_out(partnership, ending, exit_facts(terms, facts.given_on, facts.last_service_on), click)
        return Done(click.keep())


def notice_hindrances(partnership: Partnership, facts: NoticeFacts, today: date) -> dict[str, str]:
    """What stands against a notice; one sentence by field."""
    terms = terms_in_force(partnership.id, today)
    days = {one.step: one.on for one in propose(exit_facts(terms, facts.given_on, facts.last_service_on))}
    bounds = bounds_of(partnership, terms, days[Step.LAST_ENROLLMENT], today)
    typed = Noticed(facts.given_on, facts.last_service_on, facts.to_hand_on)
    return notice_problems(typed, bounds)


def correct_notice(
    partnership: Partnership,
    facts: NoticeFacts,
    *,
    seen: int | None,
    actor: Actor,
    now: datetime,
    today: date,
) -> Done:
    """Correct what was noted; with another day of notice the proposed days move along."""
    with write():
        partnership = hold(partnership)
        ending = get_ending(partnership.id)
        problems = correction_hindrances(partnership, ending, facts, today)
        if problems:
            raise RuleViolation(next(iter(problems.values())))
        click = Together(actor, now)
        click.about(partnership)
        moves = ending.given_on != facts.given_on
        ending = click.change(ending, seen=seen, **_columns(facts))
        click.change(partnership, notice_given_on=facts.given_on)
        along = 0
        if moves:
            terms = terms_in_force(partnership.id, today)
            along = propose_anew(ending, exit_facts(terms, facts.given_on, chosen_service(ending)), click)
        return Done(click.keep(), along)


def correction_hindrances(
    partnership: Partnership, ending: Ending, facts: NoticeFacts, today: date
) -> dict[str, str]:
    """What stands against a correction: also days and counts that are recorded already."""
    terms = terms_in_force(partnership.id, today)
    days = days_of(ending)
    bounds = bounds_of(partnership, terms, days.get(Step.LAST_ENROLLMENT), today)
    found = notice_problems(Noticed(facts.given_on, days.get(Step.LAST_SERVICE), facts.to_hand_on), bounds)
    found.pop("last_service_on", None)
    after = days_anew(ending, exit_facts(terms, facts.given_on, chosen_service(ending)))
    given = given_problem(after, facts.given_on) or order_problem(after, facts.given_on)
    if given:
        found.setdefault("given_on", given)
    counted = sum(one.patients for one in HandOver.select().where(HandOver.ending == ending.id))
    count = count_problem(facts.to_hand_on, counted, bounds)
    return found | ({"to_hand_on": count} if count else {})


def _columns(facts: NoticeFacts) -> dict[str, Any]:
    return {
        "given_on": facts.given_on,
        "given_by": facts.given_by,
        "reason": facts.reason,
        "also": list(facts.also),
        "note": facts.note,
        "to_hand_on": facts.to_hand_on,
    }


def go_on(
    partnership: Partnership,
    because: str,
    *,
    seen: int | None = None,
    actor: Actor,
    now: datetime,
    today: date,
) -> Done:
    """They go on after all: notice is taken back and its open steps are let go, all with one undo.

    Where no notice was given, only the decision is kept. What was written, counted or done stays. `seen` is
    the version of the notice on the page, None where there was none; Conflict when that is no longer so.
    """
    with write():
        partnership = hold(partnership)
        click = Together(actor, now)
        click.about(partnership)
        ending = open_ending(partnership.id)
        if (ending is None) is not (seen is None):
            what = "took the notice back" if ending is None else "recorded a notice"
            raise Conflict(f"Somebody {what} a moment ago. Open the page again.", {}, {})
        if ending is None:
            ending = click.create(Ending, partnership=partnership, created_at=now)
        click.change(ending, seen=seen, went_on_on=today, because=because)
        click.change(partnership, notice_given_on=None)
        for row in EndingStep.select(EndingStep, Action).join(Action).where(EndingStep.ending == ending.id):
            if row.action.status == Status.OPEN:
                click.change(row.action, status=Status.DROPPED.value, done_on=today)
        return Done(click.keep())
