"""Who is told what, and when: lead times, sending days, one digest per person. Pure.

A thing is told once per lead time and person. Only the newest lead time that is reached counts: a week
off, or a date moved near, gives one notice and not one for each lead time that went by.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property

from app.core.calendar import local_date, local_moment

DIGEST_AT = time(8, 0)
MONDAY, SATURDAY = 0, 5
WEEK = timedelta(days=7)


class Kind(StrEnum):
    """The kinds of things that fall due."""

    ACTION = "action"
    MILESTONE = "milestone"
    MEETING = "meeting"
    REVIEW = "review"
    CHECK = "check"  # of what came of an adjustment
    NOTICE = "notice"  # the last day to give notice
    TERM_END = "term_end"
    TALK_AGAIN = "talk_again"  # the day agreed with a former partner


KIND_WORDS: Mapping[Kind, tuple[str, str]] = {
    Kind.ACTION: ("action", "actions"),
    Kind.MILESTONE: ("milestone", "milestones"),
    Kind.MEETING: ("meeting", "meetings"),
    Kind.REVIEW: ("review", "reviews"),
    Kind.CHECK: ("adjustment check", "adjustment checks"),
    Kind.NOTICE: ("last day to give notice", "last days to give notice"),
    Kind.TERM_END: ("term end", "term ends"),
    Kind.TALK_AGAIN: ("day to talk again", "days to talk again"),
}
# What stays open after its day. The others are past then.
CAN_BE_LATE = frozenset({Kind.ACTION, Kind.MILESTONE, Kind.REVIEW, Kind.CHECK})
# The catalogue names no days for these two.
MILESTONE_DAYS = CHECK_DAYS = (7, 0)
TALK_AGAIN_DAYS = (7, 0)  # TD13 names the day itself; a week before there is time to ask for one
CATALOGUE_NAMES: Mapping[Kind, str] = {
    Kind.ACTION: "Action item",
    Kind.MEETING: "Meeting",
    Kind.REVIEW: "Review",
    Kind.NOTICE: "Notice window",
    Kind.TERM_END: "Term end",
}


class DigestDays(StrEnum):
    """When somebody wants the digest."""

    WEEKDAYS = "weekdays"
    WEEKLY = "weekly"  # on Mondays
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets a digest."""

    user_id: int
    public_id: str
    name: str
    email: str
    days: DigestDays = DigestDays.WEEKDAYS
    at: time = DIGEST_AT


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing with a date.

    `tell` holds groups of user ids in order of preference: the first group in which somebody can be
    told is told. When there is none, every active admin and editor is.
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


# --- lead times


def lead_days(before: Iterable[int], after: Iterable[int] = ()) -> tuple[int, ...]:
    """Lead times from the earliest to the latest; days after the date are negative."""
    return tuple(sorted({*before, *(-days for days in after)}, reverse=True))


def newest_reached(on: date, today: date, leads: Sequence[int]) -> int | None:
    """The latest lead time whose day has come, or None."""
    left = (on - today).days
    reached = [lead for lead in leads if lead >= left]
    return min(reached) if reached else None


def lead_to_tell(on: date, today: date, leads: Sequence[int], told: int | None) -> int | None:
    """The lead time to tell now, or None when it, or a later one, was told already.

    `told` is the latest lead time that was told: the smallest number.
    """
    newest = newest_reached(on, today, leads)
    return None if newest is None or (told is not None and told <= newest) else newest


def announcement_days(
    on: date, leads: Sequence[int], told: int | None, sending: Sequence[date]
) -> tuple[tuple[date, int], ...]:
    """Those of the sending days on which a thing is told, with the lead time told."""
    if not sending:
        return ()
    found = []
    for wanted in sorted({sending[0], *(on - timedelta(days=lead) for lead in leads)}):
        place = bisect_left(sending, wanted)
        if place == len(sending):
            break
        lead = lead_to_tell(on, sending[place], leads, told)
        if lead is not None:
            told = lead
            found.append((sending[place], lead))
    return tuple(found)


# --- sending days


def is_sending_day(day: date, days: DigestDays) -> bool:
    """Whether somebody's digest goes out on this day."""
    if days is DigestDays.WEEKLY:
        return day.weekday() == MONDAY
    return days is DigestDays.WEEKDAYS and day.weekday() < SATURDAY


