"""Changes around a partnership, logged."""

from __future__ import annotations

from datetime import date, datetime

from app.core.actor import Actor
from app.core.batches import TakenBack, Together, get_batch, is_about
from app.core.batches import take_back as take_batch_back
from app.core.db import hold, write
from app.core.errors import NotFound
from app.partnerships.models import Partnership

from ..models import ChangeEvent


def add_event(
    partnership: Partnership, kind: str, on: date, text: str, *, actor: Actor, now: datetime
) -> tuple[str, str]:
    """Note a change; answers its public id, and the id of the undo."""
    with write():
        partnership, together = hold(partnership), Together(actor, now)
        facts = {"kind": kind, "on": on, "text": text, "created_at": now}
        made = together.create(ChangeEvent, partnership=partnership, **facts)
        return made.public_id, together.keep()


def change_event(
    event: ChangeEvent, on: date, text: str, answer: str, *, seen: int, actor: Actor, now: datetime
) -> str:
    """Keep what is written of a change; answers the id of the undo. Raises Conflict."""
    with write():
        together = Together(actor, now)
        together.change(event, seen=seen, on=on, text=text, answer=answer)
        return together.keep()


def take_event_back(partnership: Partnership, batch_id: str, *, actor: Actor, now: datetime) -> TakenBack:
    """Take a note of a change back. Raises NotFound for what is not of this partnership."""
    with write():
        batch = get_batch(batch_id)
        if not is_about(batch, ChangeEvent, partnership=partnership.id):
            raise NotFound("There is no change to take back.")
        return take_batch_back(batch, {ChangeEvent._meta.table_name: ChangeEvent}, actor=actor, now=now)
