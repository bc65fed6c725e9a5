"""The kinds of things that fall due, and the lead times at which a thing is told. Pure.

A thing is told once per lead time and person. Only the newest lead time that is reached counts: a week
off, or a date moved near, gives one notice and not one for each lead time that went by.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of things that fall due. A value has at most 20 characters: it is kept with every notice."""

    ACTION = "action"
    MILESTONE = "milestone"
    MEETING = "meeting"
    AGENDA = "agenda"  # to publish before a meeting
    MINUTES = "minutes"  # to finish after a meeting
    REVIEW = "review"
    PACKET = "packet"  # goes out ahead of a review
    CHECK = "check"  # of what came of an adjustment
    DATA_MONTH = "data_month"
    REPORT = "report"
    PLAN_DATA = "plan_data"  # what the plan owes us
    ASSESSMENT = "assessment"
    CONCERN = "concern"
    CONTACT = "contact"
    DECISION = "decision"  # asked of a side
    INFORMATION = "information"  # asked of the other side
    WATCH = "watch"  # a signal that asks again
    OUTREACH = "outreach"
    TRAINING = "training"
    MATERIAL = "material"
    LOOK_AGAIN = "look_again"  # at a plan of both sides
    RECHECK = "recheck"  # of an amendment, or of what was assumed
    FUNDING = "funding"  # of a resource others pay for
    DECIDE_BY = "decide_by"
    KEY_DATE = "key_date"  # another day that the agreement names
    NOTICE = "notice"  # the last day to give notice
    TERM_END = "term_end"
    TALK_AGAIN = "talk_again"  # the day agreed with a former partner


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What is known of a kind: its words, when it is told, and whether it is open after its day.

    The lead times are days before and after the day, or those of the catalogue under `catalogue_name`.
    What has a rhythm of its own is told for `late_days` after its day; 0: as long as it is open.
    """

    one: str
    many: str
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    stays_open: bool = False
    catalogue_name: str = ""
    late_days: int = 0


# A visit that nobody made for a month stands in its list; a mail about it helps no more [ours].
LATE_DAYS = 30


def _open(
    one: str,
    many: str,
    before: tuple[int, ...] = (),
    after: tuple[int, ...] = (),
    catalogue_name: str = "",
    late_days: int = 0,
) -> KindFacts:
    """One that is late after its day; the others are past then."""
    return KindFacts(
        one, many, before, after, stays_open=True, catalogue_name=catalogue_name, late_days=late_days
    )


# Where the catalogue names no days they are few: once is enough for what a list shows anyway [ours].
KINDS: Mapping[Kind, KindFacts] = {
    Kind.ACTION: _open("action", "actions", catalogue_name="Action item"),
    Kind.MILESTONE: _open("milestone", "milestones", (7, 0)),
    Kind.MEETING: KindFacts("meeting", "meetings", catalogue_name="Meeting"),
    Kind.AGENDA: _open("agenda to publish", "agendas to publish", (0,)),
    Kind.MINUTES: _open("meeting to write up", "meetings to write up", (0,)),
    Kind.REVIEW: _open("review", "reviews", catalogue_name="Review"),
    Kind.PACKET: _open("packet to send", "packets to send", (0,)),
    Kind.CHECK: _open("adjustment check", "adjustment checks", (7, 0)),
    Kind.DATA_MONTH: _open("month of numbers", "months of numbers", catalogue_name="Monthly numbers"),
    Kind.REPORT: _open("report", "reports", catalogue_name="Report to partner"),
    Kind.PLAN_DATA: KindFacts("delivery of data", "deliveries of data", (7, 0)),
    Kind.ASSESSMENT: _open("needs assessment", "needs assessments", (14,)),
    Kind.CONCERN: _open("concern", "concerns", (0,), (7,)),
    Kind.CONTACT: _open("contact", "contacts", (0,), late_days=LATE_DAYS),
    Kind.DECISION: _open("decision asked for", "decisions asked for", (0,), (7,), late_days=LATE_DAYS),
    Kind.INFORMATION: _open(
        "request for information", "requests for information", (0,), (7,), late_days=LATE_DAYS
    ),
    Kind.WATCH: _open("signal to look at again", "signals to look at again", (0,), late_days=LATE_DAYS),
    Kind.OUTREACH: _open("outreach date", "outreach dates", (3,), late_days=LATE_DAYS),
    Kind.TRAINING: _open("training", "trainings", (7,), late_days=LATE_DAYS),
    Kind.MATERIAL: _open("material check", "material checks", (7,), late_days=LATE_DAYS),
    Kind.LOOK_AGAIN: _open("plan to look at again", "plans to look at again", (7,), late_days=LATE_DAYS),
    Kind.RECHECK: KindFacts("second look", "second looks", (7, 0)),
    Kind.FUNDING: KindFacts("end of funding", "ends of funding", (30,)),
    Kind.DECIDE_BY: KindFacts("day to decide by", "days to decide by", (21, 7)),
    Kind.KEY_DATE: KindFacts("date in an agreement", "dates in agreements", (30, 7)),
    Kind.NOTICE: KindFacts(
        "last day to give notice", "last days to give notice", catalogue_name="Notice window"
    ),
    Kind.TERM_END: KindFacts("term end", "term ends", catalogue_name="Term end"),
    # TD13 names the day itself; a week before there is time to ask for one.
    Kind.TALK_AGAIN: KindFacts("day to talk again", "days to talk again", (7, 0)),
}
KIND_WORDS: Mapping[Kind, tuple[str, str]] = {kind: (facts.one, facts.many) for kind, facts in KINDS.items()}
CAN_BE_LATE = frozenset(kind for kind, facts in KINDS.items() if facts.stays_open)


def lead_days(before: Iterable[int], after: Iterable[int] = ()) -> tuple[int, ...]:
    """Lead times from the earliest to the latest; days after the date are negative."""
    return tuple(sorted({*before, *(-days for days in after)}, reverse=True))


def month_leads(after_month_end: Sequence[int]) -> tuple[int, ...]:
    """Lead times of what is wanted so many days after a month: its day is the first of them."""
    first = min(after_month_end)
    return lead_days((0,), (days - first for days in after_month_end if days != first))


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
