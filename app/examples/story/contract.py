"""The terms of each example: those of its header from their dates, the rest invented to fit its story."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from app.catalogue.reviewing import interim_dates
from app.core.calendar import add_months, months_between
from app.examples.reader.records import ExamplePartnership, ExampleTerms
from app.examples.story.chance import choice
from app.examples.story.course import renegotiation
from app.examples.story.people import PAYER, PROVIDER, Roster
from app.examples.story.records import StoryPerson, StoryTerm

USUAL_TERMS_FILE = Path(__file__).with_name("usual_terms.yaml")
CONTACT_FUNCTIONS = ("contracting", "finance", "informatics", "clinical", "operations")
# Under eleven patients a number says too much about single people.
SMALLEST_NUMBER_SHOWN = 11
MOST_STEPS = 24  # of a forecast in a contract
LINE_WORDS = {
    "medi_cal_managed_care": "Medi-Cal managed care",
    "medicare_advantage": "Medicare Advantage",
    "dual_eligible": "Coverage for members with Medicare and Medi-Cal",
    "commercial_hmo": "Commercial HMO",
    "commercial_ppo": "Commercial PPO",
}
PAYER_AIMS = (
    ["fewer avoidable emergency visits", "earlier planning talks with members who are seriously ill"],
    ["care at home for members with advanced illness", "a service that members can reach at any hour"],
)

Values = dict[str, Any]


def tell_terms(example: ExamplePartnership, roster: Roster) -> tuple[StoryTerm, ...]:
    """Every settled term with the day from which it holds; what is not settled is simply absent."""
    start = example.pilot_start
    drifted = any(renegotiation(example, event) is not None for event in example.events)
    settled_with = roster.lead(PAYER, start).name
    first = _values_at_the_start(example, roster, drifted)
    told = [StoryTerm(key, start, value, settled_with) for key, value in first.items() if value is not None]
    before = _payment(example.terms[0])
    for terms in example.terms[1:]:
        payment = _payment(terms)
        changed = {key: value for key, value in payment.items() if before.get(key) != value}
        if drifted and terms is example.terms[-1]:
            changed.update(_usual("after_talks"))
        with_whom = roster.lead(PAYER, terms.from_on).name
        told.extend(StoryTerm(key, terms.from_on, value, with_whom) for key, value in changed.items())
        before = payment
    noticed = example.notice_given_on or start
    if example.recontact_date is not None:
        told.append(StoryTerm("S36.recontact_date", noticed, example.recontact_date, settled_with))
    return tuple(sorted(told, key=lambda term: (term.key, term.effective_on)))


def _values_at_the_start(example: ExamplePartnership, roster: Roster, drifted: bool) -> Values:
    return {
        **_usual("always"),
        **_parties(example, roster),
        "S16.escalation_contact": _contact(roster.holder(PAYER, "operations", example.pilot_start)),
        **_from_the_header(example),
        **_payment(example.terms[0]),
        **(_usual("strict") if drifted else {}),
    }


def _usual(part: str) -> Values:
    return deepcopy(_usual_terms()[part])


@lru_cache(maxsize=1)
def _usual_terms() -> dict[str, Values]:
    return yaml.load(USUAL_TERMS_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _contact(person: StoryPerson) -> Values:
    return {"name": person.name, "function": person.title, "phone": person.phone, "email": person.email}


def _desk(side: str, words: str, person: StoryPerson) -> Values:
    name = f"{person.name}, {person.title.lower()}"
    return {"id": side, "side": words, "name": name, "reach": f"{person.phone}, {person.email}"}


def _parties(example: ExamplePartnership, roster: Roster) -> Values:
    day = example.pilot_start

    def named(side: str, function: str) -> str:
        person = roster.holder(side, function, day)
        return f"{person.name}, {person.phone}"

    def deputy(side: str) -> str:
        person = roster.deputy_of(roster.lead(side, day), day)
        return f"{person.name}, {person.title.lower()}, {person.phone}"

    signers = [(side, roster.holder(side, "executive", day)) for side in (PAYER, PROVIDER)]
    return {
        "S01.payer_name": example.payer,
        "S01.provider_name": example.provider,
        "S01.payer_lead": _contact(roster.lead(PAYER, day)),
        "S01.provider_lead": _contact(roster.lead(PROVIDER, day)),
        "S01.rapid_contact_payer": _contact(roster.holder(PAYER, "operations", day)),
        "S01.rapid_contact_provider": _contact(roster.holder(PROVIDER, "clinical", day)),
        "S01.function_contacts": [
            {
                "id": function,
                "function": function.capitalize(),
                "payer": named(PAYER, function),
                "provider": named(PROVIDER, function),
            }
            for function in CONTACT_FUNCTIONS
        ],
        "S01.deputies": [
            {"id": PAYER, "lead": "Lead of the Payer", "deputy": deputy(PAYER)},
            {"id": PROVIDER, "lead": "Lead of the Provider", "deputy": deputy(PROVIDER)},
        ],
        "S26.billing_contacts": [
            _desk(side, words, roster.holder(side, "finance", day))
            for side, words in ((PAYER, "the Payer"), (PROVIDER, "the Provider"))
        ],
        "S41.signatories": [
            {"id": side, "side": side, "name": person.name, "title": person.title} for side, person in signers
        ],
    }


def _from_the_header(example: ExamplePartnership) -> Values:
    """Every term for which the header has the value."""
    line = example.product_line if example.product_line in LINE_WORDS else "other"
    words = LINE_WORDS.get(line, "Another product line")
    return {
        "S02.payer_aims": list(choice(f"{example.payer}|aims", PAYER_AIMS)),
        "S02.success_signs": [_caseload_sign(example), "a planning talk with 75% of Patients"],
        "S03.start_date": example.pilot_start,
        "S03.end_date": example.term_end,
        **_pilot(example),
        "S03.notice_days": example.notice_days,
        "S04.setting_type": example.setting,
        "S05.lines": [line],
        "S05.risk_holder_per_line": [{"id": line.replace("_", "-"), "line": words, "holder": "the Payer"}],
        "S10.capacity": example.capacity,
        "S10.forecast_referrals": _steps(example, "forecast_referrals"),
        "S10.forecast_census": _steps(example, "forecast_census"),
        "S13.planned_encounters_ppm": example.planned_encounters_ppm,
        "S20.ed_target_per_100": example.ed_target_per_100,
        "S20.admission_target_per_100": example.admission_target_per_100,
        **_start_up(example),
        "S27.reporting_hours_cap": example.reporting_hours_cap,
    }


def _pilot(example: ExamplePartnership) -> Values:
    """How long the pilot lasts: whole months, or the last begun one and the day that the header names."""
    start, closes = example.pilot_start, example.pilot_end + timedelta(days=1)
    months = months_between(start, closes)
    if add_months(start, months) < closes:
        months += 1
    told: Values = {"S03.pilot_months": months}
    if add_months(start, months) != closes or example.pilot_end > example.term_end:
        told["S03.pilot_ends_on"] = example.pilot_end
    reviews = [one.months for one in interim_dates(start, example.pilot_end)]
    return {**told, "S03.interim_review_months": reviews}


def _start_up(example: ExamplePartnership) -> Values:
    """Help for the start is a sum paid on the first day, or there is none."""
    if not example.startup_support_cents:
        return {
            "S24.support_form": ["none"],
            "S24.reason_none": "The Provider had its Care Team in place and asked for no start-up support.",
        }
    return {
        "S24.support_form": ["lump_sum"],
        "S24.amount": example.startup_support_cents,
        "S24.pay_on": example.pilot_start,
        "S24.source": "payer",
    }


def _steps(example: ExamplePartnership, column: str) -> list[Values] | None:
    """A forecast as the contract states it: each month in which another number begins to hold."""
    steps: list[Values] = []
    for row in example.months:
        number = getattr(row, column)
        if number is not None and (not steps or steps[-1]["patients"] != number):
            steps.append({"id": f"m{row.month}", "from_month": row.month, "patients": number})
    return steps[:MOST_STEPS] or None


def _caseload_sign(example: ExamplePartnership) -> str:
    forecast = max((row.forecast_census or 0 for row in example.months[:12]), default=0)
    if forecast < SMALLEST_NUMBER_SHOWN:
        return "a caseload that carries its own cost"
    return f"a caseload of {forecast} Patients by month 12"


def _payment(terms: ExampleTerms) -> Values:
    values: Values = {
        "S21.base_form": ["one_rate"],
        "S21.rate_home": terms.case_rate_cents,
        "S21.frequency": "monthly",
        "S21.partial_month_rule": "prorated_by_day",
        "S21.rate_review_months": 12,
    }
    layers = []
    if terms.assessment_fee_cents:
        layers.append("assessment_fee")
        values["S22.assessment_fee"] = terms.assessment_fee_cents
        values["S22.paid_when_not_enrolled"] = True
        values["S22.assessment_once_months"] = 12
    if terms.supplement_per_outlier_month_cents:
        layers.append("supplement")
        values["S22.supplement"] = terms.supplement_per_outlier_month_cents
        values["S22.supplement_trigger"] = 150
        values["S22.supplement_approval"] = "automatic"
    return {**values, "S22.layers": layers or ["none"]}
