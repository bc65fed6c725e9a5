"""How an example came to its end: steps, counts, answers and lessons. Invented, and no name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from app.catalogue import Catalogue
from app.core.calendar import Span, month_end, month_start
from app.endings.rules import About, ExitFacts, Proposed, State, Step, monday, propose
from app.examples.reader.records import ExamplePartnership, MonthRow
from app.examples.story.days import working_before
from app.examples.story.meetings import exit_talk_on, last_day_of_data
from app.examples.story.people import PAYER, PROVIDER, Roster
from app.examples.story.records import (
    StoryAction,
    StoryEnding,
    StoryEndingAnswer,
    StoryEndingStep,
    StoryLesson,
)

NOTE = "wind-down calendar"
REPORT_DAYS, BILL_DAYS, PAY_DAYS = 30, 15, 30  # as the usual terms of an example have them
RULE = "30 days after Notice"
OWN_DAYS = {
    Step.LAST_SERVICE: "Set with the plan, so that everybody in care is handed on without haste.",
    Step.LESSONS: "The first day on which both executives can come.",
}
WORKDAY = "Worked out for a day without work, so the last workday before it."
OWNERS = {
    Step.TELL_TEAM: "clinical",
    Step.TELL_PATIENTS: "clinical",
    Step.TELL_REFERRERS: "operations",
    Step.HANDED_ON: "clinical",
    Step.REPORTS: "quality",
    Step.LAST_BILL: "finance",
    Step.LAST_PAYMENT: "finance",
    Step.DATA: "informatics",
}
ANSWERS = (
    (
        "RQ-X1",
        "change_needed",
        "The rate would have to stay, and the report to shrink. The plan can do neither.",
    ),
    ("RQ-X2", "fine", "Yes. Everybody keeps the team until another one has accepted them."),
    ("RQ-X3", "fine", "We call patients; both sides write to referrers; the words are agreed."),
    ("RQ-X4", "watch", "The closing figures, the last bill and its payment, the return of the shared lists."),
    ("RQ-X5", "fine", "Written down by both sides, and read to each other at the exit talk."),
    ("RQ-X6", "watch", "When the plan sets its next budget: about earlier referral and a shorter report."),
)
LESSONS = (
    (
        PROVIDER,
        About.WORKED,
        True,
        "The case conferences with the plan’s case managers kept the last months calm.",
        "Which of your case managers come to a conference each month?",
    ),
    (
        PROVIDER,
        About.CHANGE,
        True,
        "Many people were referred in their last weeks, so that the results could not show.",
        "How early in an illness do you refer, and who notices?",
    ),
    (
        PROVIDER,
        About.CHANGE,
        False,
        "We counted by hand for over twenty hours a month, and said so too late.",
        "Which figures can you take from your own data?",
    ),
    (PAYER, About.WORKED, True, "Members and families knew whom to call, by day and by night.", ""),
    (PAYER, About.CHANGE, True, "Our case managers heard of the program too late.", ""),
    (PAYER, About.CHANGE, False, "We asked for figures that nobody read.", "What do you count anyway?"),
)
NOTE_OF_OURS = "The plan offered less for the same work, and the review found nothing left to save."


def tell_ending(
    example: ExamplePartnership, book: Catalogue, roster: Roster, as_of: date
) -> StoryEnding | None:
    """The way out of an example; none while no notice was given, or without data to end with."""
    notice = example.notice_given_on
    if notice is None or notice > as_of or not example.months:
        return None
    service = last_day_of_data(example)
    titles = {one.id: (one.title, one.lead) for one in book.wind_down}
    steps = tuple(
        _step(one, titles[one.step.value], notice, _day(one, example, service), roster, as_of)
        for one in propose(_facts(example, notice, service))
    )
    days = {one.kind: one.action.due_on for one in steps}
    enrolled, handed_on = days[Step.LAST_ENROLLMENT], days[Step.HANDED_ON]
    held = exit_talk_on(example)
    return StoryEnding(
        given_on=notice,
        note=NOTE_OF_OURS,
        to_hand_on=_in_care(example, enrolled),
        steps=steps,
        weeks=_weeks(example, enrolled, handed_on, as_of, at_most=_in_care(example, enrolled)),
        answers=tuple(
            StoryEndingAnswer(question, State(state).value, answer, roster.lead(PROVIDER, notice).ref)
            for question, state, answer in ANSWERS
        ),
        lessons=tuple(
            StoryLesson(side, held, about.value, text, ask, shared)
            for side, about, shared, text, ask in LESSONS
        )
        if held < as_of
        else (),
    )


def _facts(example: ExamplePartnership, notice: date, service: date) -> ExitFacts:
    return ExitFacts(
        given_on=notice,
        notice=Span(example.notice_days),
        term_end=example.term_end,
        last_service_on=service,
        enrollment_rule=RULE,
        lessons_agreed=True,
        report_days=REPORT_DAYS,
        bill_days=BILL_DAYS,
        pay_days=PAY_DAYS,
    )


def _day(one: Proposed, example: ExamplePartnership, service: date) -> date:
    """Most of the counted days, on a workday; two were settled with the plan."""
    if one.step is Step.LAST_SERVICE:
        return service
    if one.step is Step.LESSONS:
        return exit_talk_on(example)
    return max(working_before(one.on), example.notice_given_on or one.on)


def _step(
    one: Proposed, named: tuple[str, str], made_on: date, on: date, roster: Roster, as_of: date
) -> StoryEndingStep:
    title, lead = named
    side = PAYER if lead == PAYER else PROVIDER
    function = OWNERS.get(one.step)
    owner = roster.holder(side, function, on) if function else roster.lead(side, on)
    done = on if on < as_of else None
    action = StoryAction(title, lead, owner.ref, made_on, on, "manual", NOTE, done, 0)
    why = OWN_DAYS.get(one.step, WORKDAY) if on != one.on else ""
    return StoryEndingStep(one.step.value, one.on, one.why, why, action)


def _in_care(example: ExamplePartnership, on: date) -> int | None:
    """The caseload at the end of the month in which enrollment closed."""
    return next((one.census_end for one in example.months if one.calendar_month == month_start(on)), None)


def _weeks(
    example: ExamplePartnership, enrolled: date, handed_on: date, as_of: date, *, at_most: int | None
) -> tuple[tuple[date, int], ...]:
    """The patients who left care after enrollment closed, spread over the weeks of each month; never more
    than were in care when it closed, and none after the last was handed on.
    """
    found: Counter[date] = Counter()
    left = at_most or 0
    for row in example.months:
        for week, count in _spread(row, handed_on) if row.calendar_month > month_start(enrolled) else ():
            counts = min(count, left)
            left -= counts
            found[week] += counts
    return tuple((week, count) for week, count in found.items() if count and week < as_of)


def _spread(row: MonthRow, last: date) -> Sequence[tuple[date, int]]:
    parts = (row.deaths, row.hospice_transfers, row.other_exits)
    left = sum(part or 0 for part in parts)
    first = row.calendar_month + timedelta(days=6)
    mondays = [monday(first) + timedelta(weeks=number) for number in range(4)]
    mondays = [day for day in mondays if day <= min(month_end(row.calendar_month), last)] or [monday(last)]
    return [(day, left // len(mondays) + (place < left % len(mondays))) for place, day in enumerate(mondays)]
