"""How promises are kept on both sides: one measure, two columns, fit to show the partner. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from .promises import Side, Status, on_time

SPANS = (3, 6, 12)  # months a page offers
LONGEST_SPAN = SPANS[-1]
FEWEST = 5  # fewer promises than this say nothing about how a side keeps them


@dataclass(frozen=True, slots=True)
class Kept:
    """One promise, as far as the mirror looks at it. `made_on` is the day it was noted."""

    side: str
    status: str
    made_on: date
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class Share:
    """One side: promises that were due in the span, those of them kept in time, and what is open now.

    `oldest_late_days` is 0 when nothing is late; `median_age_days` is None when nothing is open.
    """

    due: int
    on_time: int
    open: int
    oldest_late_days: int
    median_age_days: int | None

    @property
    def enough(self) -> bool:
        """Whether there were enough promises to speak of a habit."""
        return self.due >= FEWEST


@dataclass(frozen=True, slots=True)
class Mirror:
    """Both sides since a day. `left_out` counts promises only for us, which are in neither column."""

    since: date
    ours: Share
    theirs: Share
    left_out: int = 0

    @property
    def enough(self) -> bool:
        """Whether both sides had enough promises to be set side by side."""
        return self.ours.enough and self.theirs.enough


def mirror_of(promises: Iterable[Kept], *, since: date, today: date, left_out: int = 0) -> Mirror:
    """Both sides' follow-through [L8 behaviors]; what both promised together counts for both.

    A promise is due in the span when its day lies from `since` up to `today`; one that is due today and
    still open has its whole day left and is not counted yet. Dropped ones are nobody's fault.
    """
    known = [one for one in promises if one.status != Status.DROPPED]
    ours = [one for one in known if one.side in (Side.PROVIDER, Side.JOINT)]
    theirs = [one for one in known if one.side in (Side.PAYER, Side.JOINT)]
    return Mirror(since, _share(ours, since, today), _share(theirs, since, today), left_out)


def _share(promises: list[Kept], since: date, today: date) -> Share:
    due = [one for one in promises if _fell_due(one, since, today)]
    kept = [one for one in due if one.done_on is not None and on_time(one.due_on, one.done_on)]
    still = [one for one in promises if one.status == Status.OPEN]
    late = [(today - one.due_on).days for one in still if one.due_on is not None]
    ages = [(today - one.made_on).days for one in still]
    return Share(len(due), len(kept), len(still), max([0, *late]), round(median(ages)) if ages else None)


def _fell_due(one: Kept, since: date, today: date) -> bool:
    if one.due_on is None or not since <= one.due_on <= today:
        return False
    return one.due_on < today or one.done_on is not None


def opening(mirror: Mirror, we: str, they: str) -> str:
    """What the mirror shows, in one sentence: facts of both sides, no verdict on either."""
    ours, theirs = mirror.ours, mirror.theirs
    if not ours.due and not theirs.due:
        return "Nothing fell due in this time."
    if not mirror.enough:
        return (
            f"{we} kept {ours.on_time} of {ours.due} on time, {they} {theirs.on_time} of {theirs.due}. "
            "That is too few to see a habit."
        )
    if (ours.on_time, theirs.on_time) == (ours.due, theirs.due):
        return f"Every promise was kept on time: {ours.due} by {we}, {theirs.due} by {they}."
    return (
        f"{we} kept {ours.on_time} of {ours.due} promises on time, {they} {theirs.on_time} of {theirs.due}."
    )
