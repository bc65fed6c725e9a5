"""Where the pages are that every look at the program visits."""

from __future__ import annotations

from app.accounts.models import User
from app.accounts.service import invite_user
from app.actions.models import Action
from app.assessments.models import Assessment, ConnectingResource
from app.core.actor import SYSTEM
from app.core.calendar import local_date
from app.core.db import connected
from app.costs.models import CostSet
from app.drafts.models import Amendment, DraftVersion
from app.drafts.rules import GROUPS
from app.drafts.service import Wish, make_version
from app.measuring.models import PlannedMetric
from app.meetings.models import AgendaTopic, Meeting
from app.milestones.models import Milestone
from app.organization.queries import house_facts
from app.outreach.models import Site
from app.partnerships.models import Membership, Partnership, StageChange
from app.relationship.models import Concern, DecisionRequest, Touch, UrgentQuestion
from app.reviews.models import Review
from app.triggers.models import ChangeEvent, Signal
from app.triggers.service import look
from tests.browser.live import LiveServer

KEY = "b_drifting"  # Kestrel Bay / Ordway
HOME = f"/partnerships/{KEY}"

REFERRALS = (
    "",
    *(f"/{part}" for part in ("strategies", "sites", "activities", "champions", "material", "training")),
    *(f"/{part}/new" for part in ("strategies", "sites", "activities", "champions", "material", "training")),
    "/sites?tie=weak&no_champion=1",
)

