"""What the page says after something was done, and when something could not be done."""

from __future__ import annotations

from playwright.sync_api import Page, StorageState, expect

from tests.browser.axe import axe
from tests.browser.conftest import OpenPage
from tests.browser.live import LiveServer
from tests.browser.pages import HOME

OPEN_TICK = "#my-actions .tick[aria-pressed=false]"


def tick(page: Page, times: int) -> None:
    """Mark actions done, one after the other."""
    done = page.locator("#my-actions .tick[aria-pressed=true]")
    for _ in range(times):
        before = done.count()
        page.locator(OPEN_TICK).first.click()
        expect(done).to_have_count(before + 1)


def untick(page: Page) -> None:
    """Leave things as they were for the next test."""
    done = page.locator("#my-actions .tick[aria-pressed=true]")
    while count := done.count():
        done.first.click()
        expect(done).to_have_count(count - 1)


def test_notices_do_not_pile_up_and_leave_by_themselves(
    open_page: OpenPage, furnished: LiveServer, dana: StorageState
) -> None:
    page = open_page(session=dana)
    page.clock.install()
    page.goto(furnished.url)
    tick(page, 3)
    notices = page.locator("#toasts .toast")
    expect(notices).to_have_count(2)
    notices.last.hover()
    page.clock.fast_forward(40_000)
    expect(notices).to_have_count(1)
    page.mouse.move(5, 5)
    page.clock.fast_forward(40_000)
    expect(notices).to_have_count(0)
    untick(page)


def test_undo_leads_back_to_the_page_one_is_on(
    open_page: OpenPage, furnished: LiveServer, dana: StorageState
) -> None:
    page = open_page(session=dana)
    page.goto(f"{furnished.url}/actions?key=b_drifting&side=provider")
    page.locator(".tick[aria-pressed=false]").first.click()
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.locator("#toasts")).to_contain_text("The action is open again.")
    assert page.url == f"{furnished.url}/actions?key=b_drifting&side=provider"


def test_a_lost_connection_is_told_and_gone_when_it_is_back(
    open_page: OpenPage, furnished: LiveServer, dana: StorageState
) -> None:
    page = open_page(session=dana, allowed=("htmx:", "ERR_INTERNET_DISCONNECTED"))
    page.goto(furnished.url)
    page.context.set_offline(True)
    first = page.locator(OPEN_TICK).first
    first.click()
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("That did not go through.")
    first.click()
    expect(notice).to_have_count(1)
    assert axe(page) == []
    page.context.set_offline(False)
    tick(page, 1)
    expect(notice).to_have_count(0)
    untick(page)


def test_a_draft_that_cannot_follow_says_so_and_keeps_what_is_typed(
    open_page: OpenPage, furnished: LiveServer, dana: StorageState
) -> None:
    page = open_page(session=dana, allowed=(400, "Response Status Error"))
    page.goto(f"{furnished.url}{HOME}/contract?group=money")
    page.locator("input[name=csrf_token]").evaluate_all(
        "(all) => all.forEach((one) => { one.value = 'stale' })"
    )
    rate = page.get_by_label("Case rate, home")
    rate.fill("1,333")
    expect(page.get_by_role("alert")).to_contain_text("That did not go through.")
    expect(rate).to_have_value("1,333")
    expect(rate).to_be_focused()


def test_whoever_was_signed_out_meanwhile_comes_back_to_the_same_page(
    open_page: OpenPage, furnished: LiveServer, dana: StorageState
) -> None:
    page = open_page(session=dana, allowed=(401,))
    page.goto(f"{furnished.url}{HOME}/contract?group=money")
    page.context.clear_cookies()
    page.get_by_label("Case rate, home").fill("1,333")
    page.wait_for_url("**/sign-in?next=**")
    expect(page.locator("input[name=next]")).to_have_value(f"{HOME}/contract?group=money")
