"""What came about since a review, for the list of what its decision asks for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from app.actions.rules import Status
from app.assessments.models import Assessment
from app.balance.models import Adjustment
from app.core.db import first_row
from app.core.questions import Question
from app.partnerships.queries import stage_changes

from ..models import Review
from ..rules import Follows, NextStep, Promises, Since, follows, next_steps
from .reviews import promises_of_decision


@dataclass(frozen=True, slots=True)
class WrittenAmendment:
    """The newest amendment that is written for a review, and the day it was signed."""

    number: int
    signed_on: date | None


# Amendments stand above reviews and endings beside them: who knows of them answers.
amendment_of: Question[[int], WrittenAmendment | None] = Question("Which amendment is for this review?")
notice_since: Question[[int, date], date | None] = Question("When was notice given, on this day or later?")


def steps_after(review: Review) -> tuple[NextStep, ...]:
    """What the decision of a review asks for, each with how far it is; a statement for each kind of step."""
    asked, on = set(follows(review.decision)), review.held_on or review.decided_on
    if not asked or on is None:
        return next_steps(review.decision, Since())
    written = amendment_of(review.get_id()) if Follows.AMENDMENT in asked else None
    begun_on, assessed_on = _assessment(review, on) if Follows.NEEDS in asked else (None, None)
    since = Since(
        moves=_moves(review, on) if asked & {Follows.RENEGOTIATING, Follows.SUSTAINED} else (),
        amendment=written.number if written else None,
        signed_on=written.signed_on if written else None,
        assessment_begun_on=begun_on,
        assessed_on=assessed_on,
        adjusted_on=_adjusted_on(review, on) if Follows.ADJUSTMENT in asked else None,
        notice_on=notice_since(review.partnership_id, on) if Follows.ENDING in asked else None,
        promises=_promises(review) if Follows.PAUSE in asked else None,
        look_on=review.next_on,
        looked_on=_looked_on(review, on) if Follows.LOOK in asked else None,
    )
    return next_steps(review.decision, since)


def _moves(review: Review, on: date) -> list[tuple[str, date]]:
    """The stage of that day and every later one."""
    moves = [(one.to_stage, one.on) for one in stage_changes(review.partnership_id)]
    at_the_time = [one for one in moves if one[1] <= on][-1:]
    return at_the_time + [one for one in moves if one[1] > on]


def _assessment(review: Review, on: date) -> tuple[date | None, date | None]:
    """The days on which the assessment since then was begun and finished."""
    a = Assessment
    since = a.finished_on.is_null() | (a.finished_on >= on)
    query = a.select(a.begun_on, a.finished_on).where((a.partnership == review.partnership_id) & since)
    found: tuple[date | None, date | None] | None = first_row(query.order_by(a.asked_on, a.id).limit(1))
    return found or (None, None)


def _adjusted_on(review: Review, on: date) -> date | None:
    a = Adjustment
    query = a.select(a.on).where((a.partnership == review.partnership_id) & (a.on >= on))
    found = first_row(query.order_by(a.on).limit(1))
    return None if found is None else found[0]


def _promises(review: Review) -> Promises:
    """The promises that the decision made, by how they stand."""
    found = Counter(one.status for one in promises_of_decision(review))
    return Promises(found.total(), found[Status.DONE], found[Status.DROPPED])


def _looked_on(review: Review, on: date) -> date | None:
    """The day of the first review that was held after it."""
    r = Review
    later = (r.partnership == review.partnership_id) & (r.held_on > on) & (r.id != review.id)
    found = first_row(r.select(r.held_on).where(later).order_by(r.held_on).limit(1))
    return None if found is None else found[0]
