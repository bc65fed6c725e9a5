"""Levers of the catalogue with where each stands in a partnership."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.catalogue import catalogue
from app.core.db import rows

from ..models import LeverNote
from ..rules import LEVER_STATES, LeverState


@dataclass(frozen=True, slots=True)
class LeverRow:
    """One lever with where it stands in a partnership."""

    id: str
    group: str
    label: str
    state: str = ""
    note: str = ""
    noted_on: date | None = None
    version: int = 0

    @property
    def state_words(self) -> str:
        """Where it stands."""
        return LEVER_STATES[LeverState(self.state)]


def levers_of(partnership_id: int, *groups: str) -> tuple[LeverRow, ...]:
    """The levers of the catalogue with where each stands; of some groups, or all [L7 balance]."""
    one = LeverNote
    columns = (one.lever, one.state, one.note, one.noted_on, one.version)
    query = one.select(*columns).where(one.partnership == partnership_id)
    held = {lever: rest for lever, *rest in rows(query)}
    return tuple(
        LeverRow(lever.id, lever.group, lever.label, *held.get(lever.id, ()))
        for lever in catalogue().levers
        if not groups or lever.group in groups
    )
