"""Key dates, read: of one agreement, of all at once, and what a change of terms does to them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from peewee import JOIN, SQL, Case, Select, fn

from app.catalogue.reviewing import ReviewRule
from app.core.db import db
from app.core.prepared import prepared
from app.organization.models import HolidayChange
from app.organization.queries import days_off
from app.partnerships.models import Partnership
from app.partnerships.rules import Side, Stage
from app.people.models import CultureProfile, Organization
from app.relationship.models import DecisionRequest
from app.relationship.queries import MEASURED, measured_days
from app.reviews.queries import planned_reviews
from app.terms.queries import END_TERMS, definitions, term_end, term_sheet, term_sheets
from app.web.request import HouseFacts

from .rules import (
    TERMS,
    Approvals,
    DateKey,
    Facts,
    KeyDate,
    Moved,
    Review,
    ahead,
    approvals,
    approved_from,
    in_one_line,
    is_alarming,
    is_near,
    key_dates,
    moved,
    moved_words,
    notice_period,
    run_out,
)

__all__ = [
    "KeyDate",
    "ahead",
    "contract_days",
    "date_terms",
    "dates_and_ended",
    "dates_of",
    "dates_of_all",
    "is_alarming",
    "is_near",
    "moved_by",
    "moved_words",
    "notice_words",
    "run_out",
]
REVIEW_TERMS = ("S03.is_pilot", "S03.pilot_months", "S03.pilot_ends_on")
BACK = timedelta(days=14)  # further back no row of days off reaches
CONTRACT = frozenset(DateKey) - {DateKey.INTERIM_REVIEW, DateKey.YEARLY_REVIEW}
SINGLE = tuple(key for key in TERMS if key != "S03.interim_review_months")  # those that are no lists
SIMPLE = frozenset({DateKey.NOTICE, DateKey.TERM_END})


@dataclass(frozen=True, slots=True)
class DatesView:
    """The key dates of one agreement, and all of them in one line."""

    dates: tuple[KeyDate, ...]
    line: str
    assumed: bool


def date_terms() -> tuple[str, ...]:
    """The terms on which the key dates hang."""
    known = definitions()
    return tuple(key for key in dict.fromkeys((*TERMS, *END_TERMS, *REVIEW_TERMS)) if key in known)


def dates_of(
    partnership_id: int, as_of: date, house: HouseFacts, terms: Mapping[str, Any] | None = None
) -> DatesView:
    """The key dates of one agreement from the terms in force on a day, or from those handed over."""
    sheet = term_sheet(partnership_id, as_of).values if terms is None else terms
    facts = _facts(partnership_id, sheet, as_of, house)
    found = key_dates(facts)
    said = facts.approvals
    return DatesView(found, in_one_line(found, facts, as_of), said is not None and said.is_assumed)


@dataclass(frozen=True, slots=True)
class ToCome:
    """A day from which other terms hold, and the key dates that move then."""

    on: date
    moves: tuple[Moved, ...]


def moves_to_come(partnership_id: int, as_of: date, house: HouseFacts) -> ToCome | None:
    """The next day after `as_of` on which terms that are set already move a key date."""
    sheets = term_sheets(partnership_id)
    sheet = sheets(as_of)
    wanted = set(date_terms())
    for on in sorted({day for key, (day, _words) in sheet.later.items() if key in wanted}):
        moves = moved_by(partnership_id, sheet.values, sheets(on).values, on, house)
        if moves:
            return ToCome(on, moves)
    return None


def approval_path(partnership_id: int, as_of: date, house: HouseFacts) -> Approvals:
    """How long a yes takes on both sides, as known on a day."""
    read = _read((partnership_id,), as_of)
    return _approvals(read.homes[partnership_id], read, house)


def dates_of_all(
    terms: Mapping[int, Mapping[str, Any]], today: date, house: HouseFacts
) -> dict[int, tuple[KeyDate, ...]]:
    """The key dates of many agreements by partnership id, in one statement; reviews stand elsewhere."""
    return dates_and_ended(terms, today, house)[0]


def dates_and_ended(
    terms: Mapping[int, Mapping[str, Any]], today: date, house: HouseFacts
) -> tuple[dict[int, tuple[KeyDate, ...]], frozenset[int]]:
    """The same, and which of the partnerships have ended."""
    read = _read(tuple(terms), today)
    free = (house.holidays, tuple(read.changes))
    found = {}
    for one, home in read.homes.items():
        sheet = terms[one]
        end = term_end(sheet, today, home.notice_given_on)
        found[one] = _kept(
            tuple([(key, sheet[key]) for key in SINGLE if key in sheet]),
            end.on if end else None,
            end.renewals if end else 0,
            _approvals(home, read, house),
            home.notice_given_on,
            home.ended_on,
            free,
        )
    return found, frozenset(one for one, home in read.homes.items() if home.ended_on is not None)


@lru_cache(maxsize=1024)
def _kept(
    terms: tuple[tuple[str, Any], ...],
    term_end: date | None,
    renewals: int,
    said: Approvals | None,
    notice_given_on: date | None,
    ended_on: date | None,
    free: tuple[str, tuple[tuple[date, str, str], ...]],
) -> tuple[KeyDate, ...]:
    """The dates but for reviews; kept, since every visit to Today asks for all partnerships."""
    facts = Facts(
        terms=dict(terms),
        term_end=term_end,
        renewals=renewals,
        approvals=said,
        notice_given_on=notice_given_on,
        ended_on=ended_on,
    )
    return key_dates(_with_holidays(facts, *free), CONTRACT)


def contract_days(
    terms: Mapping[str, Any], as_of: date, notice_given_on: date | None = None
) -> tuple[KeyDate, ...]:
    """Last day to give notice and end of the term, from the terms alone."""
    end = term_end(terms, as_of, notice_given_on)
    return key_dates(_agreement(terms, end.on, end.renewals), SIMPLE) if end else ()


def notice_words(terms: Mapping[str, Any]) -> str:
    """The period of notice as people say it: 90 days; nothing while none is settled."""
    period = notice_period(terms)
    return period.words if period else ""


def moved_by(
    partnership_id: int,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    as_of: date,
    house: HouseFacts,
) -> tuple[Moved, ...]:
    """Which key dates a change of terms moves, brings or takes away; nothing is asked when it cannot."""
    if all(before.get(key) == after.get(key) for key in date_terms()):
        return ()
    read = _read((partnership_id,), as_of)
    was, becomes = (key_dates(_facts(partnership_id, terms, as_of, house, read)) for terms in (before, after))
    return moved(was, becomes)


# --- what the dates hang on


@dataclass(slots=True)
class _Home:
    """A partnership: its plan, how that plan decides, and whether notice was given or it ended by then."""

    payer_id: int
    payer: str
    said: int | None
    steps: tuple[int, ...]
    notice_given_on: date | None
    ended_on: date | None


@dataclass(slots=True)
class _Read:
    """Everything apart from the terms, from one statement."""

    homes: dict[int, _Home] = field(default_factory=dict)
    took: dict[int, list[tuple[date, date]]] = field(default_factory=dict)
    changes: list[tuple[date, str, str]] = field(default_factory=list)


def _facts(
    partnership_id: int, terms: Mapping[str, Any], as_of: date, house: HouseFacts, read: _Read | None = None
) -> Facts:
    read = read or _read((partnership_id,), as_of)
    home = read.homes[partnership_id]
    end = term_end(terms, as_of, home.notice_given_on)
    facts = _agreement(
        terms,
        end.on if end else None,
        end.renewals if end else 0,
        home,
        _approvals(home, read, house),
        _reviews(terms, home, as_of),
    )
    return _with_holidays(facts, house.holidays, read.changes)


def _agreement(
    terms: Mapping[str, Any],
    end: date | None,
    renewals: int,
    home: _Home | None = None,
    said: Approvals | None = None,
    reviews: tuple[Review, ...] = (),
) -> Facts:
    return Facts(
        terms=terms,
        term_end=end,
        renewals=renewals,
        approvals=said,
        reviews=reviews,
        notice_given_on=home.notice_given_on if home else None,
        ended_on=home.ended_on if home else None,
    )


def _approvals(home: _Home, read: _Read, house: HouseFacts) -> Approvals:
    measured = measured_days(read.took.get(home.payer_id, ()))
    return approvals(home.payer, measured, home.said, home.steps, house.approval_days)


def _reviews(terms: Mapping[str, Any], home: _Home, as_of: date) -> tuple[Review, ...]:
    """Interim reviews, and of the data reviews those of whole years."""
    return tuple(
        Review(one.on, one.months, one.rule == ReviewRule.DATA)
        for one in planned_reviews(terms, home.notice_given_on, as_of)
        if one.rule == ReviewRule.INTERIM or one.months % 12 == 0
    )


def _with_holidays(facts: Facts, kind: str, changes: Sequence[tuple[date, str, str]]) -> Facts:
    """With the days off around the days that may have to move, and no others."""
    days = [on for on in (facts.notice_on, approved_from(facts)) if on is not None]
    holidays: dict[date, str] = {}
    for year in {part.year for on in days for part in (on - BACK, on)}:
        holidays |= days_off(kind, changes, date(year, 1, 1), date(year, 12, 31))
    return facts.with_holidays(holidays)


def _read(ids: Collection[int], as_of: date) -> _Read:
    read = _Read()
    for what, home, org, days, one, two, three, four in _told(tuple(ids), as_of):
        if what == "home":
            read.homes[home] = _Home(org, one, days, _steps(two), _until(three, as_of), _until(four, as_of))
        elif what == "took":
            read.took.setdefault(org, []).append((date.fromisoformat(one), date.fromisoformat(two)))
        else:
            read.changes.append((date.fromisoformat(one), two, three))
    return read


def _steps(text: str | None) -> tuple[int, ...]:
    found = json.loads(text) if text else []
    return tuple(one["days_needed"] for one in found if isinstance(one.get("days_needed"), int))


def _until(text: str | None, as_of: date) -> date | None:
    """The day, when it had come by then."""
    day = date.fromisoformat(text) if text else None
    return day if day is not None and day <= as_of else None


@prepared
def _told(ids: Any, as_of: Any) -> Any:
    """Partnerships with their plan's habits, its last decisions, and our own days: one statement."""
    found = (_homes(ids) + _decisions(ids, as_of) + _changes()).alias("found")
    return Select((found,), [getattr(found.c, name) for name in COLUMNS]).bind(db)


