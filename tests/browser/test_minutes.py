"""Minutes in a browser: saved while one types, without touching the text one types in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, StorageState, expect

from app.core.actor import SYSTEM
from app.core.db import connected
from app.meetings.models import AgendaTopic, Meeting
from app.meetings.service import save_notes
from tests.browser.conftest import OpenPage
from tests.browser.live import LiveServer


@pytest.fixture
def meeting(furnished: LiveServer) -> Meeting:
    """The next planned operations meeting."""
    with connected():
        planned = (Meeting.status == "planned") & (Meeting.kind == "operations")
        row: Meeting = Meeting.select().where(planned).order_by(Meeting.on).first()
        return row


@pytest.fixture
def writing(open_page: OpenPage, furnished: LiveServer, dana: StorageState, meeting: Meeting) -> Page:
    page = open_page(session=dana, allowed=(409, 422))
    page.goto(f"{furnished.url}/meetings/{meeting.public_id}/minutes")
    return page


def stored(meeting: Meeting, text: str) -> AgendaTopic:
    with connected():
        row: AgendaTopic = AgendaTopic.get((AgendaTopic.meeting == meeting) & (AgendaTopic.text == text))
        return row


def test_what_is_typed_is_saved_in_a_pause_and_the_cursor_stays(writing: Page, meeting: Meeting) -> None:
    box = writing.get_by_role("textbox", name=re.compile("Enrolled against forecast"))
    for words in ("On the forecast", ", as planned."):
        with writing.expect_response(lambda answer: "/lines/" in answer.url):
            box.press_sequentially(words)
        expect(writing.locator("#saved")).to_contain_text("Saved")
        expect(box).to_be_focused()
    expect(box).to_have_value("On the forecast, as planned.")
    expect(writing.get_by_label("Discussed: Enrolled against forecast")).to_be_checked()
    assert stored(meeting, "Enrolled against forecast").notes == "On the forecast, as planned."


def test_two_people_on_one_line_lose_nothing(writing: Page, meeting: Meeting, furnished: LiveServer) -> None:
    line = stored(meeting, "Supports that are lacking")
    with connected():
        save_notes(
            meeting.public_id, line.id, "Rides.", seen=line.version, actor=SYSTEM, now=furnished.clock.now()
        )
    box = writing.get_by_role("textbox", name=re.compile("Supports that are lacking"))
    box.press_sequentially("Interpreters.")
    saved = writing.locator("#saved")
    expect(saved).to_contain_text("Somebody else wrote on")
    expect(saved).to_contain_text("Rides.")
    expect(box).to_have_value("Interpreters.")
    saved.get_by_role("button", name="Keep both").click()
    expect(writing.get_by_role("textbox", name=re.compile("Supports that are lacking"))).to_have_value(
        "Rides.\nInterpreters."
    )
    assert stored(meeting, "Supports that are lacking").notes == "Rides.\nInterpreters."


def test_who_came_is_saved_when_it_is_chosen(writing: Page) -> None:
    first = writing.get_by_role("region", name="Who came").get_by_role("combobox").first
    first.select_option("here")
    expect(writing.locator("#saved")).to_contain_text("Saved")
    writing.reload()
    expect(writing.get_by_role("region", name="Who came").get_by_role("combobox").first).to_have_value("here")


def test_a_line_of_the_agenda_is_changed_in_its_place(
    open_page: OpenPage, furnished: LiveServer, dana: StorageState, meeting: Meeting
) -> None:
    page = open_page(session=dana, allowed=(422,))
    page.goto(f"{furnished.url}/meetings/{meeting.public_id}/agenda")
    page.get_by_role("link", name="Change: Open actions").click()
    page.get_by_label("Minutes", exact=True).fill("many")
    page.get_by_role("button", name="Save this line").click()
    expect(page.get_by_label("Minutes", exact=True)).to_be_focused()
    page.get_by_label("Minutes", exact=True).fill("15")
    page.get_by_role("button", name="Save this line").click()
    expect(page.locator("#agenda li").first).to_contain_text("15 min")
    page.get_by_role("button", name="Move down: Open actions").click()
    expect(page.get_by_role("button", name="Move down: Open actions")).to_be_focused()
    expect(page.locator("#agenda li").nth(1)).to_contain_text("Open actions")
    page.get_by_role("button", name="Take off: Open actions").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#agenda li").nth(1)).to_contain_text("Open actions")