READINESS = (
    "",
    "?group=nonclinical_time",
    "/new",
    "/earlier",
    "/right",
    "/unknowns",
    "/resources",
    "/resources/new",
)
FIXED = (
    "/",
    "/welcome",
    "/actions",
    f"/actions?key={KEY}&show=done",
    "/actions/new",
    "/actions?who=anyone&q=zebra",
    f"/actions/several?key={KEY}",
    f"{HOME}/follow-through?months=12",
    "/partnerships",
    "/partnerships?sort=stage",
    "/partnerships/new",
    HOME,
    "/partnerships/a_healthy",
    "/partnerships/c_graceful_end",
    f"{HOME}/edit",
    f"{HOME}/timeline",
    f"{HOME}/stage",
    f"{HOME}/stage/plan",
    f"{HOME}/people",
    f"{HOME}/milestones",
    f"{HOME}/milestones?show=all&by=stage",
    f"{HOME}/milestones/new",
    f"{HOME}/milestones/moves",
    f"{HOME}/reviews",
    f"{HOME}/ending",
    f"{HOME}/ending/notice",
    *(f"/partnerships/c_graceful_end/ending{part}" for part in ("", "/steps/last_service")),
    *(f"{HOME}/{part}" for part in ("balance", "balance/rate?side=both", "balance/ratings", "adjustments")),
    "/partnerships/c_graceful_end/balance",
    f"{HOME}/dates",
    f"{HOME}/dates?on=2026-02-30",
    "/partnerships/c_graceful_end/dates",
    f"{HOME}/information",
    f"{HOME}/information/aims",
    f"{HOME}/information/aims?sheet=payer",
    f"{HOME}/information/items/IP3",
    f"{HOME}/information/items/IP5",
    f"{HOME}/information/topics/experience_capacity",
    "/method",
    f"{HOME}/relationship",
    "/partnerships/c_graceful_end/relationship",
    f"{HOME}/concerns?show=settled",
    f"{HOME}/concerns/new",
    f"{HOME}/pulse",
    f"{HOME}/pulse/new",
    f"{HOME}/pulse/sheet?side=payer",
    f"{HOME}/fit",
    f"{HOME}/fit/new",
    f"{HOME}/urgent-questions",
    f"{HOME}/decision-requests",
    f"{HOME}/meetings",
    f"{HOME}/meetings/new",
    f"{HOME}/meetings/series/new?kind=operations",
    f"{HOME}/communication",
    *(f"{HOME}/referrals{part}" for part in REFERRALS),
    *(f"{HOME}/readiness{part}" for part in READINESS),
    "/partnerships/a_healthy/readiness",
    f"{HOME}/decisions",
    f"{HOME}/numbers",
    f"{HOME}/numbers/2025-10",
    f"{HOME}/numbers/bring",
    "/numbers/bring",
    "/partnerships/c_graceful_end/numbers",
    f"{HOME}/costs",
    f"{HOME}/costs/payment",
    "/partnerships/c_graceful_end/costs/payment",
    f"{HOME}/costs/payment/effort/EF2",
    f"{HOME}/costs/payment/effort/EF4",
    "/contracts",
    "/numbers",
    f"{HOME}/numbers/assumptions",
    f"{HOME}/lineage",
    *(
        f"{HOME}/signals{part}"
        for part in ("", "/rules", "/rules/TM16", "/rules/TR08", "/change", "/changes")
    ),
    *(f"{HOME}/metrics{part}" for part in ("", "/new", "/new/own", "/new/PP01", "/report")),
    *(f"{HOME}/contract?group={group.id}" for group in GROUPS),
    f"{HOME}/contract/draft",
    f"{HOME}/contract/versions",
    f"{HOME}/contract/versions/new?kind=D2",
    f"{HOME}/contract/amendments",
    *(f"{HOME}/design{part}" for part in ("", "/roles", "/processes", "/criteria")),
    "/people",
    "/organizations/new",
    "/reminders",
    "/reminders/sheet",
    "/reminders/mails",
    "/settings",
    "/settings/look",
    "/settings/state",
    f"{HOME}/contract/history",
    f"{HOME}/contract/excel",
    "/words",
    "/words/S21",
    "/account/password",
    "/account/calendar",
    f"{HOME}/dates/calendar",
    "/contracts/calendar",
)
REVIEW = ("", "/prepare", "/worksheet/effort", "/sufficiency", "/decision")
NOWHERE = ("/nowhere", "/partnerships/nobody", "/meetings/nobody/agenda")
# Each form, what is typed into it, and its button: refused with the form and what to mend.
REFUSED: tuple[tuple[str, dict[str, str], str], ...] = (
    (f"{HOME}/information/items/IP2", {"number": "many"}, "Save"),
    ("/actions/new", {}, "Add action"),
    (f"/actions/several?key={KEY}", {}, "See what changes"),
    ("/partnerships/new", {}, "Add partnership"),
    (f"{HOME}/edit", {"name": ""}, "Save partnership"),
    (f"{HOME}/stage", {}, "Move partnership"),
    (f"{HOME}/milestones/new", {}, "Add milestone"),
    (f"{HOME}/ending/notice", {"given_on": ""}, "Record it and lay out the steps"),
    (f"{HOME}/concerns/new", {}, "Note concern"),
    (f"{HOME}/pulse/new", {}, "Enter sheet"),
    (f"{HOME}/fit/new", {}, "Save answers"),
    (f"{HOME}/urgent-questions", {}, "Note question"),
    (f"{HOME}/decision-requests", {}, "Note request"),
    (f"{HOME}/meetings/new", {"minutes": "ages"}, "Plan the meeting"),
    (f"{HOME}/meetings/series/new", {"minutes": "ages"}, "Begin the series"),
    (f"{HOME}/referrals/strategies/new", {}, "Add strategy"),
    (f"{HOME}/referrals/sites/new", {}, "Add site"),
    (f"{HOME}/referrals/activities/new", {}, "Add to the log"),
    (f"{HOME}/referrals/champions/new", {}, "Add champion"),
    (f"{HOME}/referrals/material/new", {}, "Add material"),
    (f"{HOME}/referrals/training/new", {}, "Plan training"),
    (f"{HOME}/readiness", {"NA47.evidence": "Patient Maria Lopez, MRN 0047211"}, "Save this group"),
    (f"{HOME}/readiness/new", {"asked_on": "2099-01-01"}, "Begin"),
    (f"{HOME}/readiness/unknowns", {"team_roles.truth_on": "2099-01-01"}, "Save"),
    (f"{HOME}/readiness/resources/new", {}, "Add resource"),
    (f"{HOME}/numbers/bring", {}, "See what would change"),
    ("/numbers/bring", {}, "See what would change"),
    (f"{HOME}/numbers/2025-10", {"referrals": "ten"}, "Save October 2025"),
    (f"{HOME}/costs", {"case_rate": "9.555"}, "Save"),
    (f"{HOME}/costs/payment", {"months": "many"}, "Save the months"),
    (f"{HOME}/costs/payment/effort/EF5", {"less": "120"}, "Work it out"),
    (f"{HOME}/numbers/assumptions", {"stay.value": "long"}, "Save"),
    (f"{HOME}/metrics/new/own", {"low": "many"}, "Put into the plan"),
    (f"{HOME}/signals/change", {"text": ""}, "Note the change"),
    (f"{HOME}/reviews", {"held_on": ""}, "Mark as held"),
    (f"{HOME}/signals/rules/TM16", {"n": "many"}, "Save"),
    (f"{HOME}/metrics/report", {"wanted_by": "2026-12-01"}, "Save"),
    (f"{HOME}/contract?group=money", {"S21.rate_home": "a lot"}, "Save"),
    (f"{HOME}/contract/versions", {}, "File it"),
    ("/organizations/new", {}, "Add organization"),
    ("/account/password", {}, "Change password"),
    ("/words", {}, "Begin the section"),
    ("/settings/look", {"letterhead": "a\nb\nc\nd\ne"}, "Save the letterhead"),
    (f"{HOME}/contract/excel", {}, "See what would change"),
    ("/settings", {"house_name": ""}, "Save organization"),
    ("/settings", {}, "Invite"),
)


