"""Takes the picture of Today for the README: `python -m tests.browser.picture` from the project's folder.

A run of `pngquant --force --ext .png docs/today.png` afterwards makes it a third of the size.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

from app.core.actor import SYSTEM
from app.core.clock import FixedClock
from app.core.db import close_database, connected, open_database
from app.core.migrate import migrate
from app.organization.models import House
from app.organization.service import ensure_house
from tests.browser.conftest import ARGUMENTS
from tests.browser.live import serving, sign_in
from tests.prerequisites import ROOT, find_chromium

# A Wednesday morning, a day after the examples were loaded: meetings lie ahead, something is late.
LOADED = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
MOMENT = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)


def take(picture: Path) -> None:
    """Serve the examples to one browser and keep what Today looks like, 1280 px wide."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        open_database(f"sqlite:///{folder / 'evenkeel.db'}")
        with connected():
            migrate()
            ensure_house("America/Los_Angeles", actor=SYSTEM, now=MOMENT)
            House.update(mail_proven_at=MOMENT).execute()
        close_database()
        with (
            serving(folder / "evenkeel.db", folder / "instance", FixedClock(MOMENT)) as server,
            sync_playwright() as playwright,
        ):
            server.furnish(LOADED)
            browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=ARGUMENTS)
            page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
            sign_in(page, server)
            page.evaluate("document.fonts.ready")
            page.screenshot(path=str(picture), full_page=True)
            browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "today.png")
