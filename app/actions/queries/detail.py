"""One promise from near: what became of it, what was written beside it, and the others of its rhythm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.core.db import rows
from app.core.errors import NotFound
from app.core.history import History
from app.partnerships.models import Membership
from app.people.models import Person

from ..models import Action, ActionComment
from ..rules import Status, Told, told

MOST_STEPS, MOST_COMMENTS, MOST_IN_SERIES = 50, 50, 12


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment as the page of a promise shows it."""

    public_id: str
    text: str
    author_id: int | None
    author_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One promise of a rhythm: when it was due, and what became of it."""

    public_id: str
    due_on: date | None
    status: str
    done_on: date | None


def story(action_id: int, today: date) -> tuple[Told, ...]:
    """What people did with a promise, oldest first."""
    query = (
        History.select(History.at, History.actor_name, History.verb, History.before, History.after)
        .where((History.entity == Action._meta.table_name) & (History.entity_id == action_id))
        .order_by(History.id.desc())
        .limit(MOST_STEPS)
    )
    entries = list(rows(query))[::-1]
    owners = {after.get("owner") for *_rest, after in entries if after} - {None}
    names = dict(rows(Person.select(Person.id, Person.name).where(Person.id.in_(owners)))) if owners else {}
    return tuple(
        Told(at, who, ", ".join(clauses))
        for at, who, verb, before, after in entries
        if (clauses := told(verb, before or {}, after or {}, names, today))
    )


def comments_of(action_id: int) -> tuple[CommentRow, ...]:
    """What was written beside a promise, oldest first."""
    query = (
        ActionComment.select(
            ActionComment.public_id,
            ActionComment.text,
            ActionComment.author,
            ActionComment.author_name,
            ActionComment.created_at,
        )
        .where((ActionComment.action == action_id) & ~ActionComment.removed)
        .order_by(ActionComment.id.desc())
        .limit(MOST_COMMENTS)
    )
    return tuple(CommentRow(*row) for row in list(rows(query))[::-1])


def get_comment(action_id: int, public_id: str) -> ActionComment:
    """The comment with this id beside this promise; NotFound where there is none."""
    found = ActionComment.get_or_none(
        (ActionComment.public_id == public_id) & (ActionComment.action == action_id)
    )
    if found is None:
        raise NotFound("This comment is gone, or never was.")
    return found


def series_of(series: str) -> tuple[SeriesRow, ...]:
    """The promises of one rhythm, newest first; none where nothing repeats."""
    if not series:
        return ()
    query = (
        Action.select(Action.public_id, Action.due_on, Action.status, Action.done_on)
        .where(Action.series == series)
        .order_by(Action.id.desc())
        .limit(MOST_IN_SERIES)
    )
    return tuple(SeriesRow(*row) for row in rows(query))


def open_ones(public_ids: Sequence[str]) -> list[Action]:
    """The open promises with these ids, each with its partnership, by due day."""
    query = (
        Action.select()
        .where(Action.public_id.in_(public_ids) & (Action.status == Status.OPEN))
        .order_by(Action.due_on.asc(nulls="LAST"), Action.id)
    )
    return list(query)


def people_on(partnership_ids: Sequence[int]) -> tuple[tuple[str, str], ...]:
    """Pairs of public id and name of those who work on any of these partnerships, for a form."""
    query = (
        Person.select(Person.public_id, Person.name)
        .join(Membership)
        .where(Membership.partnership.in_(partnership_ids) & Person.left_on.is_null())
        .distinct()
        .order_by(Person.name)
        .limit(200)
    )
    return tuple(rows(query))
