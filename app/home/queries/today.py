"""Everything Today shows, in six statements whatever the number of rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import SQL

from app.actions.queries import ActionRow, my_actions
from app.actions.rules import Urgency
from app.balance.queries import due_count, partnerships_to_check
from app.core.db import db
from app.core.prepared import prepared
from app.dates.queries import KeyDate, ahead, date_terms, dates_and_ended, is_alarming, run_out
from app.meetings.queries import MeetingRow, meetings_between
from app.partnerships.models import Partnership
from app.partnerships.queries import ListRow
from app.partnerships.rules import Stage
from app.reviews.queries import TERMS, ReviewDue, reviews_due
from app.terms.queries import terms_of_all
from app.triggers.queries import partnerships_waiting, waiting_count
from app.web.request import HouseFacts

from ..rules import earliest

ACTIONS, MEETINGS, REVIEWS, DATES, CARDS = 15, 6, 5, 6, 8
REVIEW_DAYS, DATE_DAYS = 45, 90
WEEK, AHEAD, RUN_OUT_DAYS = timedelta(days=6), timedelta(days=60), timedelta(days=365)
# Each part stops at its limit, along the index of the name.
FIRST_ONES = """
select id from (select id from partnership where stage <> ? order by name limit ?) first_ones
union all select id from (select id from partnership limit 1) any_one
"""


@dataclass(frozen=True, slots=True)
class PartnershipDate:
    """A contract date with the partnership it belongs to."""

    key: str
    name: str
    date: KeyDate
    alarming: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A partnership at a glance: what is late, and what comes next."""

    row: ListRow
    signals: int  # that wait for an answer
    checks: int  # adjustments whose day to check has come
    late: int
    review_late: bool
    next_on: date | None
    next_words: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """The one thing that comes before all else: a notice day that is near, or a late review."""

    kind: str
    key: str
    name: str
    on: date


@dataclass(frozen=True, slots=True)
class TodayView:
    """What matters now. `empty` means there is no partnership at all."""

    actions: tuple[ActionRow, ...]
    more_actions: bool
    overdue: int
    soon: int
    meetings: tuple[MeetingRow, ...]
    next_meeting: MeetingRow | None
    reviews: tuple[ReviewDue, ...]
    dates: tuple[PartnershipDate, ...]
    cards: tuple[Card, ...]
    more_partnerships: bool
    alarm: Alarm | None
    empty: bool


def today_view(user_id: int | None, today: date, house: HouseFacts) -> TodayView:
    """What one of our people should see first."""
    actions = my_actions(user_id, ACTIONS + 1)
    coming = meetings_between(today, today + AHEAD, MEETINGS)
    terms = terms_of_all(all_terms(), today)
    reviews = reviews_due(today, REVIEW_DAYS, terms=terms)
    all_dates, ended = dates_and_ended(terms, today, house)
    dates = {one: ahead(found, today) for one, found in all_dates.items()}
    pressing = [*_run_out(all_dates, ended, today), *_nearest(dates, today)]
    attention = [
        *(row.partnership_id for row in actions if row.urgency(today) == Urgency.OVERDUE),
        *(review.partnership_id for review in reviews),
        *(partnership_id for partnership_id, _date in pressing),
    ]
    dated = (partnership_id for partnership_id, _date in pressing[:DATES])
    found = _partnerships(list(dict.fromkeys([*dated, *attention]))[: CARDS * 2], today)
    known, waiting = {row.id: row for row, _waits in found}, {row.id: waits for row, waits in found}
    running = {row_id: row for row_id, row in known.items() if row.stage != Stage.ENDED}
    shown = actions[:ACTIONS]
    order = _in_order([*attention, *(one for one, waits in waiting.items() if any(waits))], running)
    near = _shown(pressing[:DATES], known, today)
    return TodayView(
        actions=shown,
        more_actions=len(actions) > ACTIONS,
        overdue=sum(row.urgency(today) == Urgency.OVERDUE for row in shown),
        soon=sum(row.urgency(today) == Urgency.SOON for row in shown),
        meetings=tuple(meeting for meeting in coming if meeting.on <= today + WEEK),
        next_meeting=coming[0] if coming else None,
        reviews=_one_each(reviews)[:REVIEWS],
        dates=near,
        cards=tuple(
            _card(running[one], waiting[one], actions, coming, reviews, dates.get(one, ()), today)
            for one in order[:CARDS]
        ),
        more_partnerships=len(order) > CARDS,
        alarm=_alarm(near, reviews, today),
        empty=not known,
    )


