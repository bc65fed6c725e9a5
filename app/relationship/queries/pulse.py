"""The pulse of both sides: means by day, the sheets behind them without names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from app.catalogue import catalogue
from app.core.db import first_row, rows
from app.core.errors import NotFound
from app.partnerships.models import StageChange
from app.partnerships.rules import Side, Stage

from ..models import Pulse, PulseAnswers
from ..rules import next_pulse_on, pulse_words

PAGE = 50


@dataclass(frozen=True, slots=True)
class PulseRow:
    """How both sides rated the partnership on one day, 1 to 5; None where a side did not answer."""

    on: date
    payer_mean: Decimal | None
    provider_mean: Decimal | None


@dataclass(frozen=True, slots=True)
class PulseDay:
    """One day of asking with how many sheets each side gave, and what they would keep and change."""

    id: int
    on: date
    payer_mean: Decimal | None
    provider_mean: Decimal | None
    sheets: dict[str, int]
    keep: tuple[tuple[str, str], ...]  # side, words
    change: tuple[tuple[str, str], ...]


def pulses(partnership_id: int, *, limit: int = PAGE) -> tuple[PulseRow, ...]:
    """The pulse of both sides, newest first; a day without any answer is none [L8 behaviors]."""
    answered = Pulse.payer_mean.is_null(False) | Pulse.provider_mean.is_null(False)
    query = (
        Pulse.select(Pulse.on, Pulse.payer_mean, Pulse.provider_mean)
        .where((Pulse.partnership == partnership_id) & answered)
        .order_by(Pulse.on.desc())
        .limit(limit)
    )
    return tuple(PulseRow(*row) for row in rows(query))


def pulse_finding(newest_first: Sequence[PulseRow], partner: str) -> str:
    """What the last two times say, in one sentence; nothing before the first."""
    ours = [row.provider_mean for row in newest_first[:2]]
    return pulse_words(ours, [row.payer_mean for row in newest_first[:2]], partner)


def pulse_due_on(newest_first: Sequence[PulseRow], pilot_began: date | None) -> date | None:
    """When both sides are asked again; None before a pilot."""
    return next_pulse_on(newest_first[0].on if newest_first else None, pilot_began)


def pulse_days(partnership_id: int, *, offset: int = 0, limit: int = PAGE) -> tuple[PulseDay, ...]:
    """Days of asking, newest first, with what their sheets say; one more than fits when there is more."""
    query = (
        Pulse.select(Pulse.id, Pulse.on, Pulse.payer_mean, Pulse.provider_mean)
        .where(Pulse.partnership == partnership_id)
        .order_by(Pulse.on.desc())
        .limit(limit + 1)
        .offset(offset)
    )
    found = list(rows(query))
    sheets = (
        PulseAnswers.select(PulseAnswers.pulse, PulseAnswers.side, PulseAnswers.keep, PulseAnswers.change)
        .where(PulseAnswers.pulse.in_([row[0] for row in found]) & ~PulseAnswers.removed)
        .order_by(PulseAnswers.side.desc(), PulseAnswers.id)
    )
    by_day: dict[int, list[tuple[str, str, str]]] = {}
    for pulse, side, keep, change in rows(sheets):
        by_day.setdefault(pulse, []).append((side, keep, change))
    return tuple(_day(*(*row, by_day.get(row[0], []))) for row in found)


def _day(
    pulse_id: int,
    on: date,
    payer_mean: Decimal | None,
    provider_mean: Decimal | None,
    sheets: Sequence[tuple[str, str, str]],
) -> PulseDay:
    return PulseDay(
        pulse_id,
        on,
        payer_mean,
        provider_mean,
        {side: sum(one[0] == side for one in sheets) for side in Side},
        tuple((side, keep) for side, keep, _change in sheets if keep),
        tuple((side, change) for side, _keep, change in sheets if change),
    )


def get_pulse(pulse_id: int, partnership_id: int) -> Pulse:
    """A day of asking of this partnership. Raises NotFound."""
    found = Pulse.get_or_none((Pulse.id == pulse_id) & (Pulse.partnership == partnership_id))
    if found is None:
        raise NotFound("This pulse is gone, or never was.")
    return found


def pulse_items() -> tuple[str, ...]:
    """What both sides are asked, in the catalogue's words and order."""
    return cast("tuple[str, ...]", catalogue().section("relationship", "pulse", "items"))


def pilot_since(partnership_id: int) -> date | None:
    """The day on which the pilot began; None before it."""
    query = (
        StageChange.select(StageChange.on)
        .where((StageChange.partnership == partnership_id) & (StageChange.to_stage == Stage.PILOT))
        .order_by(StageChange.on)
    )
    row = first_row(query.limit(1))
    return row[0] if row else None
