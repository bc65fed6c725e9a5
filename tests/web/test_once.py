"""A form that is sent twice is read once."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

import pytest
from flask import Flask

from app.actions.models import Action
from app.core.db import BaseModel, db
from app.core.fields import new_public_id
from app.meetings.models import Meeting
from app.partnerships.models import Partnership
from app.people.models import Organization, Person
from tests.conftest import SignedIn
from tests.factories import make_partnership

MEETING = {"kind": "operations", "on": "2026-12-02", "starts_at": "14:00", "minutes": "60", "mode": "video"}


def token(somebody: SignedIn, page: str) -> str:
    found = re.search(r'name="once" value="(\w{32})"', somebody.get(page).text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("page", "address", "sent", "table"),
    [
        ("/actions/new", "/actions", {"partnership": "mine", "text": "Call", "side": "provider"}, Action),
        ("/partnerships/mine/meetings/new", "/partnerships/mine/meetings", MEETING, Meeting),
        ("/organizations/new", "/organizations", {"name": "A plan", "role": "payer"}, Organization),
        ("/organizations/PAYER/people/new", "/organizations/PAYER/people", {"name": "Priya"}, Person),
        (
            "/partnerships/new",
            "/partnerships",
            {"payer_name": "P", "provider_name": "H", "stage": "pilot", "stage_since": "2026-11-01"},
            Partnership,
        ),
    ],
)
def test_a_second_click_makes_nothing_more_and_leads_to_the_same_page(
    editor: SignedIn, page: str, address: str, sent: dict[str, str], table: type[BaseModel]
) -> None:
    payer = make_partnership(key="mine").payer.public_id
    page, address = page.replace("PAYER", payer), address.replace("PAYER", payer)
    before = table.select().count()
    form = {**sent, "once": token(editor, page)}
    first, second = editor.post(address, data=form), editor.post(address, data=form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert table.select().count() == before + 1


def test_a_form_that_came_back_with_a_mistake_can_be_sent_again(editor: SignedIn) -> None:
    make_partnership(key="mine")
    form = {"partnership": "mine", "text": "", "side": "provider", "once": token(editor, "/actions/new")}
    assert editor.post("/actions", data=form).status_code == 422
    assert editor.post("/actions", data={**form, "text": "Call"}).status_code == 303
    assert Action.select().count() == 1


def test_the_same_token_of_two_people_is_two_forms(editor: SignedIn, admin: SignedIn) -> None:
    make_partnership(key="mine")
    form = {"partnership": "mine", "text": "Call", "side": "provider", "once": new_public_id()}
    for somebody in (editor, admin):
        assert somebody.post("/actions", data=form).status_code == 303
    assert Action.select().count() == 2


def test_two_clicks_at_the_same_moment_make_one(app: Flask, editor: SignedIn) -> None:
    make_partnership(key="mine")
    form = {"partnership": "mine", "text": "Call", "side": "provider", "once": token(editor, "/actions/new")}
    cookie = editor.browser.get_cookie("evenkeel")
    assert cookie is not None
    gate, answers = threading.Barrier(4), []

    def click() -> None:
        browser = app.test_client()
        browser.set_cookie("evenkeel", cookie.value)
        gate.wait()
        answers.append(browser.post("/actions", data=form).status_code)

    run(click, 4)
    assert answers == [303] * 4
    assert Action.select().count() == 1


def run(click: Callable[[], None], times: int) -> None:
    db.close()
    threads = [threading.Thread(target=click) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    db.connect(reuse_if_open=True)
