"""The two buttons, and every page of the house with the examples in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.actions.models import Action
from app.core.actor import SYSTEM
from app.core.clock import FixedClock
from app.examples.service import load_examples
from app.meetings.models import Meeting, MeetingSeries
from app.partnerships.models import Partnership
from app.people.models import Organization, Person
from app.relationship.models import Concern, DecisionRequest, UrgentQuestion
from tests.conftest import NOW, SignedIn, on_the_stricter

TODAY = date(2026, 11, 24)
# No page of ours, or one for people who are not signed in.
APART = {
    "static", "accounts.sign_in", "accounts.invitation", "organization.set_up",
    "papers.next_talk_guide",  # leads on where no concern is open
    "papers.renewals_of",  # of a partnership that has ended nothing renews; its page offers none
}  # fmt: skip
THINGS = {
    "meetings": Meeting,
    "meetings.show_series": MeetingSeries,
    "meetings.edit_series": MeetingSeries,
    "papers": Meeting,
    "actions": Action,
    "people.edit": Person,
    "people.new": Organization,
    "people.edit_organization": Organization,
    "relationship.culture": Organization,
    "relationship.concern": Concern,
    "relationship.edit_concern": Concern,
    "relationship.edit_question": UrgentQuestion,
    "relationship.edit_decision": DecisionRequest,
    "papers.talk_guide": Concern,
}


def load(*, shift: bool = True) -> None:
    load_examples(None, shift=shift, actor=SYSTEM, now=NOW, today=TODAY)


def test_an_editor_loads_the_examples_and_lands_on_today(editor: SignedIn) -> None:
    response = editor.post("/examples/load")
    assert (response.status_code, response.location) == (303, "/")
    assert {one.lead_id for one in Partnership.select()} == {editor.user.id}
    page = editor.get("/").get_data(as_text=True)
    assert "Three example partnerships are here: Tallow Ridge / Sunmere" in page
    assert "/examples/remove" in page


def test_loading_again_says_so_and_offers_nothing_to_undo(editor: SignedIn) -> None:
    editor.post("/examples/load")
    editor.get("/")
    editor.post("/examples/load")
    page = editor.get("/partnerships").get_data(as_text=True)
    assert "The examples are already there. Nothing changed." in page
    assert "/examples/remove" not in page


def test_an_editor_removes_them_and_may_have_them_back(editor: SignedIn) -> None:
    editor.post("/examples/load")
    editor.get("/")
    assert editor.post("/examples/remove").status_code == 303
    assert not Partnership.select().exists()
    page = editor.get("/partnerships").get_data(as_text=True)
    assert "3 example partnerships are gone. Your own entries stayed." in page
    assert "/examples/load" in page
    editor.post("/examples/load")
    assert Partnership.select().count() == 3


def test_removing_nothing_says_so(editor: SignedIn) -> None:
    editor.post("/examples/remove")
    assert "There are no examples to remove." in editor.get("/partnerships").get_data(as_text=True)


@pytest.mark.parametrize("address", ["/examples/load", "/examples/remove"])
def test_somebody_who_may_only_look_changes_nothing(viewer: SignedIn, address: str) -> None:
    load()
    assert viewer.post(address).status_code == 403
    assert Partnership.select().count() == 3


@pytest.mark.parametrize("address", ["/examples/load", "/examples/remove"])
def test_a_stranger_is_asked_to_sign_in(client: FlaskClient, admin: SignedIn, address: str) -> None:
    load()
    admin.user.password = "set"
    admin.user.save()
    response = client.post(address)
    assert response.status_code in (302, 303)
    assert "/sign-in" in response.location
    assert Partnership.select().count() == 3


@pytest.mark.parametrize("address", ["/examples/load", "/examples/remove"])
def test_looking_at_the_addresses_does_nothing(editor: SignedIn, address: str) -> None:
    assert editor.get(address).status_code == 405


def test_today_shows_what_is_due_in_the_examples(editor: SignedIn) -> None:
    editor.post("/examples/load")
    editor.get("/")
    page = editor.get("/").get_data(as_text=True)
    assert "Plan the routes so that two visits share each long drive" in page
    assert "Write down which pilot steps are now routine, and who keeps them" in page
    assert "Two actions are overdue" in page
    assert "Data review after 24 months" in page


def addresses(app: Flask) -> Iterator[tuple[str, str]]:
    """Each page of the house for each example and for a few of its things."""
    keys = [one.key for one in Partnership.select()]
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint in APART:
                continue
            for values in _values(rule.endpoint, set(rule.arguments), keys):
                built = rule.build(values)
                assert built is not None, rule.rule
                yield rule.endpoint, built[1]


def _values(endpoint: str, arguments: set[str], keys: list[str]) -> Iterator[dict[str, Any]]:
    if not arguments:
        yield {}
    elif arguments == {"key"}:
        yield from ({"key": key} for key in keys)
    elif arguments == {"public_id"}:
        model = THINGS.get(endpoint) or THINGS.get(endpoint.split(".")[0])
        if model is not None:
            yield from ({"public_id": public_id} for public_id in _some(model))


def _some(model: Any) -> list[str]:
    every = [row[0] for row in model.select(model.public_id).order_by(model.id).tuples()]
    return every[:: max(len(every) // 7, 1)]


@on_the_stricter
@pytest.mark.parametrize("shift", [True, False], ids=["shifted", "as-written"])
def test_every_page_opens_with_the_examples_in_it(app: Flask, admin: SignedIn, shift: bool) -> None:
    load(shift=shift)
    opened, broken = set(), []
    for endpoint, address in addresses(app):
        response = admin.get(address, follow_redirects=True)
        opened.add(endpoint)
        if response.status_code != 200:
            broken.append((address, response.status_code))
    assert broken == []
    assert {"home.overview", "papers.agenda", "drafts.index", "reviews.index", "people.edit"} <= opened


def test_the_clock_of_the_house_decides_how_far_the_examples_move(app: Flask, editor: SignedIn) -> None:
    assert isinstance(app.extensions["evenkeel"].clock, FixedClock)
    editor.post("/examples/load")
    assert Meeting.select().where((Meeting.status == "planned") & (Meeting.on >= TODAY)).exists()
    assert not Meeting.select().where((Meeting.status == "planned") & (Meeting.on < TODAY)).exists()
