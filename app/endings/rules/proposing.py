"""The days of the way out as they follow from the notice and the terms, each with its reason. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.calendar import Span, add_months, day_words

from .steps import Step

ASSUMED_NOTICE = Span(90)
TEAM_DAYS, PATIENT_DAYS, REFERRER_DAYS = 7, 10, 15
ENROLL_DAYS, LEAST_TO_HAND_ON, ROOM_DAYS, LESSON_DAYS = 30, 30, 14, 7
REPORT_DAYS, BILL_DAYS, PAY_DAYS, DATA_DAYS = 30, 15, 30, 30
AGAIN_MONTHS = 6
SAID_DAYS = re.compile(r"\b([0-9]{1,3}) days after (?:the )?notice\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ExitFacts:
    """What the days hang on: the notice, and what the terms say of an end."""

    given_on: date
    notice: Span | None = None
    term_end: date | None = None
    last_service_on: date | None = None  # the day they chose; without one it is counted
    enrollment_rule: str = ""
    lessons_agreed: bool = False
    report_days: int | None = None
    bill_days: int | None = None
    pay_days: int | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A step with the day that is proposed for it, and why."""

    step: Step
    on: date
    why: str


def propose(facts: ExitFacts) -> tuple[Proposed, ...]:
    """Every step of the way out with its day, in the order of the catalogue [L7 exit] [ours].

    The last day of service is always the counted one; the other days hang on the day they chose.
    """
    counted = _last_service(facts)
    service = facts.last_service_on or counted.on
    enrollment = _last_enrollment(facts, service)
    found = [*_messages(facts, enrollment.on), enrollment, _handed_on(enrollment.on, service)]
    return (*found, _lessons(facts, service), counted, *_closing(facts, service))


def notice_ends(facts: ExitFacts) -> date:
    """The first day on which a notice of that day can end the agreement."""
    return (facts.notice or ASSUMED_NOTICE).after(facts.given_on)


def talk_again(last_service_on: date) -> date:
    """When to talk again unless they agree on another day: half a year after the end [L7 exit] [ours]."""
    return add_months(last_service_on, AGAIN_MONTHS)


def _last_service(facts: ExitFacts) -> Proposed:
    period, ends = facts.notice or ASSUMED_NOTICE, notice_ends(facts)
    counted = f"{period.words} after the notice of {day_words(facts.given_on)}"
    if facts.notice is None:
        counted += "; no notice period is settled, so this is assumed"
    if facts.term_end is not None and facts.term_end < ends:
        why = f"The term ends on this day, before the notice period is over ({counted})."
        return Proposed(Step.LAST_SERVICE, facts.term_end, why)
    why = f"{counted[:1].upper()}{counted[1:]}. An earlier day needs the other side's yes."
    return Proposed(Step.LAST_SERVICE, ends, why)


def _last_enrollment(facts: ExitFacts, service: date) -> Proposed:
    said = SAID_DAYS.search(facts.enrollment_rule)
    days = int(said.group(1)) if said else ENROLL_DAYS
    on, after = facts.given_on + timedelta(days=days), f"{_days(days)} after the notice"
    if said:
        why = f"{after}, as the agreement says."
    elif facts.enrollment_rule:
        why = f"{after}. The agreement has a rule of its own; check this day against it."
    else:
        why = f"{after}; the terms name no day."
        latest = service - timedelta(days=LEAST_TO_HAND_ON)
        if on > latest >= facts.given_on:
            on, why = latest, f"{LEAST_TO_HAND_ON} days before the last day of service, to hand everybody on."
        elif on > latest:
            on = facts.given_on
            why = f"The day of the notice: less than {LEAST_TO_HAND_ON} days are left to hand everybody on."
    if on > service:
        on, why = service, f"The last day of service; it comes sooner than {after}."
    return Proposed(Step.LAST_ENROLLMENT, on, why)


def _messages(facts: ExitFacts, enrollment: date) -> tuple[Proposed, ...]:
    told = (
        (Step.TELL_TEAM, TEAM_DAYS, ": staff should hear it from you first."),
        (Step.TELL_PATIENTS, PATIENT_DAYS, ", before they hear it from anybody else."),
        (Step.TELL_REFERRERS, REFERRER_DAYS, ", so that they know before the last day of enrollment."),
    )
    return tuple(_message(step, days, why, facts.given_on, enrollment) for step, days, why in told)


def _message(step: Step, days: int, why: str, given_on: date, enrollment: date) -> Proposed:
    on = given_on + timedelta(days=days)
    if on <= enrollment:
        return Proposed(step, on, f"Within {days} days of notice{why}")
    why = f"By the last day of enrollment, which comes before {days} days after the notice."
    return Proposed(step, enrollment, why)


def _handed_on(enrollment: date, service: date) -> Proposed:
    on = service - timedelta(days=ROOM_DAYS)
    if on >= enrollment:
        why = "Two weeks before the last day of service, in case a hand-over takes longer."
        return Proposed(Step.HANDED_ON, on, why)
    why = "The last day of enrollment; less than two weeks are left from it to the last day of service."
    return Proposed(Step.HANDED_ON, enrollment, why)


def _lessons(facts: ExitFacts, service: date) -> Proposed:
    on = service - timedelta(days=LESSON_DAYS)
    why = "A week before the last day of service, while those who did the work are there."
    if on < facts.given_on:
        on, why = facts.given_on, "The day of the notice; the last day of service is less than a week away."
    if facts.lessons_agreed:
        why += " The agreement asks for this meeting before its last day."
    return Proposed(Step.LESSONS, on, why)


def _closing(facts: ExitFacts, service: date) -> tuple[Proposed, ...]:
    reports, report_words = _within(facts.report_days, REPORT_DAYS, "after the last day of service")
    bill, bill_words = _within(facts.bill_days, BILL_DAYS, "after the last day of service")
    pay, pay_words = _within(facts.pay_days, PAY_DAYS, "after the bill")
    billed = service + timedelta(days=bill)
    paid = billed + timedelta(days=pay)
    data = f"{DATA_DAYS} days after the last payment. No term names a day: ask counsel what must be kept."
    return (
        Proposed(Step.REPORTS, service + timedelta(days=reports), report_words),
        Proposed(Step.LAST_BILL, billed, bill_words),
        Proposed(Step.LAST_PAYMENT, paid, pay_words),
        Proposed(Step.DATA, paid + timedelta(days=DATA_DAYS), data),
    )


def _within(settled: int | None, assumed: int, after: str) -> tuple[int, str]:
    if settled is not None:
        return settled, f"{_days(settled)} {after}, as the agreement says."
    return assumed, f"{_days(assumed)} {after}; the terms name no time, so this is assumed."


def _days(count: int) -> str:
    """1 day, 30 days."""
    return f"{count} {'day' if count == 1 else 'days'}"
