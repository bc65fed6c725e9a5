"""Which reviews are due: by the dates of the agreement, by signals, by hand; and which were held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, fn

from app.catalogue.reviewing import LEAD_DAYS, ReviewRule
from app.core.db import rows
from app.core.prepared import prepared
from app.partnerships.models import Partnership
from app.partnerships.rules import Stage
from app.terms.queries import END_TERMS, term_end, terms_in_force, terms_of_all
from app.triggers.models import Signal
from app.triggers.queries import PILOT_LENGTH, interim_months, pilot_end
from app.triggers.rules import REVIEW_DAYS, Answer

from ..models import Review, ReviewSignal
from ..rules import Kind, ReviewPlan, days_of, kind_on, kind_words, standing

START, END = "S03.start_date", "S03.end_date"
TERMS = (START, *END_TERMS, "S03.is_pilot", *PILOT_LENGTH, "S03.interim_review_months")
HORIZON_DAYS = 60
SIGNALS = "signals that were taken into a review"


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """A review that is not held yet; one day may have several reasons."""

    partnership_id: int
    partnership_public_id: str
    key: str
    partnership_name: str
    due_on: date  # when it takes place: another day when that was agreed
    announce_on: date
    reasons: tuple[str, ...]
    for_on: date  # the day it was due by the dates: its name among the reviews of a partnership
    kind: str
    public_id: str = ""  # of the review that is prepared; empty while nobody began

    @property
    def title(self) -> str:
        """The reasons in a sentence's beginning: Interim review, month 3; data review after 3 months."""
        words = "; ".join(self.reasons)
        return words[:1].upper() + words[1:]


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
    only: Sequence[int] | None = None,
) -> tuple[ReviewDue, ...]:
    """Reviews due within the horizon and late ones, until each is held: earliest first.

    Everything is taken as of `today`, which may be a day long ago: what was held, given notice of or
    ended later was open then. An ended partnership has none, and a notice calls off what was not
    announced by then; what was due before a partnership was entered here is not asked for (examples
    bring their whole past with them). Signals that were taken into a review make one within 30 days
    where none comes before [L7 balance]. A page that has read the terms already hands them over by
    partnership id; `only` narrows it to some partnerships.
    """
    last = today + timedelta(days=horizon_days)
    if partnership_id is not None:
        only = (partnership_id,)
        terms = terms or {partnership_id: terms_in_force(partnership_id, today)}
    if terms is None:
        terms = terms_of_all(TERMS, today, only)
    found: list[ReviewDue] = []
    for one in _running(tuple(terms if only is None else only), today, every=only is None):
        plan = review_plan(terms.get(one.id, {}), one.notice_given_on, today)
        found += [due for due in _due_of(one, plan) if due.due_on <= last]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.partnership_name)))


@dataclass(frozen=True, slots=True)
class _Begun:
    """A review that somebody began to prepare."""

    public_id: str
    planned_on: date | None
    kind: str
    why: str


@dataclass(slots=True)
class _Running:
    """One that has not ended by then: its notice, since when we know it, its reviews by day."""

    id: int
    public_id: str
    key: str
    name: str
    notice_given_on: date | None
    since: date
    signals_by: date | None  # until when signals want a review
    held: set[date]
    begun: dict[date, _Begun]


def _due_of(one: _Running, plan: ReviewPlan | None) -> list[ReviewDue]:
    """What is open for one partnership: by its dates, begun by hand, or wanted by signals."""
    found, left = [], dict(one.begun)
    for due, announce, reasons in () if plan is None else days_of(plan):
        begun = left.pop(due, None)
        if due not in one.held and (begun is not None or one.since <= due):
            usual = kind_on(plan.start, due) if plan else Kind.TRIGGER
            found.append(_review(one, due, announce, reasons, begun, usual))
    for due, begun in left.items():
        reason = begun.why or kind_words(begun.kind)
        found.append(_review(one, due, due - timedelta(days=LEAD_DAYS), (reason,), begun, Kind.TRIGGER))
    by = one.signals_by
    if by is not None and not any(by - timedelta(days=REVIEW_DAYS) <= due.due_on <= by for due in found):
        found.append(_review(one, by, by - timedelta(days=REVIEW_DAYS), (SIGNALS,), None, Kind.TRIGGER))
    return found


def _review(
    one: _Running, due: date, announce: date, reasons: tuple[str, ...], begun: _Begun | None, usual: Kind
) -> ReviewDue:
    kind = begun.kind if begun else usual.value
    on = (begun.planned_on if begun else None) or due
    known = begun.public_id if begun else ""
    return ReviewDue(one.id, one.public_id, one.key, one.name, on, announce, reasons, due, kind, known)


def _running(ids: tuple[int, ...], today: date, *, every: bool) -> Iterable[_Running]:
    """Those with these ids; with `every` those as well that have no dates, and yet a review."""
    found: dict[int, _Running] = {}
    for row_id, public_id, key, name, notice, created_at, example, by, *review in _of(
        ids, today, every=every
    ):
        one = found.get(row_id)
        if one is None:
            given = notice if notice is not None and notice <= today else None
            since = date.min if example else created_at.date()
            one = found[row_id] = _Running(row_id, public_id, key, name, given, since, by, set(), {})
        due_on, held_on, *begun = review
        if held_on is not None and held_on <= today:
            one.held.add(due_on)
        elif due_on is not None:
            one.begun[due_on] = _Begun(*begun)
    return found.values()


@prepared
def _of(ids: Any, today: Any, *, every: bool) -> Any:
    p, r = Partnership, Review
    columns = (p.id, p.public_id, p.key, p.name, p.notice_given_on, p.created_at, p.example)
    review = (r.due_on, r.held_on, r.public_id, r.planned_on, r.kind, r.why)
    running = (p.stage != Stage.ENDED) | (p.stage_since > today)
    wanted = p.id.in_(ids)
    if every:  # most partnerships of a large house have neither: they are not read at all
        o, s = Review.alias("o"), Signal.alias("w")
        begun = o.select(o.partnership).where(o.held_on.is_null() | (o.held_on > today))
        wanted |= p.id.in_(begun) | p.id.in_(s.select(s.partnership).where(_waits(s)))
    query = p.select(*columns, _signals_by(p.id), *review)
    return query.join(r, JOIN.LEFT_OUTER, on=(r.partnership == p.id)).where(wanted & running)


def _signals_by(partnership_id: Any) -> Any:
    """Until when the signals that were taken into a review want one, as a part of another query.

    A signal wants none once it is over, or is on the list of a review that was not held before the answer.
    """
    s = Signal.alias("s")
    return s.select(fn.MIN(s.review_on)).where((s.partnership == partnership_id) & _waits(s))


def _waits(s: Any) -> Any:
    on, r = ReviewSignal.alias("rs"), Review.alias("sr")
    later = r.held_on.is_null() | (r.held_on >= s.answered_on)
    listed = on.select(on.id).join(r, on=(on.review == r.id)).where((on.signal == s.id) & later)
    wants = (s.answer == Answer.REVIEW.value) & s.closed_on.is_null() & s.withdrawn_on.is_null()
    return wants & ~fn.EXISTS(listed)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A signal that was taken into a review and is on the list of none."""

    id: int
    trigger: str


def waiting_for_a_review(partnership_id: int) -> tuple[Waiting, ...]:
    """The signals that want a review, the oldest first."""
    s = Signal
    mine = s.select(s.id, s.trigger).where((s.partnership == partnership_id) & _waits(s))
    return tuple(Waiting(*row) for row in rows(mine.order_by(s.fired_on, s.id)))


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
