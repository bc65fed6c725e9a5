"""What is written in a review: answers with their actions, the sufficiency assessment, levers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from app.actions.rules import Source
from app.actions.service import ActionFacts, create_action
from app.core.actor import Actor
from app.core.db import hold, write
from app.core.errors import Conflict
from app.core.history import change, create
from app.triggers.service import LeverReply, note_levers

from ..models import Review, ReviewAnswer
from ..rules import Reply

SINCE = "Somebody saved this since you opened it. Both versions are below; nothing is lost."


def answer_questions(row: Review, replies: Sequence[Reply], *, actor: Actor, now: datetime) -> int:
    """Keep answers to questions of the worksheet; answers how many changed.

    An action that was typed beside a question becomes a promise of the partnership. An answer that somebody
    gave meanwhile stays where the form is blank; Conflict names every question to which both said something.
    """
    with write():
        row = hold(row)
        held = {one.question: one for one in ReviewAnswer.select().where(ReviewAnswer.review == row)}
        mine = [one for one in replies if not _left_to_others(held.get(one.question), one)]
        clashes = {one.question: held[one.question] for one in mine if _clashes(held.get(one.question), one)}
        if clashes:
            typed = {one.question: one.answer for one in mine if one.question in clashes}
            raise Conflict(SINCE, typed, {name: one.answer for name, one in clashes.items()})
        return sum(_answer(row, held.get(one.question), one, actor, now) for one in mine)


def _left_to_others(held: ReviewAnswer | None, reply: Reply) -> bool:
    """Whether somebody answered meanwhile and this form says nothing."""
    newer = held is not None and held.version != reply.seen
    return newer and not (reply.answer or reply.state or reply.action_text)


def _clashes(held: ReviewAnswer | None, reply: Reply) -> bool:
    if held is None or held.version == reply.seen:
        return False
    return (held.answer, held.state) != (reply.answer, reply.state)


def _answer(row: Review, held: ReviewAnswer | None, reply: Reply, actor: Actor, now: datetime) -> bool:
    facts: dict[str, Any] = {"answer": reply.answer, "state": reply.state}
    same = held is not None and (held.answer, held.state) == (reply.answer, reply.state)
    if not reply.action_text and (same or (held is None and not reply.answer and not reply.state)):
        return False
    if reply.action_text:
        facts["action"] = _promise(row, reply, actor, now)
    if held is None:
        create(ReviewAnswer, actor=actor, now=now, review=row, question=reply.question, **facts)
    else:
        change(held, actor=actor, now=now, **facts)
    return True


def _promise(row: Review, reply: Reply, actor: Actor, now: datetime) -> object:
    facts = ActionFacts(
        text=reply.action_text,
        side=reply.action_side,
        owner_id=reply.action_owner,
        due_on=reply.action_due,
    )
    return create_action(
        row.partnership,
        facts,
        actor=actor,
        now=now,
        source=Source.REVIEW,
        source_note=reply.question,
        source_ref=row.public_id,
    )


def write_sufficiency(
    row: Review,
    steps: Mapping[str, tuple[str, int]],
    conclusion: str,
    levers: Sequence[LeverReply],
    *,
    seen: int,
    actor: Actor,
    now: datetime,
    today: date,
) -> None:
    """Keep the steps (text and version seen, by step), the levers and the conclusion [L7 payment].

    Raises Conflict for steps, levers or the conclusion, with what somebody else said to each.
    """
    with write():
        row = hold(row)
        replies = [Reply(ident, text, "", version) for ident, (text, version) in steps.items()]
        answer_questions(row, replies, actor=actor, now=now)
        note_levers(row.partnership, levers, actor=actor, now=now, today=today)
        if conclusion and conclusion != row.conclusion:
            change(row, actor=actor, now=now, seen=seen, conclusion=conclusion)
