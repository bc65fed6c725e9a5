"""Taking an entry out, and putting it back: nothing is lost by a slip."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from app.core.actor import Actor
from app.core.db import write
from app.core.errors import NotFound
from app.core.history import change

from ..models import Activity, Site
from ..queries.activities import get_activity
from ..queries.sites import get_contact, get_site
from ..queries.stock import get_champion, get_material, get_training
from .activities import refresh_last_visit

Finder = Callable[[str, int], Any]
# What can be taken out, by the word in its address.
REMOVABLE: dict[str, Finder] = {
    "sites": get_site,
    "contacts": get_contact,
    "activities": get_activity,
    "champions": get_champion,
    "material": get_material,
    "training": get_training,
}


def remove_entry(kind: str, public_id: str, partnership_id: int, *, actor: Actor, now: datetime) -> Any:
    """Take an entry out of the lists; it can be put back. Raises NotFound."""
    return _set(kind, public_id, partnership_id, removed=True, actor=actor, now=now)


def restore_entry(kind: str, public_id: str, partnership_id: int, *, actor: Actor, now: datetime) -> Any:
    """Undo: it stands in the lists again. Raises NotFound."""
    return _set(kind, public_id, partnership_id, removed=False, actor=actor, now=now)


def _set(
    kind: str, public_id: str, partnership_id: int, *, removed: bool, actor: Actor, now: datetime
) -> Any:
    find = REMOVABLE.get(kind)
    if find is None:
        raise NotFound("There is nothing like that here.")
    with write():
        row = change(find(public_id, partnership_id), actor=actor, now=now, removed=removed)
        if isinstance(row, Activity) and row.site_id is not None:
            refresh_last_visit(Site.get_by_id(row.site_id), actor=actor, now=now)
        return row
