"""A new hospice, from the link the program prints to a Word file in the hand, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.live import EMAIL, HOUSE, NAME, PASSWORD, LiveServer
from tests.browser.word import download, sound_words

PARTNERSHIP = "Kestrel Bay / Ordway"


def test_a_new_hospice_goes_from_the_set_up_link_to_word_files_and_out(
    live_server: LiveServer, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page()
    set_up(page, live_server.setup_link())
    load_the_examples(page)
    see_what_is_due(page)
    open_the_partnership(page)
    change_the_rate(page)
    take_the_contract_home(page, tmp_path)
    take_an_agenda_home(page, tmp_path)
    sign_out(page)


def set_up(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Name of your organization").fill(HOUSE)
    page.get_by_label("Your name").fill(NAME)
    page.get_by_label("Work email").fill(EMAIL)
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How would you like to start?")


def load_the_examples(page: Page) -> None:
    page.get_by_role("button", name="Load the examples").click()
    expect(page.get_by_role("status")).to_contain_text(PARTNERSHIP)
    expect(page.get_by_role("heading", level=1)).to_have_text("Good morning, Dana")


def see_what_is_due(page: Page) -> None:
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"(are|is) (overdue|due this week)"))
    due = page.locator("#my-actions .tag").filter(has_text=re.compile("overdue|Due"))
    expect(due.first).to_be_visible()
    expect(page.get_by_role("contentinfo")).to_contain_text(HOUSE)


def open_the_partnership(page: Page) -> None:
    page.get_by_role("region", name="Partnerships at a glance").get_by_role("link", name=PARTNERSHIP).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(PARTNERSHIP)
    page.get_by_role("navigation", name=PARTNERSHIP).get_by_role("link", name="Contract").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pilot services agreement")


def change_the_rate(page: Page) -> None:
    """The draft follows while the hands stay on the keys, and the saved rate is still there afterwards."""
    page.get_by_role("navigation", name="Groups of terms").get_by_role("link", name="How much").click()
    rate, draft = page.get_by_label("Case rate, home", exact=True), page.locator("#preview")
    expect(draft).not_to_contain_text("$1,234.56")
    rate.fill("")
    rate.press_sequentially("1234.56")
    expect(draft).to_contain_text("$1,234.56")
    expect(rate).to_be_focused()
    expect(rate).to_have_value("1234.56")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("1 term holds from")
    expect(page.get_by_label("Case rate, home", exact=True)).to_have_value("1,234.56")


def take_the_contract_home(page: Page, folder: Path) -> None:
    """Both files are made once, kept as a version, and saved from there."""
    page.get_by_role("link", name="Make the Word files").click()
    page.get_by_role("button", name="Make version 1").click()
    files = page.get_by_role("region", name="Word files").get_by_role("link")
    expect(files).to_have_count(2)
    for name in files.all_inner_texts():
        assert "$1,234.56" in sound_words(download(page, name, folder))


def take_an_agenda_home(page: Page, folder: Path) -> None:
    page.get_by_role("navigation", name=PARTNERSHIP).get_by_role("link", name="Meetings").click()
    page.get_by_role("region", name="To come").get_by_role("link").first.click()
    name = page.get_by_role("heading", level=1).inner_text()
    page.get_by_text("Add a topic or a decision").click()
    page.get_by_label("What it is about").fill("Who calls on weekends?")
    page.get_by_role("button", name="Add to the agenda").click()
    expect(page.locator("#agenda")).to_contain_text("Who calls on weekends?")
    for link in ("Agenda for Word", "Word for the partner"):
        words = sound_words(download(page, link, folder))
        assert name in words
        assert "Who calls on weekends?" in words


def sign_out(page: Page) -> None:
    page.locator("summary", has_text="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("status")).to_contain_text("You are signed out.")
    page.goto(page.url.replace("/sign-in", "/partnerships"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
