"""What changed around a partnership, read as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.catalogue import catalogue
from app.core.db import rows
from app.core.errors import NotFound

from ..models import ChangeEvent


@dataclass(frozen=True, slots=True)
class EventRow:
    """A change of people, scope, support or surroundings."""

    public_id: str
    on: date
    kind: str
    text: str
    answer: str
    opened: str
    version: int

    @property
    def title(self) -> str:
        """The kind of change in the catalogue's words."""
        try:
            return catalogue().trigger(self.kind).title
        except KeyError:
            return self.kind


def change_events(
    partnership_id: int,
    *,
    since: date | None = None,
    until: date | None = None,
    family: str = "",
    limit: int = 50,
    offset: int = 0,
) -> tuple[EventRow, ...]:
    """Changes from `since` through `until`, of all families or one, newest first [T5 sustainability]."""
    e = ChangeEvent
    query = (
        e.select(e.public_id, e.on, e.kind, e.text, e.answer, e.opened, e.version)
        .where(e.partnership == partnership_id)
        .order_by(e.on.desc(), e.id.desc())
        .limit(limit)
        .offset(offset)
    )
    if since is not None:
        query = query.where(e.on >= since)
    if until is not None:
        query = query.where(e.on <= until)
    if family:
        kinds = [one.id for one in catalogue().event_triggers if one.group == family]
        query = query.where(e.kind.in_(kinds))
    return tuple(EventRow(*row) for row in rows(query))


def get_event(partnership_id: int, public_id: str) -> ChangeEvent:
    """The row of a change of this partnership. Raises NotFound."""
    e = ChangeEvent
    row = e.get_or_none((e.public_id == public_id) & (e.partnership == partnership_id))
    if row is None:
        raise NotFound("There is no such change here. Somebody may have taken it back.")
    found: ChangeEvent = row
    return found
