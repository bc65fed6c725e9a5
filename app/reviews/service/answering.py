"""What is written in a review: answers with their actions, the sufficiency assessment, levers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

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

    An action that was typed beside a question becomes a promise of the partnership. Raises Conflict where
    somebody saved another answer since.
    """
    with write():
        row = hold(row)
        held = {one.question: one for one in ReviewAnswer.select().where(ReviewAnswer.review == row)}
        return sum(_answer(row, held.get(reply.question), reply, actor, now) for reply in replies)


def _answer(row: Review, held: ReviewAnswer | None, reply: Reply, actor: Actor, now: datetime) -> bool:
    facts: dict[str, object] = {"answer": reply.answer, "state": reply.state}
    same = held is not None and (held.answer, held.state) == (reply.answer, reply.state)
    if not reply.action_text and (same or (held is None and not reply.answer and not reply.state)):
        return False
    if (held.version if held else 0) != reply.seen:
        there = held.answer if held else ""
        raise Conflict(SINCE, {reply.question: reply.answer}, {reply.question: there})
    if reply.action_text:
        facts["action"] = _promise(row, reply, actor, now)
    if held is None:
        create(ReviewAnswer, actor=actor, now=now, review=row, question=reply.question, **facts)
    else:
        change(held, actor=actor, now=now, seen=reply.seen, **facts)
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
    """Keep the steps (text and version seen, by step), the levers and the conclusion [L7 payment]."""
    with write():
        if conclusion != row.conclusion:
            row = change(row, actor=actor, now=now, seen=seen, conclusion=conclusion)
        replies = [Reply(ident, text, "", version) for ident, (text, version) in steps.items()]
        answer_questions(row, replies, actor=actor, now=now)
        note_levers(row.partnership, levers, actor=actor, now=now, today=today)
