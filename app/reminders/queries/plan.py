"""What goes out in the next days, and the sheet for paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core.calendar import local_date
from app.mail.queries import digest_days

from ..rules import Digest, DueItem, Kind, Recipient, by_recipient, in_order, plan_digests, recipients_of
from .audience import answers, audience, lead_times, longest_lead
from .due import due_items
from .thing import Receipt, receipts_of
from .told import told_leads

PLAN_DAYS = 30
SHEET_LINES = 500
KEY_KINDS = frozenset({Kind.REVIEW, Kind.NOTICE, Kind.TERM_END})
KEY_DATES = 6


@dataclass(frozen=True, slots=True)
class KeyDate:
    """A day that must not be missed, and who was told of it: the newest notice of each person."""

    item: DueItem
    told: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes out in the next days, if nothing changes meanwhile; and the key dates with their receipts."""

    digests: tuple[Digest, ...]
    people: tuple[Recipient, ...]
    key_dates: tuple[KeyDate, ...]


def planned_digests(now: datetime, zone: str, days: int = PLAN_DAYS) -> Plan:
    """The digests of the next days by the same rules that send them."""
    today = local_date(now, zone)
    last = today + timedelta(days=days)
    leads = lead_times()
    people = audience(today)
    done = {email for email, rows in digest_days("digest", today).items() if rows}
    items = due_items(today, last + timedelta(days=longest_lead(leads)))
    since = min((item.on for item in items), default=today)
    told = told_leads(since)
    shares = by_recipient(items, people.by_id, people.everyone, answers(since))
    digests: list[Digest] = []
    for person in people.by_id.values():
        start = today + timedelta(days=person.email in done)
        mine = person.wishes.leads(leads)
        digests += plan_digests(person, shares[person.user_id], mine, told, start, last)
    digests.sort(key=lambda one: (one.day, one.recipient.at, one.recipient.name))
    key_dates = _key_dates([item for item in items if item.on >= today])
    return Plan(tuple(digests), tuple(people.by_id.values()), key_dates)


@dataclass(frozen=True, slots=True)
class Planned:
    """The same digest for everybody who gets it at the same moment."""

    digest: Digest
    names: tuple[str, ...]


def together(digests: Sequence[Digest]) -> tuple[Planned, ...]:
    """Digests that say the same at the same moment as one, in order of the moment."""
    alike = Counter(map(_size, digests))
    found: dict[object, list[Digest]] = {}
    for one in digests:
        # What all of it says is compared only where as much is said at that moment to somebody else.
        key = (_size(one), _says(one) if alike[_size(one)] > 1 else None)
        found.setdefault(key, []).append(one)
    return tuple(Planned(same[0], tuple(one.recipient.name for one in same)) for same in found.values())


def _size(one: Digest) -> tuple[object, ...]:
    return one.day, one.recipient.at, len(one.lines), len(one.week), len(one.late)


def _says(one: Digest) -> frozenset[tuple[object, ...]]:
    items = (*(line.item for line in one.lines), *one.week, *one.late)
    return frozenset((*item.identity, item.note) for item in items)


def _key_dates(ahead: Iterable[DueItem]) -> tuple[KeyDate, ...]:
    nearest = [item for item in in_order(ahead) if item.kind in KEY_KINDS][:KEY_DATES]
    told = receipts_of([item.identity for item in nearest])
    return tuple(KeyDate(item, told.get(item.identity, ())) for item in nearest)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of the printable sheet, with the names of those it concerns."""

    item: DueItem
    names: tuple[str, ...]


def sheet(today: date, days: int = PLAN_DAYS) -> dict[str, list[SheetRow]]:
    """What is late or falls due soon, by partnership, for paper; works without mail."""
    people = audience(today)
    found: dict[str, list[SheetRow]] = {}
    items = in_order(due_items(today, today + timedelta(days=days)))[:SHEET_LINES]
    handed = answers(items[0].on if items else today).handed
    for item in items:
        names = tuple(one.name for one in recipients_of(item, people.by_id, people.everyone, handed))
        found.setdefault(item.partnership, []).append(SheetRow(item, names))
    return found
