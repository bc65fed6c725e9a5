"""The follow-through mirror of one partnership."""

from __future__ import annotations

from datetime import date

from app.core.calendar import add_months
from app.core.db import rows

from ..models import Action
from ..rules import SPANS, Kept, Mirror, Status, mirror_of


def mirror(partnership_id: int, *, today: date, months: int = SPANS[0]) -> Mirror:
    """How both sides kept what fell due in the last `months`, and what is open today.

    Promises only for us are never counted, so that every view of it can be shown to the partner.
    """
    since = add_months(today, -months)
    query = Action.select(
        Action.side, Action.status, Action.created_at, Action.due_on, Action.done_on, Action.private
    ).where(
        (Action.partnership == partnership_id)
        & (
            (Action.status == Status.OPEN)
            | ((Action.status == Status.DONE) & Action.due_on.between(since, today))
        )
    )
    found = list(rows(query))
    shown = [
        Kept(side, status, made_at.date(), due_on, done_on)
        for side, status, made_at, due_on, done_on, private in found
        if not private
    ]
    return mirror_of(shown, since=since, today=today, left_out=len(found) - len(shown))
