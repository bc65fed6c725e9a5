"""Where levers stand, noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.core.actor import Actor
from app.core.db import hold, write
from app.core.errors import Conflict
from app.core.history import change, create
from app.partnerships.models import Partnership

from ..models import LeverNote

SINCE = "Somebody noted another standing since you opened this."


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
    """Keep where levers stand; answers how many changed.

    What somebody noted meanwhile stays where the form says nothing; Conflict names every other lever.
    """
    with write():
        partnership = hold(partnership)
        held = {one.lever: one for one in LeverNote.select().where(LeverNote.partnership == partnership)}
        mine = [one for one in replies if not _left_to_others(held.get(one.lever), one)]
        newer = [
            one for one in mine if _differs(held.get(one.lever), one) and _is_newer(held[one.lever], one)
        ]
        if newer:
            told = {one.lever: held[one.lever].note or held[one.lever].state for one in newer}
            raise Conflict(SINCE, {one.lever: one.note or one.state for one in newer}, told)
        return sum(_note(partnership, held.get(one.lever), one, actor, now, today) for one in mine)


def _is_newer(held: LeverNote, reply: LeverReply) -> bool:
    return bool(held.version != reply.seen)


def _differs(held: LeverNote | None, reply: LeverReply) -> bool:
    return held is not None and (held.state, held.note) != (reply.state, reply.note)


def _left_to_others(held: LeverNote | None, reply: LeverReply) -> bool:
    return held is not None and _is_newer(held, reply) and not (reply.state or reply.note)


def _note(
    partnership: Partnership,
    held: LeverNote | None,
    reply: LeverReply,
    actor: Actor,
    now: datetime,
    today: date,
) -> bool:
    facts = {"state": reply.state, "note": reply.note, "noted_on": today}
    if held is None and (reply.state or reply.note):
        home = {"partnership": partnership, "lever": reply.lever}
        create(LeverNote, actor=actor, now=now, **home, **facts)
        return True
    if held is not None and _differs(held, reply):
        change(held, actor=actor, now=now, seen=reply.seen, **facts)
        return True
    return False
