"""The pulse, written: sheets without names, and the means they give."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.core.actor import Actor, Role
from app.core.db import write
from app.core.errors import NotFound, RuleViolation
from app.core.history import change, create
from app.partnerships.models import Partnership

from ..models import Pulse, PulseAnswers
from ..rules import mean_of

# Who types a sheet in may have filled it in: the history keeps what was answered, and nobody's name.
NOBODY = Actor(None, "A pulse sheet", Role.EDITOR)


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """One sheet: answers 1 to 5 by item, what was left out is not there."""

    on: date
    side: str
    answers: dict[str, int] = field(default_factory=dict)
    keep: str = ""
    change: str = ""


def enter_sheet(partnership: Partnership, facts: SheetFacts, *, now: datetime) -> PulseAnswers:
    """Add one sheet of one side; the mean of the side on this day is that of all its sheets.

    Raises RuleViolation for a day whose mean came without sheets: it would be lost.
    """
    with write():
        pulse = Pulse.get_or_none((Pulse.partnership == partnership) & (Pulse.on == facts.on))
        if pulse is None:
            pulse = create(Pulse, actor=NOBODY, now=now, partnership=partnership, on=facts.on)
        if _mean(pulse, facts.side) is not None and not _sheets(pulse, facts.side):
            raise RuleViolation(
                "The mean of this day was entered without its sheets. Enter this sheet under another day."
            )
        sheet = create(
            PulseAnswers,
            actor=NOBODY,
            now=now,
            pulse=pulse,
            side=facts.side,
            answers=facts.answers,
            keep=facts.keep,
            change=facts.change,
            created_at=now,
        )
        _settle_mean(pulse, facts.side, now)
        return sheet


def take_back_sheet(pulse: Pulse, side: str, *, now: datetime) -> PulseAnswers:
    """Take back the sheet of this side that was entered last; it can be put back. Raises NotFound."""
    with write():
        sheets = _sheets(pulse, side)
        if not sheets:
            raise NotFound("This side has no sheet on this day.")
        sheet = change(sheets[-1], actor=NOBODY, now=now, removed=True)
        _settle_mean(pulse, side, now)
        return sheet


def put_back_sheet(pulse: Pulse, sheet_id: int, *, now: datetime) -> PulseAnswers:
    """Undo: the sheet counts again. Raises NotFound for a sheet of another day."""
    with write():
        sheet = PulseAnswers.get_or_none((PulseAnswers.id == sheet_id) & (PulseAnswers.pulse == pulse))
        if sheet is None:
            raise NotFound("This sheet is gone, or never was.")
        sheet = change(sheet, actor=NOBODY, now=now, removed=False)
        _settle_mean(pulse, sheet.side, now)
        return sheet


def _sheets(pulse: Pulse, side: str) -> list[PulseAnswers]:
    query = PulseAnswers.select().where(
        (PulseAnswers.pulse == pulse) & (PulseAnswers.side == side) & ~PulseAnswers.removed
    )
    return list(query.order_by(PulseAnswers.id))


def _mean(pulse: Pulse, side: str) -> Decimal | None:
    found: Decimal | None = getattr(pulse, f"{side}_mean")
    return found


def _settle_mean(pulse: Pulse, side: str, now: datetime) -> None:
    mean = mean_of([sheet.answers for sheet in _sheets(pulse, side)])
    values: dict[str, Any] = {f"{side}_mean": mean}
    change(pulse, actor=NOBODY, now=now, **values)
