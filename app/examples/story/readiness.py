"""What a story tells about readiness: assessments in sequence, resources, guesses and truths, a judgement.

An assessment before the first day, one after each change that asks for it, one a year after the last.
After talks reopened the agreement, one is still open. Pure; the same every time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.catalogue import Catalogue
from app.catalogue.readiness import NeedsGroup
from app.core.calendar import add_months
from app.examples.reader.records import ExamplePartnership
from app.examples.story.course import renegotiation
from app.examples.story.days import day_after_words, working
from app.examples.story.people import PAYER, PROVIDER, Roster
from app.examples.story.readiness_records import (
    Plan,
    Resource,
    StoryAssessment,
    StoryRating,
    StoryReadiness,
    StoryUnknown,
)
from app.examples.story.readiness_said import (
    AFTER_A_CHANGE,
    AFTER_A_YEAR,
    AFTER_TALKS,
    AT_FIRST,
    DRIFTED,
    PLANS,
    RESOURCES,
    RIGHT,
    SEEN,
    UNKNOWNS,
)

BEFORE_START, TAKES, OPEN_SINCE = timedelta(days=80), timedelta(days=25), timedelta(days=12)
TOO_SOON = timedelta(days=120)  # after another assessment; a change this near is part of that one
STEP_DAYS = timedelta(days=60)  # from the end of an assessment to the first step
NOT_LOOKED_AT = "without a review"
LEFT_TO_RATE = ("NA46", "NA47")  # in an assessment that is still open


@dataclass(frozen=True, slots=True)
class _Asked:
    on: date
    why: str
    because: str
    finished_on: date | None


def tell_readiness(
    example: ExamplePartnership, book: Catalogue, roster: Roster, as_of: date
) -> StoryReadiness:
    """The readiness of one partnership as it stands on a day."""
    drifted = any(renegotiation(example, event) is not None for event in example.events)
    asked = list(_asked(example, book, as_of, drifted=drifted))
    told, standing = [], dict(AT_FIRST)
    for place, one in enumerate(asked):
        if place and one.why == "yearly":
            standing |= AFTER_A_YEAR
        elif place:
            standing |= AFTER_A_CHANGE if not drifted else DRIFTED if place == 1 else AFTER_TALKS
        told.append(_assessment(one, standing, book, roster, as_of))
    planned, reviewed = example.pilot_start - BEFORE_START, add_months(example.pilot_start, 12)
    return StoryReadiness(
        assessments=tuple(told),
        resources=tuple((one, min(_checked(one, planned, as_of), as_of)) for one in RESOURCES),
        unknowns=tuple(
            StoryUnknown(item, guess, min(planned, as_of), truth if reviewed <= as_of else "",
                         reviewed if reviewed <= as_of else None)
            for item, guess, truth in UNKNOWNS
        ),
        right=RIGHT["drifted" if drifted else "ended" if example.notice_given_on else "usual"],
        judged_on=as_of - OPEN_SINCE,
    )  # fmt: skip


def _checked(one: Resource, planned: date, as_of: date) -> date:
    return planned if one.checked_long_ago else as_of - timedelta(days=70)


def _asked(example: ExamplePartnership, book: Catalogue, as_of: date, *, drifted: bool) -> Iterator[_Asked]:
    """Each assessment with the day it was asked for and the day it was finished."""
    begin = working(example.pilot_start - BEFORE_START)
    last = working(begin + TAKES)
    yield _Asked(begin, "first", "", min(last, as_of))
    ended = example.notice_given_on
    for event in example.events:
        asks = getattr(book.trigger(event.trigger), "repeat_needs_assessment", False)
        seen = event.on <= as_of and NOT_LOOKED_AT not in event.answer
        if not (asks and seen) or event.on < last + TOO_SOON or (ended is not None and event.on >= ended):
            continue
        done = day_after_words(event.answer, "repeated") or working(event.on + TAKES)
        because = f"{event.what.split(';')[0]}, {event.on:%B} {event.on.day}, {event.on.year}"
        last = done
        yield _Asked(event.on, "event", because, done if done <= as_of else None)
        if done > as_of:
            return
    yearly = working(add_months(last, 12))
    while yearly + TAKES <= as_of and not drifted and (ended is None or yearly < ended):
        last = working(yearly + TAKES)
        yield _Asked(yearly, "yearly", "", last)
        yearly = working(add_months(last, 12))
    if drifted and last + TOO_SOON < as_of:
        because = "Equipment and wound care went back to the plan with the amendment"
        yield _Asked(working(as_of - OPEN_SINCE), "event", because, None)


def _assessment(
    asked: _Asked, standing: Mapping[str, str], book: Catalogue, roster: Roster, as_of: date
) -> StoryAssessment:
    day = asked.finished_on or as_of
    lead = roster.lead(PROVIDER, day).title.split(",")[0]
    partner = roster.holder(PAYER, "case_management", day).title.split(",")[0]
    told = tuple(
        _rating(item.id, standing.get(item.id, "in_place"), _usual_plan(group), day, roster)
        for group in book.readiness.groups
        for item in group.items
        if asked.finished_on is not None or item.id not in LEFT_TO_RATE
    )
    return StoryAssessment(
        why=asked.why,
        because=asked.because,
        assessed_by=f"{lead} with the plan’s {partner.lower()}",
        asked_on=asked.on,
        begun_on=min(asked.on + timedelta(days=3), day),
        finished_on=asked.finished_on,
        ratings=told,
    )


def _usual_plan(group: NeedsGroup) -> Plan:
    """What is planned where nothing more is told: one side's lead, by the first strategy."""
    theirs = group.id == "payer_side"
    return Plan(
        strategy=group.strategies[0],
        filler="partner_can_fill",
        filler_side=PAYER if theirs else PROVIDER,
        ours="" if theirs else "operations",
        theirs="operations" if theirs else "",
    )


def _rating(item: str, rating: str, usual: Plan, day: date, roster: Roster) -> StoryRating:
    plan = PLANS.get(item, usual) if rating in ("gap", "partly") else None
    told = StoryRating(item, rating, "", None, "", "", None)
    if plan is None:
        return told
    ours = roster.holder(PROVIDER, plan.ours, day).ref if plan.ours else ""
    theirs = roster.holder(PAYER, plan.theirs, day).ref if plan.theirs else ""
    due = working(day + STEP_DAYS) if plan.is_dated else None
    evidence = SEEN.get((item, rating), "")
    return replace(told, evidence=evidence, plan=plan, provider=ours, payer=theirs, due_on=due)
