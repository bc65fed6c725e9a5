"""Promises of both sides: in each data month as many due, and as many kept in time, as its row says."""

from __future__ import annotations

from datetime import date, timedelta

from app.catalogue import Catalogue
from app.core.calendar import add_months, month_start
from app.examples.reader.records import ExamplePartnership, MonthRow
from app.examples.story.chance import number
from app.examples.story.days import working, working_before
from app.examples.story.meetings import last_day_of_data
from app.examples.story.people import PAYER, PROVIDER, Roster
from app.examples.story.records import StoryAction, StoryMeeting

MOST_IN_A_MONTH = 12
USUAL_IN_A_MONTH = 5
# (side, function, what): {month} is the month in which the promise is due.
PROMISES = (
    (PROVIDER, "quality", "Send the numbers of {before}"),
    (PAYER, "informatics", "Send the member list for {month}"),
    (PROVIDER, "operations", "Visit one referring clinic in {month}"),
    (PAYER, "case_management", "Brief the case managers on how to introduce the team"),
    (PROVIDER, "clinical", "Go through the open medicine and equipment requests"),
    (PAYER, "operations", "Answer the open authorization questions"),
    (PROVIDER, "finance", "Send the bill for {before} and list what was sent back"),
    (PAYER, "finance", "Say which bills of {before} are still open, and why"),
    (PROVIDER, "case_management", "Update the list of community resources"),
    (PAYER, "clinical", "Speak with one medical group about referring earlier"),
    (PROVIDER, "operations", "Tell the referrers of {before} what became of their referrals"),
    (PAYER, "contracting", "Name who approves small changes on the plan's side"),
)
AHEAD = (
    (5, PROVIDER, "operations", "Send the agenda and the open points for the next meeting"),
    (6, PAYER, "operations", "Confirm the fast track for urgent authorizations in writing"),
    (12, PAYER, "informatics", "Send the emergency visits of last quarter, as a count"),
    (20, PROVIDER, "finance", "Bring the cost model up to date for the next review"),
)
BEHIND = (
    (-7, PAYER, "clinical", "Name a clinician to call about refills on weekends"),
    (-3, PROVIDER, "quality", "Finish the list of metrics that nobody reads"),
)


def tell_actions(
    example: ExamplePartnership,
    book: Catalogue,
    meetings: tuple[StoryMeeting, ...],
    roster: Roster,
    as_of: date,
) -> tuple[StoryAction, ...]:
    """Every promise from the first data month to a few weeks ahead, in the order of their dates."""
    told = []
    for row in example.months:
        told.extend(_of_month(example, book, row, meetings, roster, as_of))
    told.extend(
        _farewell(example, meetings, roster, as_of)
        if example.notice_given_on is not None
        else _now(book, meetings, roster, as_of)
    )
    return tuple(sorted(told, key=lambda action: (action.due_on, action.text)))


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
    told = []
    for place in range(due_count):
        side, function, text = PROMISES[(row.month + place * 5) % len(PROMISES)]
        text = text.format(
            month=f"{row.calendar_month:%B}", before=f"{add_months(row.calendar_month, -1):%B}"
        )
        source = "meeting"
        if place == 0 and special is not None:
            side, function, text, source = PROVIDER, "operations", special, "trigger"
        due = _day_in_month(row.calendar_month, place, due_count)
        done, moved = _outcome(f"{example.key}|{row.month}|{place}", due, place in late, as_of)
        made = _made_at(meetings, due, book)
        owner = roster.holder(side, function, due).ref
        note = made[1] if source == "meeting" else "after a change was logged"
        told.append(StoryAction(text, side, owner, made[0], due, source, note, done, moved))
    return told


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


def _made_at(meetings: tuple[StoryMeeting, ...], due: date, book: Catalogue) -> tuple[date, str]:
    """The last meeting held at least a week before the promise was due."""
    before = [one for one in meetings if one.status == "held" and one.on <= due - timedelta(days=7)]
    if not before:
        return due - timedelta(days=14), ""
    meeting = before[-1]
    return (
        meeting.on,
        f"{book.meeting_kind(meeting.kind).name}, {meeting.on:%B} {meeting.on.day}, {meeting.on.year}",
    )


def _now(
    book: Catalogue, meetings: tuple[StoryMeeting, ...], roster: Roster, as_of: date
) -> list[StoryAction]:
    """What is open today: two promises overdue, two due within a week, two later."""
    told = []
    for days, side, function, text in (*BEHIND, *AHEAD):
        due = working_before(as_of + timedelta(days=days))
        made_on, note = _made_at(meetings, due, book)
        owner = roster.holder(side, function, as_of).ref
        moved = 1 if days < -5 else 0
        told.append(StoryAction(text, side, owner, made_on, due, "meeting", note, None, moved))
    return told


def _farewell(
    example: ExamplePartnership, meetings: tuple[StoryMeeting, ...], roster: Roster, as_of: date
) -> list[StoryAction]:
    """The last promises of a partnership that ended well."""
    end = last_day_of_data(example)
    told = []
    for days, side, function, text in (
        (7, PROVIDER, "quality", "Send the closing figures"),
        (7, PAYER, "finance", "Pay the last bill"),
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
