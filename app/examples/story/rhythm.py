"""The rhythm in which meetings go on, what both sides settled about it, and when it was denser."""

from __future__ import annotations

from datetime import date, timedelta

from app.catalogue import Catalogue, EventTrigger
from app.core.calendar import add_months
from app.examples.reader.records import ExamplePartnership
from app.examples.story.days import open_day
from app.examples.story.meetings import CORE_GROUP, last_day_of_data
from app.examples.story.people import PAYER, PROVIDER, Roster
from app.examples.story.records import StoryDensePeriod, StoryMeeting, StoryPlan, StorySeries, StoryStage

LOOK_AGAIN_MONTHS = 6
GROUPS = {"core_group": CORE_GROUP, "functions_as_needed": ()}


def tell_series(
    meetings: tuple[StoryMeeting, ...],
    book: Catalogue,
    stages: tuple[StoryStage, ...],
    example: ExamplePartnership,
    roster: Roster,
    as_of: date,
) -> tuple[StorySeries, ...]:
    """The rhythms that go on, each on the weekday and in the beat of its next planned meeting."""
    stage = stages[-1]
    later = as_of >= add_months(example.pilot_start, 12)
    usual = as_of >= add_months(stage.from_on, 12)
    series = []
    for kind in book.meeting_kinds:
        weeks = kind.weeks_between(stage.stage, after_first_year=later)
        ahead = [meeting for meeting in meetings if meeting.kind == kind.id and meeting.status == "planned"]
        if weeks is None or not ahead:
            continue
        # A day moved before a holiday says nothing about the beat.
        on_beat = (meeting for meeting in ahead if open_day(meeting.on + timedelta(days=1)) != meeting.on)
        one, step = next(on_beat, ahead[0]), timedelta(weeks=weeks)
        beats = max((one.on - last_day_of_data(example) - timedelta(days=1)) // step, 0)
        told = StorySeries(
            kind=kind.id,
            every_weeks=weeks,
            follows_stage=weeks == kind.weeks_between(stage.stage, after_first_year=usual),
            first_on=one.on - step * beats,
            next_on=ahead[0].on,
            starts_at=one.starts_at,
            minutes=one.minutes,
            mode=one.mode,
            place=one.place,
            link=one.link,
            seats=_seats(kind.participants, roster, as_of),
        )
        series.append(told)
    return tuple(series)


def tell_plan(example: ExamplePartnership, roster: Roster, as_of: date) -> StoryPlan | None:
    """What was settled when the pilot began; an ended partnership keeps none."""
    if example.notice_given_on is not None or example.pilot_start > as_of:
        return None
    ours, theirs = roster.lead(PROVIDER, as_of), roster.lead(PAYER, as_of)
    answers = (
        ("CQ1", "Video for the regular meetings, in person for reviews, mail for records"),
        ("CQ2", "As the table says; after a change twice as often for eight weeks"),
        ("CQ4", f"{theirs.name} is called first and answers within two business days"),
        ("CQ5", f"Told in person first, then to {ours.name} and {theirs.name}"),
    )
    agreed_on = max(example.pilot_start, add_months(as_of, -4))
    return StoryPlan(agreed_on, add_months(agreed_on, LOOK_AGAIN_MONTHS), answers)


def tell_dense(example: ExamplePartnership, book: Catalogue, as_of: date) -> tuple[StoryDensePeriod, ...]:
    """After each change that asks for it the meetings came twice as often for a while."""
    found = []
    for event in (one for one in example.events if one.on <= as_of):
        trigger = book.trigger(event.trigger)
        weeks = trigger.denser_meetings_weeks if isinstance(trigger, EventTrigger) else 0
        if weeks:
            ends_on = event.on + timedelta(weeks=weeks, days=-1)
            found.append(StoryDensePeriod(event.on, ends_on, event.what))
    return tuple(found)


def _seats(participants: tuple[str, ...], roster: Roster, day: date) -> tuple[tuple[str, str, str], ...]:
    functions = [name for one in participants for name in GROUPS.get(one, (one,))]
    return tuple(
        (side, function, roster.holder(side, function, day).ref)
        for side in (PROVIDER, PAYER)
        for function in dict.fromkeys(functions)
    )
