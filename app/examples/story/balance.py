"""How both sides of an example rated the balance at their reviews, and what they adjusted on the way.

The marks follow the numbers of the folder: what was too much or too little there is called so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from app.core.calendar import add_months
from app.examples.reader.records import ExamplePartnership, MonthRow
from app.examples.story.course import row_of
from app.examples.story.days import working_before
from app.examples.story.people import PAYER, PROVIDER, Roster
from app.examples.story.records import StoryAdjustment, StoryBalance, StoryRating, StoryReview
from app.examples.story.relations import Mood, mood_of

RIGHT, BEGINNING = 3, 6  # the mark in the middle; months in which a loss was expected
NEW_TERMS = timedelta(days=60)
WINDOW = 3
WHY = {
    ("effort", 4): "Reports and added tasks eat more hours than planned.",
    ("effort", 5): "Far more care and office work for each patient than was planned.",
    ("payment", 1): "Care costs far more than is paid, and the gap does not close.",
    ("payment", 2): "Care still costs more than is paid.",
    ("payment", 4): "More is paid now for the same number of patients.",
    ("outcomes", 1): "Emergency visits stay well over the target; many come in their last weeks.",
    ("outcomes", 2): "Emergency visits are over the target.",
    ("outcomes", 4): "Fewer emergency visits than we had hoped for.",
    ("relationship", 1): "Meetings lapse and calls wait for days.",
    ("relationship", 2): "Fewer meetings are held than planned.",
}
ASKED_LESS = "Other providers do the same work for less."
# Month of the pilot, what changed, why, what was expected, days to the check, what was seen, the outcome.
Told = tuple[int, str, str, str, int, str, str]
SETTLED: dict[Mood, tuple[Told, ...]] = {
    Mood.CALM: (
        (
            *(5, "Fast track for authorizations: one person at the plan answers within three days"),
            *("Authorizations took six days on average.", "Five days or fewer by the next month.", 45),
            *("Back to five days, then to three.", "kept"),
        ),
        (
            *(8, "The plan’s analyst takes over the aggregation of the monthly report"),
            *("Reports took 16 hours in a month; 14 are agreed.", "Under ten hours a month.", 60),
            *("Nine hours two months later, with fewer errors.", "into_contract"),
        ),
    ),
    Mood.STRAINED: (
        (
            *(7, "One of three follow-up visits goes by video with an aide at the bedside"),
            *("The long drives take more than a third of the day.", "Fewer hours on the road.", 60),
            *("Two hours a week less; families liked it.", "into_contract"),
        ),
        (
            *(10, "Orders for equipment are collected and sent once a day"),
            *("Single orders and calls took hours.", "One call a day in place of six.", 45),
            *("Urgent orders still needed their own calls.", "dropped"),
        ),
    ),
    Mood.ENDED: (
        (
            *(6, "The monthly report is typed into the plan’s form by their own staff"),
            *("Reports took twenty hours in a month.", "Under sixteen hours a month.", 60),
            *("The national form asked for more fields; nothing was saved.", "dropped"),
        ),
        (
            *(9, "Case managers call us on the day of a hospital admission"),
            *("Many were referred in their last weeks.", "Referrals two months earlier.", 90),
            *("Some came earlier, most did not.", "changed_again"),
        ),
    ),
}  # fmt: skip
# What is tried now: days before the day of telling, days to the check.
OPEN: dict[Mood, tuple[tuple[str, str, str, int, int], ...]] = {
    Mood.CALM: (
        (
            *("One number for clinics that refer, answered on Saturdays too", "Calls waited for Monday."),
            *("No call waits longer than a day.", 40, 60),
        ),
    ),
    Mood.STRAINED: (
        (
            *("A second person at the plan may answer clinical questions", "One person carried the list."),
            *("One day as the longest wait.", 33, 30),
        ),
    ),
    Mood.ENDED: (),
}


def tell_balance(
    example: ExamplePartnership,
    reviews: Sequence[StoryReview],
    roster: Roster,
    as_of: date,
    ended_on: date | None,
) -> StoryBalance:
    """Ratings of both sides in each review, and adjustments, as far as they lie before a day."""
    days = dict.fromkeys(one.held_on for one in reviews if one.held_on < as_of)
    rated = [_rating(example, side, day, roster) for day in days for side in (PROVIDER, PAYER)]
    last = as_of if ended_on is None else min(as_of, ended_on)
    return StoryBalance(tuple(rated), _adjustments(example, roster, last, as_of))


def _rating(example: ExamplePartnership, side: str, day: date, roster: Roster) -> StoryRating:
    marks = {
        "effort": _effort(example, day) if side == PROVIDER else RIGHT,
        "payment": _payment(example, day) if side == PROVIDER else _paid(example, day),
        "outcomes": RIGHT if side == PROVIDER else _outcomes(example, day),
        "relationship": _contact(example, side, day),
    }
    whys = {topic: WHY[topic, mark] for topic, mark in marks.items() if (topic, mark) in WHY}
    if any(event.trigger == "TE17" and event.on <= day for event in example.events) and marks["payment"] == 4:
        whys["payment"] = ASKED_LESS
    return StoryRating(side, day, tuple(marks.items()), tuple(whys.items()), roster.lead(side, day).name)


def _effort(example: ExamplePartnership, day: date) -> int:
    """Contacts per patient month against the plan, and reports against the most that was agreed."""
    row = row_of(example, day)
    if row is None:
        return RIGHT
    cap, hours, planned = example.reporting_hours_cap, row.reporting_hours, example.planned_encounters_ppm
    heavy = cap is not None and hours is not None and hours > cap
    if planned and row.patient_months and row.encounters is not None:
        share = row.encounters / row.patient_months / planned
        if share > Decimal("1.3"):
            return 5
        heavy = heavy or share > Decimal("1.15")
    return 4 if heavy else RIGHT


def _payment(example: ExamplePartnership, day: date) -> int:
    """What care cost against what was paid; some loss in the first months was expected."""
    row = row_of(example, day)
    if row is None or not row.total_revenue_cents or row.total_cost_cents is None:
        return RIGHT
    share = Decimal(row.total_cost_cents) / row.total_revenue_cents
    if row.month <= BEGINNING:
        return 2 if share > Decimal("1.3") else RIGHT
    return 1 if share > Decimal("1.3") else 2 if share > Decimal("1.1") else RIGHT


def _paid(example: ExamplePartnership, day: date) -> int:
    """Too much for a plan that asked for the same work at a lower price, or that pays more since lately."""
    asked = any(event.trigger == "TE17" and event.on <= day for event in example.events)
    lately = any(timedelta(0) <= day - terms.from_on <= NEW_TERMS for terms in example.terms[1:])
    return 4 if asked or lately else RIGHT


def _outcomes(example: ExamplePartnership, day: date) -> int:
    """Emergency visits of three months against their target."""
    closed = [row for row in example.months if add_months(row.calendar_month, 1) <= day][-WINDOW:]
    target, months = example.ed_target_per_100, _sum_of_months(closed)
    if target is None or not months or any(row.ed_visits is None for row in closed):
        return RIGHT
    rate = sum(row.ed_visits or 0 for row in closed) * 100 / months
    if rate > target:
        return 1 if rate > target * Decimal("1.2") else 2 if rate > target * Decimal("1.1") else RIGHT
    return 4 if rate < target * Decimal("0.7") else RIGHT


def _sum_of_months(rows: Sequence[MonthRow]) -> Decimal:
    """Patient months of a few months; none before a service has begun in earnest."""
    total = sum((row.patient_months or Decimal(0) for row in rows), Decimal(0))
    return total if total >= 20 else Decimal(0)


def _contact(example: ExamplePartnership, side: str, day: date) -> int:
    """As the last pulse of this side, if it was taken within three months."""
    taken = [one for one in example.pulses if timedelta(0) <= day - one.on <= timedelta(days=92)]
    mean = getattr(taken[-1], f"{side}_mean") if taken else None
    if mean is None:
        return RIGHT
    return 1 if mean < Decimal("2.5") else 2 if mean < Decimal("3.2") else RIGHT


def _adjustments(
    example: ExamplePartnership, roster: Roster, last: date, as_of: date
) -> tuple[StoryAdjustment, ...]:
    mood = mood_of(example)
    found = []
    for month, what, why, expected, days, seen, outcome in SETTLED[mood]:
        on = working_before(add_months(example.pilot_start, month - 1) + timedelta(days=19))
        check_on = on + timedelta(days=days)
        if on < last:
            known = check_on < as_of
            found.append(
                StoryAdjustment(on, what, why, _both(roster, on), expected, check_on,
                                seen if known else "", outcome if known else "open")
            )  # fmt: skip
    for what, why, expected, before, days in OPEN[mood]:
        on = working_before(as_of - timedelta(days=before))
        if on > example.pilot_start:
            found.append(
                StoryAdjustment(
                    on, what, why, _both(roster, on), expected, on + timedelta(days=days), "", "open"
                )
            )
    return tuple(found)


def _both(roster: Roster, day: date) -> str:
    return f"{roster.lead(PROVIDER, day).name}, {roster.lead(PAYER, day).name}"
