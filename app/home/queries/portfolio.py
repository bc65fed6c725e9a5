"""The list of partnerships: stage, next date, and what each side owes, in six statements a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from app.actions.queries import NOTHING, Owed, owed
from app.actions.rules import Side
from app.core.prepared import prepared
from app.dates.queries import dates_of_all
from app.meetings.models import Meeting
from app.meetings.rules import Status
from app.partnerships.queries import ListRow, list_rows
from app.reviews.queries import reviews_due
from app.terms.queries import terms_of_all
from app.web.request import HouseFacts

from ..rules import earliest
from .today import all_terms

REVIEW_DAYS = 180


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """One line of the list. What both owe together counts on either side."""

    row: ListRow
    stage_month: int
    next_on: date | None
    next_words: str
    we_owe: Owed
    they_owe: Owed


@dataclass(frozen=True, slots=True)
class PortfolioPage:
    """One page of the list; `more` says whether another follows."""

    rows: tuple[PortfolioRow, ...]
    offset: int
    more: bool


def portfolio(stage: str, sort: str, offset: int, today: date, house: HouseFacts) -> PortfolioPage:
    """Partnerships of one stage or of all, with what comes next."""
    listed = list_rows(stage, sort, offset)
    ids = [row.id for row in listed.rows]
    terms = terms_of_all(all_terms(), today, ids)
    coming: dict[int, list[tuple[date, str]]] = {one: [] for one in ids}
    for one, dates in dates_of_all(terms, today, house).items():
        coming[one] += [(day.on, day.short) for day in dates if day.on >= today]
    for review in reviews_due(today, REVIEW_DAYS, terms=terms, only=ids):
        words = "Review, late" if review.due_on < today else "Review"
        coming[review.partnership_id].append((review.due_on, words))
    for one, on in _next_meetings(tuple(ids), today):
        coming[one].append((on, "Meeting"))
    owing = owed(ids, today)
    rows = []
    for row in listed.rows:
        first = earliest(coming[row.id])
        both = owing.get((row.id, Side.JOINT), NOTHING)
        rows.append(
            PortfolioRow(
                row,
                row.stage_month(today),
                first[0] if first else None,
                first[1] if first else "",
                _sum(owing.get((row.id, Side.PROVIDER), NOTHING), both),
                _sum(owing.get((row.id, Side.PAYER), NOTHING), both),
            )
        )
    return PortfolioPage(tuple(rows), listed.offset, listed.more)


def _sum(one: Owed, other: Owed) -> Owed:
    return Owed(one.open + other.open, one.late + other.late)


@prepared
def _next_meetings(ids: Any, today: Any) -> Any:
    return (
        Meeting.select(Meeting.partnership, fn.MIN(Meeting.on))
        .where(Meeting.partnership.in_(ids) & (Meeting.on >= today) & (Meeting.status == Status.PLANNED))
        .group_by(Meeting.partnership)
    )
