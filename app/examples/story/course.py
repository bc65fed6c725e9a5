"""The course of a partnership: its stages, the reviews that were held, and the milestones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from app.catalogue import Catalogue, Milestone
from app.catalogue.reviewing import data_review_dates, interim_dates
from app.core.calendar import add_months, month_start
from app.examples.reader.records import Event, ExamplePartnership, MonthRow
from app.examples.story.chance import number
from app.examples.story.days import TUESDAY, day_after_words, on_weekday, working
from app.examples.story.people import PAYER, PROVIDER, Roster
from app.examples.story.records import StoryMilestone, StoryReview, StoryStage

BEFORE_PILOT = ("exploring", "planning", "contracting")
CLOSING_DAYS_BEFORE_END = 90
DAYS_TO_RENEGOTIATE = 40
DAYS_FROM_SIGNING_TO_FORCE = 4
DAYS_NEAR_NEW_TERMS = timedelta(days=60)
# A month in which promises slip: milestones and reviews of that time slip too.
SLIPPING_SHARE = (70, 100)
REASONS = {
    "exploring": "First contact between the two organizations.",
    "planning": "Both sides agreed to plan together.",
    "contracting": "The operational and the financial plan were accepted.",
    "pilot": "The agreement is signed and the first referrals are open.",
    "renegotiating": "A party said that the balance is off; both agreed to look at the terms.",
    "back": "The amendment is signed.",
    "sustained": "The evaluation is done and both sides chose to go on.",
    "ended": "Notice was given after the exit talk.",
}
# Milestones that a review brings with it, by the month of the review.
MILESTONE_OF_REVIEW = {"PI06": 3, "PI07": 6, "PI09": 12, "PI10": 18}
FUNCTION_OF_MILESTONE = {
    "finance": ("PL10", "PL16", "PL17", "CO03", "CO05", "RE02"),
    "clinical": ("PL12", "PL13", "PL14", "PL15", "PI05", "PI09"),
    "quality": ("PL18", "PI04", "SU03", "SU04", "EN03"),
    "contracting": ("CO01", "CO02", "CO04", "CO06", "SU02", "RE04"),
    "executive": ("EX01", "EX08", "PI12", "EN01", "EN04", "RE01", "SU06"),
}


def tell_stages(example: ExamplePartnership, book: Catalogue, as_of: date) -> tuple[StoryStage, ...]:
    """The stages from the first contact to the day of telling."""
    every = _starts(example, book)
    starts = [start for start in every if start[0] <= as_of] or every[:1]
    stages = []
    for place, (begins, stage, reason) in enumerate(starts):
        until = starts[place + 1][0] if place + 1 < len(starts) else None
        stages.append(StoryStage(stage, begins, until, reason))
    return tuple(stages)


def _starts(example: ExamplePartnership, book: Catalogue) -> list[tuple[date, str, str]]:
    starts: list[tuple[date, str, str]] = []
    begins = example.pilot_start
    for stage in reversed(BEFORE_PILOT):
        begins -= timedelta(weeks=book.stage(stage).typical_weeks or 8)
        starts.insert(0, (begins, stage, REASONS[stage]))
    starts.append((example.pilot_start, "pilot", REASONS["pilot"]))
    notice = example.notice_given_on
    for event in example.events:
        window = renegotiation(example, event)
        if window is None or (notice is not None and window[0] >= notice) or window[0] <= starts[-1][0]:
            continue
        began, ended = window
        under = "pilot" if began <= example.pilot_end else "sustained"
        starts.append((began, "renegotiating", REASONS["renegotiating"]))
        if ended is not None:
            starts.append((ended, under, REASONS["back"]))
    closes = example.pilot_end + timedelta(days=1)
    if notice is not None:
        before = [one for one in starts if one[0] < notice or one[:2] == (notice, "pilot")]
        return [*before, (notice, "ended", REASONS["ended"])]
    if starts[-1][1] == "pilot" and closes > starts[-1][0]:
        starts.append((closes, "sustained", REASONS["sustained"]))
    return starts


def renegotiation(example: ExamplePartnership, event: Event) -> tuple[date, date | None] | None:
    """When talks opened after a party said the balance is off (TE18), and when they closed."""
    if event.trigger != "TE18":
        return None
    began = day_after_words(event.answer, "renegotiating on")
    began = began or event.on + timedelta(days=DAYS_TO_RENEGOTIATE)
    amended = next((terms.from_on for terms in example.terms if terms.from_on > began), None)
    signed = day_after_words(event.answer, "signed")
    if signed is None and amended is not None:
        signed = amended - timedelta(days=DAYS_FROM_SIGNING_TO_FORCE)
    return began, signed if signed is not None and signed > began else None


def tell_reviews(example: ExamplePartnership, as_of: date) -> tuple[StoryReview, ...]:
    """Interim reviews, the evaluation at the close, and the sufficiency review before an end."""
    reviews = []
    notice = example.notice_given_on
    start, pilot_end, term_end = example.pilot_start, example.pilot_end, example.term_end
    planned = (*interim_dates(start, pilot_end), *data_review_dates(start, term_end))
    for months, due in sorted({(one.months, one.due_on) for one in planned}):
        if notice is None or due < notice:
            slow = 14 if slips(example, due) else 0
            held = on_weekday(due + timedelta(days=1 + slow), TUESDAY)
            decision, note = _interim_decision(example, held)
            kind = "annual" if months % 12 == 0 else "interim"
            reviews.append(StoryReview(kind, due, held, decision, note))
    reviews.extend(_closing_review(example))
    reviews.extend(_sufficiency_reviews(example))
    return tuple(sorted((one for one in reviews if one.held_on < as_of), key=lambda one: one.due_on))


def _closing_review(example: ExamplePartnership) -> list[StoryReview]:
    due = example.pilot_end - timedelta(days=CLOSING_DAYS_BEFORE_END)
    newest = example.newest_month
    if example.notice_given_on is not None or newest is None or newest < month_start(due):
        return []
    held = on_weekday(due + timedelta(days=5), TUESDAY)
    note = "Cost, payment and outcomes were read together. Both sides wish to go on."
    return [StoryReview("end_of_pilot", due, held, "move_to_sustained", note)]


def _sufficiency_reviews(example: ExamplePartnership) -> list[StoryReview]:
    reviews = []
    notice = example.notice_given_on
    for event in example.events:
        if event.trigger not in ("TE17", "TE18"):
            continue
        due = event.on + timedelta(days=30)
        held = on_weekday(event.on + timedelta(days=20), TUESDAY)
        ends = notice is not None and held < notice
        decision = "end_with_grace" if ends else "renegotiate"
        note = (
            "No saving is left to try. Both sides agreed to end well."
            if ends
            else "Every lever was gone through. What is left is a matter of the terms."
        )
        reviews.append(StoryReview("sufficiency", due, held, decision, note))
    return reviews


def _interim_decision(example: ExamplePartnership, held: date) -> tuple[str, str]:
    for event in example.events:
        talks = renegotiation(example, event)
        if talks is not None and event.on <= held and (talks[1] is None or held < talks[1]):
            return "renegotiate", "The balance is off. Both sides lay their numbers on the table."
    for terms in example.terms[1:]:
        if abs(held - terms.from_on) <= DAYS_NEAR_NEW_TERMS:
            return "amend_contract", "The new terms were gone through with the numbers of both sides."
    return _decision_from_numbers(row_of(example, held))


def _decision_from_numbers(row: MonthRow | None) -> tuple[str, str]:
    """The first thing in the month's numbers that asks for a correction."""
    if row is None:
        return "continue_unchanged", "There are no numbers yet; the talk was about people and routes."
    if row.census_end is not None and row.forecast_census and row.census_end * 10 < row.forecast_census * 7:
        return "small_correction", "Fewer patients came than forecast. Referrals are looked at first."
    if row.auth_days_mean is not None and row.auth_days_mean > 5:
        return "small_correction", "Authorizations take too long. A fast track is tried."
    if row.drive_hours is not None and row.clinical_hours and row.drive_hours * 3 > row.clinical_hours:
        return "small_correction", "Much of the day is spent driving. Routes and video are tried."
    if row.margin_cents is not None and row.margin_cents < 0:
        return (
            "small_correction",
            "Care still costs more than it earns. The loss stays within what was planned.",
        )
    return "continue_unchanged", "Effort, payment and outcomes hold together. Nothing needs to change."


