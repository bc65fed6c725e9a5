"""How the two sides get on: culture, fit, contacts, and the two short logs.

What is told hangs on the mood of the example's own pulse, so that pages and numbers say the same.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from app.examples.reader.records import ExamplePartnership
from app.examples.story.days import working_before
from app.examples.story.people import PAYER, PROVIDER, Roster
from app.examples.story.records import (
    StoryConcern,
    StoryCulture,
    StoryDecision,
    StoryFit,
    StoryQuestion,
    StoryRelations,
    StorySign,
    StoryTouch,
)

LOW = Decimal("2.5")


class Mood(StrEnum):
    """What the pulse of our side says over the whole course."""

    CALM = "calm"
    STRAINED = "strained"
    ENDED = "ended"


REGIONAL = StoryCulture(
    side=PAYER,
    kind="regional_plan",
    size="large",
    structure_note="One contracting team for three counties; each change passes finance before it is signed.",
    decision_process="committee_chain",
    approvers=(
        ("Contracting", "terms", 14),
        ("Finance committee", "added pay", 21),
        ("Vice president", "amendments", 7),
    ),
    usual_days_to_decide=42,
    fixed_calendars="Rate filings in August",
    preferred_modes=("in_person", "email"),
    preferred_note="Figures first, one page, by mail two days before",
    past_innovations="A tele-visit program that grew from one county to three",
    comfort_with_risk=2,
    priorities_now="Fewer avoidable hospital days before the next filing",
    pressures_now="State audit until spring; the post of medical director stood empty for months",
)
SMALL_PLAN = StoryCulture(
    side=PAYER,
    kind="regional_plan",
    size="medium",
    structure_note="A program lead, a contract lead, and a director who signs.",
    decision_process="small_group",
    approvers=(("Program lead", "workflows", 7), ("Director", "terms and pay", 14)),
    usual_days_to_decide=21,
    fixed_calendars="Budget is closed in October",
    preferred_modes=("video", "phone"),
    preferred_note="A short call first, then one page in writing",
    past_innovations="Was early with home visits by community health workers",
    comfort_with_risk=4,
    priorities_now="To keep what works and to reach the far end of the county",
    pressures_now="Two large groups of members joined this year",
)
NATIONAL = StoryCulture(
    side=PAYER,
    kind="national_plan",
    size="national",
    structure_note="Local staff propose; the national office decides.",
    decision_process="several_steps",
    approvers=(("Local network manager", "first yes", 14), ("National office", "terms and pay", 42)),
    usual_days_to_decide=56,
    fixed_calendars="Bids close in the first week of June",
    preferred_modes=("video", "email"),
    preferred_note="Their own report forms",
    past_innovations="Several pilots in other states, each for a year",
    comfort_with_risk=2,
    priorities_now="One model for every market",
    pressures_now="A change of leadership at the national office",
)
HOSPICE = StoryCulture(
    side=PROVIDER,
    kind="hospice",
    size="small",
    structure_note="A director, a program manager and a clinical lead at one table.",
    decision_process="one_person",
    approvers=(("Executive director", "terms and pay", 7),),
    usual_days_to_decide=7,
    fixed_calendars="Survey season in the spring",
    preferred_modes=("in_person", "phone"),
    preferred_note="Plain words and a named person to call",
    past_innovations="The first home program outside hospice in the county",
    comfort_with_risk=3,
    priorities_now="Care that pays for itself",
    pressures_now="Few nurses, long drives",
)
PARTNERS = {Mood.CALM: SMALL_PLAN, Mood.STRAINED: REGIONAL, Mood.ENDED: NATIONAL}
# Scores of the first and the second asking: six of ours about the plan, then six of theirs about us.
FIT = {
    Mood.CALM: ("445443", "445454", "444434", "455444"),
    Mood.STRAINED: ("334344", "334423", "443434", "443444"),
    Mood.ENDED: ("323233", "322222", "434323", "433333"),
}
# What was asked, days before the last day, days it took (None: it still waits).
DECISIONS = {
    Mood.CALM: (
        ("Weekend calls to the plan's nurse line", 320, 15, "Yes, from the next month on"),
        ("A second social worker in the visit mix", 210, 24, "Yes, for the high tier"),
        ("Referrals straight from two clinics", 120, 20, "Yes"),
    ),
    Mood.STRAINED: (
        ("Pay for the added coordination tasks", 330, 63, "A higher rate from the amendment on"),
        ("Who signs for wheelchairs and beds", 230, 74, "The case management lead signs"),
        ("Shorter form for each visit", 140, 70, "Yes, one page"),
        ("Rate for the second year", 50, None, ""),
    ),
    Mood.ENDED: (
        ("Reports on their form only twice a year", 300, 61, "No, the national form stays"),
        ("A floor under the monthly count", 220, 88, "No"),
        ("An earlier end of the pilot", 150, 50, "Yes, with notice"),
    ),
}  # fmt: skip
# Kind, days before the last day, days to the answer (None: none yet), what lies behind it.
QUESTIONS = {
    Mood.CALM: (("authorization", 96, 1, ""), ("medicine", 41, 0, "")),
    Mood.STRAINED: (
        ("supplies_or_equipment", 118, 4, "Nobody signs while the usual person is away"),
        ("authorization", 95, 3, ""),
        ("supplies_or_equipment", 63, 5, "The list of approved beds is old"),
        ("home_service", 37, 1, ""),
        ("supplies_or_equipment", 9, None, ""),
    ),
    Mood.ENDED: (("payment", 140, 6, "Claims go through another state"), ("eligibility", 75, 3, "")),
}
SIGNS = {
    Mood.CALM: (("VB1", 150, "Moved a visit day within an hour"), ("VB2", 60, "")),
    Mood.STRAINED: (
        ("WS9", 260, "The unpaid tasks stood on three agendas"),
        ("VB5", 70, "Named their own delay first"),
        ("VB4", 30, "All four dates of the amendment were kept"),
    ),
    Mood.ENDED: (("WS2", 200, "No word on our drive times"), ("VB8", 90, "Kind to the last day")),
}
TOUCHED_DAYS = {
    Mood.CALM: (4, 11, 18, 9, 24, 13, 20, 16),
    Mood.STRAINED: (8, 21, 16, 12, 26, 30, 63, 19),
    Mood.ENDED: (20, 33, 41, 28, 37, 45, 39, 30),
}
WAYS = ("phone", "in_person", "video", "email")
SAW = {"PFA5": ("Called back the same day", "Two calls unanswered while a post was empty")}


def mood_of(example: ExamplePartnership) -> Mood:
    """Strained where our side's pulse was ever low; ended where notice was given."""
    if example.notice_given_on is not None:
        return Mood.ENDED
    lows = [one.provider_mean for one in example.pulses if one.provider_mean is not None]
    return Mood.STRAINED if lows and min(lows) < LOW else Mood.CALM


