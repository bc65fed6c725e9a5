"""What stands in a feed: whose it is, and under which lasting name each thing goes. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256

from app.reminders.rules import CAN_BE_LATE

BACK = timedelta(days=90)  # what is older has left the calendar
AHEAD = timedelta(days=548)  # eighteen months, as the renewal calendar
SERIES_AHEAD = timedelta(days=183)  # further ahead the rhythm of a series is only a guess
DOMAIN = "@evenkeel"
LONGEST_TITLE = 300
CAN_MOVE_LATE = frozenset(kind.value for kind in CAN_BE_LATE)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose calendar it is: of one of our people, with everything or their own; or of a partnership."""

    user_id: int | None = None
    everything: bool = False
    partnership_id: int | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A thing with a day. With `starts_at` it is timed, by the wall clock of the house."""

    kind: str
    thing: str
    on: date
    title: str
    path: str
    starts_at: time | None = None
    minutes: int = 0
    zone_name: str = ""
    place: str = ""
    text: str = ""
    cancelled: bool = False
    tentative: bool = False
    least: int = 0  # no smaller number of changes is told

    @property
    def digest(self) -> str:
        """Everything it says, in short: another digest is a change."""
        said = (
            *(self.on.isoformat(), self.title, str(self.starts_at), self.minutes, self.zone_name),
            *(self.place, self.text, self.cancelled, self.tentative),
        )
        return sha256(json.dumps(said).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Known:
    """What calendars were told of one thing."""

    uid: str
    kind: str
    thing: str
    on: date
    title: str
    told: str
    sequence: int
    changed_at: datetime


def concerns(
    reader: Reader,
    partnership_id: int,
    people: Collection[int],
    lead_id: int | None,
    everyone: Collection[int],
) -> bool:
    """Whether a date belongs into somebody's calendar.

    It concerns the people named; without any of them the lead of the partnership, and without one
    everybody who may change things, as the reminders do.
    """
    if reader.partnership_id is not None:
        return reader.partnership_id == partnership_id
    if reader.everything:
        return True
    if people:
        return reader.user_id in people or reader.user_id == lead_id
    return reader.user_id == lead_id if lead_id is not None else reader.user_id in everyone


def settle(
    items: Iterable[Dated], known: Iterable[Known], *, now: datetime, today: date
) -> tuple[tuple[Dated, Known], ...]:
    """Each item with its lasting name and how often it changed.

    A thing that stands once in the calendar keeps its name wherever it moves. Where one has several dates
    (the reviews of a partnership), the one with the same day or else the same title is the same.
    """
    groups: dict[tuple[str, str], list[Dated]] = {}
    for item in items:
        groups.setdefault((item.kind, item.thing), []).append(item)
    memory: dict[tuple[str, str], list[Known]] = {}
    for one in known:
        memory.setdefault((one.kind, one.thing), []).append(one)
    found: list[tuple[Dated, Known]] = []
    for key, group in groups.items():
        found += _settle_group(group, memory.get(key, []), now, today)
    return tuple(sorted(found, key=lambda pair: (pair[0].on, pair[0].starts_at or time.min, pair[1].uid)))


def _settle_group(
    group: Sequence[Dated], known: Sequence[Known], now: datetime, today: date
) -> list[tuple[Dated, Known]]:
    left, free = sorted(group, key=lambda item: (item.on, item.title)), list(known)
    found: list[tuple[Dated, Known]] = []
    for same in (_same, _same_title, _same_day, _any):
        for item in tuple(left):
            match = next((one for one in free if same(item, one) and _may_be(item, one, today)), None)
            if match is not None:
                left.remove(item)
                free.remove(match)
                found.append((item, _told_now(item, match, now)))
    taken = {one.uid for one in known}
    for item in left:
        uid = _new_uid(item, taken)
        taken.add(uid)
        named = (uid, item.kind, item.thing, item.on, item.title[:LONGEST_TITLE])
        found.append((item, Known(*named, item.digest, item.least, now)))
    return found


def _same(item: Dated, one: Known) -> bool:
    return (one.on, one.title) == (item.on, item.title[:LONGEST_TITLE])


def _same_title(item: Dated, one: Known) -> bool:
    return one.title == item.title[:LONGEST_TITLE]


def _same_day(item: Dated, one: Known) -> bool:
    return one.on == item.on


def _any(_item: Dated, _one: Known) -> bool:
    return True


def _may_be(item: Dated, one: Known, today: date) -> bool:
    """A day that has passed is over, unless what was due is still to do: it is not moved to next year."""
    return one.on == item.on or one.on >= today or one.kind in CAN_MOVE_LATE or item.starts_at is not None


def _told_now(item: Dated, known: Known, now: datetime) -> Known:
    if known.told == item.digest:
        return known
    sequence = max(known.sequence + 1, item.least)
    title = item.title[:LONGEST_TITLE]
    return replace(known, on=item.on, title=title, told=item.digest, sequence=sequence, changed_at=now)


def _new_uid(item: Dated, taken: Collection[str]) -> str:
    base = f"{item.kind}-{item.thing}"
    names = [base, f"{base}-{item.on:%Y%m%d}"]
    names += [f"{base}-{item.on:%Y%m%d}-{place}" for place in range(2, len(taken) + 3)]
    return next(f"{name}{DOMAIN}" for name in names if f"{name}{DOMAIN}" not in taken)
