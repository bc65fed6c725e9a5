"""Concerns and the pulse, read as frozen rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.db import rows

from .models import Concern, Pulse


@dataclass(frozen=True, slots=True)
class PulseRow:
    """How both sides rated the partnership on one day, 1 to 5; None where a side did not answer."""

    on: date
    payer_mean: Decimal | None
    provider_mean: Decimal | None


@dataclass(frozen=True, slots=True)
class ConcernRow:
    """Something that weighs on one side."""

    public_id: str
    opened_on: date
    raised_by_side: str
    area: str
    text: str
    sharable: bool
    resolved_on: date | None


def pulses(partnership_id: int, *, limit: int = 50) -> tuple[PulseRow, ...]:
    """The pulse of both sides, newest first [L8 behaviors]."""
    query = (
        Pulse.select(Pulse.on, Pulse.payer_mean, Pulse.provider_mean)
        .where(Pulse.partnership == partnership_id)
        .order_by(Pulse.on.desc())
        .limit(limit)
    )
    return tuple(PulseRow(*row) for row in rows(query))


def concerns(
    partnership_id: int, *, open_on: date | None = None, sharable_only: bool = False, limit: int = 50
) -> tuple[ConcernRow, ...]:
    """What weighs on either side, oldest first; with `open_on` only what was open on that day."""
    query = (
        Concern.select(
            Concern.public_id,
            Concern.opened_on,
            Concern.raised_by_side,
            Concern.area,
            Concern.text,
            Concern.sharable,
            Concern.resolved_on,
        )
        .where(Concern.partnership == partnership_id)
        .order_by(Concern.opened_on, Concern.id)
        .limit(limit)
    )
    if open_on is not None:
        still = Concern.resolved_on.is_null() | (Concern.resolved_on > open_on)
        query = query.where((Concern.opened_on <= open_on) & still)
    if sharable_only:
        query = query.where(Concern.sharable)
    return tuple(ConcernRow(*row) for row in rows(query))