def _shown(
    pressing: list[tuple[int, KeyDate]], known: Mapping[int, ListRow], today: date
) -> tuple[PartnershipDate, ...]:
    """The dates with their partnerships."""
    return tuple(
        PartnershipDate(known[one].key, known[one].name, day, is_alarming(day, today) or day.on < today)
        for one, day in pressing
    )


def _in_order(attention: list[int], running: Mapping[int, ListRow]) -> list[int]:
    """First what needs attention, then the others by name."""
    first = dict.fromkeys(one for one in attention if one in running)
    return [*first, *(one for one in running if one not in first)]


def _alarm(dates: tuple[PartnershipDate, ...], reviews: tuple[ReviewDue, ...], today: date) -> Alarm | None:
    for one in dates:
        if is_alarming(one.date, today):
            return Alarm("notice", one.key, one.name, one.date.on)
    late = next((review for review in reviews if review.due_on < today), None)
    return Alarm("review", late.key, late.partnership_name, late.due_on) if late else None


def _one_each(reviews: tuple[ReviewDue, ...]) -> tuple[ReviewDue, ...]:
    """The first review of each partnership: where several are late, one meeting makes up for them."""
    first: dict[int, ReviewDue] = {}
    for review in reviews:
        first.setdefault(review.partnership_id, review)
    return tuple(first.values())


def all_terms() -> tuple[str, ...]:
    """The terms that reviews and key dates hang on."""
    return (*TERMS, *date_terms())


def _run_out(
    dates: Mapping[int, tuple[KeyDate, ...]], ended: Collection[int], today: date
) -> list[tuple[int, KeyDate]]:
    """Terms whose last day is over and that nothing renewed while the work goes on, the newest first; after
    a year no more.
    """
    found = ((one, run_out(all_of_it, today)) for one, all_of_it in dates.items() if one not in ended)
    over = [(one, day) for one, day in found if day is not None and day.on >= today - RUN_OUT_DAYS]
    return sorted(over, key=lambda pair: pair[1].on, reverse=True)


def _nearest(dates: Mapping[int, tuple[KeyDate, ...]], today: date) -> list[tuple[int, KeyDate]]:
    """What comes within the next weeks: first what asks for a decision, then by day."""
    until = today + timedelta(days=DATE_DAYS)
    found = [(one, day) for one, found in dates.items() for day in found if day.on <= until]
    return sorted(found, key=lambda pair: (not pair[1].pressing, pair[1].on, pair[0]))


def _partnerships(ids: list[int], today: date) -> tuple[tuple[ListRow, tuple[int, int]], ...]:
    """Those that need attention or where signals or adjustments wait, with how many, and the first by name.

    Any one at all shows that there is one.
    """
    return tuple(
        (ListRow(*(*row[:3], tuple(row[3] or ()), *row[4:])), (signals, checks))
        for *row, signals, checks in _rows(tuple(ids), today)
    )


@prepared
def _rows(ids: Any, today: Any) -> Any:
    p = Partnership.alias("p")
    first_ones = SQL(f"p.id in ({FIRST_ONES})".replace("?", db.param), (Stage.ENDED.value, CARDS + 1))
    columns = (p.id, p.key, p.name, p.product_lines, p.setting, p.stage, p.stage_since, p.example)
    waits = p.id.in_(partnerships_waiting(today, CARDS)) | p.id.in_(partnerships_to_check(today, CARDS))
    counts = (waiting_count(p.id, today), due_count(p.id, today))
    query = p.select(*columns, *counts).where(p.id.in_(ids) | first_ones | waits)
    return query.order_by(p.name)


def _card(
    row: ListRow,
    waiting: tuple[int, int],
    actions: tuple[ActionRow, ...],
    meetings: tuple[MeetingRow, ...],
    reviews: tuple[ReviewDue, ...],
    dates: tuple[KeyDate, ...],
    today: date,
) -> Card:
    mine = [review for review in reviews if review.partnership_id == row.id]
    coming = [(review.due_on, "Review") for review in mine if review.due_on >= today]
    coming += [(meeting.on, meeting.name) for meeting in meetings if meeting.partnership_id == row.id]
    coming += [(one.on, one.short) for one in dates if one.on >= today]
    first = earliest(coming)
    return Card(
        row=row,
        signals=waiting[0],
        checks=waiting[1],
        late=sum(
            action.partnership_id == row.id and action.urgency(today) == Urgency.OVERDUE for action in actions
        ),
        review_late=any(review.due_on < today for review in mine),
        next_on=first[0] if first else None,
        next_words=first[1] if first else "",
    )
