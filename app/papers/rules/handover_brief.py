"""What a handover brief holds, and the sentences it begins with. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.documents.formats import day, joined, money

MOST_DATES = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a partnership stands, as far as it is known."""

    provider: str
    payer: str
    lines: str
    stage: str
    stage_since: date
    area: str
    began: date | None
    ends: date | None
    rate_cents: int | None
    notice: str
    month: str
    patients: int | None


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person to work with: who, what for, and how to reach them."""

    name: str
    work: str
    phone: str
    email: str
    last_contact: date | None
    lead: bool
    theirs: bool


@dataclass(frozen=True, slots=True)
class HandoverFacts:
    """Everything for M18; a part without facts says so in the paper."""

    partnership: str
    standing: Standing
    why: tuple[tuple[str, str], ...]
    changed: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # a reason, and the terms it changed
    differs: tuple[tuple[str, str, str], ...]  # a term, what it says here, and in our other contracts
    people: tuple[Somebody, ...]
    habits: tuple[tuple[str, str], ...]  # how the plan decides and likes to hear from us
    ours: tuple[str, ...]  # promises, each with who and by when
    theirs: tuple[str, ...]
    signals: tuple[tuple[str, str], ...]
    concerns: tuple[tuple[str, str], ...]
    dates: tuple[tuple[date, str], ...]


def standing_words(one: Standing) -> str:
    """The partnership in a paragraph [T5 sustainability]."""
    told = [f"{one.provider} works with {one.payer}{f' for {one.lines}' if one.lines else ''}."]
    told.append(f"It has been in the stage “{one.stage}” since {day(one.stage_since)}.")
    if one.area:
        told.append(f"Service area: {one.area.rstrip('.')}.")
    if one.began and one.ends:
        told.append(f"The agreement runs from {day(one.began)} to {day(one.ends)}.")
    if one.rate_cents is not None:
        told.append(f"The plan pays {money(one.rate_cents)} for each patient month.")
    if one.notice:
        told.append(f"Either side may end it with notice of {one.notice}.")
    if one.patients is not None:
        told.append(f"At the end of {one.month}, {one.patients:,} patients were in care.")
    return " ".join(told)


def first_calls(people: Sequence[Somebody]) -> tuple[Somebody, ...]:
    """Whom to call first: the plan's lead, then whoever there was last spoken with, then our own lead.

    Who was spoken with last knows best where things stand [L8 behaviors].
    """
    theirs = [one for one in people if one.theirs]
    by_contact = sorted(theirs, key=lambda one: one.last_contact or date.min, reverse=True)
    wanted = [*[one for one in theirs if one.lead][:1], *by_contact[:2]]
    wanted += [one for one in people if one.lead and not one.theirs][:1]
    return tuple(dict.fromkeys(wanted))[:3]


def next_dates(found: Iterable[tuple[date, str]]) -> tuple[tuple[date, str], ...]:
    """The five that come next; what falls on one day stands together."""
    by_day: dict[date, list[str]] = {}
    for on, what in found:
        by_day.setdefault(on, []).append(what)
    return tuple((on, joined(dict.fromkeys(by_day[on]))) for on in sorted(by_day)[:MOST_DATES])
