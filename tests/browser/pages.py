"""Where the pages are that every look at the program visits."""

from __future__ import annotations

from app.accounts.models import User
from app.accounts.service import invite_user
from app.actions.models import Action
from app.core.actor import SYSTEM
from app.core.db import connected
from app.drafts.rules import GROUPS
from app.meetings.models import Meeting
from app.outreach.models import Site
from app.partnerships.models import Membership, Partnership
from tests.browser.live import LiveServer

KEY = "b_drifting"  # Kestrel Bay / Ordway
HOME = f"/partnerships/{KEY}"

REFERRALS = (
    "",
    *(f"/{part}" for part in ("strategies", "sites", "activities", "champions", "material", "training")),
    *(f"/{part}/new" for part in ("strategies", "sites", "activities", "champions", "material", "training")),
    "/sites?tie=weak&no_champion=1",
)

FIXED = (
    "/",
    "/welcome",
    "/actions",
    f"/actions?key={KEY}&show=done",
    "/actions/new",
    "/partnerships",
    "/partnerships?sort=stage",
    "/partnerships/new",
    HOME,
    "/partnerships/a_healthy",
    "/partnerships/c_graceful_end",
    f"{HOME}/edit",
    f"{HOME}/timeline",
    f"{HOME}/stage",
    f"{HOME}/people",
    f"{HOME}/reviews",
    f"{HOME}/meetings",
    f"{HOME}/meetings/new",
    *(f"{HOME}/referrals{part}" for part in REFERRALS),
    *(f"{HOME}/contract?group={group.id}" for group in GROUPS),
    f"{HOME}/contract/draft",
    "/people",
    "/organizations/new",
    "/reminders",
    "/reminders/sheet",
    "/settings",
    "/account/password",
)
NOWHERE = ("/nowhere", "/partnerships/nobody", "/meetings/nobody/agenda")
# Each form, what is typed into it, and its button: refused with the form and what to mend.
REFUSED: tuple[tuple[str, dict[str, str], str], ...] = (
    ("/actions/new", {}, "Add action"),
    ("/partnerships/new", {}, "Add partnership"),
    (f"{HOME}/edit", {"name": ""}, "Save partnership"),
    (f"{HOME}/stage", {}, "Move partnership"),
    (f"{HOME}/meetings/new", {"minutes": "ages"}, "Plan the meeting"),
    (f"{HOME}/referrals/strategies/new", {}, "Add strategy"),
    (f"{HOME}/referrals/sites/new", {}, "Add site"),
    (f"{HOME}/referrals/activities/new", {}, "Add to the log"),
    (f"{HOME}/referrals/champions/new", {}, "Add champion"),
    (f"{HOME}/referrals/material/new", {}, "Add material"),
    (f"{HOME}/referrals/training/new", {}, "Plan training"),
    (f"{HOME}/contract?group=money", {"S21.rate_home": "a lot"}, "Save"),
    ("/organizations/new", {}, "Add organization"),
    ("/account/password", {}, "Change password"),
    ("/settings", {"house_name": ""}, "Save organization"),
    ("/settings", {}, "Invite"),
)


def signed_in_pages(server: LiveServer) -> tuple[str, ...]:
    """Every page somebody who is signed in can open, with the ids the server gave."""
    with connected():
        meeting = Meeting.select().where(Meeting.status == "planned").order_by(Meeting.on).first()
        action = Action.select().where(Action.status == "open").first()
        member = Membership.select().first()
        user = User.select().first()
        person, organization = member.person, member.person.organization
        site = Site.select().join(Partnership).where(Partnership.key == KEY).first()
        by_id = (
            f"{HOME}/referrals/sites/{site.public_id}",
            f"{HOME}/referrals/sites/{site.public_id}/edit",
            f"/meetings/{meeting.public_id}/agenda",
            f"/meetings/{meeting.public_id}/edit",
            f"/actions/{action.public_id}/edit",
            f"/people/{person.public_id}/edit",
            f"/organizations/{organization.public_id}/edit",
            f"/organizations/{organization.public_id}/people/new",
            f"/accounts/{user.public_id}/edit",
        )
    return FIXED + by_id


def public_pages(server: LiveServer) -> tuple[str, ...]:
    """What is open to somebody who is not signed in."""
    with connected():
        token = invite_user(
            "priya@lanternhill.example", "Priya Nair", "viewer", actor=SYSTEM, now=server.clock.now()
        )
    return ("/sign-in", f"/invitation/{token}")