def _made(partnership: Partnership, server: LiveServer) -> DraftVersion:
    """A first version of the contract."""
    today = local_date(server.clock.now(), house_facts().time_zone)
    return make_version(partnership, Wish("D2", today), actor=SYSTEM, now=server.clock.now(), today=today)


def signed_in_pages(server: LiveServer) -> tuple[str, ...]:
    """Every page somebody who is signed in can open, with the ids the server gave."""
    with connected():
        meeting = Meeting.select().where(Meeting.status == "planned").order_by(Meeting.on).first()
        step = Milestone.select().where(Milestone.anchor_milestone.is_null(False)).first()
        move = StageChange.select().where(StageChange.partnership == step.partnership).first()
        action = Action.select().where((Action.status == "open") & Action.owner.is_null(False)).first()
        ahead = (Meeting.status == "planned") & Meeting.series.is_null(False) & (Meeting.on > "2026-11-26")
        opened = Meeting.select().where(ahead).order_by(Meeting.on).first()
        series = opened.series
        held = Meeting.select().where(Meeting.finished_at.is_null(False)).order_by(Meeting.on.desc()).first()
        line = AgendaTopic.select().where(AgendaTopic.meeting == meeting).first()
        action = Action.select().where(Action.status == "open").first()
        member = Membership.select().first()
        user = User.select().first()
        concern = Concern.select().order_by(Concern.opened_on.desc()).first()
        Concern.update(resolved_on=None).where(Concern.id == concern.id).execute()  # open, with its forms
        question, request = UrgentQuestion.select().first(), DecisionRequest.select().first()
        touch = Touch.select().first()
        ours = Partnership.get(Partnership.key == KEY)
        amendment = Amendment.select().where(Amendment.partnership == ours).first()
        draft = DraftVersion.get_or_none(DraftVersion.partnership == ours) or _made(ours, server)
        person, organization = member.person, member.person.organization
        site = Site.select().join(Partnership).where(Partnership.key == KEY).first()
        costs = CostSet.get(CostSet.partnership == ours)
        talks = PlannedMetric.get((PlannedMetric.partnership == ours) & (PlannedMetric.item == "PP01"))
        day = local_date(server.clock.now(), house_facts().time_zone)
        look(ours, actor=SYSTEM, now=server.clock.now(), today=day)
        signal = Signal.select().where((Signal.partnership == ours) & Signal.month.is_null(False)).first()
        assessed = Assessment.get((Assessment.partnership == ours) & Assessment.finished_on.is_null())
        resource = ConnectingResource.get(ConnectingResource.partnership == ours)
        review = Review.get((Review.partnership == ours) & (Review.kind == "sufficiency"))
        event = ChangeEvent.select().where(ChangeEvent.partnership == ours).first()
        by_id = (
            *(f"{HOME}/reviews/{review.public_id}{part}" for part in REVIEW),
            f"{HOME}/lineage/{review.public_id}",
            f"{HOME}/lineage/signal/{signal.public_id}",
            *(f"{HOME}/readiness/{assessed.public_id}{part}" for part in ("", "/about", "/finish")),
            f"{HOME}/readiness/resources/{resource.public_id}/edit",
            f"{HOME}/signals/{signal.public_id}",
            *(f"{HOME}/signals/changes/{event.public_id}{part}" for part in ("", "/opens")),
            *(f"{HOME}/metrics/{talks.public_id}{part}" for part in ("", "/edit", "/values/2026-07-01")),
            f"{HOME}/costs/{costs.public_id}/change",
            f"{HOME}/contract/amendments/{amendment.public_id}",
            f"{HOME}/contract/versions/{draft.public_id}",
            f"{HOME}/contract/versions/{draft.public_id}/sign",
            f"{HOME}/referrals/sites/{site.public_id}",
            f"{HOME}/referrals/sites/{site.public_id}/edit",
            f"/meetings/{meeting.public_id}/agenda",
            f"/meetings/{meeting.public_id}/agenda?edit={line.id}",
            f"/meetings/{meeting.public_id}/edit",
            f"/milestones/{step.public_id}",
            f"/milestones/{step.public_id}/edit",
            f"/partnerships/{step.partnership.key}/stage/{move.id}/day",
            f"/series/{series.public_id}",
            f"/series/{series.public_id}/edit",
            f"/series/{series.public_id}/dates/{opened.planned_on}",
            f"/meetings/{meeting.public_id}/publish",
            f"/meetings/{meeting.public_id}/invitations",
            f"/meetings/{meeting.public_id}/minutes",
            f"/meetings/{meeting.public_id}/minutes/finish",
            f"/meetings/{meeting.public_id}/returned",
            f"/meetings/{held.public_id}/minutes",
            f"/meetings/{held.public_id}/minutes/send",
            f"/actions/{action.public_id}/edit",
            f"/actions/{action.public_id}",
            f"/people/{action.owner.public_id}/handover",
            f"/people/{action.owner.public_id}/left",
            f"/people/{person.public_id}/edit",
            f"/organizations/{organization.public_id}/edit",
            f"/organizations/{organization.public_id}/people/new",
            f"/accounts/{user.public_id}/edit",
            f"/concerns/{concern.public_id}",
            f"/concerns/{concern.public_id}/edit",
            f"/urgent-questions/{question.public_id}/edit",
            f"/decision-requests/{request.public_id}/edit",
            f"/partnerships/{touch.partnership.key}/contacts/{touch.person.public_id}",
            f"/organizations/{organization.public_id}/culture",
        )
    return FIXED + by_id


def public_pages(server: LiveServer) -> tuple[str, ...]:
    """What is open to somebody who is not signed in."""
    with connected():
        token = invite_user(
            "priya@lanternhill.example", "Priya Nair", "viewer", actor=SYSTEM, now=server.clock.now()
        )
    return ("/sign-in", f"/invitation/{token}")
