"""The facts of the renewal and notice calendar, for all partnerships at once or for one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from peewee import JOIN

from app.accounts.models import User
from app.core.calendar import month_start
from app.core.db import rows
from app.dates.queries import KeyDate, date_terms, dates_of_all
from app.dates.rules import DateKey
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage
from app.reviews.queries import TERMS, ReviewDue, reviews_due
from app.reviews.rules import Kind, kind_words
from app.terms.queries import shown_value, terms_of_all
from app.web.request import HouseFacts

from ..rules.renewals import REVIEW, RenewalDay, RenewalFacts, RenewalRow, in_table_order, last_day

__all__ = ["RenewalDay", "renewal_facts"]
RENEWAL = "S03.renewal"


def renewal_facts(house: HouseFacts, today: date, only: Collection[int] | None = None) -> RenewalFacts:
    """As of a day; `only` narrows it to some partnerships. The number of statements is fixed."""
    homes = {row[0]: row for row in _homes(only)}
    running = [
        row_id
        for row_id, (_id, _public, _key, _name, stage, since, *_rest) in homes.items()
        if stage != Stage.ENDED or since > today
    ]
    terms = terms_of_all((*TERMS, *date_terms()), today, running) if running else {}
    dates = dates_of_all(terms, today, house)
    reviews = _reviews(terms, running, today)
    days: list[RenewalDay] = []
    table: list[RenewalRow] = []
    for row_id in running:
        _id, public_id, key, name, _stage, _since, notice, lead = homes[row_id]
        mine, due = dates.get(row_id, ()), reviews.get(row_id, ())
        days += _days(mine, due, public_id, key, name, today)
        given = notice if notice is not None and notice <= today else None
        table.append(_row(key, name, mine, due, terms.get(row_id, {}), given, lead or "", today))
    ordered = tuple(sorted(days, key=lambda one: (one.on, one.partnership, one.words)))
    return RenewalFacts(house.name, today, in_table_order(table), ordered)


def _homes(only: Collection[int] | None) -> Iterable[tuple[Any, ...]]:
    p = Partnership
    columns = (p.id, p.public_id, p.key, p.name, p.stage, p.stage_since, p.notice_given_on, User.name)
    query = p.select(*columns).join(User, JOIN.LEFT_OUTER, on=(p.lead == User.id))
    return rows(query if only is None else query.where(p.id.in_(list(only))))


def _reviews(
    terms: Mapping[int, Mapping[str, Any]], running: Collection[int], today: date
) -> dict[int, list[ReviewDue]]:
    found: dict[int, list[ReviewDue]] = {}
    ahead = (last_day(today) - today).days
    for one in reviews_due(today, ahead, terms=terms, only=tuple(running)) if running else ():
        found.setdefault(one.partnership_id, []).append(one)
    return found


def _days(
    dates: Iterable[KeyDate], reviews: Iterable[ReviewDue], public_id: str, key: str, name: str, today: date
) -> Iterable[RenewalDay]:
    first, last = month_start(today), last_day(today)
    for one in dates:
        if first <= one.on <= last:
            path = f"/partnerships/{key}/dates"
            shared = "" if one.key is DateKey.DECIDE_BY else one.label
            yield RenewalDay(one.key.value, public_id, one.on, one.label, name, path, shared)
    for due in reviews:
        path = f"/partnerships/{key}/reviews"
        yield RenewalDay(REVIEW, public_id, due.due_on, due.title, name, path, _shared(due))


def _row(
    key: str,
    name: str,
    dates: Collection[KeyDate],
    reviews: Collection[ReviewDue],
    terms: Mapping[str, Any],
    given: date | None,
    lead: str,
    today: date,
) -> RenewalRow:
    by_key: dict[DateKey, list[date]] = {}
    for one in dates:
        by_key.setdefault(one.key, []).append(one.on)
    coming = [on for on in by_key.get(DateKey.RATE_REVIEW, ()) if on >= today]
    return RenewalRow(
        key=key,
        partnership=name,
        term_end=next(iter(by_key.get(DateKey.TERM_END, ())), None),
        notice_on=next(iter(by_key.get(DateKey.NOTICE, ())), None),
        notice_given_on=given,
        renewal=shown_value(RENEWAL, terms[RENEWAL]) if RENEWAL in terms else "",
        support_end=next(iter(by_key.get(DateKey.SUPPORT_END, ())), None),
        rate_review=min(coming, default=None),
        next_review=min((one.due_on for one in reviews), default=None),
        owner=lead,
    )


def _shared(due: ReviewDue) -> str:
    """What kind of review it is; one that only our signals call for is known to us alone."""
    if due.kind != Kind.TRIGGER:
        return kind_words(due.kind)
    return "Review" if due.public_id else ""