def tell_relations(
    example: ExamplePartnership, roster: Roster, as_of: date, ended_on: date | None
) -> StoryRelations:
    """Everything about how the two sides get on, as it stands on a day."""
    mood = mood_of(example)
    last = as_of if ended_on is None else min(as_of, ended_on - timedelta(days=14))
    return StoryRelations(
        cultures=(PARTNERS[mood], HOSPICE),
        fit=_fit(mood, last),
        touches=_touches(mood, roster, last),
        questions=_questions(mood, roster, last),
        decisions=_decisions(mood, last),
        signs=tuple(StorySign(sign, _before(last, days), note) for sign, days, note in SIGNS[mood]),
        concerns=_concerns(mood, roster, as_of),
    )


def _before(last: date, days: int) -> date:
    return working_before(last - timedelta(days=days))


def _fit(mood: Mood, last: date) -> tuple[StoryFit, ...]:
    ours_then, ours_now, theirs_then, theirs_now = FIT[mood]
    days = (_before(last, 420), _before(last, 170))
    return tuple(
        StoryFit(f"{prefix}{place}", days[turn], int(score), SAW.get(f"{prefix}{place}", ("", ""))[turn])
        for prefix, answers in (("PFA", (ours_then, ours_now)), ("PFB", (theirs_then, theirs_now)))
        for turn, scores in enumerate(answers)
        for place, score in enumerate(scores, start=1)
    )


def _touches(mood: Mood, roster: Roster, last: date) -> tuple[StoryTouch, ...]:
    people = roster.of_side(PAYER, last)
    return tuple(
        StoryTouch(person.ref, _before(last, days), WAYS[place % len(WAYS)], "")
        for place, (person, days) in enumerate(zip(people, TOUCHED_DAYS[mood], strict=False))
    )


def _questions(mood: Mood, roster: Roster, last: date) -> tuple[StoryQuestion, ...]:
    found = []
    for kind, days, took, note in QUESTIONS[mood]:
        asked_on = _before(last, days)
        answered_on = None if took is None else working_before(asked_on + timedelta(days=took))
        asked_of = roster.holder(PAYER, "case_management", asked_on).ref
        solved_on = (
            None if answered_on is None else max(answered_on, working_before(answered_on + timedelta(days=2)))
        )
        found.append(StoryQuestion(kind, asked_on, asked_of, answered_on, solved_on, note))
    return tuple(found)


def _decisions(mood: Mood, last: date) -> tuple[StoryDecision, ...]:
    usual = PARTNERS[mood].usual_days_to_decide
    through = ", ".join(function for function, _topic, _days in PARTNERS[mood].approvers)
    found = []
    for question, days, took, decision in DECISIONS[mood]:
        asked_on = last - timedelta(days=days)
        decided_on = None if took is None else asked_on + timedelta(days=took)
        found.append(
            StoryDecision(question, asked_on, through, asked_on + timedelta(days=usual), decided_on, decision)
        )
    return tuple(found)


def _concerns(mood: Mood, roster: Roster, as_of: date) -> tuple[StoryConcern, ...]:
    """What only the strained example still has to say."""
    if mood is not Mood.STRAINED:
        return ()
    return (
        StoryConcern(
            opened_on=working_before(as_of - timedelta(days=12)),
            area="operations",
            text="Clinical questions wait for days while one person carries the whole list",
            severity="medium",
            person_or_culture="organization",
            owner=roster.lead(PROVIDER, as_of).ref,
            effect="Orders for equipment wait, and our nurses call three times for one answer.",
            asks="A second person who may answer, and one day as the longest wait.",
            offers="We send the questions of a day in one list before ten in the morning.",
        ),
    )
