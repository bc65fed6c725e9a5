"""Digests, written: what is due becomes one mail per person, told once per lead time.

Everything is read and composed first; then one short transaction puts the mails into the outbox with
the notices they carry. A second scheduler that does the same finds the keys taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.core.calendar import local_date, local_moment
from app.core.db import write
from app.core.history import add_unknown
from app.mail.queries import digest_days, unsent_keys
from app.mail.rules import MailStatus
from app.mail.service import NewMail, call_off, enqueue, mail_key
from app.organization.queries import house_facts
from app.settings import Settings

from ..models import Notice, RunDay
from ..queries import (
    Audience,
    ToldRow,
    answers,
    audience,
    carried_by,
    due_items,
    lead_times,
    longest_lead,
    run_days,
    told_leads,
)
from ..rules import (
    DIGEST_AT,
    WEEK,
    Digest,
    DueItem,
    Kind,
    Line,
    Recipient,
    Told,
    by_recipient,
    compose_digest,
    digest_day,
    has_week,
    may_replace,
    short_date,
    summary,
)
from .words import render_digest

DIGEST = "digest"
GONE = "Something it spoke of is done, moved or called off; what still holds is told anew."


@dataclass(frozen=True, slots=True)
class Queued:
    """What one run put into the outbox: things told, mails made."""

    due: int = 0
    queued: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be written for one person: call off an unsent digest, put in a new one, or both."""

    replaces: str = ""
    reason: str = ""
    mail: NewMail | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What the run has read."""

    day: date
    again: bool  # a run with a later clock came before
    items: Mapping[int, Sequence[DueItem]]  # by user id
    current: frozenset[tuple[str, str, date]]
    leads: Mapping[Kind, Sequence[int]]
    told: Told
    told_for_sure: Told  # without what unsent digests announce
    unsent: Mapping[str, tuple[str, str, date]]
    of_week: Mapping[str, tuple[tuple[date, str, str], ...]]
    carried: Mapping[str, Sequence[ToldRow]]
    base_url: str


def queue_digests(*, now: datetime, settings: Settings) -> Queued:
    """Make every digest whose hour has come, and call off those that are no longer true."""
    zone = house_facts().time_zone
    today = local_date(now, zone)
    people = audience(today)
    unsent, of_week = unsent_keys(DIGEST), digest_days(DIGEST, today - WEEK)
    ran = run_days(today - WEEK)
    before = {day for day in ran if day < today}
    days = {}
    for one in people.by_id.values():
        waits = unsent.get(one.email)
        had = [day for day, _, key in of_week.get(one.email, ()) if waits is None or key != waits[0]]
        days[one.user_id] = digest_day(one, now, zone, before, had)
    done = Queued()
    if unsent or any(days.values()):
        again = any(now < ran_at for ran_at in ran.values())
        known = _read(people, today, again, unsent, of_week, settings.base_url)
        steps = [_step(one, days[one.user_id], known) for one in people.by_id.values()]
        done = _store([step for step in steps if step is not None], settings=settings, now=now)
    if today not in ran:
        _remember_run(people, today, now=now, zone=zone)
    return done


def _read(
    people: Audience,
    today: date,
    again: bool,
    unsent: Mapping[str, tuple[str, str, date]],
    of_week: Mapping[str, tuple[tuple[date, str, str], ...]],
    base_url: str,
) -> Known:
    leads = lead_times()
    items = due_items(today, today + timedelta(days=longest_lead(leads)))
    since = min((item.on for item in items), default=today)
    keys = [key for key, status, _ in unsent.values() if status == MailStatus.PENDING]
    carried: dict[str, list[ToldRow]] = {}
    for row in carried_by(keys):
        carried.setdefault(row.mail_key, []).append(row)
    told = told_leads(since)
    return Known(
        day=today,
        again=again,
        items=by_recipient(items, people.by_id, people.everyone, answers(since)),
        current=frozenset((item.kind, item.thing, item.on) for item in items),
        leads=leads,
        told=told,
        told_for_sure=told_leads(since, keys) if keys else told,
        unsent=unsent,
        of_week=of_week,
        carried=carried,
        base_url=base_url,
    )


def _step(recipient: Recipient, day: date | None, known: Known) -> Step | None:
    """What to write for one person, or None."""
    key, status, of_day = known.unsent.get(recipient.email, ("", "", known.day))
    if not key:
        return _new(recipient, day, known, known.told)
    if status != MailStatus.PENDING:
        return None  # it is being sent at this moment
    untrue = [row for row in known.carried.get(key, ()) if (row.kind, row.thing, row.on) not in known.current]
    if untrue:
        if day is None and may_replace(recipient, known.day, of_day):
            day = known.day
        step = _new(recipient, day, known, known.told_for_sure) or Step()
        return replace(step, replaces=key, reason=_why_untrue(untrue, known.items[recipient.user_id]))
    if day is None or of_day == day:
        return None
    if not _compose(recipient, day, known, known.told, with_week=False):
        return None  # nothing new: the one that waits says it all
    step = _new(recipient, day, known, known.told_for_sure) or Step()
    return replace(step, replaces=key, reason=f"The digest of {short_date(day)} takes its place.")


def _new(recipient: Recipient, day: date | None, known: Known, told: Told) -> Step | None:
    if day is None:
        return None
    with_week = has_week(day, recipient, again=known.again)
    digest = _compose(recipient, day, known, told, with_week=with_week)
    return None if digest is None else Step(mail=_mail(digest, known), lines=digest.lines)


def _compose(recipient: Recipient, day: date, known: Known, told: Told, *, with_week: bool) -> Digest | None:
    return compose_digest(
        recipient,
        day,
        known.items[recipient.user_id],
        recipient.wishes.leads(known.leads),
        told,
        with_week=with_week,
    )


def _why_untrue(gone: Sequence[ToldRow], items: Sequence[DueItem]) -> str:
    """In words, for the page: what moved, or that something is done."""
    for row in gone:
        moved = [item for item in items if item.kind == row.kind and item.thing == row.thing]
        if len(moved) == 1:
            there = moved[0]
            return f"“{there.title}” moved from {short_date(row.on)} to {short_date(there.on)}."
    return GONE


def _mail(digest: Digest, known: Known) -> NewMail:
    recipient, day = digest.recipient, digest.day
    # A cancelled digest of the same day keeps its key.
    times = sum(1 for of_day, _, _ in known.of_week.get(recipient.email, ()) if of_day == day)
    words = summary(digest.items, day)
    text, html = render_digest(digest, known.base_url)
    return NewMail(
        dedupe_key=mail_key(DIGEST, recipient.public_id, day, recipient.email, times),
        kind=DIGEST,
        recipient=recipient.email,
        recipient_name=recipient.name,
        user_id=recipient.user_id,
        occurrence_on=day,
        why=words[:1].upper() + words[1:] + ".",
        subject=f"Evenkeel: {words}",
        text=text,
        html=html,
    )


def _store(steps: Sequence[Step], *, settings: Settings, now: datetime) -> Queued:
    """One short transaction for everybody; what another scheduler wrote first is left alone."""
    if not steps:
        return Queued()
    told: set[tuple[str, str, date, int]] = set()
    queued = 0
    with write():
        for step in steps:
            if step.replaces:
                if not call_off(step.replaces, step.reason):
                    continue
                Notice.delete().where(Notice.mail_key == step.replaces).execute()
            if step.mail is None or not enqueue(step.mail, settings=settings, now=now):
                continue
            queued += 1
            _note_told(step.mail, step.lines, now=now)
            told.update((line.item.kind, line.item.thing, line.item.on, line.lead) for line in step.lines)
    return Queued(due=len(told), queued=queued)


def _note_told(mail: NewMail, lines: Sequence[Line], *, now: datetime) -> None:
    rows = [
        {
            "key": line.item.key(line.lead, mail.recipient),
            "kind": line.item.kind.value,
            "thing": line.item.thing,
            "occurrence_on": line.item.on,
            "lead_days": line.lead,
            "recipient": mail.recipient,
            "partnership_id": line.item.partnership_id,
            "mail_key": mail.dedupe_key,
            "created_at": now,
        }
        for line in lines
    ]
    add_unknown(Notice, rows, key="key")


def _remember_run(people: Audience, today: date, *, now: datetime, zone: str) -> None:
    """Once a day, after the last digest hour: a Monday on which nothing ran shows by it."""
    last_hour = max((one.at for one in people.by_id.values()), default=DIGEST_AT)
    if now >= local_moment(today, last_hour, zone):
        with write():
            add_unknown(RunDay, [{"on": today, "ran_at": now}], key="on")
