"""What is due, who is told and what was told already: each kind in one bulk query."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import JOIN, fn

from app.accounts.models import User
from app.actions.models import Action
from app.balance.queries import checks_until
from app.catalogue import catalogue
from app.core.actor import Role
from app.core.calendar import local_date
from app.core.db import rows
from app.core.prepared import prepared
from app.dates.queries import contract_days, date_terms, notice_words
from app.mail.queries import digest_days
from app.meetings.models import Attendance, Meeting
from app.meetings.queries import kind_name
from app.milestones.models import Milestone
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage
from app.people.models import Person
from app.reviews.queries import TERMS, reviews_due
from app.terms.queries import terms_of_all

from .models import Notice
from .rules import (
    CATALOGUE_NAMES,
    CHECK_DAYS,
    DIGEST_AT,
    MILESTONE_DAYS,
    TALK_AGAIN_DAYS,
    Digest,
    DigestDays,
    DueItem,
    Kind,
    Recipient,
    Told,
    by_recipient,
    in_order,
    lead_days,
    plan_digests,
    recipients_of,
)

TITLE_LENGTH = 160
PLAN_DAYS = 30
SHEET_LINES = 500
AGAIN = "S36.recontact_date"


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody who may be told: each by user id, and those who hear of what has no owner."""

    by_id: Mapping[int, Recipient]
    everyone: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One announcement that a mail carries."""

    kind: str
    thing: str
    on: date
    mail_key: str


@dataclass(frozen=True, slots=True)
class PartnershipFacts:
    """What a line of a digest says about its partnership, as of a day."""

    key: str
    name: str
    lead_id: int | None
    public_id: str
    has_ended: bool
    notice_given: bool


def lead_times() -> dict[Kind, tuple[int, ...]]:
    """The lead times of each kind, as the catalogue sets them."""
    defaults = {one.what: one for one in catalogue().reminders}
    found = {
        Kind.MILESTONE: lead_days(MILESTONE_DAYS),
        Kind.CHECK: lead_days(CHECK_DAYS),
        Kind.TALK_AGAIN: lead_days(TALK_AGAIN_DAYS),
    }
    for kind, name in CATALOGUE_NAMES.items():
        found[kind] = lead_days(defaults[name].before_days, defaults[name].after_days)
    return found


def audience() -> Audience:
    """Our people who can sign in, by what they chose."""
    query = (
        User.select(
            User.id, User.public_id, User.name, User.email, User.role, User.digest_days, User.digest_at
        )
        .where(User.active & User.password.is_null(False))
        .order_by(User.name, User.id)
    )
    by_id, everyone = {}, []
    for user_id, public_id, name, email, role, days, at in rows(query):
        person = Recipient(user_id, public_id, name, email, DigestDays(days), at or DIGEST_AT)
        by_id[user_id] = person
        if role in (Role.ADMIN, Role.EDITOR):
            everyone.append(person)
    return Audience(by_id, tuple(everyone))


@dataclass(frozen=True, slots=True)
class Facts:
    """What every collector needs: the days, all partnerships, and their terms of today."""

    today: date
    until: date
    partnerships: Mapping[int, PartnershipFacts]
    terms: Mapping[int, Mapping[str, Any]]


def due_items(today: date, until: date) -> tuple[DueItem, ...]:
    """Everything open that is late or falls due through `until`; one registered function per kind.

    As of `today`, which may be a day long ago: what was done or held later was open then.
    """
    facts = Facts(today, until, partnerships(today), terms_of_all((*TERMS, *date_terms()), today))
    found: list[DueItem] = []
    for collect in REGISTRY:
        found.extend(collect(facts))
    return tuple(found)


def partnerships(today: date) -> dict[int, PartnershipFacts]:
    """Every partnership by id."""
    return {
        row_id: PartnershipFacts(
            key=key,
            name=name,
            lead_id=lead,
            public_id=public_id,
            has_ended=stage == Stage.ENDED and since <= today,
            notice_given=notice is not None and notice <= today,
        )
        for row_id, key, name, lead, public_id, stage, since, notice in _partnerships()
    }


@prepared
def _partnerships() -> Any:
    p = Partnership
    return p.select(p.id, p.key, p.name, p.lead, p.public_id, p.stage, p.stage_since, p.notice_given_on)


def _actions(facts: Facts) -> Iterable[DueItem]:
    for public_id, partnership_id, on, text, owner, user_id in _open_actions(facts.today, facts.until):
        home = facts.partnerships[partnership_id]
        path = f"/actions/{public_id}"
        yield _item(
            Kind.ACTION, public_id, on, text, partnership_id, home, path, _owned(owner, user_id, home)
        )


@prepared
def _open_actions(today: Any, until: Any) -> Any:
    columns = (Action.public_id, Action.partnership, Action.due_on, Action.text, Action.owner, Person.user)
    open_then = (Action.status == "open") | ((Action.status == "done") & (Action.done_on > today))
    query = Action.select(*columns).join(Person, JOIN.LEFT_OUTER, on=(Action.owner == Person.id))
    return query.where(open_then & (Action.due_on <= until))


def _milestones(facts: Facts) -> Iterable[DueItem]:
    for public_id, partnership_id, on, title, owner, user_id in _open_steps(facts.today, facts.until):
        home = facts.partnerships[partnership_id]
        if not home.has_ended:
            path = f"/milestones/{public_id}"
            yield _item(
                Kind.MILESTONE, public_id, on, title, partnership_id, home, path, _owned(owner, user_id, home)
            )


@prepared
def _open_steps(today: Any, until: Any) -> Any:
    m = Milestone
    columns = (m.public_id, m.partnership, m.due_on, m.title, m.owner, Person.user)
    query = m.select(*columns).join(Person, JOIN.LEFT_OUTER, on=(m.owner == Person.id))
    standing = m.dropped_on.is_null() | (m.dropped_on > today)
    return query.where((m.done_on.is_null() | (m.done_on > today)) & standing & (m.due_on <= until))


def _meetings(facts: Facts) -> Iterable[DueItem]:
    query = (
        Meeting.select(
            Meeting.public_id, Meeting.partnership, Meeting.on, Meeting.kind, Meeting.starts_at, Person.user
        )
        .join(Attendance, JOIN.LEFT_OUTER)
        .join(Person, JOIN.LEFT_OUTER, on=(Attendance.person == Person.id))
        .where(
            ((Meeting.status == "planned") | ((Meeting.status == "held") & (Meeting.on > facts.today)))
            & Meeting.on.between(facts.today, facts.until)
        )
    )
    asked: dict[tuple[Any, ...], set[int]] = {}
    for *meeting, user_id in rows(query):
        people = asked.setdefault(tuple(meeting), set())
        if user_id is not None:
            people.add(user_id)
    for (public_id, partnership_id, on, kind, at), people in asked.items():
        home = facts.partnerships[partnership_id]
        title = f"{kind_name(kind)}, {at.hour % 12 or 12}:{at.minute:02d} {'am' if at.hour < 12 else 'pm'}"
        path = f"/meetings/{public_id}/agenda"
        tell = (tuple(sorted(people)), *_lead(home))
        yield _item(Kind.MEETING, public_id, on, title, partnership_id, home, path, tell)


def _reviews(facts: Facts) -> Iterable[DueItem]:
    for one in reviews_due(facts.today, (facts.until - facts.today).days, terms=facts.terms):
        home = facts.partnerships[one.partnership_id]
        path = f"/partnerships/{one.key}/reviews"
        yield _item(
            Kind.REVIEW, home.public_id, one.due_on, one.title, one.partnership_id, home, path, _lead(home)
        )


def _checks(facts: Facts) -> Iterable[DueItem]:
    for public_id, partnership_id, on, text in checks_until(facts.until, facts.today):
        home = facts.partnerships[partnership_id]
        if not home.has_ended:
            path, title = f"/partnerships/{home.key}/adjustments", f"Check what came of: {text}"
            yield _item(Kind.CHECK, public_id, on, title, partnership_id, home, path, _lead(home))


def _contract_dates(facts: Facts) -> Iterable[DueItem]:
    for partnership_id, home in facts.partnerships.items():
        terms = facts.terms.get(partnership_id, {})
        # Once notice is given both dates say nothing any more.
        if home.has_ended or home.notice_given:
            continue
        path = f"/partnerships/{home.key}"
        for one in contract_days(terms, facts.today):
            kind, title = Kind.TERM_END, "Agreement term ends"
            if one.pressing:
                kind = Kind.NOTICE
                title = f"Last day to give notice ({notice_words(terms)} before the term ends)"
            if facts.today <= one.on <= facts.until:
                yield _item(kind, home.public_id, one.on, title, partnership_id, home, path, _lead(home))


def _talks_again(facts: Facts) -> Iterable[DueItem]:
    """The agreed day to contact a partner again [L7 exit]; before a notice the day says nothing."""
    for partnership_id, home in facts.partnerships.items():
        on = facts.terms.get(partnership_id, {}).get(AGAIN)
        if (home.has_ended or home.notice_given) and on is not None and facts.today <= on <= facts.until:
            path, title = f"/partnerships/{home.key}/ending", "The day you agreed to talk again"
            if home.has_ended:
                title = "Talk again with a former partner"
            tell = _lead(home)
            yield _item(Kind.TALK_AGAIN, home.public_id, on, title, partnership_id, home, path, tell)


# A new kind of thing that falls due: one function here, its lead times in `lead_times`.
REGISTRY: tuple[Callable[[Facts], Iterable[DueItem]], ...] = (
    _actions,
    _milestones,
    _meetings,
    _reviews,
    _checks,
    _contract_dates,
    _talks_again,
)


def _item(
    kind: Kind,
    thing: str,
    on: date,
    title: str,
    partnership_id: int,
    home: PartnershipFacts,
    path: str,
    tell: tuple[tuple[int, ...], ...],
) -> DueItem:
    return DueItem(kind, thing, on, _short(title), partnership_id, home.name, path, tell)


def _short(title: str) -> str:
    if len(title) <= TITLE_LENGTH and "\n" not in title:
        return title
    line = " ".join(title.split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1].rstrip() + "…"


def _lead(home: PartnershipFacts) -> tuple[tuple[int, ...], ...]:
    return () if home.lead_id is None else ((home.lead_id,),)


def _owned(owner: int | None, user_id: int | None, home: PartnershipFacts) -> tuple[tuple[int, ...], ...]:
    """The owner; for somebody who does not sign in here, our lead, who can ask."""
    if owner is None:
        return ()
    return _lead(home) if user_id is None else ((user_id,), *_lead(home))


def told_leads(since: date, without: Collection[str] = ()) -> Told:
    """The latest lead time told of each thing from `since` on, by recipient; mails of `without` aside."""
    columns = (Notice.kind, Notice.thing, Notice.occurrence_on, Notice.recipient)
    query = (
        Notice.select(*columns, fn.MIN(Notice.lead_days))
        .where(Notice.occurrence_on >= since)
        .group_by(*columns)
    )
    if without:
        query = query.where(Notice.mail_key.not_in(list(without)))
    return {row[:4]: row[4] for row in rows(query)}


def carried_by(mail_keys: Collection[str]) -> tuple[ToldRow, ...]:
    """What the named mails announce."""
    if not mail_keys:
        return ()
    query = Notice.select(Notice.kind, Notice.thing, Notice.occurrence_on, Notice.mail_key).where(
        Notice.mail_key.in_(list(mail_keys))
    )
    return tuple(ToldRow(*row) for row in rows(query))


# --- the page


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes out in the next days, if nothing changes meanwhile."""

    digests: tuple[Digest, ...]
    people: tuple[Recipient, ...]


