"""What the two sides know of each other, written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.actor import Actor
from app.core.db import BaseModel, write
from app.core.errors import Conflict, NotFound
from app.core.history import change, create
from app.partnerships.models import Partnership

from .models import AimsLine, InformationItem, Lesson, TopicAnswer
from .queries import get_item, get_topic
from .rules import SETTLED, Status


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """How a request stands and what was answered."""

    status: str
    asked_on: date | None = None
    asked_by: str = ""
    wanted_by_on: date | None = None
    answered_on: date | None = None
    answer: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class AimsFacts:
    """What both sides answered to one question."""

    ours: str = ""
    theirs: str = ""
    talk_about: bool = False


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """What one side learned."""

    side: str
    on: date
    text: str
    ask_next: str = ""
    about: str = ""  # worked, change; empty: learned
    shared: bool = False


def save_item(
    partnership: Partnership, ident: str, facts: ItemFacts, *, seen: int | None, actor: Actor, now: datetime
) -> InformationItem:
    """Note how a request stands [L1 information]. Raises Conflict when somebody saved since `seen`."""
    get_item(ident)
    values = {
        "status": facts.status,
        "asked_on": facts.asked_on,
        "asked_by": facts.asked_by,
        "wanted_by_on": facts.wanted_by_on,
        "answered_on": facts.answered_on,
        "answer": dict(facts.answer or {}),
    }
    with write():
        return _put(
            InformationItem, {"partnership": partnership, "item": ident}, values, seen, actor=actor, now=now
        )


def mark_asked(
    partnership: Partnership,
    idents: Collection[str],
    *,
    on: date,
    wanted_by_on: date | None,
    actor: Actor,
    now: datetime,
) -> int:
    """Note that several things were asked on one day; what is answered already stays. Returns how many."""
    marked = 0
    with write():
        for ident in idents:
            get_item(ident)
            key = {"partnership": partnership, "item": ident}
            row = _find(InformationItem, key)
            if row is not None and row.status in SETTLED:
                continue
            values = {
                "status": Status.ASKED.value,
                "asked_on": on,
                "asked_by": actor.name,
                "wanted_by_on": wanted_by_on,
            }
            _put(InformationItem, key, values, None, actor=actor, now=now)
            marked += 1
    return marked


def save_topic(
    partnership: Partnership,
    ident: str,
    answer: Mapping[str, Any],
    *,
    told_by: str,
    told_on: date | None,
    seen: int | None,
    actor: Actor,
    now: datetime,
) -> TopicAnswer:
    """Keep what is known about a deeper topic. Raises Conflict when somebody saved since `seen`."""
    get_topic(ident)
    values = {"answer": dict(answer), "told_by": told_by, "told_on": told_on}
    with write():
        return _put(
            TopicAnswer, {"partnership": partnership, "topic": ident}, values, seen, actor=actor, now=now
        )


def save_aims(
    partnership: Partnership,
    lines: Mapping[str, AimsFacts],
    seen: Mapping[str, int],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep the worksheet; a question that nobody has touched gets no row. Raises Conflict."""
    with write():
        for question, facts in lines.items():
            key = {"partnership": partnership, "question": question}
            if facts == AimsFacts() and _find(AimsLine, key) is None:
                continue
            values = {"ours": facts.ours, "theirs": facts.theirs, "talk_about": facts.talk_about}
            _put(AimsLine, key, values, seen.get(question), actor=actor, now=now)


def add_lesson(partnership: Partnership, facts: LessonFacts, *, actor: Actor, now: datetime) -> Lesson:
    """Keep what was learned, for the next partner [L7 exit]."""
    with write():
        return create(
            Lesson,
            actor=actor,
            now=now,
            partnership=partnership,
            side=facts.side,
            on=facts.on,
            text=facts.text,
            ask_next=facts.ask_next,
            about=facts.about,
            shared=facts.shared,
            created_at=now,
        )


def set_lesson_removed(
    partnership: Partnership, public_id: str, removed: bool, *, actor: Actor, now: datetime
) -> Lesson:
    """Take a lesson back, or put it back. Raises NotFound."""
    with write():
        return change(_lesson(partnership, public_id), actor=actor, now=now, removed=removed)


def set_lesson_shared(
    partnership: Partnership, public_id: str, shared: bool, *, actor: Actor, now: datetime
) -> Lesson:
    """Let a lesson stand in the note of both sides, or in our own alone. Raises NotFound."""
    with write():
        return change(_lesson(partnership, public_id), actor=actor, now=now, shared=shared)


def _lesson(partnership: Partnership, public_id: str) -> Lesson:
    row = Lesson.get_or_none((Lesson.public_id == public_id) & (Lesson.partnership == partnership.id))
    if row is None:
        raise NotFound("There is no such lesson here.")
    return row


def _find(model: type[BaseModel], key: Mapping[str, Any]) -> Any:
    fields = model._meta.fields
    query = model.select()
    for name, value in key.items():
        query = query.where(fields[name] == value)
    return query.first()


def _put(
    model: Any,
    key: Mapping[str, Any],
    values: Mapping[str, Any],
    seen: int | None,
    *,
    actor: Actor,
    now: datetime,
) -> Any:
    """Change the row of this key, or make it; `seen` 0 says that the person saw none."""
    row = _find(model, key)
    if row is not None:
        return change(row, actor=actor, now=now, seen=seen, **values)
    if seen:
        raise Conflict("What you were editing is gone. Open the page again.", {}, {})
    return create(model, actor=actor, now=now, **key, **values)
