"""Where levers stand, noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.core.actor import Actor
from app.core.db import hold, write
from app.core.history import change, create
from app.partnerships.models import Partnership

from ..models import LeverNote


@dataclass(frozen=True, slots=True)
class LeverReply:
    """Where a lever stands, as somebody who saw version `seen` typed it."""

    lever: str
    state: str
    note: str
    seen: int


def note_levers(
    partnership: Partnership, replies: Sequence[LeverReply], *, actor: Actor, now: datetime, today: date
) -> int:
    """Keep where levers stand; answers how many changed. Raises Conflict."""
    with write():
        partnership = hold(partnership)
        mine = LeverNote.select().where(LeverNote.partnership == partnership)
        held = {one.lever: one for one in mine}
        changed = 0
        for reply in replies:
            one = held.get(reply.lever)
            facts = {"state": reply.state, "note": reply.note, "noted_on": today}
            if one is None and (reply.state or reply.note):
                home = {"partnership": partnership, "lever": reply.lever}
                create(LeverNote, actor=actor, now=now, **home, **facts)
            elif one is not None and (one.state, one.note) != (reply.state, reply.note):
                change(one, actor=actor, now=now, seen=reply.seen, **facts)
            else:
                continue
            changed += 1
        return changed
