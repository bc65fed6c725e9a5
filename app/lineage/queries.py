"""A chain with all its links, read from what every part of the program keeps of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.actions.rules import Status as ActionStatus
from app.balance.queries import newest_of, ratings, topics
from app.core.calendar import add_months, day_words
from app.core.money import format_dollars
from app.drafts.models import Amendment
from app.drafts.queries import ChangedTerm, changes_of, sheet_before
from app.drafts.rules import AmendmentStatus
from app.metrics.queries import MonthFigures, figures_from
from app.partnerships.models import Partnership
from app.reviews.models import Review
from app.reviews.queries import (
    ReviewAction,
    actions_of,
    decision_words,
    guests_of,
    held_reviews,
    kind_words,
    lists_of_signal,
    review_after,
    signals_in,
)
from app.triggers.models import Signal
from app.triggers.queries import SignalRow, row_of

from .rules import Kind, Line, Link, Signalled, ThenNow, began, chain_words, closed, in_order

ABOUT_DAYS = 45  # a rating nearer than this belongs to a review


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything on the page of a chain."""

    title: str
    words: str
    links: tuple[Link, ...]
    figures: tuple[ThenNow, ...]
    then: date | None
    now: date | None
    learned: str


def chain_of(partnership: Partnership, review: Review, today: date) -> Chain:
    """The chain that runs through a review."""
    signals = [_signalled(one, review.shares_cost) for one in signals_in(review.id)]
    amendments = _amendments(review)
    links = [*began(signals), *_review(review), *_actions(partnership, review), *amendments]
    links += closed(signals, review.held_on or review.due_on)
    links += _later(review, today)
    ordered = in_order(links)
    figures, then, newest = _then_and_now(review, today)
    return Chain(
        _title(review, amendments),
        chain_words(ordered, signals),
        ordered,
        figures,
        then,
        newest,
        review.learned,
    )


def chain_of_signal(signal: Signal) -> tuple[Chain | None, tuple[Review, ...]]:
    """The reviews that took a signal up; the signal alone while none did."""
    reviews = lists_of_signal(signal.get_id())
    if reviews:
        return None, reviews
    one = _signalled(row_of(signal), False)
    links = in_order([*began([one]), *closed([one], None)])
    return Chain(one.title, "No review has taken it up yet.", links, (), None, None, ""), ()


def _signalled(one: SignalRow, shares_cost: bool) -> Signalled:
    return Signalled(
        one.public_id,
        one.trigger,
        one.title,
        one.words,
        one.side,
        one.fired_on,
        one.closed_on,
        one.closed_words,
        one.is_relationship or (one.tells_cost and not shares_cost),
    )


def _title(review: Review, amendments: Sequence[Link]) -> str:
    if amendments:
        return f"How {amendments[0].title[:1].lower()}{amendments[0].title[1:]}".rstrip(".") + " came about"
    if review.decision:
        return f"How it came to: {decision_words(review).lower()}"
    return f"What led to the review of {day_words(review.planned_on or review.due_on)}"


def _review(review: Review) -> list[Link]:
    people = ", ".join(one.name for one in guests_of(review.id))
    on = review.held_on or review.planned_on or review.due_on
    kind = kind_words(review)
    address = ("review", review.public_id)
    title = kind if review.held_on else f"{kind}, not held yet"
    said = " ".join(part for part in (_rated(review, on), review.note or review.why) if part)
    links = [Link(Kind.REVIEW, on, title, said, people, address)]
    if review.decision:
        words = decision_words(review)
        day = review.decided_on or on
        links.append(Link(Kind.DECISION, day, words, review.reasons, review.decided_by, address))
    return links


def _rated(review: Review, on: date) -> str:
    """How both sides rated the balance about that time."""
    given = ratings(review.partnership_id)
    of_it = [one for one in given if one.review_public_id == review.public_id]
    about_then = [one for one in given if not one.review_public_id and abs((one.on - on).days) <= ABOUT_DAYS]
    pair = newest_of([*of_it, *about_then])
    home, said = review.partnership, []
    for who, rating in ((home.provider.name, pair.ours), (home.payer.name, pair.theirs)):
        if rating is not None:
            marks = [
                f"{one.title.lower()} {rating.marks[one.id]}" for one in topics() if one.id in rating.marks
            ]
            said.append(f"{who}: {', '.join(marks)}.")
    return " ".join(said)


