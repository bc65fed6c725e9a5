"""One review with its people, signals and decision, and those that were held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from peewee import fn

from app.actions.models import Action
from app.actions.rules import Source
from app.catalogue import catalogue
from app.core.db import rows
from app.core.errors import NotFound
from app.people.models import Organization, Person
from app.triggers.queries import SignalRow, open_signals, signals_by_id

from .. import rules
from ..models import Review, ReviewGuest, ReviewSignal

LISTED = 50


@dataclass(frozen=True, slots=True)
class HeldReview:
    """A review that took place."""

    id: int
    public_id: str
    due_on: date
    held_on: date
    kind: str
    note: str
    decision: str
    version: int

    @property
    def kind_words(self) -> str:
        """Its kind."""
        return rules.kind_words(self.kind)

    @property
    def decision_words(self) -> str:
        """What was decided; empty while nothing was."""
        return rules.decision_words(self.decision)


def kind_words(review: Review) -> str:
    """What kind of review it is."""
    return rules.kind_words(review.kind)


def decision_words(review: Review) -> str:
    """What was decided; empty while nothing was."""
    return rules.decision_words(review.decision)


def held_reviews(partnership_id: int, limit: int = LISTED) -> tuple[HeldReview, ...]:
    """The reviews that took place, newest first."""
    r = Review
    columns = (r.id, r.public_id, r.due_on, r.held_on, r.kind, r.note, r.decision, r.version)
    query = r.select(*columns).where((r.partnership == partnership_id) & r.held_on.is_null(False))
    return tuple(HeldReview(*row) for row in rows(query.order_by(r.held_on.desc(), r.id.desc()).limit(limit)))


def get_review(public_id: str, partnership_id: int) -> Review:
    """The review of this partnership. Raises NotFound."""
    row = Review.get_or_none((Review.public_id == public_id) & (Review.partnership == partnership_id))
    if row is None:
        raise NotFound("There is no such review here. It may have been taken back.")
    found: Review = row
    return found


def is_review_of(partnership_id: int, public_id: str) -> bool:
    """Whether a review with this id is of the partnership."""
    mine = (Review.public_id == public_id) & (Review.partnership == partnership_id)
    return bool(Review.select().where(mine).exists())


def newest_review(partnership_id: int) -> Review | None:
    """The one that is being prepared, the nearest first; else the last one that was held."""
    mine = Review.select().where(Review.partnership == partnership_id)
    ahead: Review | None = mine.where(Review.held_on.is_null()).order_by(Review.due_on).first()
    return ahead or mine.order_by(Review.held_on.desc()).first()


def find_for(partnership_id: int, due_on: date) -> Review | None:
    """The review of one due day, if somebody began it."""
    row: Review | None = Review.get_or_none(
        (Review.partnership == partnership_id) & (Review.due_on == due_on)
    )
    return row


def open_days(partnership_id: int, besides: int | None = None) -> tuple[date, ...]:
    """The days of the reviews that were begun and not held."""
    r = Review
    query = r.select(r.due_on, r.planned_on).where((r.partnership == partnership_id) & r.held_on.is_null())
    if besides is not None:
        query = query.where(r.id != besides)
    return tuple(planned or due for due, planned in rows(query))


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who takes part."""

    public_id: str
    name: str
    organization: str
    function: str

    @property
    def words(self) -> str:
        """Who it is, as a list to choose from says it."""
        return f"{self.name}, {self.organization}"


GUESTS = {
    "core_group_both_sides": "the core group of both sides",
    "informatics_lead_if_metrics": "the informatics lead where metrics are talked about",
    "contracting_if_terms_may_change": "contracting where terms may change",
    "executive_sponsors_at_12_months_and_close": "the executive sponsors at twelve months and at the close",
}


def usual_guests() -> tuple[str, ...]:
    """Who usually takes part, in words [L1 foundation]."""
    known = catalogue().review_participants
    return tuple(GUESTS.get(one) or f"the {one.replace('_', ' ')}" for one in known)


def guests_of(review_id: int) -> tuple[Guest, ...]:
    """Who takes part, by organization and name."""
    p, o = Person, Organization
    query = (
        ReviewGuest.select(p.public_id, p.name, o.name, p.function)
        .join(p)
        .join(o)
        .where(ReviewGuest.review == review_id)
        .order_by(o.name, p.name)
    )
    return tuple(Guest(*row) for row in rows(query))


def signals_in(review_id: int) -> tuple[SignalRow, ...]:
    """The signals that are talked about, newest first."""
    query = ReviewSignal.select(ReviewSignal.signal).where(ReviewSignal.review == review_id)
    return signals_by_id([row_id for (row_id,) in rows(query)])


def signals_to_choose(review: Review, today: date) -> tuple[SignalRow, ...]:
    """Those that are open, and those that are on its list already."""
    there = {one.public_id: one for one in signals_in(review.id)}
    others = [] if review.held_on else open_signals(review.partnership_id, today)
    return (*there.values(), *(one for one in others if one.public_id not in there))


@dataclass(frozen=True, slots=True)
class ReviewAction:
    """A promise that came of a review."""

    public_id: str
    text: str
    side: str
    owner: str
    due_on: date | None
    status: str
    done_on: date | None
    private: bool


def actions_of(review: Review) -> tuple[ReviewAction, ...]:
    """The promises that came of it, in the order they were made."""
    a, p = Action, Person
    query = (
        a.select(a.public_id, a.text, a.side, p.name, a.due_on, a.status, a.done_on, a.private)
        .left_outer_join(p, on=(a.owner == p.id))
        .where(
            (a.partnership == review.partnership_id)
            & (a.source == Source.REVIEW.value)
            & (a.source_ref == review.public_id)
        )
        .order_by(a.id)
        .limit(LISTED)
    )
    return tuple(
        ReviewAction(pid, text, side, owner or "", *rest) for pid, text, side, owner, *rest in rows(query)
    )


def promises_of_decision(review: Review) -> tuple[Action, ...]:
    """The promises that its decision made by itself, in the order they were made."""
    a = Action
    made = (a.source == Source.REVIEW.value) & (a.source_ref == review.public_id)
    mine = (a.partnership == review.partnership_id) & made & a.source_note.in_(rules.ABOUT)
    return tuple(a.select().where(mine).order_by(a.id))


def review_before(review: Review) -> Review | None:
    """The one that was held before it."""
    r, on = Review, review.held_on or date.max
    earlier = (r.partnership == review.partnership_id) & (r.held_on < on)
    row: Review | None = r.select().where(earlier).order_by(r.held_on.desc()).first()
    return row


def review_after(review: Review) -> Review | None:
    """The next one after it, held or planned."""
    r, on = Review, review.held_on or review.due_on
    day = fn.COALESCE(r.held_on, r.planned_on, r.due_on)
    later = (r.partnership == review.partnership_id) & (day > on)
    row: Review | None = r.select().where(later).order_by(day).first()
    return row


def lists_of_signal(signal_id: int) -> tuple[Review, ...]:
    """The reviews in which a signal is talked about, oldest first."""
    query = Review.select().join(ReviewSignal).where(ReviewSignal.signal == signal_id)
    return tuple(query.order_by(Review.due_on))
