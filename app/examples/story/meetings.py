"""Meetings in the rhythm of the catalogue: as many in each data month as its row says were held."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from app.catalogue import Catalogue
from app.core.calendar import add_months, month_end, month_start
from app.examples.reader.records import ExamplePartnership
from app.examples.story.chance import choice
from app.examples.story.days import THURSDAY, TUESDAY, on_weekday, open_day, weekdays_of
from app.examples.story.people import PAYER, PROVIDER, Roster, domain_of
from app.examples.story.records import StoryMeeting, StoryReview, StoryStage, StoryTopic

MOST_IN_A_MONTH = 8
USUAL_FIRST_YEAR, USUAL_LATER = 4, 2
WEEKS_AHEAD = 9
# The next meeting of each kind: so many days from the day of telling, on that weekday.
NEXT_ONES = (
    ("operations", 4, TUESDAY),
    ("core_planning", 2, THURSDAY),
    ("case_conference", 9, THURSDAY),
    ("joint_review", 32, TUESDAY),
)
STARTS_AT = {
    "operations": time(10, 0),
    "case_conference": time(12, 30),
    "joint_review": time(13, 0),
    "executive": time(9, 0),
    "core_planning": time(10, 30),
    "design_session": time(9, 0),
    "exit_talk": time(14, 0),
}
CORE_GROUP = ("operations", "contracting", "clinical")
# What people ask to talk about when nothing dramatic happened.
USUAL_TOPICS = (
    "Which two clinics to visit next, and who from the plan comes along",
    "One contact sheet for nights and weekends",
    "Shorter first assessment form",
    "Who calls when a patient's phone number is wrong",
    "Interpreter times for home visits",
    "Wording of the sheet for families",
    "Refills over a long weekend",
    "Equipment that came late, and how to ask for it sooner",
)
USUAL_DECISIONS = (
    ("Which three measures go into the next packet", "executive"),
    ("Whether the next review is held in person", "contracting"),
    ("Who reads the new family sheet before it is printed", "clinical"),
)


def tell_meetings(
    example: ExamplePartnership,
    book: Catalogue,
    stages: tuple[StoryStage, ...],
    reviews: tuple[StoryReview, ...],
    roster: Roster,
    as_of: date,
) -> tuple[StoryMeeting, ...]:
    """Every meeting from the first contact to two months ahead."""
    planned = [
        *_before_the_pilot(stages),
        *_of_data_months(example, reviews),
        *_since_the_data(example, book, stages, as_of),
    ]
    # One meeting a day: where two fall together the later entry of the plan stands.
    unique = {open_day(day): (kind, status) for day, kind, status in planned}
    told = []
    for day, (kind, status) in sorted(unique.items()):
        state = status if day < as_of else "planned"
        told.append(_meeting(example, book, roster, kind, day, state))
    return tuple(_with_topics(example, book, told, roster, as_of))


Slot = tuple[date, str, str]


def _before_the_pilot(stages: tuple[StoryStage, ...]) -> list[Slot]:
    """The planning group every two weeks, half days of design, and one meeting of the executives."""
    slots = []
    for stage in stages:
        if stage.stage not in ("exploring", "planning", "contracting") or stage.until_on is None:
            continue
        day = on_weekday(stage.from_on + timedelta(days=3), TUESDAY)
        weeks = 0
        while day < stage.until_on:
            kind = "design_session" if stage.stage == "planning" and weeks % 8 == 6 else "core_planning"
            slots.append((day, kind, "held"))
            day, weeks = day + timedelta(weeks=2), weeks + 2
        if stage.stage == "planning":
            slots.append((on_weekday(stage.until_on - timedelta(days=9), THURSDAY), "executive", "held"))
    return slots


def _of_data_months(example: ExamplePartnership, reviews: tuple[StoryReview, ...]) -> list[Slot]:
    """As many slots as the row planned; as many of them held as the row says."""
    slots = []
    notice = example.notice_given_on
    for row in example.months:
        usual = USUAL_FIRST_YEAR if row.month <= 12 else USUAL_LATER
        planned = min(usual if row.meetings_planned is None else row.meetings_planned, MOST_IN_A_MONTH)
        held = planned if row.meetings_held is None else min(row.meetings_held, planned)
        month = _slots_of_month(row.calendar_month, planned)
        fixed = {
            review.held_on: "joint_review"
            for review in reviews
            if month_start(review.held_on) == row.calendar_month
        }
        if row.month % 12 == 0:
            fixed.setdefault(weekdays_of(row.calendar_month, THURSDAY)[2], "executive")
        if notice is not None and month_start(notice) == row.calendar_month:
            fixed[min(notice, on_weekday(notice - timedelta(days=6), TUESDAY))] = "exit_talk"
        slots.extend(_merged(month, fixed, held))
    return slots


def _slots_of_month(month: date, count: int) -> list[tuple[date, str]]:
    """First and third Tuesday operations, Thursdays between them case conferences, then more."""
    tuesdays, thursdays = weekdays_of(month, TUESDAY), weekdays_of(month, THURSDAY)
    if count <= 2:
        order = [(tuesdays[0], "operations"), (thursdays[2], "case_conference")]
    else:
        order = [
            (tuesdays[0], "operations"),
            (thursdays[1], "case_conference"),
            (tuesdays[2], "operations"),
            (thursdays[3], "case_conference"),
            (tuesdays[1], "operations"),
            (thursdays[0], "core_planning"),
            (tuesdays[3], "operations"),
            (thursdays[2], "core_planning"),
        ]
    return sorted(order[:count])


def _merged(month: list[tuple[date, str]], fixed: dict[date, str], held: int) -> list[Slot]:
    """Put the fixed meetings in place of the nearest others; what was missed is never a fixed one."""
    free = list(month)
    kept: list[tuple[date, str]] = []
    for day, kind in sorted(fixed.items()):
        if free and len(kept) < max(held, 0):
            free.remove(min(free, key=lambda slot, day=day: abs((slot[0] - day).days)))  # type: ignore[misc]
            kept.append((day, kind))
    still_held = held - len(kept)
    slots = [(day, kind, "held") for day, kind in kept]
    slots += [(day, kind, "held") for day, kind in free[:still_held]]
    return slots + [(day, kind, "cancelled") for day, kind in free[still_held:]]


def exit_talk_on(example: ExamplePartnership) -> date:
    """The day on which an ended partnership meets once more to say what it learned."""
    return on_weekday(last_day_of_data(example) + timedelta(days=15), THURSDAY)


def _since_the_data(
    example: ExamplePartnership, book: Catalogue, stages: tuple[StoryStage, ...], as_of: date
) -> list[Slot]:
    """The rhythm of the present stage, from the newest data month to two months ahead.

    An ended partnership meets once more to say what it learned.
    """
    since = last_day_of_data(example)
    if example.notice_given_on is not None:
        return [(exit_talk_on(example), "exit_talk", "held")]
    later = as_of >= add_months(example.pilot_start, 12)
    slots: list[Slot] = []
    for kind, days, weekday in NEXT_ONES:
        weeks = book.meeting_kind(kind).weeks_between(stages[-1].stage, after_first_year=later)
        if weeks is None:
            continue
        step = timedelta(weeks=weeks)
        day = on_weekday(as_of + timedelta(days=days), weekday)
        day -= step * max((day - since - timedelta(days=1)) // step, 0)
        while day <= as_of + timedelta(weeks=WEEKS_AHEAD):
            slots.append((day, kind, "held"))
            day += step
    return slots


def _meeting(
    example: ExamplePartnership, book: Catalogue, roster: Roster, kind_id: str, day: date, status: str
) -> StoryMeeting:
    kind = book.meeting_kind(kind_id)
    host = example.provider if day.month % 2 else example.payer
    in_person = kind.preferred_mode == "in_person"
    return StoryMeeting(
        ref=f"{day.isoformat()}-{kind_id}",
        kind=kind_id,
        on=day,
        starts_at=STARTS_AT.get(kind_id, time(11, 0)),
        minutes=kind.length_minutes,
        mode=kind.preferred_mode,
        place=f"Office of {host}" if in_person else "",
        link="" if in_person else f"https://meet.{domain_of(example.payer)}/{kind_id.replace('_', '-')}",
        status=status,
        people=_people(kind.participants, roster, day),
        topics=(),
    )


def _people(participants: tuple[str, ...], roster: Roster, day: date) -> tuple[str, ...]:
    functions: list[str] = []
    for name in participants:
        if name == "core_group":
            functions.extend(CORE_GROUP)
        elif name == "functions_as_needed":
            functions.append("finance" if day.month % 2 else "informatics")
        else:
            functions.append(name)
    refs = [roster.holder(side, function, day).ref for side in (PROVIDER, PAYER) for function in functions]
    return tuple(dict.fromkeys(refs))


def _with_topics(
    example: ExamplePartnership, book: Catalogue, meetings: list[StoryMeeting], roster: Roster, as_of: date
) -> list[StoryMeeting]:
    """Worries and changes come up at the next meeting; the next two meetings have topics of their own."""
    topics: dict[str, list[StoryTopic]] = {}
    sat_down = [meeting for meeting in meetings if meeting.status != "cancelled"]

    def bring_up(after: date, topic: StoryTopic) -> None:
        following = next((one for one in sat_down if one.on > after and one.kind != "case_conference"), None)
        if following is not None:
            topics.setdefault(following.ref, []).append(topic)

    for concern in (one for one in example.concerns if one.opened_on <= as_of):
        asked_by = roster.lead(concern.raised_by_side, concern.opened_on).ref
        bring_up(concern.opened_on, StoryTopic("topic", concern.text, asked_by, "", 10))
    for event in (one for one in example.events if one.on <= as_of):
        text = f"{book.trigger(event.trigger).title}: what it changes for us"
        bring_up(event.on, StoryTopic("topic", text, roster.lead(PROVIDER, event.on).ref, "", 5))
    ahead = [one for one in sat_down if one.on >= as_of and one.kind != "case_conference"][:2]
    for place, meeting in enumerate(ahead):
        topics.setdefault(meeting.ref, []).extend(_usual_topics(example, roster, meeting, place))
    return [replace(meeting, topics=tuple(topics.get(meeting.ref, ()))) for meeting in meetings]


def _usual_topics(
    example: ExamplePartnership, roster: Roster, meeting: StoryMeeting, place: int
) -> list[StoryTopic]:
    if example.notice_given_on is not None:
        asked_by = roster.lead(PROVIDER, meeting.on).ref
        return [StoryTopic("topic", "What we would do differently next time", asked_by, "", 10)]
    seed = f"{example.key}|topic|{place}"
    side = (PROVIDER, PAYER)[place % 2]
    text, approver = choice(seed, USUAL_DECISIONS)
    return [
        StoryTopic("topic", choice(seed, USUAL_TOPICS), roster.lead(side, meeting.on).ref, "", 5),
        StoryTopic(
            "decision",
            text,
            roster.lead(PROVIDER, meeting.on).ref,
            roster.holder(PAYER, approver, meeting.on).name,
            5,
        ),
    ]


def last_day_of_data(example: ExamplePartnership) -> date:
    """The last day of the newest data month; the day before the pilot where there is none."""
    newest = example.newest_month
    return month_end(newest) if newest is not None else example.pilot_start - timedelta(days=1)
