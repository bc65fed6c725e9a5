"""Who is asking."""

from __future__ import annotations

from flask import Flask, g, request, session

from app.core.actor import Actor, Role
from app.settings import Settings

from .models import User


def install(app: Flask, settings: Settings) -> None:
    """Know the person before each view."""

    @app.before_request
    def _who() -> None:
        key = session.get("_user_id")
        if key is None or request.endpoint == "static":
            return
        row = (
            User.select(User.id, User.name, User.role, User.theme)
            .where((User.fs_uniquifier == key) & User.active)
            .tuples()
            .first()
        )
        if row is not None:
            g.actor = Actor(row[0], row[1], Role(row[2]))
            g.theme = row[3]
