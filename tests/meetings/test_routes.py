"""Planning a meeting in the browser."""

from __future__ import annotations

import pytest

from app.core.db import connected
from app.meetings.models import Meeting
from tests.conftest import SignedIn
from tests.factories import make_meeting, make_member, make_partnership, make_person

GOOD = {"kind": "operations", "on": "2026-12-01", "starts_at": "14:00", "minutes": "60", "mode": "video"}


@pytest.fixture
def partnership(database: str):
    return make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway")


def test_a_new_meeting_comes_with_good_defaults(editor: SignedIn, partnership) -> None:
    person = make_person(partnership.payer, name="Priya Nair", function="operations")
    make_member(partnership, person)
    html = editor.get("/partnerships/kestrel-bay/meetings/new").text
    assert 'value="2026-12-01"' in html and 'value="14:00"' in html and "Priya Nair" in html


def test_planning_leads_to_the_agenda(editor: SignedIn, partnership) -> None:
    answer = editor.post("/partnerships/kestrel-bay/meetings", data=GOOD)
    assert answer.status_code == 303 and answer.location.endswith("/agenda")
    assert "is planned" in editor.get(answer.location).text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("on", "2026-02-30", "Enter a date that exists"),
        ("starts_at", "25:00", "Enter a time like"),
        ("minutes", "0", "Enter a number from 5"),
        ("kind", "party", "Choose one of the answers"),
        ("mode", "", "Choose how you meet"),
        ("link", "javascript:alert(1)", "Begin the link with https://"),
        ("place", "x" * 300, "Keep this under 255"),
        ("people", "999", "Choose from the answers"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_stores_nothing(
    editor: SignedIn, partnership, field: str, typed: str, sentence: str
) -> None:
    answer = editor.post("/partnerships/kestrel-bay/meetings", data={**GOOD, "place": "Room 4", field: typed})
    assert answer.status_code == 422
    assert sentence in answer.text and "<title>Error: " in answer.text
    if field != "place":
        assert "Room 4" in answer.text
    with connected():
        assert Meeting.select().count() == 0


def test_a_viewer_looks_and_changes_nothing(viewer: SignedIn, partnership) -> None:
    meeting = make_meeting(partnership)
    assert viewer.get("/partnerships/kestrel-bay/meetings").status_code == 200
    assert viewer.get("/partnerships/kestrel-bay/meetings/new").status_code == 403
    assert viewer.post("/partnerships/kestrel-bay/meetings", data=GOOD).status_code == 403
    assert viewer.post(f"/meetings/{meeting.public_id}/cancel").status_code == 403


def test_a_stranger_is_asked_to_sign_in(client, partnership) -> None:
    assert "/sign-in" in client.get("/partnerships/kestrel-bay/meetings").location


def test_a_meeting_that_is_not_there_is_said_plainly(editor: SignedIn, partnership) -> None:
    assert editor.get("/meetings/nothing/agenda").status_code == 404
    assert editor.get("/partnerships/nobody/meetings").status_code == 404


def test_the_list_shows_at_most_fifty_and_leads_on(editor: SignedIn, partnership) -> None:
    for _ in range(60):
        make_meeting(partnership, on="2026-01-05", status="held")
    html = editor.get("/partnerships/kestrel-bay/meetings").text
    assert html.count('class="item-date"') == 50 and "Older meetings" in html
    assert editor.get("/partnerships/kestrel-bay/meetings?page=2").text.count('class="item-date"') == 10
