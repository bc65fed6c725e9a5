"""Everything that matters works in a browser that runs no script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.core.calendar import local_date
from app.core.db import connected
from app.meetings.models import Meeting
from app.partnerships.models import Partnership
from tests.browser.conftest import OpenPage
from tests.browser.live import LiveServer, sign_in
from tests.browser.pages import HOME
from tests.browser.word import download, sound_words


@pytest.fixture
def plain_page(open_page: OpenPage, furnished: LiveServer) -> Page:
    """Dana signed in, on Today, without scripts."""
    page = open_page(script=False, allowed=(422,))
    sign_in(page, furnished)
    return page


def test_an_action_is_ticked_and_taken_back(plain_page: Page) -> None:
    first = plain_page.locator("#my-actions .item-title").first.inner_text()
    count = plain_page.locator("#my-actions .item").count()
    plain_page.get_by_role("button", name=f"Done: {first}").first.click()
    expect(plain_page.locator("#toasts")).to_contain_text("Action marked done.")
    expect(plain_page.locator("#my-actions .item")).to_have_count(count - 1)
    plain_page.get_by_role("button", name="Undo").click()
    expect(plain_page.locator("#toasts")).to_contain_text("The action is open again.")
    expect(plain_page.locator("#my-actions .item")).to_have_count(count)


def test_a_term_is_saved_and_stands_in_the_draft_and_in_word(
    plain_page: Page, furnished: LiveServer, tmp_path: Path
) -> None:
    plain_page.goto(f"{furnished.url}{HOME}/contract?group=money")
    plain_page.get_by_label("Case rate, home").fill("1,071.25")
    plain_page.get_by_role("button", name="Save", exact=True).last.click()
    expect(plain_page.locator("#toasts")).to_contain_text("1 term holds from")
    expect(plain_page.locator("#preview")).to_contain_text("$1,071.25")
    plain_page.get_by_role("link", name="Make the Word files").click()
    plain_page.get_by_role("button", name=re.compile("Make version")).click()
    assert "$1,071.25" in sound_words(download(plain_page, re.compile("for us"), tmp_path))


def test_a_topic_goes_on_the_agenda_moves_and_comes_off(plain_page: Page, furnished: LiveServer) -> None:
    plain_page.goto(f"{furnished.url}{HOME}/meetings")
    plain_page.get_by_role("region", name="To come").get_by_role("link").first.click()
    added = plain_page.locator("#agenda > ol:first-of-type .item-title")
    before = added.all_inner_texts()
    for topic in ("Weekend calls", "Chaplain hours"):
        plain_page.get_by_text("Add a topic or a decision").click()
        plain_page.get_by_label("What it is about").fill(topic)
        plain_page.get_by_role("button", name="Add to the agenda").click()
        expect(plain_page.locator("#toasts")).to_contain_text("On the agenda.")
    expect(added).to_have_text([*before, "Weekend calls", "Chaplain hours"])
    plain_page.get_by_role("button", name="Move up: Chaplain hours").click()
    expect(added).to_have_text([*before, "Chaplain hours", "Weekend calls"])
    plain_page.get_by_role("button", name="Take off: Weekend calls").click()
    expect(added).to_have_text([*before, "Chaplain hours"])


def test_minutes_are_written_and_finished(plain_page: Page, furnished: LiveServer, tmp_path: Path) -> None:
    with connected():
        today = local_date(furnished.clock.now(), "America/Los_Angeles")
        planned = (Meeting.status == "planned") & (Meeting.kind == "operations")
        meeting = Meeting.select().join(Partnership).where(planned & (Partnership.key == "a_healthy"))
        row = meeting.order_by(Meeting.on).first()
        Meeting.update(on=today).where(Meeting.id == row.id).execute()
    plain_page.goto(f"{furnished.url}/meetings/{row.public_id}/agenda")
    plain_page.get_by_role("link", name="Take minutes").click()
    plain_page.get_by_label("1. Open actions").fill("All are done.")
    plain_page.get_by_label("What needs doing").fill("Call the two clinics")
    plain_page.get_by_role("button", name="Add action").click()
    expect(plain_page.locator("#toasts")).to_contain_text("The action is on the list.")
    expect(plain_page.get_by_label("1. Open actions")).to_have_value("All are done.")
    plain_page.get_by_role("link", name="Finish and send").click()
    expect(plain_page.get_by_text("“Call the two clinics” still needs an owner and a date.")).to_be_visible()
    plain_page.get_by_role("button", name="Finish the minutes").click()
    expect(plain_page.get_by_text("Finished and locked.")).to_be_visible()
    words = sound_words(download(plain_page, "Download Word", tmp_path))
    assert "All are done." in words and "Call the two clinics" in words


def test_a_refused_form_keeps_what_was_typed(plain_page: Page, furnished: LiveServer) -> None:
    plain_page.goto(f"{furnished.url}{HOME}/meetings/new")
    plain_page.get_by_label("Length").fill("ages")
    plain_page.get_by_role("button", name="Plan the meeting").click()
    expect(plain_page.get_by_role("alert")).to_be_visible()
    expect(plain_page.get_by_label("Length")).to_have_value("ages")


def test_a_file_of_many_partnerships_is_looked_at_saved_and_taken_back(
    plain_page: Page, furnished: LiveServer
) -> None:
    plain_page.goto(f"{furnished.url}/partnerships")
    plain_page.get_by_role("link", name="All numbers").click()
    plain_page.get_by_role("link", name="Numbers from a file").click()
    data = b"partnership,month,referrals\nb_drifting,2025-10,31\na_healthy,2025-10,32\n"
    plain_page.get_by_label("Excel or CSV file").set_input_files(
        {"name": "numbers.csv", "mimeType": "text/csv", "buffer": data}
    )
    plain_page.get_by_role("button", name="See what would change").click()
    expect(plain_page.get_by_text("2 months of 2 partnerships would be new or different.")).to_be_visible()
    plain_page.get_by_role("button", name="Save 2 months").click()
    expect(plain_page.get_by_role("heading", name="2 months of 2 partnerships are saved.")).to_be_visible()
    plain_page.get_by_role("button", name="Undo all of it").click()
    expect(plain_page.locator("#toasts")).to_contain_text("The numbers are as they were.")
