"""Hands on the keys: nothing needs a mouse, and focus is never lost on the way."""

from __future__ import annotations

from playwright.sync_api import Page, StorageState, expect

from tests.browser.conftest import OpenPage
from tests.browser.live import LiveServer
from tests.browser.pages import HOME

FOCUSED = "document.activeElement.id"


def press_until(page: Page, key: str, wanted: str, most: int = 60) -> None:
    """Press a key until the element with this id has the focus, as somebody without a mouse does."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate(FOCUSED) == wanted:
            return
    raise AssertionError(f"{wanted} is not reached with {most} times {key}")


def settled(page: Page) -> None:
    """Wait until what arrived listens: pressed earlier, its form is sent as a page without scripts would."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)


def test_an_action_is_marked_done_and_taken_back(
    open_page: OpenPage, furnished: LiveServer, dana: StorageState
) -> None:
    page = open_page(session=dana)
    page.goto(furnished.url)
    tick = page.locator("#my-actions .tick").first
    identity = tick.get_attribute("id") or ""
    text = page.locator("#my-actions .item-title").first.inner_text()
    press_until(page, "Tab", identity)
    page.keyboard.press("Space")
    mine = page.locator(f"#{identity}")
    expect(mine).to_have_attribute("aria-pressed", "true")
    expect(mine).to_be_focused()
    expect(page.locator("#toasts")).to_contain_text("Action marked done.")
    settled(page)
    page.keyboard.press("Space")
    expect(mine).to_have_attribute("aria-pressed", "false")
    expect(mine).to_be_focused()
    settled(page)
    page.keyboard.press("Space")
    expect(mine).to_have_attribute("aria-pressed", "true")
    page.locator("#toasts").get_by_role("button", name="Undo").last.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("The action is open again.")
    expect(page.locator("#my-actions .item-title").first).to_have_text(text)


def test_the_first_tab_offers_to_skip_to_the_content(
    open_page: OpenPage, furnished: LiveServer, dana: StorageState
) -> None:
    page = open_page(session=dana)
    page.goto(furnished.url + HOME)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == "main"


def test_alt_n_opens_what_is_new_and_a_letter_alone_does_nothing(
    open_page: OpenPage, furnished: LiveServer, dana: StorageState
) -> None:
    page = open_page(session=dana, allowed=(422,))
    page.goto(furnished.url)
    page.keyboard.press("n")
    expect(page).to_have_title("Today - Evenkeel")
    page.keyboard.press("Alt+KeyN")
    expect(page.get_by_role("heading", level=1)).to_have_text("New action")
    page.get_by_label("What needs doing").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".error-summary")).to_be_focused()


def test_topics_go_on_the_agenda_one_after_another_move_and_come_off(
    open_page: OpenPage, furnished: LiveServer, dana: StorageState
) -> None:
    page = open_page(session=dana)
    page.goto(f"{furnished.url}{HOME}/meetings")
    page.get_by_role("region", name="To come").get_by_role("link").first.press("Enter")
    page.get_by_text("Add a topic or a decision").press("Enter")
    added, about = (
        page.locator("#agenda > ol:first-of-type .item-title"),
        page.get_by_label("What it is about"),
    )
    before = added.all_inner_texts()
    for topic in ("Weekend calls", "Chaplain hours"):
        about.focus()
        page.keyboard.type(topic)
        page.keyboard.press("Enter")
        expect(added.last).to_have_text(topic)
        expect(about).to_be_focused()
        expect(about).to_have_value("")
    up = page.get_by_role("button", name="Move up: Chaplain hours")
    up.press("Enter")
    expect(added).to_have_text([*before, "Chaplain hours", "Weekend calls"])
    expect(up).to_be_focused()
    page.get_by_role("button", name="Take off: Chaplain hours").press("Enter")
    expect(added).to_have_text([*before, "Weekend calls"])
    expect(page.get_by_role("heading", name="Topics")).to_be_focused()


def test_an_action_is_edited_in_its_row_and_focus_comes_back_to_it(
    open_page: OpenPage, furnished: LiveServer, dana: StorageState
) -> None:
    page = open_page(session=dana, allowed=(422,))
    page.goto(f"{furnished.url}/actions?who=anyone")
    link = page.locator("#list .item-title a").first
    text = link.inner_text()
    link.focus()
    page.keyboard.press("Enter")
    editor = page.locator(".item-edit")
    expect(editor.locator("textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(editor).to_have_count(0)
    expect(page.locator("#list .item-title a", has_text=text).first).to_be_focused()
    settled(page)
    page.keyboard.press("Enter")
    editor.locator("textarea").fill("")
    page.keyboard.press("Control+Enter")
    expect(editor.locator('[aria-invalid="true"]')).to_be_focused()
    settled(page)
    editor.locator("textarea").fill(text)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#list .item-title a", has_text=text).first).to_be_focused()