COLUMNS = ("what", "home", "org", "days", "one", "two", "three", "four")


def _row(what: str, *columns: Any) -> list[Any]:
    return [column.alias(name) for name, column in zip(COLUMNS, (SQL(f"'{what}'"), *columns), strict=True)]


def _text(column: Any) -> Any:
    return column.cast("text")


NONE, NO_TEXT = SQL("0"), SQL("''")


def _homes(ids: Any) -> Any:
    p, c, payer = Partnership, CultureProfile, Organization
    ended = Case(None, [(p.stage == Stage.ENDED.value, _text(p.stage_since))], None)
    columns = (p.id, p.payer, c.usual_days_to_decide, payer.name, _text(c.approvers))
    return (
        p.select(*_row("home", *columns, _text(p.notice_given_on), ended))
        .join(payer, on=(p.payer == payer.id))
        .join(c, JOIN.LEFT_OUTER, on=(c.organization == payer.id))
        .where(p.id.in_(ids))
    )


def _decisions(ids: Any, as_of: Any) -> Any:
    """The last decisions of each plan, over all of its partnerships."""
    p, q, d = Partnership, Partnership.alias("q"), DecisionRequest
    order = [d.decided_on.desc(), d.asked_on.desc()]
    place = fn.ROW_NUMBER().over(partition_by=[p.payer], order_by=order)
    theirs = p.payer.in_(q.select(q.payer).where(q.id.in_(ids))) & (d.side == Side.PAYER.value)
    ranked = (
        d.select(p.payer.alias("payer"), d.asked_on, d.decided_on, place.alias("place"))
        .join(p)
        .where(theirs & (d.decided_on <= as_of) & ~d.removed)
        .alias("ranked")
    )
    days = (_text(ranked.c.asked_on), _text(ranked.c.decided_on))
    columns = _row("took", NONE, ranked.c.payer, NONE, *days, NO_TEXT, NO_TEXT)
    return Select((ranked,), columns).where(ranked.c.place <= MEASURED)


def _changes() -> Any:
    h = HolidayChange
    return h.select(*_row("off", NONE, NONE, NONE, _text(h.on), h.name, h.kind, NO_TEXT))