def row_of(example: ExamplePartnership, day: date) -> MonthRow | None:
    """The newest data month that had closed before a day."""
    closed = [row for row in example.months if add_months(row.calendar_month, 1) <= day]
    return closed[-1] if closed else None


def slips(example: ExamplePartnership, day: date) -> bool:
    """Whether promises slipped in the last closed month: under 70% on time."""
    row = row_of(example, day)
    if row is None or not row.actions_due or row.actions_on_time is None:
        return False
    share, whole = SLIPPING_SHARE
    return row.actions_on_time * whole < row.actions_due * share


def tell_milestones(
    example: ExamplePartnership,
    book: Catalogue,
    stages: tuple[StoryStage, ...],
    reviews: tuple[StoryReview, ...],
    roster: Roster,
    as_of: date,
) -> tuple[StoryMilestone, ...]:
    """The milestones of every stage that was reached, the first time it was reached."""
    held = {_months_after(example.pilot_start, review.due_on): review.held_on for review in reviews}
    told: list[StoryMilestone] = []
    seen: set[str] = set()
    for stage in stages:
        if stage.stage in seen:
            continue
        seen.add(stage.stage)
        for milestone in book.milestones_of(stage.stage):
            one = _milestone(example, milestone, stage, held, roster, as_of)
            if one is not None:
                told.append(one)
    return tuple(told)


def _milestone(
    example: ExamplePartnership,
    milestone: Milestone,
    stage: StoryStage,
    held: Mapping[int, date],
    roster: Roster,
    as_of: date,
) -> StoryMilestone | None:
    due = working(stage.from_on + timedelta(weeks=milestone.offset_weeks))
    notice = example.notice_given_on
    if stage.stage not in BEFORE_PILOT and stage.stage != "ended" and notice is not None and due >= notice:
        return None
    done: date | None
    if milestone.id in MILESTONE_OF_REVIEW:
        done = held.get(MILESTONE_OF_REVIEW[milestone.id])
    else:
        slack = number(f"{example.key}|{milestone.id}", 16) - 7 + (21 if slips(example, due) else 0)
        done = working(max(stage.from_on, due + timedelta(days=slack)))
        if stage.until_on is not None and stage.stage in (*BEFORE_PILOT, "renegotiating"):
            done = min(done, stage.until_on - timedelta(days=1))
    if milestone.id == "EN01":
        done = stage.from_on
    return StoryMilestone(
        catalogue_id=milestone.id,
        stage=stage.stage,
        lead=milestone.lead,
        owner=_owner(milestone, roster, due),
        due_on=due,
        done_on=done if done is not None and done < as_of else None,
    )


def _owner(milestone: Milestone, roster: Roster, day: date) -> str:
    side = PAYER if milestone.lead == PAYER else PROVIDER
    function = next(
        (name for name, ids in FUNCTION_OF_MILESTONE.items() if milestone.id in ids), "operations"
    )
    return roster.holder(side, function, day).ref


def _months_after(start: date, day: date) -> int:
    return (day.year - start.year) * 12 + day.month - start.month
