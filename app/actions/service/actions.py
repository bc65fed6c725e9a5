"""Single promises, written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core.actor import Actor
from app.core.batches import Together
from app.core.calendar import local_date
from app.core.db import write
from app.core.errors import Conflict, RuleViolation
from app.core.fields import new_public_id
from app.core.history import change, create, remove
from app.core.text import folded
from app.organization.queries import house_facts
from app.partnerships.models import Partnership

from ..models import Action
from ..rules import Side, Source, Status, next_due

FOLLOWS = ("first_due_on", "moved_times", "waiting_since", "repeats_from", "series")  # columns nobody types


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """What is promised, by whom, until when. `owner_id` is a person.

    What it waits for and how it repeats stay as they are where they are None; empty means not at all.
    """

    text: str
    side: str = Side.PROVIDER
    owner_id: int | None = None
    due_on: date | None = None
    private: bool = False
    waiting_for: str | None = None
    repeats: str | None = None
    repeats_every: int = 1


def create_action(
    partnership: Partnership,
    facts: ActionFacts,
    *,
    actor: Actor,
    now: datetime,
    source: str = Source.MANUAL,
    source_note: str = "",
    source_ref: str = "",
    together: Together | None = None,
) -> Action:
    """Note a promise: one owner, one date, one side [L8 behaviors]. `source_ref` is a public id.

    Here as below: a caller who wants one undo for several changes gives `together` and keeps it.
    """
    with write():
        return (together or Together(actor, now)).create(
            Action,
            partnership=partnership,
            text=facts.text,
            folded=folded(facts.text),
            side=facts.side,
            owner=facts.owner_id,
            due_on=facts.due_on,
            first_due_on=facts.due_on,
            waiting_for=facts.waiting_for or "",
            waiting_since=_today(now) if facts.waiting_for else None,
            private=facts.private,
            source=source,
            source_note=source_note[:255],
            source_ref=source_ref,
            created_at=now,
            **_rhythm(None, facts),
        )


def update_action(
    action: Action,
    facts: ActionFacts,
    *,
    actor: Actor,
    now: datetime,
    seen: int | None = None,
    together: Together | None = None,
) -> Action:
    """Change a promise; a later day counts as moved. Conflict when somebody saved since `seen`."""
    with write():
        values: dict[str, Any] = {
            "text": facts.text,
            "side": facts.side,
            "owner": facts.owner_id,
            "private": facts.private,
            **moved(action, facts.due_on),
        }
        if facts.waiting_for is not None:
            values["waiting_for"] = facts.waiting_for
            if facts.waiting_for != action.waiting_for:
                values["waiting_since"] = _today(now) if facts.waiting_for else None
        values |= _rhythm(action, facts)
        try:
            together = together or Together(actor, now)
            return together.change(action, seen=seen, folded=folded(facts.text), **values)
        except Conflict as conflict:
            raise as_typed(conflict) from None


def moved(action: Action, due_on: date | None) -> dict[str, Any]:
    """The columns that tell of another day: the day, the first one, and how often it went later."""
    later = action.due_on is not None and due_on is not None and due_on > action.due_on
    first = action.first_due_on
    if first is None and not action.moved_times:
        first = action.due_on or due_on
    return {"due_on": due_on, "first_due_on": first, "moved_times": action.moved_times + (1 if later else 0)}


def _rhythm(action: Action | None, facts: ActionFacts) -> dict[str, Any]:
    """The columns of a rhythm that begins, changes or ends; nothing where it stays as it is."""
    if facts.repeats is None:
        return {}
    known = (action.repeats, action.repeats_every) if action else ("", 1)
    wanted = (facts.repeats, facts.repeats_every if facts.repeats else 1)
    if known == wanted:
        return {}
    series = action.series if action else ""
    return {
        "repeats": wanted[0],
        "repeats_every": wanted[1],
        "repeats_from": facts.due_on if facts.repeats else None,
        "series": series or (new_public_id() if facts.repeats else ""),
    }


def _today(now: datetime) -> date:
    return local_date(now, house_facts().time_zone)


def as_typed(conflict: Conflict) -> Conflict:
    """The same refusal without what follows from a day or a rhythm by itself: nobody typed it."""
    sides = (
        {name: words for name, words in side.items() if name not in FOLLOWS}
        for side in (conflict.mine, conflict.theirs)
    )
    return Conflict(conflict.message, *sides)


def complete_action(action: Action, *, on: date, actor: Actor, now: datetime) -> Action:
    """Mark a promise kept as of a day; doing it twice changes nothing.

    Of a repeating one the next opens by itself, on the next day of its rhythm after `on` and its own day.
    """
    with write():
        if action.status == Status.DONE:
            return action
        seen = action.version if action.repeats else None
        try:
            done = change(action, actor=actor, now=now, seen=seen, status=Status.DONE.value, done_on=on)
        except Conflict:
            meanwhile = Action.get_by_id(action.id)
            if meanwhile.status == Status.DONE:  # a second click of the same moment
                return meanwhile
            raise
        if done.repeats and find_next(done) is None:
            _open_next(done, on, actor, now)
        return done


def _open_next(done: Action, on: date, actor: Actor, now: datetime) -> None:
    begun = done.repeats_from or done.due_on or on
    due_on = next_due(done.repeats, done.repeats_every, begun, max(done.due_on or on, on))
    owner = done.owner if done.owner is not None and done.owner.left_on is None else None
    kept = ("partnership_id", "text", "folded", "side", "private", "source", "source_note", "source_ref")
    rhythm = ("repeats", "repeats_every", "series")
    create(
        Action,
        actor=actor,
        now=now,
        owner=owner,
        due_on=due_on,
        first_due_on=due_on,
        repeats_from=begun,
        follows=done.id,
        created_at=now,
        **{name.removesuffix("_id"): getattr(done, name) for name in kept + rhythm},
    )


def find_next(action: Action) -> Action | None:
    """The one that opened when this repeating promise was kept, or None."""
    return Action.get_or_none(Action.follows == action.id)


def reopen_action(action: Action, *, actor: Actor, now: datetime) -> Action:
    """Undo: the promise is open again. The next one of its rhythm goes, if nobody touched it yet."""
    with write():
        following = find_next(action)
        if following is not None and is_untouched(following):
            remove(following, actor=actor, now=now)
        return change(action, actor=actor, now=now, status=Status.OPEN.value, done_on=None)


def is_untouched(action: Action, *, own_changes: int = 0) -> bool:
    """Whether nobody works with a promise yet: it is as it was made, and nothing hangs on it.

    `own_changes` are those that what made it has done to it since.
    """
    if action.version > 1 + own_changes or action.status != Status.OPEN:
        return False
    links = Action._meta.backrefs.items()
    return not any(model.select().where(key == action.id).exists() for key, model in links)


def drop_action(
    action: Action, *, on: date, actor: Actor, now: datetime, together: Together | None = None
) -> Action:
    """Let go of a promise that is no longer needed; it can be reopened. A rhythm ends with it."""
    with write():
        if action.status == Status.DONE:
            raise RuleViolation("This action is done. Reopen it first if it is no longer needed.")
        together = together or Together(actor, now)
        return together.change(action, status=Status.DROPPED.value, done_on=on)
