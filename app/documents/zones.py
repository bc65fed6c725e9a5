"""A time zone as calendar files describe it: by rules, as Outlook reads them, wherever the zone has rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from app.core.calendar import zone

if TYPE_CHECKING:
    from icalendar import Timezone

YEARS = 6  # so many years in a row must follow a rule before it is one
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FORMAT = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class Turn:
    """A change of the clock: the wall-clock time at which it happens, and the offsets around it."""

    at: datetime  # by the offset before
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


@lru_cache(maxsize=16)
def zone_lines(name: str, year: int) -> tuple[str, ...] | None:
    """The lines of a VTIMEZONE that holds from the year before `year` on; None where no rule can be seen."""
    years = [_turns(name, one) for one in range(year - 1, year - 1 + YEARS)]
    if all(not turns for turns in years):
        return (*_head(name), *_resting(name, year), "END:VTIMEZONE")
    if any(len(turns) != 2 for turns in years):
        return None
    lines = _head(name)
    for place in (0, 1):
        found = _observance([turns[place] for turns in years])
        if found is None:
            return None
        lines += found
    return (*lines, "END:VTIMEZONE")


def vtimezone(name: str, year: int) -> Timezone:
    """The zone as a part of a calendar file; where it has no rules every change of the clock stands in it."""
    from icalendar import Timezone

    lines = zone_lines(name, year)
    if lines is None:
        return Timezone.from_tzid(name)
    return Timezone.from_ical("\r\n".join(lines) + "\r\n")  # type: ignore[return-value]


def _turns(name: str, year: int) -> list[Turn]:
    """The changes of one year, found to the minute."""
    place, found = zone(name), []
    moment, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        later = moment + timedelta(days=1)
        before, after = (one.astimezone(place).utcoffset() for one in (moment, later))
        if before != after and before is not None and after is not None:
            low, high = moment, later
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) // 2
                low, high = (
                    (middle, high) if middle.astimezone(place).utcoffset() == before else (low, middle)
                )
            at = high.replace(second=0, microsecond=0)
            local, wall = at.astimezone(place), (at + before).replace(tzinfo=None)
            found.append(Turn(wall, before, after, local.tzname() or "", bool(local.dst())))
        moment = later
    return found


def _observance(turns: list[Turn]) -> tuple[str, ...] | None:
    """One of the two changes as a yearly rule, or None when the years do not agree."""
    first, rule = turns[0], _rule([turn.at for turn in turns])
    if rule is None or len({(one.before, one.after, one.name, one.is_summer) for one in turns}) > 1:
        return None
    kind = "DAYLIGHT" if first.is_summer else "STANDARD"
    return (
        f"BEGIN:{kind}",
        f"DTSTART:{first.at.strftime(FORMAT)}",
        f"RRULE:FREQ=YEARLY;BYMONTH={first.at.month};BYDAY={rule}",
        f"TZNAME:{first.name}",
        f"TZOFFSETFROM:{_offset(first.before)}",
        f"TZOFFSETTO:{_offset(first.after)}",
        f"END:{kind}",
    )


def _rule(days: list[datetime]) -> str | None:
    """The second Sunday of its month (2SU), or the last (-1SU), in every year; None without such a rule."""
    if len({(on.month, on.weekday(), on.time()) for on in days}) > 1:
        return None
    weekday = DAYS[days[0].weekday()]
    places = {(on.day - 1) // 7 + 1 for on in days}
    if len(places) == 1:
        return f"{places.pop()}{weekday}"
    always_last = all((on + timedelta(days=7)).month != on.month for on in days)
    return f"-1{weekday}" if always_last else None


def _head(name: str) -> tuple[str, ...]:
    return ("BEGIN:VTIMEZONE", f"TZID:{name}")


def _resting(name: str, year: int) -> tuple[str, ...]:
    """A zone whose clock is never changed."""
    local = datetime(year, 1, 1, tzinfo=zone(name))
    offset = _offset(local.utcoffset() or timedelta())
    start = datetime(year - 1, 1, 1).strftime(FORMAT)  # noqa: DTZ001 - a wall-clock time of the zone
    return (
        "BEGIN:STANDARD",
        f"DTSTART:{start}",
        f"TZNAME:{local.tzname()}",
        f"TZOFFSETFROM:{offset}",
        f"TZOFFSETTO:{offset}",
        "END:STANDARD",
    )


def _offset(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"
