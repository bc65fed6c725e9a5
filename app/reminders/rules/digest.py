"""What one person is told in one mail: who is told of what, what is news, and the words. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from .kinds import CAN_BE_LATE, KIND_WORDS, Kind, announcement_days, lead_to_tell
from .sending import Recipient, has_week, sending_days

WEEK = timedelta(days=7)
Thing = tuple[Kind, str, date]


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing with a date.

    `tell` holds groups of user ids in order of preference: the first group in which somebody can be
    told is told. When there is none, every active admin and editor is. The last fields are set for one
    person: who else has it and why, the days in which it is told, lead times of its own, and one more.
    """

    kind: Kind
    thing: str
    on: date
    title: str
    partnership_id: int
    partnership: str
    path: str
    tell: tuple[tuple[int, ...], ...] = ()
    note: str = ""
    since: date | None = None
    until: date | None = None
    own: tuple[int, ...] | None = None
    again: int | None = None

    @property
    def identity(self) -> Thing:
        """What makes it this thing on this day."""
        return self.kind, self.thing, self.on

    def is_told_on(self, day: date) -> bool:
        """Whether this person hears of it on a day at all."""
        past = self.on < day and self.kind not in CAN_BE_LATE
        early = self.since is not None and day < self.since
        return not past and not early and not (self.until is not None and day > self.until)

    def leads(self, usual: Mapping[Kind, Sequence[int]]) -> Sequence[int]:
        """Its lead times for this person."""
        days = usual[self.kind] if self.own is None else self.own
        return days if self.again is None else sorted({*days, self.again}, reverse=True)

    def key(self, lead: int, recipient: str) -> str:
        """The name under which this is told once."""
        return f"{self.kind}:{self.thing}:{self.on.isoformat()}:{lead}:{recipient}"


# (kind, thing, day, recipient) -> the latest lead time that was told
Told = Mapping[tuple[str, str, date, str], int]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a digest: a thing and the lead time that is told."""

    item: DueItem
    lead: int


@dataclass(frozen=True)  # without slots, so that what a page shows several times can be kept
class Digest:
    """What one person is told on one day. `lines` are news; the rest stands there on Mondays."""

    recipient: Recipient
    day: date
    lines: tuple[Line, ...]
    week: tuple[DueItem, ...] = ()
    late: tuple[DueItem, ...] = ()

    @cached_property
    def items(self) -> tuple[DueItem, ...]:
        """Everything it speaks of, each thing once, late first, then by date."""
        return in_order([*(line.item for line in self.lines), *self.late, *self.week])

    @cached_property
    def summary(self) -> str:
        """What it speaks of, in a few words."""
        return summary(self.items, self.day)


def in_order(items: Iterable[DueItem]) -> tuple[DueItem, ...]:
    """Each thing once, the earliest date first: what is late comes before what is ahead."""
    unique = {item.identity: item for item in items}
    return tuple(sorted(unique.values(), key=_order))


def _order(item: DueItem) -> tuple[date, str, str, str]:
    return item.on, item.partnership, item.title, item.thing


def compose_digest(
    recipient: Recipient,
    day: date,
    items: Iterable[DueItem],
    leads: Mapping[Kind, Sequence[int]],
    told: Told,
    *,
    with_week: bool,
) -> Digest | None:
    """What to tell one person on one day, or None when there is nothing to say."""
    lines: list[Line] = []
    week, late = [], []
    said: set[Thing] = set()
    for item in items:
        if item.identity in said or not item.is_told_on(day):
            continue
        lead = lead_to_tell(item.on, day, item.leads(leads), told.get((*item.identity, recipient.email)))
        if lead is not None:
            lines.append(Line(item, lead))
            said.add(item.identity)
        elif with_week and day <= item.on < day + WEEK:
            week.append(item)
        elif with_week and item.on < day:
            late.append(item)
    week, late = ([one for one in part if one.identity not in said] for part in (week, late))
    if not lines and not week and not late:
        return None
    lines.sort(key=lambda line: _order(line.item))
    return Digest(recipient, day, tuple(lines), in_order(week), in_order(late))


def plan_digests(
    recipient: Recipient,
    items: Iterable[DueItem],
    leads: Mapping[Kind, Sequence[int]],
    told: Told,
    start: date,
    end: date,
) -> tuple[Digest, ...]:
    """The digests of one person from `start` through `end`, if nothing changes meanwhile."""
    sending = sending_days(start, end, recipient)
    mine = sorted(items, key=_order)
    if len({item.identity for item in mine}) < len(mine):
        return _plan_by_day(recipient, mine, leads, told, sending)
    news: dict[date, list[Line]] = {day: [] for day in sending}
    for item in mine:
        known = told.get((*item.identity, recipient.email))
        told_on = [day for day in sending if item.is_told_on(day)]
        for day, lead in announcement_days(item.on, item.leads(leads), known, told_on):
            news[day].append(Line(item, lead))
    planned = []
    for day in sending:
        said = {line.item for line in news[day]}
        week, late = [], []
        if has_week(day, recipient, again=False):
            rest = [item for item in mine if item.on < day + WEEK and item.is_told_on(day)]
            week = [item for item in rest if item.on >= day and item not in said]
            late = [item for item in rest if item.on < day and item not in said]
        if said or week or late:
            planned.append(Digest(recipient, day, tuple(news[day]), tuple(week), tuple(late)))
    return tuple(planned)


def _plan_by_day(
    recipient: Recipient,
    items: Sequence[DueItem],
    leads: Mapping[Kind, Sequence[int]],
    told: Told,
    sending: Iterable[date],
) -> tuple[Digest, ...]:
    """The same, one day after the other: for a deputy, who may have a thing from several people."""
    so_far = dict(told)
    planned = []
    for day in sending:
        with_week = has_week(day, recipient, again=False)
        digest = compose_digest(recipient, day, items, leads, so_far, with_week=with_week)
        if digest is not None:
            planned.append(digest)
            so_far |= {(*line.item.identity, recipient.email): line.lead for line in digest.lines}
    return tuple(planned)


def summary(items: Sequence[DueItem], day: date) -> str:
    """What a digest speaks of, in a few words: 2 late, 1 action and 1 review ahead."""
    ahead = Counter(item.kind for item in items if item.on >= day)
    late = len(items) - ahead.total()
    parts = [f"{late} late"] if late else []
    parts += [f"{ahead[kind]} {KIND_WORDS[kind][ahead[kind] > 1]}" for kind in Kind if ahead[kind]]
    return ", ".join(parts)


def long_date(day: date) -> str:
    """Tuesday, November 24, 2026."""
    return f"{day:%A, %B} {day.day}, {day.year}"


def short_date(day: date) -> str:
    """Nov 24, 2026."""
    return f"{day:%b} {day.day}, {day.year}"


def when_words(on: date, day: date) -> str:
    """A date with its distance from the day of the mail: Tue, Dec 1, 2026 (in 7 days)."""
    left = (on - day).days
    if left < 0:
        distance = f"{-left} {'day' if left == -1 else 'days'} late"
    else:
        distance = {0: "today", 1: "tomorrow"}.get(left, f"in {left} days")
    return f"{on:%a}, {short_date(on)} ({distance})"
