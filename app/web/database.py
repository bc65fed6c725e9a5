"""A connection for the length of a request."""

from __future__ import annotations

from flask import Flask, request

from app.core.db import db


def install(app: Flask) -> None:
    """Connect before a view that needs the database, let go after it."""

    @app.before_request
    def _connect() -> None:
        if request.endpoint != "static":
            db.connect(reuse_if_open=True)

    @app.teardown_request
    def _close(_error: BaseException | None) -> None:
        if not db.is_closed():
            db.close()
