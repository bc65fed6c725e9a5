"""Who is asking: the seam to Flask-Security, which no other file imports.

Flask-Security keeps the session (and is the place where a second factor will be switched on). None of
its own pages are served. Each request reads the person with one narrow query, so its loaders, which
would read the whole row once more for every page and every static file, are left idle.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask import Flask, g, request, session

from app.core.actor import Actor, Role
from app.core.fields import new_public_id
from app.settings import Settings
from app.web.request import now, signed_in

from .models import User
from .queries import find_signed_in
from .rules import VISIT
from .service import end_visit


@dataclass(frozen=True, slots=True)
class Identity:
    """What Flask-Security needs to know of a person: the key that changes with the password."""

    key: str
    active: bool = True
    is_active: bool = True
    is_authenticated: bool = True
    is_anonymous: bool = False

    @property
    def fs_uniquifier(self) -> str:
        """Flask-Security's name for the key."""
        return self.key

    def get_id(self) -> str:
        """Flask-Login's name for the key."""
        return self.key


def install(app: Flask, settings: Settings) -> None:
    """Know the person before each view."""
    from flask_security import RoleMixin, Security, UserDatastore

    app.config.update(
        PERMANENT_SESSION_LIFETIME=VISIT,
        SESSION_REFRESH_EACH_REQUEST=False,  # fourteen days from the sign-in, not from the last click
        SESSION_PROTECTION=None,  # laptops change networks; the cookie dies with the password
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of a method
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],  # as `service` writes them
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_CLI_USERS_NAME=False,
        SECURITY_CLI_ROLES_NAME=False,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False},
    )
    app.before_request(_who)
    store: Any = UserDatastore(cast(Any, Identity), RoleMixin)
    security = Security(app, store, register_blueprint=False)
    security.principal.identity_loaders.clear()
    security.login_manager.user_loader(lambda key: Identity(key) if signed_in() else None)
    security.login_manager.request_loader(None)
    processors = app.template_context_processors[None]
    processors[:] = [each for each in processors if each.__module__ != "flask_login.utils"]


def _who() -> None:
    key = session.get("_user_id")
    if key is None or request.endpoint == "static":
        return
    since = session.get("since")
    if since is not None and now().timestamp() - since > VISIT.total_seconds():
        return
    row = find_signed_in(key, session.get("visit", ""))
    if row is not None:
        g.actor = Actor(row[0], row[1], Role(row[2]))
        g.theme = row[3]


def sign_in(user: User, *, stay: bool, moment: datetime) -> None:
    """Begin a visit: until the browser closes, or fourteen days with `stay`."""
    from flask_security import login_user

    session.clear()
    session.permanent = stay
    session["since"] = int(moment.timestamp())
    session["visit"] = new_public_id()
    login_user(cast(Any, Identity(user.fs_uniquifier)), remember=False, authn_via=["password"])
    session.pop("_id")  # a fingerprint of browser and network that nobody compares


def sign_out(*, moment: datetime) -> None:
    """End the visit, for copies of its cookie too."""
    from flask_security import logout_user

    visit = session.get("visit")
    logout_user()
    session.clear()
    if visit is not None:
        end_visit(visit, now=moment)


def keep_signed_in(key: str) -> None:
    """After a new password: this visit goes on under the new key; every other one has ended."""
    session["_user_id"] = key
