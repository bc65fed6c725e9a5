"""The steps of the way out, the order they keep, and how an answer before it stands. Pure."""

from __future__ import annotations

from enum import StrEnum


class Step(StrEnum):
    """A step from the notice to the last payment; the ids of the catalogue."""

    TELL_TEAM = "tell_team"
    TELL_PATIENTS = "tell_patients"
    TELL_REFERRERS = "tell_referrers"
    LAST_ENROLLMENT = "last_enrollment"
    HANDED_ON = "handed_on"
    LESSONS = "lessons"
    LAST_SERVICE = "last_service"
    REPORTS = "reports"
    LAST_BILL = "last_bill"
    LAST_PAYMENT = "last_payment"
    DATA = "data"


class State(StrEnum):
    """How an answer stands; the states of every review question [L7 balance]."""

    NOT_KNOWN = "not_known"
    FINE = "fine"
    WATCH = "watch"
    CHANGE_NEEDED = "change_needed"


class About(StrEnum):
    """What a lesson is about; without a word it is simply something learned [L7 exit]."""

    WORKED = "worked"
    CHANGE = "change"


STATE_WORDS = {
    State.NOT_KNOWN: "Not known yet",
    State.FINE: "Fine",
    State.WATCH: "Watch",
    State.CHANGE_NEEDED: "Change needed",
}
ABOUT_WORDS = {About.WORKED: "What worked", About.CHANGE: "What we would change"}
# Which step cannot come before which: the earlier one, then the later one [L7 exit] [ours].
ORDER = (
    (Step.LAST_ENROLLMENT, Step.HANDED_ON),
    (Step.LAST_ENROLLMENT, Step.LAST_SERVICE),
    (Step.LAST_SERVICE, Step.REPORTS),
    (Step.LAST_SERVICE, Step.LAST_BILL),
    (Step.LAST_BILL, Step.LAST_PAYMENT),
    (Step.LAST_SERVICE, Step.DATA),
)
NAMES = {
    Step.TELL_TEAM: "the word to staff and care teams",
    Step.TELL_PATIENTS: "the word to patients and families",
    Step.TELL_REFERRERS: "the notice to referrers",
    Step.LAST_ENROLLMENT: "the last day of enrollment",
    Step.HANDED_ON: "the day for the last hand-over",
    Step.LESSONS: "the lessons meeting",
    Step.LAST_SERVICE: "the last day of service",
    Step.REPORTS: "the day for the closing reports",
    Step.LAST_BILL: "the day for the last bill",
    Step.LAST_PAYMENT: "the day for the last payment",
    Step.DATA: "the day for records and data",
}
