"""What is promised on a partnership, for its agenda and its papers."""

from __future__ import annotations

from datetime import date

from app.core.db import rows

from ..models import Action
from ..rules import Status
from .rows import PAGE, ActionRow, row_of, selected


def open_actions(
    partnership_id: int, *, limit: int = PAGE, partner_copy: bool = False
) -> tuple[ActionRow, ...]:
    """What is promised on a partnership, for its agenda; a copy for the partner holds nothing private."""
    query = selected().where((Action.partnership == partnership_id) & (Action.status == Status.OPEN))
    if partner_copy:
        query = query.where(~Action.private)
    ordered = query.order_by(Action.due_on.asc(nulls="LAST"), Action.id)
    return tuple(row_of(values) for values in rows(ordered.limit(limit)))


def actions_done_since(
    partnership_id: int, day: date, *, limit: int = PAGE, partner_copy: bool = False
) -> tuple[ActionRow, ...]:
    """What was kept on a partnership from `day` on, newest first."""
    query = selected().where(
        (Action.partnership == partnership_id) & (Action.status == Status.DONE) & (Action.done_on >= day)
    )
    if partner_copy:
        query = query.where(~Action.private)
    order = (Action.done_on.desc(), Action.id.desc())
    return tuple(row_of(values) for values in rows(query.order_by(*order).limit(limit)))
