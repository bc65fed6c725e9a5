"""Promises of both sides: in each data month as many due, and as many kept in time, as its row says."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from app.catalogue import Catalogue
from app.core.calendar import add_months, month_start
from app.examples.reader.records import ExamplePartnership, MonthRow
from app.examples.story.chance import number
from app.examples.story.days import working, working_before
from app.examples.story.meetings import last_day_of_data
from app.examples.story.people import PAYER, PROVIDER, Roster
from app.examples.story.pledges import (
    EACH_MONTH,
    EACH_MONTH_BESIDES,
    NOW_BESIDES,
    NOW_USUAL,
    WORK,
    Pledge,
    traits,
)
from app.examples.story.records import StoryAction, StoryEnding, StoryMeeting

MOST_IN_A_MONTH = 12
USUAL_IN_A_MONTH = 5
# Of the list of pledges every seventh is taken: 12, 15 and 18 of them share no factor with this step.
STEP = 7
# Open today: (days from the day of telling, side).
BEHIND = ((-7, PAYER), (-3, PROVIDER))
WAITS_FOR = {PROVIDER: "figures from the plan", PAYER: "an answer inside the plan"}
AHEAD = ((5, PROVIDER), (6, PAYER), (12, PAYER), (20, PROVIDER))
# How long before the due day a promise may have been made.
WITHIN_WEEKS, WITHIN_MONTHS = timedelta(days=45), timedelta(days=120)


def tell_actions(
    example: ExamplePartnership,
    book: Catalogue,
    meetings: tuple[StoryMeeting, ...],
    roster: Roster,
    as_of: date,
    said: Collection[str],
) -> tuple[StoryAction, ...]:
    """Every promise from the first data month to a few weeks ahead, in the order of their dates.

    What is open today says nothing that stands in `said`, as long as there is anything else to say.
    """
    told = []
    for row in example.months:
        told.extend(_of_month(example, book, row, meetings, roster, as_of))
    told.extend(
        _farewell(example, meetings, roster, as_of)
        if example.notice_given_on is not None
        else _now(example, book, meetings, roster, as_of, said)
    )
    return tuple(sorted(told, key=lambda action: (action.due_on, action.text)))


def with_steps(
    actions: tuple[StoryAction, ...], ending: StoryEnding | None, example: ExamplePartnership
) -> tuple[StoryAction, ...]:
    """With the steps of the way out: in a data month each takes the place of a promise kept in time.

    A month has as many promises as its row says; a step for which it has no room is due all the same.
    """
    if ending is None:
        return actions
    steps = [one.action for one in ending.steps]
    counted = {row.calendar_month for row in example.months}
    kept = list(actions)
    for step in steps:
        month = month_start(step.due_on)
        if month in counted:
            usual = [one for one in kept if month_start(one.due_on) == month and _in_time(one)]
            for one in usual[-1:]:
                kept.remove(one)
    return tuple(sorted((*kept, *steps), key=lambda action: (action.due_on, action.text)))


def _in_time(action: StoryAction) -> bool:
    return action.done_on is not None and action.done_on <= action.due_on


def _of_month(
    example: ExamplePartnership,
    book: Catalogue,
    row: MonthRow,
    meetings: tuple[StoryMeeting, ...],
    roster: Roster,
    as_of: date,
) -> list[StoryAction]:
    due_count = min(USUAL_IN_A_MONTH if row.actions_due is None else row.actions_due, MOST_IN_A_MONTH)
    kept = due_count if row.actions_on_time is None else min(row.actions_on_time, due_count)
    by_chance = sorted(range(due_count), key=lambda place: number(f"{example.key}|{row.month}|{place}", 997))
    late = set(by_chance[: due_count - kept])
    special = _after_changes(example, book, row)
    pledges = _pledges_of_months(example)
    first = number(f"{example.key}|pledges", len(pledges))
    told = []
    for place in range(due_count):
        pledge = pledges[(first + row.month + place * STEP) % len(pledges)]
        source = "meeting"
        if place == 0 and special is not None:
            pledge, source = Pledge(PROVIDER, "operations", special), "trigger"
        due = _day_in_month(row.calendar_month, place, due_count)
        done, moved = _outcome(f"{example.key}|{row.month}|{place}", due, place in late, as_of)
        made_on, note = _made_at(meetings, pledge, due, WITHIN_WEEKS, book)
        owner = roster.holder(pledge.side, pledge.function, due).ref
        note = note if source == "meeting" else "after a change was logged"
        text = pledge.text.format(
            month=f"{row.calendar_month:%B}", before=f"{add_months(row.calendar_month, -1):%B}"
        )
        told.append(StoryAction(text, pledge.side, owner, made_on, due, source, note, done, moved))
    return told


def _pledges_of_months(example: ExamplePartnership) -> tuple[Pledge, ...]:
    """The usual pledges and those that fit this partnership."""
    besides = [
        pledge for trait in traits(example, lasting=False) for pledge in EACH_MONTH_BESIDES.get(trait, ())
    ]
    return (*EACH_MONTH, *besides)


def _after_changes(example: ExamplePartnership, book: Catalogue, row: MonthRow) -> str | None:
    """A change that calls for a new needs assessment brings a promise of the month after."""
    for event in example.events:
        trigger = book.trigger(event.trigger)
        asks = getattr(trigger, "repeat_needs_assessment", False)
        if asks and add_months(month_start(event.on), 1) == row.calendar_month:
            return f"Repeat the needs assessment ({trigger.title.lower()})"
    return None


def _day_in_month(month: date, place: int, count: int) -> date:
    """Spread over the working days from the 3rd to the 26th, so that a weekend never leaves the month."""
    return working(month + timedelta(days=2 + (23 * place) // max(count, 1)))


def _outcome(seed: str, due: date, late: bool, as_of: date) -> tuple[date | None, int]:
    if late:
        done = working(due + timedelta(days=3 + number(f"{seed}|late", 14)))
        moved = 1 + number(f"{seed}|moved", 2)
    else:
        done = working_before(due - timedelta(days=number(f"{seed}|early", 4)))
        moved = 0
    return (done if done < as_of else None), moved


def _made_at(
    meetings: tuple[StoryMeeting, ...], pledge: Pledge, due: date, within: timedelta, book: Catalogue
) -> tuple[date, str]:
    """The meeting where this was promised, at least a week before it was due: one where it belongs."""
    held = [one for one in meetings if one.status == "held" and one.on <= due - timedelta(days=7)]
    if not held:
        return due - timedelta(days=14), ""
    likely = [one for one in held if one.kind in pledge.said_at and one.on >= due - within]
    meeting = (likely or [one for one in held if one.kind in WORK] or held)[-1]
    return meeting.on, f"{book.meeting_kind(meeting.kind).name}, {meeting.on:%b} {meeting.on.day}"


def _now(
    example: ExamplePartnership,
    book: Catalogue,
    meetings: tuple[StoryMeeting, ...],
    roster: Roster,
    as_of: date,
    said: Collection[str],
) -> list[StoryAction]:
    """What is open today: two promises overdue, two due within a week, two later."""
    told: list[StoryAction] = []
    for days, side in (*BEHIND, *AHEAD):
        pledge = _unsaid(example, side, as_of, said, {action.text for action in told})
        due = working_before(as_of + timedelta(days=days))
        made_on, note = _made_at(meetings, pledge, due, WITHIN_MONTHS, book)
        owner = roster.holder(side, pledge.function, as_of).ref
        moved = 1 if days < -5 else 0
        waits = WAITS_FOR[side] if moved else ""
        again = "months" if (days, side) == AHEAD[-1] else ""
        told.append(
            StoryAction(pledge.text, side, owner, made_on, due, "meeting", note, None, moved, waits, again)
        )
    return told


def _unsaid(
    example: ExamplePartnership, side: str, as_of: date, elsewhere: Collection[str], here: Collection[str]
) -> Pledge:
    """A pledge of this side that nobody has made yet: one of the partnership's own, else a usual one."""
    own = [
        pledge
        for trait in traits(example, lasting=as_of > example.pilot_end)
        for pledge in NOW_BESIDES[trait]
    ]
    wanted = [one for one in (*own, *NOW_USUAL) if one.side == side and one.text not in here]
    new = [one for one in wanted if one.text not in elsewhere]
    return min(new or wanted, key=lambda one: (one not in own, number(f"{example.key}|{one.text}", 997)))


def _farewell(
    example: ExamplePartnership, meetings: tuple[StoryMeeting, ...], roster: Roster, as_of: date
) -> list[StoryAction]:
    """The last promises of a partnership that ended well."""
    end = last_day_of_data(example)
    told = []
    for days, side, function, text in (
        (18, PROVIDER, "operations", "Write down what we learned"),
        (18, PAYER, "contracting", "Write down what the plan learned"),
    ):
        due = working(end + timedelta(days=days))
        done = working_before(due - timedelta(days=2))
        owner = roster.holder(side, function, due).ref
        made = end - timedelta(days=20)
        note = "wind-down plan"
        told.append(
            StoryAction(text, side, owner, made, due, "manual", note, done if done < as_of else None, 0)
        )
    return told
