"""Every page: nothing axe objects to, nothing the browser complains of, nothing that scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.browser.axe import axe
from tests.browser.conftest import OpenPage
from tests.browser.live import LiveServer
from tests.browser.pages import NOWHERE, REFUSED, public_pages, signed_in_pages
from tests.browser.views import VIEWS, Scheme, scrolls_sideways

pytestmark = pytest.mark.long

# A wide light screen and a dark phone cover every page each time; the other two come with the audit.
USUAL = ((1280, "light"), (360, "dark"))
views = pytest.mark.parametrize(
    ("width", "scheme"),
    [pytest.param(*view, marks=() if view in USUAL else pytest.mark.audit) for view in VIEWS],
)
OPEN_ALL = "() => document.querySelectorAll('details:not(.menu)').forEach((one) => { one.open = true; })"


def faults(page: Page) -> list[str]:
    """What is wrong with the page that is open, its disclosures opened."""
    page.evaluate(OPEN_ALL)
    found = axe(page)
    if scrolls_sideways(page):
        found.append("scrolls sideways")
    if page.get_by_role("heading", level=1).count() != 1:
        found.append("has not one first heading")
    return found


@pytest.fixture
def visit(open_page: OpenPage, furnished: LiveServer) -> Callable[..., list[str]]:
    """Give `visit(page, paths, status)`: one line for each fault of each page."""

    def visit_them(page: Page, paths: tuple[str, ...], status: int = 200) -> list[str]:
        found = []
        for path in paths:
            answer = page.goto(furnished.url + path)
            if answer is None or answer.status != status:
                found.append(f"{path}: not answered with {status}")
            found += [f"{path}: {fault}" for fault in faults(page)]
        return found

    return visit_them


@views
def test_every_page_is_good_to_read_and_to_use(
    open_page: OpenPage,
    visit: Callable[..., list[str]],
    furnished: LiveServer,
    dana: StorageState,
    width: int,
    scheme: Scheme,
) -> None:
    page = open_page(width, scheme, session=dana)
    found = visit(page, signed_in_pages(furnished))
    assert not found, "\n".join(found)


@views
def test_pages_before_signing_in_are_good_too(
    open_page: OpenPage, visit: Callable[..., list[str]], furnished: LiveServer, width: int, scheme: Scheme
) -> None:
    page = open_page(width, scheme)
    found = visit(page, public_pages(furnished))
    assert not found, "\n".join(found)


@views
def test_a_page_that_is_not_there_is_a_good_page(
    open_page: OpenPage, visit: Callable[..., list[str]], dana: StorageState, width: int, scheme: Scheme
) -> None:
    page = open_page(width, scheme, session=dana, allowed=(404,))
    found = visit(page, NOWHERE, status=404)
    assert not found, "\n".join(found)


@views
def test_a_refused_form_says_first_what_to_mend(
    open_page: OpenPage, furnished: LiveServer, dana: StorageState, width: int, scheme: Scheme
) -> None:
    page = open_page(width, scheme, session=dana, allowed=(422,))
    found = []
    for path, typed, button in REFUSED:
        page.goto(furnished.url + path)
        page.evaluate(OPEN_ALL)
        for name, value in typed.items():
            page.locator(f'[name="{name}"]').fill(value)
        page.get_by_role("button", name=button, exact=True).last.click()
        summary = page.locator(".error-summary")
        summary.wait_for()
        assert page.title().startswith("Error: "), path
        assert summary.evaluate("(box) => box === document.activeElement"), path
        found += [f"{path}: {fault}" for fault in faults(page)]
    assert not found, "\n".join(found)


@views
def test_menus_and_the_dialog_are_good_when_open(
    open_page: OpenPage, furnished: LiveServer, dana: StorageState, width: int, scheme: Scheme
) -> None:
    page = open_page(width, scheme, session=dana)
    page.goto(f"{furnished.url}/partnerships/b_drifting/edit")
    found = []
    for menu in page.locator("details.menu > summary").all():
        if menu.is_visible():
            menu.click()
            found += axe(page)
            page.keyboard.press("Escape")
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").wait_for()
    found += axe(page)
    assert not found, "\n".join(found)


def test_the_link_of_a_mistake_brings_its_words_into_view(
    open_page: OpenPage, furnished: LiveServer, dana: StorageState
) -> None:
    page = open_page(360, session=dana, allowed=(422,))
    page.goto(f"{furnished.url}/partnerships/b_drifting/contract?group=money")
    page.get_by_label("Case rate, home").fill("a lot")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.locator(".error-summary a").click()
    expect(page.get_by_label("Case rate, home")).to_be_focused()
    expect(page.get_by_text("Case rate, home", exact=True)).to_be_in_viewport()
