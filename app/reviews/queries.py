"""Which reviews are due, computed from the term sheets, and which were held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN

from app.catalogue.reviewing import ReviewRule
from app.core.db import rows
from app.core.errors import NotFound
from app.core.prepared import prepared
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage
from app.terms.queries import END_TERMS, term_end, terms_in_force, terms_of_all
from app.triggers.queries import interim_months, pilot_end

from .models import Review
from .rules import ReviewPlan, days_of, standing

START, END = "S03.start_date", "S03.end_date"
TERMS = (START, *END_TERMS, "S03.is_pilot", "S03.pilot_months", "S03.interim_review_months")
HORIZON_DAYS = 60
LISTED = 200


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """A review that is not held yet; one day may have several reasons."""

    partnership_id: int
    partnership_public_id: str
    key: str
    partnership_name: str
    due_on: date
    announce_on: date
    reasons: tuple[str, ...]

    @property
    def title(self) -> str:
        """The reasons in a sentence's beginning: Interim review, month 3; data review after 3 months."""
        words = "; ".join(self.reasons)
        return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class HeldReview:
    """A review that took place."""

    id: int
    public_id: str
    due_on: date
    held_on: date
    note: str
    version: int


def review_plan(terms: Mapping[str, Any], notice_given_on: date | None, as_of: date) -> ReviewPlan | None:
    """What the review dates hang on, or None while the term sheet has no first day and no last day."""
    start, end, runs_until = terms.get(START), terms.get(END), term_end(terms, as_of, notice_given_on)
    if not isinstance(start, date) or not isinstance(end, date) or runs_until is None:
        return None
    return ReviewPlan(
        start=start,
        term_end=runs_until.on,
        pilot_end=pilot_end(terms, start, end),
        interim_months=interim_months(terms),
        notice_given_on=notice_given_on,
    )


def reviews_due(
    today: date,
    horizon_days: int = HORIZON_DAYS,
    partnership_id: int | None = None,
    terms: Mapping[int, Mapping[str, Any]] | None = None,
) -> tuple[ReviewDue, ...]:
    """Reviews due within the horizon and late ones, until each is held: earliest first.

    Everything is taken as of `today`, which may be a day long ago: what was held, given notice of or
    ended later was open then. An ended partnership has none, and a notice calls off what was not
    announced by then; what was due before a partnership was entered here is not asked for (examples
    bring their whole past with them). A page that has read the terms already hands them over by
    partnership id; then only those are looked at.
    """
    last = today + timedelta(days=horizon_days)
    if terms is None:
        terms = (
            terms_of_all(TERMS, today)
            if partnership_id is None
            else {partnership_id: terms_in_force(partnership_id, today)}
        )
    found = []
    for one in _running(list(terms), today):
        plan = review_plan(terms[one.id], one.notice_given_on, today)
        if plan is None:
            continue
        for due, announce, reasons in days_of(plan):
            if one.since <= due <= last and due not in one.held:
                found.append(ReviewDue(one.id, one.public_id, one.key, one.name, due, announce, reasons))
    return tuple(sorted(found, key=lambda one: (one.due_on, one.partnership_name)))


@dataclass(slots=True)
class _Running:
    """One that has not ended by then: its notice, the day we know it since, the reviews held by then."""

    id: int
    public_id: str
    key: str
    name: str
    notice_given_on: date | None
    since: date
    held: set[date]


def _running(ids: list[int], today: date) -> Iterable[_Running]:
    found: dict[int, _Running] = {}
    for row_id, public_id, key, name, notice, created_at, example, held_for in _of(tuple(ids), today):
        one = found.get(row_id)
        if one is None:
            given = notice if notice is not None and notice <= today else None
            since = date.min if example else created_at.date()
            one = found[row_id] = _Running(row_id, public_id, key, name, given, since, set())
        if held_for is not None:
            one.held.add(held_for)
    return found.values()


@prepared
def _of(ids: Any, today: Any) -> Any:
    columns = (
        Partnership.id,
        Partnership.public_id,
        Partnership.key,
        Partnership.name,
        Partnership.notice_given_on,
        Partnership.created_at,
        Partnership.example,
        Review.due_on,
    )
    held = (Review.partnership == Partnership.id) & (Review.held_on <= today)
    running = (Partnership.stage != Stage.ENDED) | (Partnership.stage_since > today)
    query = Partnership.select(*columns).join(Review, JOIN.LEFT_OUTER, on=held)
    return query.where(Partnership.id.in_(ids) & running)


@dataclass(frozen=True, slots=True)
class PlannedReview:
    """A review that the dates of an agreement call for, whether it was held or not."""

    rule: ReviewRule
    months: int
    on: date


def planned_reviews(
    terms: Mapping[str, Any], notice_given_on: date | None, as_of: date
) -> tuple[PlannedReview, ...]:
    """Every review of the term that runs on a day, save those that a notice calls off."""
    plan = review_plan(terms, notice_given_on, as_of)
    if plan is None:
        return ()
    return tuple(PlannedReview(one.rule, one.months, one.due_on) for one in standing(plan))


def held_reviews(partnership_id: int) -> tuple[HeldReview, ...]:
    """The reviews that took place, newest first."""
    query = (
        Review.select(Review.id, Review.public_id, Review.due_on, Review.held_on, Review.note, Review.version)
        .where(Review.partnership == partnership_id)
        .order_by(Review.held_on.desc(), Review.id.desc())
        .limit(LISTED)
    )
    return tuple(HeldReview(*row) for row in rows(query))


def get_review(public_id: str, partnership_id: int) -> Review:
    """The held review of this partnership. Raises NotFound."""
    row = Review.get_or_none((Review.public_id == public_id) & (Review.partnership == partnership_id))
    if row is None:
        raise NotFound("There is no such review here. It may have been taken back.")
    return row
