"""One thing of each kind that falls due, and how it is done: for tests about all kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from app.assessments.models import Assessment, ConnectingResource
from app.core.actor import SYSTEM
from app.drafts.models import Amendment
from app.information.models import InformationItem
from app.measuring.models import MetricsReport, PlannedMetric
from app.meetings.models import CommunicationPlan
from app.metrics.models import Assumption, DataMonth
from app.outreach.models import Activity, Material, ReferralPlan, Site, Strategy, Training
from app.partnerships.models import Partnership
from app.relationship.models import Concern, DecisionRequest, Touch, TouchRhythm
from app.reminders.rules import Kind
from app.terms.service import set_terms
from app.triggers.models import Signal
from tests.factories import THEN, make_meeting, make_member, make_person
from tests.reminders.conftest import with_terms

TODAY = date(2026, 11, 24)  # Tuesday
DAY = timedelta(days=1)
SOON = date(2026, 11, 27)
WHEN = {
    *("finished_on", "resolved_on", "decided_on", "answered_on", "closed_on", "held_on"),
    *("published_at", "finished_at"),
}
START = date(2026, 1, 1)


@dataclass(frozen=True)
class Case:
    """A thing of a kind: what makes it, its day, words of its title, and what is kept once it is done.

    `done` gives the changes for a day; without it nobody notes that it was done.
    """

    kind: Kind
    make: Callable[[Partnership], Any]
    on: date
    title: str
    done: Callable[[date], dict[str, Any]] | None = None
    part: str = ""
    stays: bool = True  # open after its day

    @property
    def says_when(self) -> bool:
        """Whether the row keeps since when it is done."""
        names = self.done(TODAY) if self.done else {}
        return bool(names.keys() & WHEN)

    @property
    def name(self) -> str:
        """For the list of tests."""
        return self.part or self.kind.value


def at(day: date) -> datetime:
    """A moment of that day."""
    return datetime(day.year, day.month, day.day, 18, 0, tzinfo=UTC)


def concern(partnership: Partnership, **values: Any) -> Concern:
    """A concern about payment."""
    kept = {"opened_on": date(2026, 11, 1), "raised_by_side": "payer", "area": "payment", "text": "Slow"}
    return Concern.create(partnership=partnership, created_at=THEN, **{**kept, **values})


def contact(partnership: Partnership) -> Touch:
    """Somebody of the plan with a rhythm of two weeks, spoken with on the 13th."""
    priya = make_person(partnership.payer)
    make_member(partnership, priya)
    TouchRhythm.create(partnership=partnership, person=priya, ideal_days=14, longest_days=28)
    return Touch.create(
        partnership=partnership, person=priya, on=date(2026, 11, 13), how="phone", created_at=THEN
    )


def numbers(partnership: Partnership) -> DataMonth:
    """September has numbers, October has none."""
    with_terms(partnership, start_date=START)
    return DataMonth.create(partnership=partnership, month=9, month_on=date(2026, 9, 1), changed_at=THEN)


def measured(partnership: Partnership) -> PlannedMetric:
    """A metric of each quarter that goes to the plan; reports are due after 60 days."""
    with_terms(partnership, start_date=START)
    set_terms(partnership, {"S28.report_due_days": 60}, effective_on=START, actor=SYSTEM, now=THEN)
    return PlannedMetric.create(
        partnership=partnership,
        name="Days to the first visit",
        unit="days",
        direction="lower_better",
        frequency="quarterly",
        shared_with=["payer"],
        created_at=THEN,
        changed_at=THEN,
    )


def report(partnership: Partnership, **values: Any) -> MetricsReport:
    """The report for the third quarter."""
    kept = {"period_on": date(2026, 7, 1), "months": 3, "changed_at": THEN}
    return MetricsReport.create(partnership=partnership, **{**kept, **values})


def signal(partnership: Partnership) -> Signal:
    """A signal that somebody watches."""
    return Signal.create(
        partnership=partnership,
        trigger="TR01",
        instance="8",
        fired_on=date(2026, 10, 1),
        answer="watch",
        answered_on=date(2026, 10, 28),
        ask_again_on=SOON,
        created_at=THEN,
    )


def outreach(model: Any, **values: Any) -> Callable[[Partnership], Any]:
    """A row of the referral pages."""
    return lambda partnership: model.create(partnership=partnership, created_at=THEN, **values)


def with_words(**terms: Any) -> Callable[[Partnership], Any]:
    """Terms beside the section of the term itself."""

    def make(partnership: Partnership) -> Any:
        changes = {name.replace("__", "."): value for name, value in terms.items()}
        return set_terms(partnership, changes, effective_on=START, actor=SYSTEM, now=THEN)

    return make


CASES = (
    Case(
        Kind.AGENDA,
        lambda one: make_meeting(one, on=date(2026, 12, 2)),
        date(2026, 11, 27),  # Friday, Monday and Tuesday come before the Wednesday
        "Publish the agenda: ",
        lambda day: {"published_at": at(day)},
    ),
    Case(
        Kind.MINUTES,
        lambda one: make_meeting(one, on=date(2026, 11, 23), status="held"),
        date(2026, 11, 25),
        "Finish the minutes: ",
        lambda day: {"finished_at": at(day)},
    ),
    Case(
        Kind.ASSESSMENT,
        outreach(Assessment, why="first", asked_on=date(2026, 10, 28)),
        SOON,
        "Finish the needs assessment asked for on Oct 28, 2026",
        lambda day: {"finished_on": day},
        "asked_for",
    ),
    Case(
        Kind.ASSESSMENT,
        outreach(Assessment, why="first", asked_on=date(2025, 11, 1), finished_on=date(2025, 11, 27)),
        SOON,
        "Assess the needs of both sides again",
        part="yearly",
    ),
    Case(
        Kind.CONCERN,
        lambda one: concern(one, opened_on=date(2026, 10, 28)),
        SOON,
        "A concern about payment has been open since Oct 28, 2026",
        lambda day: {"resolved_on": day},
        "open_too_long",
    ),
    Case(
        Kind.CONCERN,
        lambda one: concern(one, next_step_on=SOON),
        SOON,
        "Next step for a concern about payment",
        lambda day: {"resolved_on": day},
        "next_step",
    ),
    Case(Kind.CONTACT, contact, SOON, "Speak with Priya Nair", lambda day: {"on": day}),
    Case(
        Kind.DECISION,
        lambda one: DecisionRequest.create(
            partnership=one,
            asked_on=date(2026, 11, 1),
            question="May we call on Saturdays?",
            side="payer",
            expected_on=SOON,
            created_at=THEN,
        ),
        SOON,
        "Ask for the decision: May we call on Saturdays?",
        lambda day: {"decided_on": day},
    ),
    Case(
        Kind.INFORMATION,
        lambda one: InformationItem.create(
            partnership=one, item="IP1", status="asked", asked_on=date(2026, 11, 1), wanted_by_on=SOON
        ),
        SOON,
        "Answer wanted: ",
        lambda day: {"status": "answered", "answered_on": day},
    ),
    Case(Kind.WATCH, signal, SOON, "You watch this signal: ", lambda day: {"closed_on": day}),
    Case(Kind.DATA_MONTH, numbers, date(2026, 11, 10), "Enter the numbers of October 2026"),
    Case(
        Kind.REPORT,
        measured,
        date(2026, 11, 29),
        "Send the report for July to September 2026",
        stays=False,  # as long as none was written here
    ),
    Case(
        Kind.PLAN_DATA,
        lambda one: report(one, wanted="Hospital stays", wanted_by=SOON),
        SOON,
        "Data from the plan is due, asked for in the report for July to September 2026",
        stays=False,
    ),
    Case(
        Kind.RECHECK,
        outreach(
            Amendment,
            number=2,
            status="signed",
            signed_on=date(2026, 8, 1),
            effective_on=date(2026, 8, 27),
            recheck_on=SOON,
        ),
        SOON,
        "Look at what amendment 2 changed",
        part="amendment",
        stays=False,
    ),
    Case(
        Kind.RECHECK,
        lambda one: Assumption.create(
            partnership=one, fact="referrals", value=Decimal(10), check_on=SOON, changed_at=THEN
        ),
        SOON,
        "Compare what you assumed with the facts: referrals",
        part="assumption",
        stays=False,
    ),
    Case(
        Kind.OUTREACH,
        outreach(Site, name="Ordway Clinic", next_visit_on=SOON),
        SOON,
        "Visit Ordway Clinic",
        lambda day: {"next_visit_on": None},
        "visit",
    ),
    Case(
        Kind.OUTREACH,
        outreach(Strategy, side="provider", title="Lunch talks", status="active", next_due_on=SOON),
        SOON,
        "Lunch talks",
        lambda day: {"status": "dropped"},
        "strategy",
    ),
    Case(
        Kind.OUTREACH,
        outreach(Activity, on=date(2026, 11, 1), kind="lunch_session", follow_up_on=SOON),
        SOON,
        "Follow up on: lunch session",
        part="follow_up",
        stays=False,
    ),
    Case(
        Kind.TRAINING,
        outreach(Training, topic="Who qualifies", audience="plan_staff", planned_on=SOON),
        SOON,
        "Training: Who qualifies",
        lambda day: {"held_on": day},
    ),
    Case(
        Kind.MATERIAL,
        outreach(Material, title="Card for families", kind="card", audience="families", check_again_on=SOON),
        SOON,
        "Check whether it still holds: Card for families",
        lambda day: {"removed": True},
    ),
    Case(
        Kind.LOOK_AGAIN,
        outreach(CommunicationPlan, agreed_on=date(2026, 5, 27), look_again_on=SOON),
        SOON,
        "Look at the communication plan again",
        lambda day: {"look_again_on": day + timedelta(days=400)},
        "communication",
    ),
    Case(
        Kind.LOOK_AGAIN,
        outreach(ReferralPlan, revisited_on=date(2026, 5, 27), look_again_on=SOON),
        SOON,
        "Look at the referral plan again",
        lambda day: {"look_again_on": day + timedelta(days=400)},
        "referrals",
    ),
    Case(
        Kind.FUNDING,
        outreach(ConnectingResource, resource="Meals at home", funding_until=SOON),
        SOON,
        "The funding ends of: Meals at home",
        lambda day: {"removed": True},
        stays=False,
    ),
    Case(
        Kind.KEY_DATE,
        with_words(S03__start_date=START, S24__ends_on=SOON),
        SOON,
        "Start-up support ends",
        part="support_end",
        stays=False,
    ),
    Case(
        Kind.KEY_DATE,
        with_words(S26__dry_run_date=SOON),
        SOON,
        "Dry run before the first day",
        part="typed",
        stays=False,
    ),
    Case(
        Kind.KEY_DATE,
        with_words(S03__site_starts=[{"id": "eastside", "site": "Eastside heart clinic", "start": SOON}]),
        SOON,
        "Enrollment begins: Eastside heart clinic",
        part="site",
        stays=False,
    ),
    Case(
        Kind.KEY_DATE,
        with_words(
            S33__gap_table=[
                {"id": "night", "item": "Help at night", "date": SOON},
                {"id": "b", "item": "Later"},
            ]
        ),
        SOON,
        "To be in place, as the agreement says: Help at night",
        part="gap",
        stays=False,
    ),
    Case(
        Kind.KEY_DATE,
        with_words(S38__information_exchange=[{"id": "zip", "item": "Members by ZIP code", "due_on": SOON}]),
        SOON,
        "To be handed over, as the agreement says: Members by ZIP code",
        part="information",
        stays=False,
    ),
)
