"""The four views every page is looked at in, and what must hold in each."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Page

Scheme = Literal["light", "dark"]
VIEWS: tuple[tuple[int, Scheme], ...] = ((1280, "light"), (1280, "dark"), (360, "light"), (360, "dark"))
HEIGHT = 900


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than its window: never allowed, at 360 px least of all."""
    return bool(page.evaluate("() => document.documentElement.scrollWidth > innerWidth"))
