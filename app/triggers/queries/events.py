"""What changed around a partnership, read as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.catalogue import catalogue
from app.core.db import rows

from ..models import ChangeEvent


@dataclass(frozen=True, slots=True)
class EventRow:
    """A change of people, scope, support or surroundings."""

    public_id: str
    on: date
    kind: str
    text: str
    answer: str

    @property
    def title(self) -> str:
        """The kind of change in the catalogue's words."""
        try:
            return catalogue().trigger(self.kind).title
        except KeyError:
            return self.kind


def change_events(
    partnership_id: int, *, since: date | None = None, until: date | None = None, limit: int = 50
) -> tuple[EventRow, ...]:
    """Changes from `since` through `until`, newest first [T5 sustainability]."""
    query = (
        ChangeEvent.select(
            ChangeEvent.public_id, ChangeEvent.on, ChangeEvent.kind, ChangeEvent.text, ChangeEvent.answer
        )
        .where(ChangeEvent.partnership == partnership_id)
        .order_by(ChangeEvent.on.desc(), ChangeEvent.id.desc())
        .limit(limit)
    )
    if since is not None:
        query = query.where(ChangeEvent.on >= since)
    if until is not None:
        query = query.where(ChangeEvent.on <= until)
    return tuple(EventRow(*row) for row in rows(query))