def _actions(partnership: Partnership, review: Review) -> list[Link]:
    actions = actions_of(review)
    if not actions:
        return []
    names = {"provider": partnership.provider.name, "payer": partnership.payer.name, "joint": "both together"}
    lines = tuple(
        Line(one.text, _promise_words(one, names[one.side]), ("action", one.public_id), one.private)
        for one in actions
    )
    done = [one.done_on for one in actions if one.done_on]
    count = "1 action" if len(actions) == 1 else f"{len(actions)} actions"
    whole = len(done) == len(actions)
    on = max(done) if whole else review.decided_on or review.held_on or review.due_on
    return [Link(Kind.ACTIONS, on, f"{count}, {'all' if whole else len(done) or 'none'} done", lines=lines)]


def _promise_words(one: ReviewAction, side: str) -> str:
    who = f"{side}, {one.owner}" if one.owner else side
    if one.done_on:
        return f"{who}; done {day_words(one.done_on)}"
    if one.status == ActionStatus.DROPPED:
        return f"{who}; dropped"
    return f"{who}; {f'by {day_words(one.due_on)}' if one.due_on else 'no date'}"


def _amendments(review: Review) -> list[Link]:
    mine = (Amendment.review == review) & (Amendment.status != AmendmentStatus.DROPPED.value)
    found = list(Amendment.select().where(mine).order_by(Amendment.number))
    changes = changes_of(found, {one.id: sheet_before(one) for one in found})
    return [_amendment(one, changes[one.id], review) for one in found]


def _amendment(one: Amendment, changed: Sequence[ChangedTerm], review: Review) -> Link:
    count = f"{len(changed)} {'term' if len(changed) == 1 else 'terms'}"
    if one.status == AmendmentStatus.SIGNED.value and one.signed_on:
        text = f"Signed {day_words(one.signed_on)}; {count} changed."
        on = one.effective_on or one.signed_on
    else:
        text, on = f"Being written; {count} so far.", review.decided_on or review.due_on
    lines = tuple(Line(f"{term.label}: {term.was} → {term.becomes}") for term in changed)
    address, signed = ("amendment", one.public_id), one.status == AmendmentStatus.SIGNED.value
    title = f"Amendment {one.number}"
    return Link(Kind.AMENDMENT, on, title, text, "", address, lines, private=not signed)


def _later(review: Review, today: date) -> list[Link]:
    links = []
    mine = (Amendment.review == review) & (Amendment.status != AmendmentStatus.DROPPED.value)
    for one in Amendment.select().where(mine):
        if one.recheck_on is not None and one.recheck_on > today:
            links.append(Link(Kind.NEXT, one.recheck_on, f"Look whether amendment {one.number} worked"))
    after = review_after(review)
    if after is not None:
        on = after.held_on or after.planned_on or after.due_on
        words = decision_words(after)
        kind = Kind.CHECK if after.held_on else Kind.NEXT
        title = kind_words(after)
        links.append(Link(kind, on, title, words or after.why, address=("review", after.public_id)))
    elif review.next_on is not None:
        links.append(Link(Kind.NEXT, review.next_on, "Look at it again"))
    return links


# --- the numbers then and now


FIGURES = (
    ("Contacts per patient month", "encounters", False),
    ("Cost per patient month", "total_cost_cents", True),
    ("Payment per patient month", "total_revenue_cents", True),
)


def _then_and_now(review: Review, today: date) -> tuple[tuple[ThenNow, ...], date | None, date | None]:
    held = review.held_on or min(today, review.due_on)
    months = figures_from(review.partnership_id, add_months(held.replace(day=1), -4))
    before = [one for one in months if add_months(one.month_on, 1) <= held]
    if not before or months[-1].month_on == before[-1].month_on:
        return (), None, None
    then, newest = before[-1], months[-1]
    rows = [
        ThenNow(label, _per(then, name, money), _per(newest, name, money)) for label, name, money in FIGURES
    ]
    rows.append(ThenNow("Patients at the end", *(_count(one) for one in (then, newest))))
    return tuple(rows), then.month_on, newest.month_on


def _per(one: MonthFigures, name: str, money: bool) -> str:
    value, patients = one.values.get(name), one.values.get("patient_months")
    if value is None or not patients:
        return "not known"
    found = Fraction(str(value)) / Fraction(str(patients))
    return format_dollars(round(found)) if money else f"{float(found):.1f}"


def _count(one: MonthFigures) -> str:
    value = one.values.get("census_end")
    return "not known" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One chain in the list."""

    public_id: str
    on: date
    title: str


def chains(partnership_id: int) -> tuple[ChainRow, ...]:
    """One chain for each review that was held, newest first."""
    return tuple(
        ChainRow(one.public_id, one.held_on, one.decision_words or one.kind_words)
        for one in held_reviews(partnership_id)
    )
