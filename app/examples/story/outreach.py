"""The referral plan of an example: invented sites, visits and material that fit its numbers.

Counts of sites add up to the referrals of the months; no patient is ever mentioned.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from app.core.calendar import add_months
from app.examples.reader.records import ExamplePartnership
from app.examples.story.chance import choice, number
from app.examples.story.days import working
from app.examples.story.outreach_records import (
    Place,
    StoryMaterial,
    StoryOutreach,
    StorySite,
    StoryStrategy,
    StoryTraining,
    StoryVisit,
)
from app.examples.story.people import FIRST_NAMES, LAST_NAMES, PAYER, PROVIDER, Roster

NAMES = (
    "Harborlight", "Greenfield", "Riverbend", "Northgate", "Maple Street", "Wayside", "Alder Creek",
    "Stonebridge", "Lakeview", "Foxglove", "Cedar Hill", "Quarry Road", "Millrace", "Larkspur",
    "Old Orchard", "Beacon Point", "Summerfield", "Twin Oaks",
)  # fmt: skip
ENDED = "The partnership has ended."
LOOKED_AT_DAYS_AGO = 140


PLACES = (
    Place("Heart and Lung Clinic", "OP1", "strong", "weak", 38, "Practice manager", 60),
    Place("Hospital, discharge planning", "OP7", "fair", "weak", 30, "Discharge planner", 50),
    Place("Family Practice", "OP2", "fair", "none", 20, "Lead nurse", 75,
          ("fear-of-losing-the-patient-to-another-team",)),
    Place("Cancer Center", "OP1", "weak", "weak", 12, "Nurse navigator", 110,
          ("palliative-care-taken-to-mean-hospice",),
          "A project of another hospice ended without a word some years ago."),
    Place("Social Services", "OP3", "weak", "none", 0, "Social worker", 130,
          ("outside-organization-unknown",), "", "English, Spanish, Tagalog"),
    Place("Shelter and Street Outreach", "OP6", "none", "none", 0, "Outreach lead", 160),
)  # fmt: skip
HEARD = (
    ("OQ1", "Reaching somebody who answers on a Friday afternoon."),
    ("OQ2", "One number to call, and word of what became of a referral."),
    ("OQ3", "Somebody who comes to the home and stays long enough to listen."),
    ("OQ4", "The wound clinic: one page, and an answer the same day."),
)
CHOSEN = (
    ("RV5", "operations", 6, "active"),
    ("RV6", "clinical", 4, "active"),
    ("RV3", "case_management", 2, "active"),
    ("RP1", "informatics", 4, "active"),
    ("RP4", "case_management", 4, "active"),
    ("RP7", "contracting", None, "planned"),
)
SHEETS = (
    ("Program sheet for referrers", "program_sheet_for_referrers", "referrers", "English", True, True),
    ("Program sheet for families", "program_sheet_for_families", "families", "English", True, True),
    ("Program sheet for families", "program_sheet_for_families", "families", "Spanish", True, False),
    ("How to refer, on one card", "referral_how_to", "referrers", "English", False, True),
)


def tell_outreach(example: ExamplePartnership, roster: Roster, as_of: date) -> StoryOutreach:
    """The plan as it stands on a day; after a notice nothing new is planned."""
    ended = example.notice_given_on
    last = as_of if ended is None or ended > as_of else ended
    open_end = last == as_of
    looked_at = last - timedelta(days=LOOKED_AT_DAYS_AGO)
    return StoryOutreach(
        sites=tuple(_site(example, place, at, roster, last, open_end) for at, place in enumerate(PLACES)),
        strategies=tuple(_strategy(example, one, roster, last, open_end) for one in CHOSEN),
        material=_material(example, last, open_end),
        trainings=_trainings(example, last, open_end),
        revisited_on=looked_at if open_end and looked_at >= example.pilot_start else None,
    )


def _site(
    example: ExamplePartnership, place: Place, at: int, roster: Roster, last: date, open_end: bool
) -> StorySite:
    seed = f"{example.key}|site|{at}"
    first = number(f"{example.key}|sites", len(NAMES))
    function = "clinical" if place.group in ("OP1", "OP7") else "operations"
    return StorySite(
        name=f"{NAMES[(first + at) % len(NAMES)]} {place.words}",
        place=place,
        contact=f"{choice(seed + '|first', FIRST_NAMES)} {choice(seed + '|last', LAST_NAMES)}",
        visitor=roster.holder(PROVIDER, function, last).ref,
        known_since=example.pilot_start,
        tie_since=min(example.pilot_start + timedelta(days=120 + 30 * at), last),
        counts=_counts(example, place),
        visits=_visits(example, place, seed, last, open_end),
        champion=place.function if place.tie in ("strong", "fair") else "",
        deputy_named=place.tie == "strong",
    )


def _counts(example: ExamplePartnership, place: Place) -> tuple[tuple[date, int], ...]:
    """This site's part of the months' referrals, by quarter; what is left goes to the first site."""
    sums: dict[date, int] = {}
    for month in example.months:
        if month.referrals is not None:
            quarter = date(month.calendar_month.year, (month.calendar_month.month - 1) // 3 * 3 + 1, 1)
            sums[quarter] = sums.get(quarter, 0) + month.referrals
    if place is not PLACES[0]:
        return tuple((quarter, total * place.share // 100) for quarter, total in sorted(sums.items()))
    others = [one.share for one in PLACES[1:]]
    return tuple(
        (quarter, total - sum(total * share // 100 for share in others))
        for quarter, total in sorted(sums.items())
    )


def _visits(
    example: ExamplePartnership, place: Place, seed: str, last: date, open_end: bool
) -> tuple[StoryVisit, ...]:
    """At most three, the newest a while ago, so that some next dates lie ahead and some have passed."""
    every = timedelta(days=place.every_days)
    newest = last - timedelta(days=5 + number(seed + "|ago", place.every_days + 10))
    days = [working(newest - every * back) for back in range(3)]
    kept = sorted(day for day in days if example.pilot_start <= day <= last)
    return tuple(
        StoryVisit(
            on=day,
            kind=choice(f"{seed}|{at}", ("visit", "lunch_session", "joint_visit_with_plan", "call")),
            topics=choice(f"{seed}|topics|{at}", (("OE1", "OE2"), ("OE2", "OE4"), ("OE3",), ("OE4", "OE5"))),
            audience_count=2 + number(f"{seed}|people|{at}", 9),
            hours=Decimal(2 + number(f"{seed}|hours|{at}", 5)) / 2,
            led_by=choice(f"{seed}|led|{at}", (PROVIDER, PROVIDER, "joint")),
            follow_up_on=working(day + every) if open_end or day != kept[-1] else None,
            reason="" if open_end or day != kept[-1] else ENDED,
            answers=(HEARD[number(seed + "|heard", len(HEARD))],) if at == len(kept) - 1 else (),
        )
        for at, day in enumerate(kept)
    )


def _strategy(
    example: ExamplePartnership,
    one: tuple[str, str, int | None, str],
    roster: Roster,
    last: date,
    open_end: bool,
) -> StoryStrategy:
    catalogue_id, function, weeks, status = one
    side = PROVIDER if catalogue_id.startswith("RV") else PAYER
    done = working(last - timedelta(days=3 + number(f"{example.key}|{catalogue_id}", 7 * (weeks or 4))))
    done = min(done, last)
    return StoryStrategy(
        catalogue_id=catalogue_id,
        side=side,
        owner=roster.holder(side, function, last).ref,
        every_weeks=weeks,
        status=status if open_end else "dropped",
        last_done_on=done if status == "active" else None,
        next_due_on=done + timedelta(weeks=weeks) if weeks and open_end else None,
    )


def _material(example: ExamplePartnership, last: date, open_end: bool) -> tuple[StoryMaterial, ...]:
    asked = example.pilot_start - timedelta(days=30)
    approved = working(example.pilot_start - timedelta(days=9))
    return tuple(
        StoryMaterial(
            title=title,
            kind=kind,
            audience=audience,
            language=language,
            cobranded=cobranded,
            asked_on=asked,
            approved_on=approved if through else None,
            check_again_on=_next_check(approved, last, months=12 + 2 * at) if open_end else None,
        )
        for at, (title, kind, audience, language, cobranded, through) in enumerate(SHEETS)
    )


def _next_check(approved: date, last: date, months: int) -> date:
    """The check that comes next; one or another may have been forgotten."""
    day = approved
    while day < last - timedelta(days=25):
        day = add_months(day, months)
    return day


def _trainings(example: ExamplePartnership, last: date, open_end: bool) -> tuple[StoryTraining, ...]:
    told = []
    for topic, audience, months, people in (("OE8", "our_staff", 12, 9), ("OE1", "plan_staff", 6, 14)):
        day = working(example.pilot_start + timedelta(days=20))
        while day < last:
            told.append(StoryTraining(topic, audience, day, day, people, months))
            day = working(add_months(day, months))
        if open_end:
            told.append(StoryTraining(topic, audience, day, None, None, months))
    return tuple(told)
