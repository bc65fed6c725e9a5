"""What a change may open, read from the catalogue, the term sheet and the register of assumptions."""

from __future__ import annotations

from datetime import date, timedelta

from app.catalogue import EventTrigger, catalogue
from app.metrics.models import Assumption
from app.organization.queries import holidays_between
from app.partnerships.models import Partnership
from app.terms.queries import terms_in_force

from ..models import ChangeEvent, Signal
from ..rules import Duty, Proposal, duties, propose

NOTICE_TABLE, LATE_DAYS = "S35.notice_table", "S35.late_notice_days"
LOOKED_AHEAD = timedelta(days=60)  # for days that are free; no agreement gives more business days


def kind_of(event: ChangeEvent) -> EventTrigger | None:
    """The kind of a change; None for one that the catalogue no longer has."""
    return next((one for one in catalogue().event_triggers if one.id == event.kind), None)


def signal_of(event: ChangeEvent) -> Signal | None:
    """The signal that a change gave."""
    s = Signal
    found: Signal | None = s.get_or_none(
        (s.partnership == event.partnership_id) & (s.trigger == event.kind) & (s.instance == event.public_id)
    )
    return found


def proposal_for(partnership: Partnership, event: ChangeEvent, today: date) -> Proposal | None:
    """Everything a change may open, as of today; None for a kind that is not known any more."""
    kind, signal = kind_of(event), signal_of(event)
    if kind is None:
        return None
    return propose(
        kind,
        told_duties(partnership, event, kind, today),
        assumptions=Assumption.select().where(Assumption.partnership == partnership).count(),
        can_review=signal is not None and signal.closed_on is None and signal.withdrawn_on is None,
        today=today,
    )


def told_duties(
    partnership: Partnership, event: ChangeEvent, kind: EventTrigger, today: date
) -> tuple[Duty, ...]:
    """What the agreement in force says the other side is told of [T5 sustainability]."""
    terms = terms_in_force(partnership.id, today)
    table, late = terms.get(NOTICE_TABLE), terms.get(LATE_DAYS)
    if not isinstance(table, list):
        return ()
    free = holidays_between(today, today + LOOKED_AHEAD)
    rows = [row for row in table if isinstance(row, dict)]
    return duties(rows, late if isinstance(late, int) else None, kind.group, event.on, today, free)
