"""A real browser for the tests of this folder: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    StorageState,
    sync_playwright,
)

from app.core.clock import FixedClock
from tests.browser.live import LiveServer, serving, sign_in
from tests.browser.views import HEIGHT, Scheme
from tests.conftest import NOW
from tests.prerequisites import find_chromium, is_skipped

ARGUMENTS = [
    "--no-sandbox",  # root in a container has none
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
OpenPage = Callable[..., Page]


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave this folder out only when asked to; a missing browser is an error, not a reason to pass."""
    return True if is_skipped("SKIP_BROWSER") else None


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run."""
    program = find_chromium()
    if program is None:
        pytest.fail("The browser tests need Chromium. `make test` installs it where it may.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Give `open_page(width=1280, scheme="light", script=True)`: a fresh page in a context of its own.

    When the test ends, anything the pages complained about (script errors, refused by the content
    policy, files not found) fails it, except an expected status or words of `allowed`.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_it(
        width: int = 1280,
        scheme: Scheme = "light",
        script: bool = True,
        allowed: tuple[int | str, ...] = (),
        session: StorageState | None = None,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": HEIGHT},
            color_scheme=scheme,
            java_script_enabled=script,
            reduced_motion="reduce",
            timezone_id="America/Los_Angeles",
            locale="en-US",
            storage_state=session,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: _note(message, allowed, complaints))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert not complaints, "The browser complained: " + "; ".join(complaints)


@pytest.fixture(scope="module")
def live_server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The whole program, new and empty, on a Tuesday morning in November; one for each module.

    No test of such a module takes the `database` fixture: there is one database in a process.
    """
    folder = tmp_path_factory.mktemp("live")
    shutil.copy(sqlite_template, folder / "evenkeel.db")
    with serving(folder / "evenkeel.db", folder / "instance", FixedClock(NOW)) as server:
        yield server


@pytest.fixture(scope="module")
def furnished(live_server: LiveServer) -> LiveServer:
    """The same with an account for Dana and the example partnerships."""
    live_server.furnish()
    return live_server


@pytest.fixture(scope="module")
def dana(chromium: Browser, furnished: LiveServer) -> StorageState:
    """Dana's cookies after signing in once: signing in is slow on purpose."""
    context = chromium.new_context()
    page = context.new_page()
    sign_in(page, furnished)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A wide, light page with scripts."""
    return open_page()


def _note(message: ConsoleMessage, allowed: tuple[int | str, ...], complaints: list[str]) -> None:
    expected = [f"status of {one}" if isinstance(one, int) else one for one in allowed]
    if message.type != "error" or any(words in message.text for words in expected):
        return
    complaints.append(f"{message.text} ({message.location.get('url', '')})")
