"""Amendments, written: terms are put in, mended and taken out until it is signed or dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.core.actor import Actor
from app.core.batches import Together, get_batch, take_back
from app.core.db import write
from app.core.errors import NotFound, RuleViolation
from app.core.history import change, create
from app.partnerships.models import Partnership
from app.reviews.models import Review
from app.terms.queries import definitions
from app.terms.values import Mark, encode

from ..models import AmendedTerm, Amendment
from ..queries import find_open, numbers_taken
from ..rules import AmendmentStatus

CLOSED = "This amendment is closed, so it stays as it is. Write a new one for what changes next."


@dataclass(frozen=True, slots=True)
class Because:
    """Why a term changes, and the version of its row that the person looked at."""

    text: str
    seen: int | None


@dataclass(frozen=True, slots=True)
class AmendmentFacts:
    """What is said of an amendment as a whole, and why each term changes (by the number of its row)."""

    effective_on: date | None
    reason: str
    recheck_on: date | None
    because: Mapping[int, Because] = field(default_factory=dict)
    review_id: int | None = None  # the review that decided it


def amend(
    partnership: Partnership,
    changes: Mapping[str, Any],
    *,
    begins: date | None = None,
    because: str = "",
    actor: Actor,
    now: datetime,
) -> Amendment:
    """Put changed terms into the amendment that is being written; begins one when there is none.

    A value is typed as `parse` gives it, or UNKNOWN, or CLEARED. Nothing holds until it is signed. `begins`
    is its first day where none is set yet, and `because` the reason of terms that have none.
    """
    with write():
        amendment = find_open(partnership.id) or _begin(partnership, actor, now)
        if begins is not None and amendment.effective_on is None:
            amendment = change(amendment, actor=actor, now=now, effective_on=begins)
        for key, value in changes.items():
            _put(amendment, key, value, because, actor, now)
        return amendment


def amend_for_review(review: Review, *, actor: Actor, now: datetime) -> Amendment:
    """The amendment that a review decided: signed, being written, or a new one [L7 balance].

    It takes the review's reasons where it has none of its own. Raises RuleViolation where another review
    decided the one that is being written.
    """
    with write():
        signed = Amendment.select().where(
            (Amendment.review == review) & (Amendment.status == AmendmentStatus.SIGNED.value)
        )
        done: Amendment | None = signed.order_by(Amendment.number.desc()).first()
        if done is not None:
            return done
        amendment = find_open(review.partnership_id) or _begin(review.partnership, actor, now)
        if amendment.review_id == review.id:
            return amendment
        if amendment.review_id is not None:
            raise RuleViolation(
                f"Amendment {amendment.number} is being written for another review. "
                "Sign it or give it up first."
            )
        reason = amendment.reason or review.reasons
        return change(amendment, actor=actor, now=now, review=review, reason=reason)


def _begin(partnership: Partnership, actor: Actor, now: datetime) -> Amendment:
    # Everyone who begins one asks for the partnership first, so that two do not take one number.
    Partnership.update(id=Partnership.id).where(Partnership.id == partnership.id).execute()
    running = find_open(partnership.id)
    if running is not None:
        return running
    number = numbers_taken(partnership) + 1
    facts = {"partnership": partnership, "number": number, "created_at": now, "created_by": actor.name}
    return create(Amendment, actor=actor, now=now, **facts)


def _put(amendment: Amendment, key: str, value: Any, because: str, actor: Actor, now: datetime) -> None:
    one = definitions().get(key)
    if one is None:
        raise RuleViolation(f"There is no term {key}.")
    home = definitions().get(one.home, one)
    facts = {
        "value": None if isinstance(value, Mark) else encode(home, value),
        "unknown": value is Mark.UNKNOWN,
    }
    row = AmendedTerm.get_or_none((AmendedTerm.amendment == amendment) & (AmendedTerm.key == one.home))
    if row is not None:
        change(row, actor=actor, now=now, **facts, because=row.because or because)
    else:
        home_row = {"amendment": amendment, "key": one.home, "because": because}
        create(AmendedTerm, actor=actor, now=now, **home_row, **facts)


def update_amendment(
    amendment: Amendment, facts: AmendmentFacts, *, seen: int | None, actor: Actor, now: datetime
) -> None:
    """Save its day, its reasons and its re-check. Raises Conflict where somebody saved one of them since."""
    with write():
        _refuse_closed(amendment)
        change(
            amendment,
            actor=actor,
            now=now,
            seen=seen,
            effective_on=facts.effective_on,
            reason=facts.reason,
            recheck_on=facts.recheck_on,
            review=facts.review_id,
        )
        for row in AmendedTerm.select().where(AmendedTerm.amendment == amendment.id):
            mine = facts.because.get(row.id)
            if mine is not None:
                change(row, actor=actor, now=now, seen=mine.seen, because=mine.text)


def take_out(amendment: Amendment, row_id: int, *, actor: Actor, now: datetime) -> str:
    """Take a term out; answers the id of the click, by which it can be put back."""
    with write():
        _refuse_closed(amendment)
        row = AmendedTerm.get_or_none((AmendedTerm.id == row_id) & (AmendedTerm.amendment == amendment.id))
        if row is None:
            raise NotFound("This term is not in the amendment any more.")
        together = Together(actor, now)
        together.remove(row)
        return together.keep()


def put_back(amendment: Amendment, batch_id: str, *, actor: Actor, now: datetime) -> None:
    """Undo of `take_out`: the term changes again as it did."""
    with write():
        _refuse_closed(amendment)
        batch = get_batch(batch_id)
        tables = {AmendedTerm._meta.table_name: AmendedTerm}
        mine = [
            table in tables and before["amendment"] == amendment.id for table, _, before, _ in batch.changes
        ]
        if not mine or not all(mine):
            raise NotFound("There is no term to put back.")
        take_back(batch, tables, actor=actor, now=now)


def drop_amendment(amendment: Amendment, *, actor: Actor, now: datetime) -> None:
    """Give an amendment up; it can be taken up again."""
    with write():
        _refuse_closed(amendment)
        change(amendment, actor=actor, now=now, status=AmendmentStatus.DROPPED.value)


def take_up_amendment(amendment: Amendment, *, actor: Actor, now: datetime) -> None:
    """Go on with an amendment that was given up."""
    with write():
        if amendment.status != AmendmentStatus.DROPPED:
            raise RuleViolation(CLOSED)
        if find_open(amendment.partnership_id) is not None:
            raise RuleViolation("Another amendment is being written. Finish that one first.")
        change(amendment, actor=actor, now=now, status=AmendmentStatus.OPEN.value)


def _refuse_closed(amendment: Amendment) -> None:
    if amendment.status != AmendmentStatus.OPEN:
        raise RuleViolation(CLOSED)
