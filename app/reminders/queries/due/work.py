"""What people have promised to do: actions, milestones, checks of what was changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import JOIN

from app.actions.models import Action
from app.core.prepared import prepared
from app.people.models import Person

from ...rules import DueItem, Kind
from .facts import Facts, item, owned, page


def actions(facts: Facts) -> Iterable[DueItem]:
    for public_id, partnership_id, on, text, owner, user_id in _open_actions(facts.today, facts.until):
        home = facts.partnerships[partnership_id]
        path = f"/actions/{public_id}"
        yield item(Kind.ACTION, public_id, on, text, partnership_id, home, path, owned(owner, user_id, home))


@prepared
def _open_actions(today: Any, until: Any) -> Any:
    columns = (Action.public_id, Action.partnership, Action.due_on, Action.text, Action.owner, Person.user)
    open_then = (Action.status == "open") | ((Action.status == "done") & (Action.done_on > today))
    query = Action.select(*columns).join(Person, JOIN.LEFT_OUTER, on=(Action.owner == Person.id))
    return query.where(open_then & (Action.due_on <= until))


def milestones(facts: Facts) -> Iterable[DueItem]:
    """A step that nobody has is told to everybody who writes, as an action is."""
    for row, home in facts.running("milestone"):
        path, tell = f"/milestones/{row.thing}", owned(row.owner, row.user, home)
        yield item(Kind.MILESTONE, row.thing, row.day, row.words, row.home, home, path, tell)


def checks(facts: Facts) -> Iterable[DueItem]:
    for row, home in facts.running("check"):
        yield page(Kind.CHECK, row, home, f"Check what came of: {row.words}", "adjustments")
