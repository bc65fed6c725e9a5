"""Answers to signals: a review, a while of watching, or set aside with a reason; all can be taken back."""

from __future__ import annotations

from datetime import date, datetime

from app.core.actor import Actor
from app.core.batches import TakenBack, Together, get_batch, is_about
from app.core.batches import take_back as take_batch_back
from app.core.db import write
from app.core.errors import NotFound, RuleViolation
from app.meetings.models import AgendaTopic
from app.meetings.queries import next_to_talk
from app.meetings.service import NewTopic, add_topic
from app.partnerships.models import Partnership

from ..models import Signal
from ..queries.signals import row_of
from ..rules import Answer, asks_again, review_by

TALK_MINUTES = 10


def answer(
    row: Signal, wanted: Answer, reason: str, *, seen: int, actor: Actor, now: datetime, today: date
) -> str:
    """Keep an answer; answers the id of the undo. Raises RuleViolation without a needed reason, Conflict."""
    if wanted is Answer.DISMISS and not reason:
        raise RuleViolation("Say in one sentence why it is set aside; a successor will read it.")
    facts = {
        "answer": wanted.value,
        "answered_on": today,
        "answered_by": actor.name,
        "reason": reason,
        "ask_again_on": asks_again(today) if wanted is Answer.WATCH else None,
        "review_on": review_by(today) if wanted is Answer.REVIEW else None,
    }
    with write():
        together = Together(actor, now)
        together.change(row, seen=seen, **facts)
        return together.keep()


def take_back(partnership: Partnership, batch_id: str, *, actor: Actor, now: datetime) -> TakenBack:
    """Take an answer back. Raises NotFound for what is not of this partnership."""
    with write():
        batch = get_batch(batch_id)
        if not is_about(batch, Signal, partnership=partnership.id):
            raise NotFound("There is no answer to take back.")
        return take_batch_back(batch, {Signal._meta.table_name: Signal}, actor=actor, now=now)


def put_on_agenda(
    partnership: Partnership, row: Signal, *, actor: Actor, now: datetime, today: date
) -> tuple[AgendaTopic, date]:
    """Put a signal on the agenda of the next meeting of both sides. Raises RuleViolation without one."""
    meeting = next_to_talk(partnership.id, today)
    if meeting is None:
        raise RuleViolation("No meeting with the plan is planned. Plan one, then put it on its agenda.")
    text = row_of(row).title
    topic = add_topic(meeting.public_id, NewTopic("topic", text, TALK_MINUTES), actor=actor, now=now)
    return topic, meeting.on