def digest_day(
    recipient: Recipient, now: datetime, zone: str, last_run: datetime | None, had: Collection[date]
) -> date | None:
    """The day whose digest may go out now, or None before its hour, on days off, and when it is done.

    `had` are the days of this week for which one went out or waits. Whoever is told on Mondays is told
    later in the week when nothing ran on that Monday.
    """
    today = local_date(now, zone)
    if recipient.days is DigestDays.NONE or today in had or now < local_moment(today, recipient.at, zone):
        return None
    if is_sending_day(today, recipient.days):
        return today
    if recipient.days is DigestDays.WEEKLY and today.weekday() < SATURDAY and last_run is not None:
        monday = today - timedelta(days=today.weekday())
        missed = last_run < local_moment(monday, recipient.at, zone) and not any(day >= monday for day in had)
        return today if missed else None
    return None


def sending_days(start: date, end: date, days: DigestDays) -> tuple[date, ...]:
    """The days from `start` through `end` on which somebody's digest may go out."""
    span = (start + timedelta(days=step) for step in range((end - start).days + 1))
    return tuple(day for day in span if is_sending_day(day, days))


# --- who


def recipients_of(
    item: DueItem, by_id: Mapping[int, Recipient], everyone: Sequence[Recipient]
) -> Sequence[Recipient]:
    """Its own people when one of them can be told, else every active admin and editor."""
    for group in item.tell:
        found = [by_id[user_id] for user_id in group if user_id in by_id]
        if found:
            return found
    return everyone


def by_recipient(
    items: Iterable[DueItem], by_id: Mapping[int, Recipient], everyone: Sequence[Recipient]
) -> dict[int, list[DueItem]]:
    """What concerns each person, by user id."""
    shares: dict[int, list[DueItem]] = {user_id: [] for user_id in by_id}
    for item in items:
        for recipient in recipients_of(item, by_id, everyone):
            shares[recipient.user_id].append(item)
    return shares


# --- the digest


def in_order(items: Iterable[DueItem]) -> tuple[DueItem, ...]:
    """Each thing once, the earliest date first: what is late comes before what is ahead."""
    unique = {(item.kind, item.thing, item.on): item for item in items}
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
    lines, week, late = [], [], []
    for item in items:
        if item.on < day and item.kind not in CAN_BE_LATE:
            continue
        known = told.get((item.kind, item.thing, item.on, recipient.email))
        lead = lead_to_tell(item.on, day, leads[item.kind], known)
        if lead is not None:
            lines.append(Line(item, lead))
        elif with_week and day <= item.on < day + WEEK:
            week.append(item)
        elif with_week and item.on < day:
            late.append(item)
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
    sending = sending_days(start, end, recipient.days)
    mine = in_order(items)
    news: dict[date, list[Line]] = {day: [] for day in sending}
    for item in mine:
        known = told.get((item.kind, item.thing, item.on, recipient.email))
        for day, lead in announcement_days(item.on, leads[item.kind], known, sending):
            if item.on >= day or item.kind in CAN_BE_LATE:
                news[day].append(Line(item, lead))
    planned = []
    for day in sending:
        said = {line.item for line in news[day]}
        week, late = [], []
        if has_week(day, recipient.days, again=False):
            rest = [item for item in mine if item.on < day + WEEK and item not in said]
            week = [item for item in rest if item.on >= day]
            late = [item for item in rest if item.on < day and item.kind in CAN_BE_LATE]
        if said or week or late:
            planned.append(Digest(recipient, day, tuple(news[day]), tuple(week), tuple(late)))
    return tuple(planned)


def has_week(day: date, days: DigestDays, *, again: bool) -> bool:
    """Whether a digest shows the week ahead: on Mondays, and whenever a weekly one goes out; never twice."""
    return not again and (day.weekday() == MONDAY or days is DigestDays.WEEKLY)


def summary(items: Sequence[DueItem], day: date) -> str:
    """What a digest speaks of, in a few words: 2 late, 1 action and 1 review ahead."""
    ahead = Counter(item.kind for item in items if item.on >= day)
    late = len(items) - ahead.total()
    parts = [f"{late} late"] if late else []
    parts += [f"{ahead[kind]} {KIND_WORDS[kind][ahead[kind] > 1]}" for kind in Kind if ahead[kind]]
    return ", ".join(parts)


# --- words


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


def rhythm_words(days: DigestDays) -> str:
    """When a digest comes."""
    return "on Mondays" if days is DigestDays.WEEKLY else "on workdays"
