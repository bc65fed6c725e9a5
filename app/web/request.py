"""What a request knows: the program it runs in, the person, the moment, the house."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar, cast

from flask import current_app, g
from flask import request as asked

from app.core.actor import Actor
from app.core.calendar import local_date
from app.core.clock import Clock
from app.core.errors import Forbidden
from app.settings import Settings

from .formdata import FormData

View = TypeVar("View", bound=Callable[..., Any])
LAST_PAGE, LAST_ROW = 10_000, 1_000_000  # of a list; past them somebody plays with the address


@dataclass(frozen=True, slots=True)
class Runtime:
    """What the factory hands to every request."""

    settings: Settings
    clock: Clock


@dataclass(frozen=True, slots=True)
class HouseFacts:
    """Our own name, zone, days off and how long our approvals take, read once per request."""

    name: str
    time_zone: str
    mail_proven: bool
    holidays: str
    approval_days: int


def runtime() -> Runtime:
    """The program this request runs in."""
    return cast(Runtime, current_app.extensions["evenkeel"])


def settings() -> Settings:
    """The settings of the start."""
    return runtime().settings


def now() -> datetime:
    """The present moment, aware and in UTC."""
    return runtime().clock.now()


def house() -> HouseFacts:
    """Our own name and zone."""
    return cast(HouseFacts, g.house)


def today() -> date:
    """The calendar day in our zone, the same for the whole request."""
    if "today" not in g:
        g.today = local_date(now(), house().time_zone)
    return cast(date, g.today)


def signed_in() -> bool:
    """Whether somebody is signed in."""
    return getattr(g, "actor", None) is not None


def actor() -> Actor:
    """The person who asks. Raises Forbidden when nobody is signed in."""
    person = getattr(g, "actor", None)
    if person is None:
        raise Forbidden("Sign in first.")
    return cast(Actor, person)


def list_offset() -> int:
    """From which row on the address wants a list; what is no number means the beginning."""
    return max(0, min(asked.args.get("offset", 0, int), LAST_ROW))


def page_number() -> int:
    """Which page of a list the address wants, counted from 1."""
    return max(1, min(asked.args.get("page", 1, int), LAST_PAGE))


def seen_version() -> int | None:
    """The version of a row that an undo was offered for; None where the address names none."""
    return FormData(asked.args).whole("seen")


def public(view: View) -> View:
    """Mark a view that answers without sign-in; every other view asks who is there."""
    view.is_public = True  # type: ignore[attr-defined]
    return view
