"""The kinds of things that fall due, and the lead times at which a thing is told. Pure.

A thing is told once per lead time and person. Only the newest lead time that is reached counts: a week
off, or a date moved near, gives one notice and not one for each lead time that went by.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of things that fall due."""

    ACTION = "action"
    MILESTONE = "milestone"
    MEETING = "meeting"
    REVIEW = "review"
    CHECK = "check"  # of what came of an adjustment
    NOTICE = "notice"  # the last day to give notice
    TERM_END = "term_end"
    TALK_AGAIN = "talk_again"  # the day agreed with a former partner


KIND_WORDS: Mapping[Kind, tuple[str, str]] = {
    Kind.ACTION: ("action", "actions"),
    Kind.MILESTONE: ("milestone", "milestones"),
    Kind.MEETING: ("meeting", "meetings"),
    Kind.REVIEW: ("review", "reviews"),
    Kind.CHECK: ("adjustment check", "adjustment checks"),
    Kind.NOTICE: ("last day to give notice", "last days to give notice"),
    Kind.TERM_END: ("term end", "term ends"),
    Kind.TALK_AGAIN: ("day to talk again", "days to talk again"),
}
# What stays open after its day. The others are past then.
CAN_BE_LATE = frozenset({Kind.ACTION, Kind.MILESTONE, Kind.REVIEW, Kind.CHECK})
# The catalogue names no days for these two.
MILESTONE_DAYS = CHECK_DAYS = (7, 0)
TALK_AGAIN_DAYS = (7, 0)  # TD13 names the day itself; a week before there is time to ask for one
CATALOGUE_NAMES: Mapping[Kind, str] = {
    Kind.ACTION: "Action item",
    Kind.MEETING: "Meeting",
    Kind.REVIEW: "Review",
    Kind.NOTICE: "Notice window",
    Kind.TERM_END: "Term end",
}


def lead_days(before: Iterable[int], after: Iterable[int] = ()) -> tuple[int, ...]:
    """Lead times from the earliest to the latest; days after the date are negative."""
    return tuple(sorted({*before, *(-days for days in after)}, reverse=True))


def newest_reached(on: date, today: date, leads: Sequence[int]) -> int | None:
    """The latest lead time whose day has come, or None."""
    left = (on - today).days
    reached = [lead for lead in leads if lead >= left]
    return min(reached) if reached else None


def lead_to_tell(on: date, today: date, leads: Sequence[int], told: int | None) -> int | None:
    """The lead time to tell now, or None when it, or a later one, was told already.

    `told` is the latest lead time that was told: the smallest number.
    """
    newest = newest_reached(on, today, leads)
    return None if newest is None or (told is not None and told <= newest) else newest


def announcement_days(
    on: date, leads: Sequence[int], told: int | None, sending: Sequence[date]
) -> tuple[tuple[date, int], ...]:
    """Those of the sending days on which a thing is told, with the lead time told."""
    if not sending:
        return ()
    found = []
    for wanted in sorted({sending[0], *(on - timedelta(days=lead) for lead in leads)}):
        place = bisect_left(sending, wanted)
        if place == len(sending):
            break
        lead = lead_to_tell(on, sending[place], leads, told)
        if lead is not None:
            told = lead
            found.append((sending[place], lead))
    return tuple(found)
