"""The directory of connecting resources, written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from app.core.actor import Actor
from app.core.batches import Together
from app.core.db import hold, write
from app.core.errors import RuleViolation
from app.core.history import change, create
from app.partnerships.models import Partnership

from ..models import ConnectingResource
from ..queries import MOST, all_resources, method
from ..rules import missing_starters

FULL = f"A directory holds {MOST} entries. Take out what is no longer used first."
COPIED = ("need_met", "known_by", "who_can_use", "area", "how_to_refer", "contact_office", "funding_until")
COPIED_TOO = ("overlaps_with_our_services", "checked_on")


@dataclass(frozen=True, slots=True)
class ResourceFacts:
    """One entry as it was typed."""

    resource: str
    need_met: str = ""
    known_by: str = ""
    who_can_use: str = ""
    area: str = ""
    how_to_refer: str = ""
    contact_office: str = ""
    funding_until: date | None = None
    overlaps_with_our_services: bool = False
    checked_on: date | None = None


def create_resource(
    partnership: Partnership, facts: ResourceFacts, *, actor: Actor, now: datetime
) -> ConnectingResource:
    """Enter a resource [T5 intersect]. Raises RuleViolation when the directory is full."""
    with write():
        _refuse_full(len(all_resources(hold(partnership).get_id())) + 1)
        facts_of = asdict(facts)
        return create(
            ConnectingResource, actor=actor, now=now, partnership=partnership, created_at=now, **facts_of
        )


def update_resource(
    row: ConnectingResource, facts: ResourceFacts, *, actor: Actor, now: datetime, seen: int | None = None
) -> ConnectingResource:
    """Change what is known. Conflict when somebody saved since `seen`."""
    with write():
        return change(row, actor=actor, now=now, seen=seen, **asdict(facts))


def set_resource_removed(
    row: ConnectingResource, removed: bool, *, actor: Actor, now: datetime
) -> ConnectingResource:
    """Take an entry out of the list, or put it back."""
    with write():
        return change(row, actor=actor, now=now, removed=removed)


def check_resource(row: ConnectingResource, on: date, *, actor: Actor, now: datetime) -> str:
    """Note that it still holds; answers the id of the undo, empty when it was checked on that day already."""
    with write():
        together = Together(actor, now)
        together.change(row, checked_on=on)
        return together.keep() if together.noted else ""


def take_starters(
    partnership: Partnership, wanted: Sequence[str], *, actor: Actor, now: datetime
) -> tuple[int, str]:
    """Begin with rows of the catalogue; answers how many are new, and the id of the undo."""
    with write():
        partnership, together = hold(partnership), Together(actor, now)
        there = [one.resource for one in all_resources(partnership.get_id())]
        known = [one for one in method().directory.starter_rows if one in wanted]
        new = missing_starters(known, there)
        _refuse_full(len(there) + len(new))
        for name in new:
            together.create(ConnectingResource, partnership=partnership, resource=name, created_at=now)
        return len(new), together.keep()


def copy_from(
    partnership: Partnership, source: Partnership, *, actor: Actor, now: datetime
) -> tuple[int, str]:
    """Copy what another partnership's directory has and this one lacks: how many, and the id of the undo."""
    with write():
        partnership, together = hold(partnership), Together(actor, now)
        there = {one.resource.casefold() for one in all_resources(partnership.get_id())}
        new = [one for one in all_resources(source.get_id()) if one.resource.casefold() not in there]
        _refuse_full(len(there) + len(new))
        for one in new:
            values = {name: getattr(one, name) for name in (*COPIED, *COPIED_TOO)}
            together.create(
                ConnectingResource, partnership=partnership, resource=one.resource, created_at=now, **values
            )
        return len(new), together.keep()


def _refuse_full(count: int) -> None:
    if count > MOST:
        raise RuleViolation(FULL)
