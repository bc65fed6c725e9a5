"""The communication plan, written: what is denser for a while, what is settled, when to look again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from peewee import IntegrityError

from app.core.actor import Actor
from app.core.db import db, hold, write
from app.core.errors import NotFound, RuleViolation
from app.core.history import change, create
from app.partnerships.models import Partnership

from ..models import AgendaTopic, CommunicationPlan, DensePeriod, SettledQuestion
from ..queries import dense_periods_of, next_to_talk, question_texts, series_of
from ..rules import MORE_DENSE_WEEKS, MOST_DENSE_WEEKS, USUAL_DENSE_WEEKS, DenseSource, TopicKind, dense_offer
from .agenda import NewTopic, add_topic
from .series import open_next_meeting

ASKED_MINUTES = 5


def add_dense_period(
    partnership: Partnership,
    weeks: int = USUAL_DENSE_WEEKS,
    reason: str = "",
    source: str = DenseSource.BY_HAND,
    *,
    starts_on: date | None = None,
    actor: Actor,
    now: datetime,
    today: date,
) -> DensePeriod:
    """Let operations and core meetings come twice as often for some weeks, from today on unless told.

    The next meeting that this gives opens at once [T5 sustainability]. Raises RuleViolation.
    """
    if not 1 <= weeks <= MOST_DENSE_WEEKS:
        raise RuleViolation(f"Choose from 1 to {MOST_DENSE_WEEKS} weeks.")
    first = starts_on or today
    with write():
        period = create(
            DensePeriod,
            actor=actor,
            now=now,
            partnership=partnership,
            starts_on=first,
            ends_on=first + timedelta(weeks=weeks, days=-1),
            reason=reason,
            source=source,
            created_at=now,
        )
        _open_all(period.partnership_id, actor=actor, now=now, today=today)
        return period


def accept_dense_offer(
    partnership: Partnership, *, actor: Actor, now: datetime, today: date
) -> DensePeriod | None:
    """Take up what the stage suggests; None when it was taken up already or there is nothing to take."""
    with write():
        partnership = hold(partnership)
        known = [(one.source, one.starts_on) for one in dense_periods_of(partnership.get_id())]
        offer = dense_offer(partnership.stage, partnership.stage_since, known, today=today)
        if offer is None:
            return None
        period = create(
            DensePeriod,
            actor=actor,
            now=now,
            partnership=partnership,
            starts_on=offer.starts_on,
            ends_on=offer.ends_on,
            reason=offer.reason,
            source=offer.source,
            created_at=now,
        )
        _open_all(period.partnership_id, actor=actor, now=now, today=today)
        return period


def get_dense_period(public_id: str) -> DensePeriod:
    """The span with this public id. Raises NotFound."""
    period = DensePeriod.get_or_none(DensePeriod.public_id == public_id)
    if period is None:
        raise NotFound("There is no such period. It may have been removed with the examples.")
    return period


def end_dense_period(public_id: str, *, actor: Actor, now: datetime, today: date) -> DensePeriod:
    """Let the old rhythm hold again from today on; `restore_dense_period` takes it back."""
    return restore_dense_period(public_id, today - timedelta(days=1), actor=actor, now=now, today=today)


def extend_dense_period(public_id: str, *, actor: Actor, now: datetime, today: date) -> DensePeriod:
    """Four more weeks; `restore_dense_period` takes it back. Raises RuleViolation past two years."""
    ends_on = get_dense_period(public_id).ends_on + timedelta(weeks=MORE_DENSE_WEEKS)
    return restore_dense_period(public_id, ends_on, actor=actor, now=now, today=today)


def restore_dense_period(
    public_id: str, ends_on: date, *, seen: int | None = None, actor: Actor, now: datetime, today: date
) -> DensePeriod:
    """Set the last day of a span. Raises NotFound, Conflict, and RuleViolation past two years."""
    with write():
        period = get_dense_period(public_id)
        if ends_on > period.starts_on + timedelta(weeks=MOST_DENSE_WEEKS):
            raise RuleViolation("That is longer than two years. Change the rhythm itself instead.")
        period = change(period, actor=actor, now=now, seen=seen, ends_on=ends_on)
        _open_all(period.partnership_id, actor=actor, now=now, today=today)
        return period


def answer_question(
    partnership: Partnership,
    question: str,
    answer: str,
    *,
    seen: int | None,
    actor: Actor,
    now: datetime,
    today: date,
) -> SettledQuestion:
    """Note how a question was settled; an empty answer opens it again. Raises NotFound, Conflict."""
    if question not in question_texts():
        raise NotFound("There is no such question in the plan.")
    with write():
        home = {"partnership": partnership, "question": question}
        row, is_new = _row_of(SettledQuestion, home, {}, actor=actor, now=now)
        facts = {"answer": answer, "settled_on": today if answer else None}
        return change(row, actor=actor, now=now, seen=None if is_new else seen, **facts)


def agree_plan(
    partnership: Partnership,
    agreed_on: date | None,
    look_again_on: date | None,
    *,
    seen: int | None,
    actor: Actor,
    now: datetime,
) -> CommunicationPlan:
    """Note when both sides agreed to the plan and when they look at it again. Raises Conflict."""
    with write():
        home, more = {"partnership": partnership}, {"created_at": now}
        row, is_new = _row_of(CommunicationPlan, home, more, actor=actor, now=now)
        days = {"agreed_on": agreed_on, "look_again_on": look_again_on}
        return change(row, actor=actor, now=now, seen=None if is_new else seen, **days)


def ask_at_next_meeting(
    partnership: Partnership, question: str, *, actor: Actor, now: datetime, today: date
) -> AgendaTopic:
    """Put an open question on the next agenda of both sides. Raises RuleViolation where none is planned."""
    with write():
        meeting = next_to_talk(partnership.get_id(), today)
        if meeting is None:
            raise RuleViolation("No meeting is planned yet. Plan one, then put the question on its agenda.")
        topic = NewTopic(TopicKind.TOPIC, question, ASKED_MINUTES)
        return add_topic(meeting.public_id, topic, actor=actor, now=now)


def _row_of(
    model: Any, home: dict[str, Any], more: dict[str, Any], *, actor: Actor, now: datetime
) -> tuple[Any, bool]:
    """The one row of a home, and whether it was made just now; two at once get the same."""
    same = [model._meta.fields[name] == value for name, value in home.items()]
    found = model.get_or_none(*same)
    if found is not None:
        return found, False
    try:
        with db.atomic():
            return create(model, actor=actor, now=now, **home, **more), True
    except IntegrityError:
        return model.get(*same), False


def _open_all(partnership_id: int, *, actor: Actor, now: datetime, today: date) -> None:
    for series in series_of(partnership_id, today=today):
        if series.can_be_denser:
            open_next_meeting(series.id, actor=actor, now=now, today=today)
