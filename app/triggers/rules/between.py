"""Rules about how the two sides work together: concerns that stay open, and the pulse. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from app.core.calendar import day_words

from .firing import Firing, What, shown

CONCERN, PULSE, GAP = "TR03", "TR04", "TR05"


@dataclass(frozen=True, slots=True)
class OpenConcern:
    """A concern: when it was raised, and when it was settled, if it was."""

    opened_on: date
    resolved_on: date | None


@dataclass(frozen=True, slots=True)
class PulseTaken:
    """The mean of each side on a day; none where a side did not answer."""

    on: date
    payer: Fraction | None
    provider: Fraction | None


def old_concerns(concerns: Sequence[OpenConcern], days: int) -> Iterator[Firing]:
    """A concern that is still open at the end of the day on which it is so many days old, as far as noted."""
    for one in concerns:
        on = one.opened_on + timedelta(days=days)
        if one.resolved_on is None or one.resolved_on > on:
            until = f" until {day_words(one.resolved_on)}" if one.resolved_on else ""
            why = f"concern of {day_words(one.opened_on)} not resolved{until}"
            yield Firing(CONCERN, What.FIRES, on, value=Fraction(days), threshold=Fraction(days), why=why)


def low_pulses(pulses: Sequence[PulseTaken], settings: Mapping[str, object]) -> Iterator[Firing]:
    """A mean under the mark, or a side that fell by so much since the pulse before."""
    under, drop = (Fraction(str(settings[name])) for name in ("mean_under", "or_drop_of"))
    before = PulseTaken(date.min, None, None)
    for one in sorted(pulses, key=lambda pulse: pulse.on):
        lowest = min((mean for mean in (one.payer, one.provider) if mean is not None), default=None)
        fall = max(_fall(before.payer, one.payer), _fall(before.provider, one.provider))
        if lowest is not None and (lowest < under or fall >= drop):
            why = f"lowest mean {shown(lowest)}, largest fall {shown(fall)}"
            yield Firing(PULSE, What.FIRES, one.on, value=lowest, threshold=under, why=why)
        before = one


def _fall(before: Fraction | None, now: Fraction | None) -> Fraction:
    """By how much a mean fell; nothing where it rose or one of both is not known."""
    return Fraction(0) if before is None or now is None else max(before - now, Fraction(0))


def wide_pulses(pulses: Sequence[PulseTaken], settings: Mapping[str, object]) -> Iterator[Firing]:
    """The two sides see it differently by so much."""
    least = Fraction(str(settings["at_least"]))
    for one in sorted(pulses, key=lambda pulse: pulse.on):
        if one.payer is not None and one.provider is not None and abs(one.payer - one.provider) >= least:
            why = f"payer {shown(one.payer)}, provider {shown(one.provider)}"
            gap = abs(one.payer - one.provider)
            yield Firing(GAP, What.FIRES, one.on, value=gap, threshold=least, why=why)
