"""What people have promised to do: actions and milestones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import JOIN

from app.actions.models import Action
from app.core.prepared import prepared
from app.milestones.models import Milestone
from app.people.models import Person

from ...rules import DueItem, Kind
from .facts import Facts, item, owned


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
    for public_id, partnership_id, on, title, owner, user_id in _open_steps(facts.today, facts.until):
        home = facts.partnerships[partnership_id]
        if not home.has_ended:
            path = f"/milestones/{public_id}"
            yield item(
                Kind.MILESTONE, public_id, on, title, partnership_id, home, path, owned(owner, user_id, home)
            )


@prepared
def _open_steps(today: Any, until: Any) -> Any:
    m = Milestone
    columns = (m.public_id, m.partnership, m.due_on, m.title, m.owner, Person.user)
    query = m.select(*columns).join(Person, JOIN.LEFT_OUTER, on=(m.owner == Person.id))
    standing = m.dropped_on.is_null() | (m.dropped_on > today)
    return query.where((m.done_on.is_null() | (m.done_on > today)) & standing & (m.due_on <= until))
