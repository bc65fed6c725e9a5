"""The whole program on a port of its own, for pages in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Page
from waitress import create_server

from app import create_app
from app.accounts.service import add_user, setup_token
from app.core.actor import SYSTEM, Actor, Role
from app.core.calendar import local_date
from app.core.clock import Clock
from app.core.db import close_database, connected, open_database
from app.examples.service import load_examples
from app.organization.models import House
from app.organization.queries import house_facts
from app.settings import Settings, load_settings
from tests.serving import stop

NAME, EMAIL, PASSWORD = "Dana Whitfield", "dana@lanternhill.example", "a long enough sentence"
HOUSE = "Lantern Hill Hospice"


@dataclass(frozen=True, slots=True)
class LiveServer:
    """A running program: where it is and what it runs on. CSRF is checked as in real life."""

    url: str
    settings: Settings
    clock: Clock

    def setup_link(self) -> str:
        """The link the program prints at its first start."""
        with connected():
            return f"{self.url}/setup/{setup_token(now=self.clock.now())}"

    def furnish(self, loaded_at: datetime | None = None) -> None:
        """Name the house, give Dana an account, and load the examples, now unless told otherwise."""
        now = loaded_at or self.clock.now()
        with connected():
            House.update(name=HOUSE).execute()
            user = add_user(EMAIL, NAME, Role.ADMIN, PASSWORD, actor=SYSTEM, now=now)
            dana = Actor(user.id, user.name, Role.ADMIN)
            today = local_date(now, house_facts().time_zone)
            load_examples(None, shift=True, actor=dana, now=now, today=today)


def sign_in(page: Page, server: LiveServer) -> None:
    """Sign Dana in by the form, as a person does."""
    page.goto(f"{server.url}/sign-in")
    page.get_by_label("Work email").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{server.url}/")


@contextmanager
def serving(database: Path, instance: Path, clock: Clock) -> Iterator[LiveServer]:
    """Serve a migrated SQLite file on a free port of this machine until the block ends."""
    environment = {"EVENKEEL_INSTANCE": str(instance), "DATABASE_URL": f"sqlite:///{database}"}
    settings = load_settings({**environment, "EVENKEEL_SCHEDULER": "0"})
    open_database(settings.database_url)
    server = create_server(create_app(settings, clock), host="127.0.0.1", port=0, threads=4, ident=None)
    thread = threading.Thread(target=server.run, name="live server")
    thread.start()
    try:
        yield LiveServer(f"http://127.0.0.1:{server.effective_port}", settings, clock)
    finally:
        stop(server, thread)
        close_database()
