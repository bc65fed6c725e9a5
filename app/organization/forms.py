"""What people type when setting up and on the settings page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from app.accounts.queries import CHOICES
from app.accounts.service import password_problem
from app.web.formdata import FormData, Submitted

from .rules import HOLIDAYS, LONGEST_APPROVAL, LONGEST_KEPT, SHORTEST_KEPT, zone_choices

NAME_MISSING = "Enter the name of your organization."
LETTERHEAD_LINES, LETTERHEAD_WIDTH = 4, 100


@dataclass(frozen=True, slots=True)
class SetUp:
    """A new installation: the organization and its first admin."""

    house_name: str
    time_zone: str
    holidays: str
    name: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class HouseChange:
    """Our own settings, as typed."""

    name: str
    time_zone: str
    holidays: str
    approval_days: int
    seen: int | None


@dataclass(frozen=True, slots=True)
class You:
    """What somebody decides for themselves."""

    name: str
    theme: str


@dataclass(frozen=True, slots=True)
class Digest:
    """When somebody wants to be reminded."""

    days: str
    at: time | None


@dataclass(frozen=True, slots=True)
class AddedDay:
    """A day on which we do not work."""

    on: date
    name: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """A colleague who gets an account."""

    email: str
    name: str
    role: str


def read_set_up(submitted: Submitted, zone: str) -> tuple[SetUp | None, FormData]:
    """The set-up page. The password is taken exactly as typed."""
    form = FormData(submitted)
    house_name = form.text("house_name", NAME_MISSING)
    time_zone = form.choice("time_zone", dict(zone_choices(zone)), "Choose your time zone.")
    holidays = form.choice("holidays", HOLIDAYS, "Choose which holidays you keep.")
    name = form.text("name", "Enter your name.")
    email = form.email("email", "Enter your work email.")
    password = submitted.get("password", "") or ""
    problem = password_problem(password, (email, name, house_name))
    if problem:
        form.fail("password", problem)
    if not form.ok:
        return None, form
    return SetUp(house_name, time_zone, holidays, name, email, password), form


def read_house(submitted: Submitted, zone: str) -> tuple[HouseChange | None, FormData]:
    """The organization section."""
    form = FormData(submitted)
    name = form.text("house_name", NAME_MISSING)
    time_zone = form.choice("time_zone", dict(zone_choices(zone)), "Choose your time zone.")
    holidays = form.choice("holidays", HOLIDAYS, "Choose which holidays you keep.")
    days = form.whole(
        "approval_days", 0, LONGEST_APPROVAL, "Enter how many workdays your approvals take, like 15."
    )
    seen = form.whole("seen")
    return (HouseChange(name, time_zone, holidays, days or 0, seen), form) if form.ok else (None, form)


def read_you(submitted: Submitted) -> tuple[You | None, FormData]:
    """The section about the person who asks."""
    form = FormData(submitted)
    name = form.text("name", "Enter your name.")
    theme = form.choice("theme", dict(CHOICES.themes))
    return (You(name, theme), form) if form.ok else (None, form)


def read_digest(submitted: Submitted) -> tuple[Digest | None, FormData]:
    """The reminders of the person who asks."""
    form = FormData(submitted)
    days = form.choice("digest_days", dict(CHOICES.digest_days), "Choose how often the digest comes.")
    at = form.clock("digest_at")
    return (Digest(days, at), form) if form.ok else (None, form)


def read_day(submitted: Submitted) -> tuple[AddedDay | None, FormData]:
    """A day to close on."""
    form = FormData(submitted)
    on = form.day("on", "Enter the day, like 12/24/2026.")
    name = form.text("day_name", "Say what the day is called.")
    return (AddedDay(on, name), form) if form.ok and on else (None, form)


def read_mail_months(submitted: Submitted) -> tuple[tuple[int, int | None] | None, FormData]:
    """For how many months the text of mails is kept, and the version the person saw."""
    form = FormData(submitted)
    months = form.whole(
        "mail_text_months", SHORTEST_KEPT, LONGEST_KEPT, "Enter for how many months, like 12."
    )
    seen = form.whole("seen")
    return ((months, seen) if form.ok and months else None), form


def read_invitation(submitted: Submitted) -> tuple[Invitation | None, FormData]:
    """A colleague to invite."""
    form = FormData(submitted)
    name = form.text("invite_name", "Enter the person’s name.")
    email = form.email("email", "Enter the person’s work email.")
    role = form.choice("role", dict(CHOICES.roles), "Choose what the person may do.")
    return (Invitation(email, name, role), form) if form.ok else (None, form)


def shown(values: Mapping[str, Any]) -> FormData:
    """A form filled with what is stored."""
    return FormData(initial=values)


def read_letterhead(submitted: Submitted) -> tuple[str | None, FormData]:
    """Up to four lines for the head of letters."""
    form = FormData(submitted)
    text = form.text("letterhead", limit=400)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > LETTERHEAD_LINES:
        form.fail("letterhead", f"Keep the letterhead to {LETTERHEAD_LINES} lines.")
    if any(len(line) > LETTERHEAD_WIDTH for line in lines):
        form.fail("letterhead", f"Keep each line under {LETTERHEAD_WIDTH} characters.")
    return ("\n".join(lines) if form.ok else None), form
