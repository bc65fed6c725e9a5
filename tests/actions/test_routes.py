"""Promises in the browser: the tick, its undo, the list and the form."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from app.actions.models import Action
from app.core.db import connected
from app.partnerships.models import Partnership
from tests.conftest import SignedIn
from tests.counting import count_statements
from tests.factories import make_action, make_member, make_partnership, make_person

HTMX = {"HX-Request": "true"}
NEW = {"partnership": "kestrel-bay", "text": "Send the visit log", "side": "provider", "due_on": "2026-12-01"}


@pytest.fixture
def partnership(database: str) -> Partnership:
    return make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway")


def status(action: Action) -> str:
    with connected():
        return str(Action.get_by_id(action.id).status)


def test_the_tick_works_without_javascript(editor: SignedIn, partnership: Partnership) -> None:
    action = make_action(partnership)
    answer = editor.post(f"/actions/{action.public_id}/complete", data={"next": "/actions"})
    assert (answer.status_code, answer.location) == (303, "/actions")
    html = editor.get("/actions").text
    assert "Action marked done." in html and f"/actions/{action.public_id}/reopen" in html
    assert status(action) == "done"


def test_the_tick_swaps_its_row(editor: SignedIn, partnership: Partnership) -> None:
    action = make_action(partnership, text="Send <b>the log</b>")
    answer = editor.post(f"/actions/{action.public_id}/complete", headers=HTMX)
    assert answer.status_code == 200 and answer.text.lstrip().startswith("<li")
    assert 'aria-pressed="true"' in answer.text and "Done <time" in answer.text
    assert "Send &lt;b&gt;the log&lt;/b&gt;" in answer.text and "Kestrel Bay / Ordway" in answer.text
    assert "hx-swap-oob" in answer.text and f"/actions/{action.public_id}/reopen" in answer.text
    again = editor.post(f"/actions/{action.public_id}/reopen", headers=HTMX, data={"at_home": "1"})
    assert 'aria-pressed="false"' in again.text and "4 days overdue" in again.text
    assert "Kestrel Bay / Ordway" not in again.text and status(action) == "open"


def test_another_site_is_no_place_to_return_to(editor: SignedIn, partnership: Partnership) -> None:
    action = make_action(partnership)
    for target in ("https://evil.example/", "//evil.example/"):
        answer = editor.post(f"/actions/{action.public_id}/complete", data={"next": target})
        assert answer.location == "/"


def test_a_new_action_is_noted_with_its_owner(editor: SignedIn, partnership: Partnership) -> None:
    person = make_person(partnership.provider, name="Marisol Reyes")
    make_member(partnership, person, side="provider")
    html = editor.get("/actions/new?partnership=kestrel-bay").text
    assert "Marisol Reyes" in html and 'value="kestrel-bay" selected' in html
    answer = editor.post("/actions", data={**NEW, "owner": person.public_id})
    assert (answer.status_code, answer.location) == (303, "/")
    with connected():
        made = Action.get()
        assert (made.owner_id, made.due_on, made.source) == (person.id, date(2026, 12, 1), "manual")


def test_choosing_a_partnership_brings_its_people(editor: SignedIn, partnership: Partnership) -> None:
    make_member(partnership, make_person(partnership.payer, name="Priya Nair"))
    gone = make_person(partnership.payer, name="Gone Away", left_on=date(2026, 1, 1))
    make_member(partnership, gone)
    answer = editor.get("/actions/new?partnership=kestrel-bay", headers=HTMX)
    assert answer.text.strip().startswith('<div id="owner">') and "Priya Nair" in answer.text
    assert "Gone Away" not in answer.text
    assert "Choose the partnership first" in editor.get("/actions/new", headers=HTMX).text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("text", "", "Write what needs doing."),
        ("text", "x" * 6000, "Keep this under 5,000"),
        ("partnership", "", "Choose the partnership this belongs to."),
        ("partnership", "none", "Choose a partnership from the list."),
        ("side", "god", "Choose one of the answers"),
        ("owner", "nobody", "Choose somebody who works on Kestrel Bay"),
        ("due_on", "tomorrow", "Enter a date that exists"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_stores_nothing(
    editor: SignedIn, partnership: Partnership, field: str, typed: str, sentence: str
) -> None:
    answer = editor.post("/actions", data={**NEW, field: typed})
    assert answer.status_code == 422 and sentence in answer.text and "<title>Error: " in answer.text
    assert (NEW["text"] if field != "text" else "2026-12-01") in answer.text
    with connected():
        assert Action.select().count() == 0


def test_a_promise_is_changed_dropped_and_reopened(editor: SignedIn, partnership: Partnership) -> None:
    action = make_action(partnership)
    assert "Send the visit log" in editor.get(f"/actions/{action.public_id}/edit").text
    data = {"text": "Send both logs", "side": "joint", "seen": "1"}
    assert editor.post(f"/actions/{action.public_id}", data=data).status_code == 303
    assert editor.post(f"/actions/{action.public_id}", data={**data, "text": "Mine"}).status_code == 409
    assert editor.post(f"/actions/{action.public_id}", data={"text": ""}).status_code == 422
    answer = editor.post(f"/actions/{action.public_id}/drop", follow_redirects=True)
    assert "The action is dropped." in answer.text and status(action) == "dropped"
    assert "Open it again" in editor.get(f"/actions/{action.public_id}/edit").text
    assert "Send both logs" in editor.get("/actions?show=dropped").text


def test_the_list_shows_one_partnership_one_side_or_what_is_done(
    editor: SignedIn, partnership: Partnership
) -> None:
    make_action(partnership, text="Ours to do")
    make_action(partnership, text="Theirs to do", side="payer")
    make_action(make_partnership(), text="Elsewhere")
    make_action(partnership, text="Kept", status="done", done_on=date(2026, 11, 1))
    ours = editor.get("/actions?key=kestrel-bay&side=provider").text
    assert "Ours to do" in ours and "Theirs to do" not in ours and "Elsewhere" not in ours
    assert "Elsewhere" in editor.get("/actions").text
    done = editor.get("/actions?show=done").text
    assert "Kept" in done and "Ours to do" not in done
    assert "Nothing is open" in editor.get("/actions?key=kestrel-bay&offset=50").text
    assert editor.get("/actions?key=none").status_code == 404


def test_a_viewer_sees_promises_without_a_tick(viewer: SignedIn, partnership: Partnership) -> None:
    action = make_action(partnership)
    html = viewer.get("/actions").text
    assert "Send the visit log" in html and 'class="tick"' not in html and "New action" not in html
    for verb in ("complete", "reopen", "drop"):
        assert viewer.post(f"/actions/{action.public_id}/{verb}").status_code == 403
    assert viewer.post("/actions", data=NEW).status_code == 403
    assert viewer.post(f"/actions/{action.public_id}", data=NEW).status_code == 403
    assert viewer.get(f"/actions/{action.public_id}/edit").status_code == 403
    assert status(action) == "open"


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient, partnership: Partnership) -> None:
    action = make_action(partnership)
    assert client.get("/actions").location.startswith("/sign-in")
    assert client.post(f"/actions/{action.public_id}/complete").status_code == 303
    assert status(action) == "open"


def test_what_is_not_there_is_not_found(editor: SignedIn) -> None:
    assert editor.post("/actions/nothing/complete").status_code == 404
    assert editor.get("/actions/nothing/edit").status_code == 404


@pytest.mark.parametrize("count", [1, 60])
def test_the_list_needs_six_statements_whatever_its_length(
    editor: SignedIn, partnership: Partnership, count: int
) -> None:
    for number in range(count):
        make_action(partnership, text=f"Promise {number}")
    with count_statements() as counter:
        html = editor.get("/actions?key=kestrel-bay").text
    assert counter.count <= 6
    assert html.count('class="tick"') == min(count, 50)
    assert ("Next 50" in html) == (count > 50)
