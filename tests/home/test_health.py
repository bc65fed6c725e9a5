"""The health page: for a monitor, without sign-in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from peewee import OperationalError

from app import create_app
from app.core.clock import FixedClock
from app.core.db import connected, db
from app.core.errors import SchemaError
from app.core.jobs import record_run
from app.settings import Settings
from tests.conftest import NOW


def test_a_program_that_is_well_says_so_to_anybody(client: FlaskClient, database: str) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200 and answer.mimetype == "application/json"
    assert answer.json == {"status": "ok", "database": database, "schema": "current", "scheduler": "running"}


def test_a_process_that_serves_pages_only_says_that_the_scheduler_is_elsewhere(
    database: str, settings: Settings
) -> None:
    app = create_app(replace(settings, scheduler=False), FixedClock(NOW))
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json["scheduler"]) == (200, "elsewhere")  # type: ignore[index]


def test_a_silent_scheduler_is_a_reason_to_worry(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = NOW + timedelta(minutes=6)
    monkeypatch.setattr("app.home.routes.now", lambda: late)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json == {
        "status": "failing",
        "database": answer.json["database"],  # type: ignore[index]
        "schema": "current",
        "scheduler": "stopped",
        "reason": "The scheduler has not run for more than five minutes.",
    }
    with connected():
        record_run("tick", late, late, ok=True)
    assert client.get("/healthz").status_code == 200


def test_an_old_or_a_newer_schema_is_named(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.home.queries.health.pending", lambda: ("0002_next",))
    answer = client.get("/healthz")
    assert answer.status_code == 503 and answer.json["schema"] == "pending"  # type: ignore[index]

    def newer() -> tuple[str, ...]:
        raise SchemaError("The database was made by a newer version.")

    monkeypatch.setattr("app.home.queries.health.pending", newer)
    answer = client.get("/healthz")
    assert answer.status_code == 503 and "newer version" in answer.json["reason"]  # type: ignore[index]


def test_a_database_that_is_gone_is_named(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: object, **_options: object) -> None:
        raise OperationalError("no such host")

    monkeypatch.setattr(db.obj, "connect", gone)
    answer = client.get("/healthz")
    assert answer.status_code == 503 and answer.mimetype == "application/json"
    assert answer.json["reason"] == "The database does not answer."  # type: ignore[index]
    page = client.get("/")
    assert page.status_code == 503 and "Busy for a moment" in page.text
