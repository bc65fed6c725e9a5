"""What a decision asks for next, and which of it has been done. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.calendar import day_words

from .kinds import Follows, follows


@dataclass(frozen=True, slots=True)
class Promises:
    """How many promises a decision made, how many are kept, and how many somebody dropped."""

    made: int
    kept: int
    dropped: int


@dataclass(frozen=True, slots=True)
class Since:
    """What came about since a review was held, as far as a decision may ask for it."""

    moves: Sequence[tuple[str, date]] = ()  # stage and its first day, oldest first, the stage of that day too
    amendment: int | None = None  # its number, where one is written for this review
    signed_on: date | None = None
    assessment_begun_on: date | None = None
    assessed_on: date | None = None
    adjusted_on: date | None = None
    notice_on: date | None = None
    promises: Promises | None = None
    look_on: date | None = None  # the day that was agreed to look again
    looked_on: date | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing that a decision asks for: whether it is done, and how far it is in a sentence."""

    what: Follows
    done: bool = False
    words: str = ""


def next_steps(decision: str, since: Since) -> tuple[NextStep, ...]:
    """Everything that a decision asks for, each with how far it is [L7 balance]."""
    return tuple(_step(one, since) for one in follows(decision))


def _step(what: Follows, since: Since) -> NextStep:
    if what is Follows.AMENDMENT:
        return _amendment(since)
    if what is Follows.NEEDS:
        if since.assessed_on is not None:
            return _done(what, "Finished on", since.assessed_on)
        begun = since.assessment_begun_on
        return NextStep(what, words=f"Begun on {day_words(begun)}." if begun is not None else "")
    if what is Follows.ADJUSTMENT:
        return _done(what, "Noted, in force from", since.adjusted_on)
    if what is Follows.ENDING:
        return _done(what, "Notice was given on", since.notice_on)
    if what is Follows.PAUSE:
        return _promises(since.promises)
    if what is Follows.LOOK:
        return _look(since)
    moved = next((on for stage, on in since.moves if stage == what.value), None)
    return _done(what, "In this stage since", moved)


def _amendment(since: Since) -> NextStep:
    if since.amendment is None:
        return NextStep(Follows.AMENDMENT)
    if since.signed_on is None:
        words = f"Amendment {since.amendment} is being written."
        return NextStep(Follows.AMENDMENT, words=words)
    return _done(Follows.AMENDMENT, f"Amendment {since.amendment} was signed on", since.signed_on)


def _promises(found: Promises | None) -> NextStep:
    if found is None or not found.made:
        return NextStep(Follows.PAUSE)
    left = found.made - found.kept - found.dropped
    if left:
        be = "promise is" if found.made == 1 else "promises are"
        return NextStep(Follows.PAUSE, words=f"{left} of {found.made} {be} open.")
    if found.dropped:
        words = f"{found.kept} of {found.made} kept, {found.dropped} dropped."
    else:
        words = "The promise is kept." if found.made == 1 else f"All {found.made} promises are kept."
    return NextStep(Follows.PAUSE, True, words)


def _look(since: Since) -> NextStep:
    if since.looked_on is not None:
        return _done(Follows.LOOK, "Looked at again on", since.looked_on)
    words = "" if since.look_on is None else f"Set for {day_words(since.look_on)}."
    return NextStep(Follows.LOOK, words=words)


def _done(what: Follows, words: str, on: date | None) -> NextStep:
    if on is None:
        return NextStep(what)
    return NextStep(what, True, f"{words} {day_words(on)}.")
