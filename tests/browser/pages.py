"""Where the pages are that every look at the program visits."""

from __future__ import annotations

from app.accounts.models import User
from app.accounts.service import invite_user
from app.actions.models import Action
from app.core.actor import SYSTEM
from app.core.db import connected
from app.drafts.rules import GROUPS
from app.meetings.models import AgendaTopic, Meeting
from app.partnerships.models import Membership
from tests.browser.live import LiveServer

KEY = "b_drifting"  # Kestrel Bay / Ordway
HOME = f"/partnerships/{KEY}"

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
    f"{HOME}/decisions",
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
        held = Meeting.select().where(Meeting.finished_at.is_null(False)).order_by(Meeting.on.desc()).first()
        line = AgendaTopic.select().where(AgendaTopic.meeting == meeting).first()
        action = Action.select().where(Action.status == "open").first()
        member = Membership.select().first()
        user = User.select().first()
        person, organization = member.person, member.person.organization
        by_id = (
            f"/meetings/{meeting.public_id}/agenda",
            f"/meetings/{meeting.public_id}/agenda?edit={line.id}",
            f"/meetings/{meeting.public_id}/edit",
            f"/meetings/{meeting.public_id}/publish",
            f"/meetings/{meeting.public_id}/minutes",
            f"/meetings/{meeting.public_id}/minutes/finish",
            f"/meetings/{meeting.public_id}/returned",
            f"/meetings/{held.public_id}/minutes",
            f"/meetings/{held.public_id}/minutes/send",
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
