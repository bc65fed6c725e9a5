"""Who is told of what: the owner, a deputy while the owner is away, a deputy when it is long late. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from .digest import DueItem, short_date
from .kinds import CAN_BE_LATE, Kind
from .sending import DigestDays, Recipient

# (user id, kind, thing, day) -> the day until which that person wants to hear nothing of it
Snoozed = Mapping[tuple[int, str, str, date], date]
# (user id, kind, thing, day) -> the person who took it over
Handed = Mapping[tuple[int, str, str, date], int]


@dataclass(frozen=True, slots=True)
class Answers:
    """What people said about single things: hear of it later, or somebody else does."""

    snoozed: Snoozed
    handed: Handed


NO_ANSWERS = Answers({}, {})


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody who hears for another from one day through another."""

    user_id: int
    since: date | None
    until: date


def recipients_of(
    item: DueItem,
    by_id: Mapping[int, Recipient],
    everyone: Sequence[Recipient],
    handed: Handed | None = None,
) -> Sequence[Recipient]:
    """Its own people when one of them can be told, else every active admin and editor.

    Whoever handed it over is replaced by the person who took it.
    """
    found: Sequence[Recipient] = everyone
    for group in item.tell:
        known = [by_id[user_id] for user_id in group if user_id in by_id]
        if known:
            found = known
            break
    if not handed:
        return found
    taken = {one.user_id: _taker(one.user_id, item, handed, by_id) for one in found}
    return list({by_id[user_id].user_id: by_id[user_id] for user_id in taken.values()}.values())


def _taker(user_id: int, item: DueItem, handed: Handed, by_id: Mapping[int, Recipient]) -> int:
    """Who has it now; a circle, or somebody who left, ends where it was last in good hands."""
    been = {user_id}
    while True:
        taker = handed.get((user_id, item.kind, item.thing, item.on))
        if taker is None or taker in been or taker not in by_id:
            return user_id
        been.add(taker)
        user_id = taker


def stand_ins(absent: Recipient, by_id: Mapping[int, Recipient]) -> Iterator[StandIn]:
    """Who hears for somebody who is away: the deputy, and that deputy's own while away as well."""
    first = absent.wishes.away_from
    until = absent.wishes.away_until
    been, one = {absent.user_id}, absent
    while until is not None:
        deputy = by_id.get(one.wishes.deputy_id or 0)
        if deputy is None or deputy.user_id in been:
            return
        yield StandIn(deputy.user_id, first, until)
        been.add(deputy.user_id)
        theirs = deputy.wishes
        if theirs.away_until is None:
            return
        first = max((day for day in (first, theirs.away_from) if day is not None), default=None)
        until = min(until, theirs.away_until)
        if first is not None and first > until:
            return
        one = deputy


def first_unheard(absent: Recipient, by_id: Mapping[int, Recipient], today: date) -> date | None:
    """The first day from today on of somebody's absence on which no stand-in hears of what is theirs."""
    until = absent.wishes.away_until
    day = max(today, absent.wishes.away_from or today)
    standing = [one for one in stand_ins(absent, by_id) if _hears(by_id[one.user_id])]
    while until is not None and day <= until:
        if not any(_stands_on(one, by_id[one.user_id], day) for one in standing):
            return day
        day += timedelta(days=1)
    return None


def _hears(person: Recipient) -> bool:
    return person.days is not DigestDays.NONE


def _stands_on(one: StandIn, person: Recipient, day: date) -> bool:
    begun = one.since is None or one.since <= day
    return begun and day <= one.until and not person.wishes.is_away(day)


def by_recipient(
    items: Iterable[DueItem],
    by_id: Mapping[int, Recipient],
    everyone: Sequence[Recipient],
    answers: Answers = NO_ANSWERS,
) -> dict[int, list[DueItem]]:
    """What concerns each person, by user id. What is one's own comes before what one hears for others."""
    shares: dict[int, list[DueItem]] = {user_id: [] for user_id in by_id}
    others: list[tuple[int, DueItem]] = []
    held: set[tuple[int, Kind, str, date]] = set()
    for item in items:
        for person in recipients_of(item, by_id, everyone, answers.handed):
            shares[person.user_id].append(_later(item, person.user_id, answers.snoozed))
            held.add((person.user_id, item.kind, item.thing, item.on))
            others += _for_others(item, person, by_id)
    for user_id, item in others:
        if (user_id, item.kind, item.thing, item.on) not in held:
            shares[user_id].append(item)
    return shares


def _later(item: DueItem, user_id: int, snoozed: Snoozed) -> DueItem:
    """The thing with the day on which its owner wants to hear of it again."""
    until = snoozed.get((user_id, item.kind, item.thing, item.on))
    return item if until is None else replace(item, since=until, again=(item.on - until).days)


def _for_others(
    item: DueItem, person: Recipient, by_id: Mapping[int, Recipient]
) -> Iterator[tuple[int, DueItem]]:
    wishes = person.wishes
    late = wishes.escalate.get(item.kind)
    deputy = wishes.deputy_id
    hears = deputy is not None and deputy in by_id and deputy != person.user_id
    if deputy is not None and hears and late is not None and item.kind in CAN_BE_LATE:
        words = f"{person.name} has it; late by {late} {'day' if late == 1 else 'days'} or more"
        since = item.on + timedelta(days=late)
        yield deputy, replace(item, note=words, own=(-late,), since=since)
    for one in stand_ins(person, by_id):
        words = f"for {person.name}, away until {short_date(one.until)}"
        yield one.user_id, replace(item, note=words, since=one.since, until=one.until)
