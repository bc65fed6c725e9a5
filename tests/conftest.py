"""A migrated database for each test, on SQLite and on PostgreSQL, and people who sign in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from app import create_app, move_in
from app.core.actor import SYSTEM, Actor
from app.core.clock import FixedClock
from app.core.db import close_database, connected, db, open_database
from app.core.migrate import migrate
from app.models import MODELS
from app.organization.service import ensure_house
from app.settings import Settings, load_settings
from tests import postgres
from tests.factories import make_user
from tests.mail.sink import Sink, running_sink
from tests.prerequisites import is_skipped

NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)  # Tuesday, nine in the morning in Los Angeles
ZONE = "America/Los_Angeles"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long modules begin first: several workers then end at about the same time. Chance orders the rest."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, copied for each test."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    open_database(f"sqlite:///{path}")
    with connected():
        migrate()
        ensure_house(ZONE, actor=SYSTEM, now=NOW)
        db.execute_sql("pragma wal_checkpoint(truncate)")
    close_database()
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A private PostgreSQL cluster with the schema in place."""
    with postgres.cluster() as url:
        open_database(url)
        with connected():
            migrate()
        close_database()
        yield url


DATABASES = ["sqlite"] if is_skipped("SKIP_POSTGRES") else ["sqlite", "postgresql"]
# A slow moment of a shared machine is not a failure of the property under test.
hypothesis.settings.register_profile("evenkeel", deadline=None)
hypothesis.settings.load_profile("evenkeel")

# For a walk through the whole house, which takes minutes: every time on the stricter database, on the other
# one by `make audit`. What a slice stores is tested on both in its own tests.
STRICTER = [*(pytest.param(one, marks=pytest.mark.audit) for one in DATABASES[:-1]), DATABASES[-1]]
on_the_stricter = pytest.mark.parametrize("database_url", STRICTER, indirect=True)


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty, migrated database; each test that asks runs on both kinds."""
    if request.param == "sqlite":
        path = tmp_path / "evenkeel.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[str]:
    """An open connection to an empty, migrated database; yields sqlite or postgresql."""
    open_database(database_url)
    kind = database_url.split(":", 1)[0]
    db.connect(reuse_if_open=True)
    if kind == "postgresql":
        postgres.empty(db.obj, [model._meta.table_name for model in MODELS])
        ensure_house(ZONE, actor=SYSTEM, now=NOW)
    yield kind
    if not db.is_closed():
        db.close()
    close_database()


@pytest.fixture
def clock() -> FixedClock:
    """Tuesday, November 24, 2026, nine in the morning in Los Angeles."""
    return FixedClock(NOW)


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Settings of a private instance folder, without mail."""
    return load_settings({"EVENKEEL_INSTANCE": str(tmp_path / "instance"), "DATABASE_URL": database_url})


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Each template is compiled once, not for each program anew."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def program(
    tmp_path_factory: pytest.TempPathFactory, compiled_templates: FileSystemBytecodeCache
) -> tuple[Flask, dict[str, Any]]:
    """The program, made once, and its configuration: to make it takes longer than most tests."""
    folder = str(tmp_path_factory.mktemp("program"))
    application = create_app(load_settings({"EVENKEEL_INSTANCE": folder}), FixedClock(NOW))
    application.jinja_env.bytecode_cache = compiled_templates
    application.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return application, dict(application.config)


@pytest.fixture
def app(program: tuple[Flask, dict[str, Any]], database: str, settings: Settings, clock: FixedClock) -> Flask:
    """The whole program on an empty database. A test that needs other settings makes its own."""
    application, configuration = program
    application.config.clear()
    application.config.update(configuration)
    move_in(application, settings, clock)
    return application


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return app.test_client()


def without_ids(html: str) -> str:
    """A page without the ids of rows: chance may write any number into one."""
    return re.sub(r"[0-9a-f]{32}", "", html)


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server."""
    with running_sink() as running:
        yield running


@pytest.fixture
def mailing(settings: Settings, sink: Sink) -> Settings:
    """Settings with mail."""
    return replace(
        settings,
        smtp=sink.smtp,
        mail_from="evenkeel@hospice.example",
        base_url="https://evenkeel.hospice.example",
    )


class SignedIn:
    """A browser of one of our people."""

    def __init__(self, app: Flask, role: str) -> None:
        with connected():
            self.user = make_user(role=role, email=f"{role}@hospice.example")
        self.browser = app.test_client()
        with self.browser.session_transaction() as session:
            session["_user_id"] = self.user.fs_uniquifier
            session["_fresh"] = True
        self.get, self.post = self.browser.get, self.browser.post


@pytest.fixture
def admin(app: Flask) -> SignedIn:
    """Signed in as an admin."""
    return SignedIn(app, "admin")


@pytest.fixture
def editor(app: Flask) -> SignedIn:
    """Signed in as an editor."""
    return SignedIn(app, "editor")


@pytest.fixture
def viewer(app: Flask) -> SignedIn:
    """Signed in as a viewer."""
    return SignedIn(app, "viewer")


@pytest.fixture
def dana() -> Actor:
    """Somebody who acts in service tests."""
    from app.core.actor import Role

    return Actor(None, "Dana Whitfield", Role.EDITOR)