def planned_digests(now: datetime, zone: str, days: int = PLAN_DAYS) -> Plan:
    """The digests of the next days by the same rules that send them."""
    today = local_date(now, zone)
    last = today + timedelta(days=days)
    leads = lead_times()
    people = audience()
    done = {email for email, rows in digest_days("digest", today).items() if rows}
    items = due_items(today, last + timedelta(days=max(max(one) for one in leads.values())))
    told = told_leads(min((item.on for item in items), default=today))
    shares = by_recipient(items, people.by_id, people.everyone)
    digests: list[Digest] = []
    for person in people.by_id.values():
        start = today + timedelta(days=person.email in done)
        digests += plan_digests(person, shares[person.user_id], leads, told, start, last)
    digests.sort(key=lambda one: (one.day, one.recipient.at, one.recipient.name))
    return Plan(tuple(digests), tuple(people.by_id.values()))


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of the printable sheet, with the names of those it concerns."""

    item: DueItem
    names: tuple[str, ...]


def sheet(today: date, days: int = PLAN_DAYS) -> dict[str, list[SheetRow]]:
    """What is late or falls due soon, by partnership, for paper; works without mail."""
    people = audience()
    found: dict[str, list[SheetRow]] = {}
    for item in in_order(due_items(today, today + timedelta(days=days)))[:SHEET_LINES]:
        names = tuple(one.name for one in recipients_of(item, people.by_id, people.everyone))
        found.setdefault(item.partnership, []).append(SheetRow(item, names))
    return found
