"""The pages of the links: made, copied, made anew, turned off, each by whom it belongs to."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.calendars.models import CalendarLink
from app.core.history import History
from app.partnerships.models import Partnership
from app.settings import Settings
from tests.calendars.conftest import Opens
from tests.conftest import SignedIn
from tests.factories import make_partnership

OWN, BAY = "/account/calendar", "/partnerships/bay/dates/calendar"


def shown(browser: SignedIn, page: str = OWN) -> str:
    """The path of the link on a page."""
    answer = browser.get(page)
    assert answer.status_code == 200
    found = re.search(r'value="http://[^/"]+(/calendar/[^"]+\.ics)"', answer.text)
    assert found, answer.text
    return found[1]


def test_a_link_is_made_shown_again_and_read(bay: Partnership, editor: SignedIn, client: FlaskClient) -> None:
    assert "Make the link" in editor.get(OWN).text
    assert editor.post(OWN).status_code == 303
    path = shown(editor)
    assert path == shown(editor) and len(path) > 50
    assert "not yet" in editor.get(OWN).text
    assert client.get(path).status_code == 200
    assert "Nov 24, 9:00 am" in editor.get(OWN).text.partition("Last read")[2]


def test_a_new_link_kills_the_one_before(bay: Partnership, editor: SignedIn, client: FlaskClient) -> None:
    editor.post(OWN)
    before = shown(editor)
    assert editor.post(f"{OWN}/renew", data={"seen": "1"}).status_code == 303
    after = shown(editor)
    assert after != before
    assert (client.get(before).status_code, client.get(after).status_code) == (404, 200)


def test_a_link_turned_off_opens_nothing(bay: Partnership, editor: SignedIn, client: FlaskClient) -> None:
    editor.post(OWN)
    path = shown(editor)
    assert editor.post(f"{OWN}/off", data={"seen": "1"}).status_code == 303
    assert client.get(path).status_code == 404
    assert "Make the link" in editor.get(OWN).text
    assert editor.post(f"{OWN}/off").status_code == 404


def test_who_looked_at_an_older_link_changes_nothing(bay: Partnership, editor: SignedIn) -> None:
    editor.post(OWN)
    editor.post(f"{OWN}/renew", data={"seen": "1"})
    path = shown(editor)
    for what in ("renew", "off"):
        assert editor.post(f"{OWN}/{what}", data={"seen": "1"}).status_code == 409
    assert shown(editor) == path


def test_pressed_twice_there_is_one_link(bay: Partnership, editor: SignedIn) -> None:
    editor.post(OWN)
    path = shown(editor)
    editor.post(OWN)
    assert shown(editor) == path and CalendarLink.select().count() == 1


def test_what_it_holds_can_be_chosen(bay: Partnership, editor: SignedIn, client: FlaskClient) -> None:
    other = make_partnership(name="Tallow Ridge / Sunmere", lead=None)
    editor.post(OWN)
    assert editor.post(f"{OWN}/scope", data={"scope": "all", "seen": "1"}).status_code == 303
    assert CalendarLink.get().scope == "all"
    assert 'value="all" checked' in editor.get(OWN).text
    for wrong in ("", "others"):
        assert editor.post(f"{OWN}/scope", data={"scope": wrong, "seen": "2"}).status_code == 422
    assert other and CalendarLink.get().scope == "all"


def test_who_may_only_look_has_an_own_calendar_but_makes_none_for_a_partnership(
    bay: Partnership, viewer: SignedIn, client: FlaskClient
) -> None:
    assert viewer.post(OWN).status_code == 303
    assert client.get(shown(viewer)).status_code == 200
    assert viewer.get(BAY).status_code == 403
    assert {viewer.post(f"{BAY}{what}").status_code for what in ("", "/renew", "/off")} == {403}
    assert "A link for this partnership" not in viewer.get("/partnerships/bay/dates").text


def test_nobody_changes_the_link_of_another(bay: Partnership, editor: SignedIn, admin: SignedIn) -> None:
    editor.post(OWN)
    path = shown(editor)
    for what in ("renew", "off", "scope"):
        assert admin.post(f"{OWN}/{what}", data={"scope": "all"}).status_code == 404
    admin.post(OWN)
    assert shown(admin) != path == shown(editor)


def test_a_partnership_has_one_link_for_the_whole_team(
    bay: Partnership, editor: SignedIn, admin: SignedIn, client: FlaskClient
) -> None:
    assert BAY in editor.get("/partnerships/bay/dates").text
    assert editor.post(BAY).status_code == 303
    path = shown(editor, BAY)
    assert shown(admin, BAY) == path
    assert client.get(path).status_code == 200
    assert admin.post(f"{BAY}/renew", data={"seen": "1"}).status_code == 303
    assert client.get(path).status_code == 404
    assert admin.post(f"{BAY}/off", data={"seen": "2"}).status_code == 303
    assert CalendarLink.select().count() == 0


def test_the_page_says_when_who_made_the_link_has_left(
    bay: Partnership, editor: SignedIn, admin: SignedIn
) -> None:
    editor.post(BAY)
    assert "does not sign in here any more" not in admin.get(BAY).text
    User.update(active=False).where(User.id == editor.user.id).execute()
    assert "does not sign in here any more" in admin.get(BAY).text


def test_the_secret_is_in_no_table_and_in_no_history(bay: Partnership, editor: SignedIn) -> None:
    editor.post(OWN)
    editor.post(f"{OWN}/renew")
    token = shown(editor).rpartition("/")[2].removesuffix(".ics")
    link = CalendarLink.get()
    told = str([(row.before, row.after) for row in History.select()])
    assert token not in str(link.__data__)
    assert link.nonce not in told and link.token_hash not in told
    verbs = [row.verb for row in History.select().where(History.entity == "calendar_link")]
    assert verbs == ["create", "change"]


def test_with_another_secret_the_link_goes_on_and_cannot_be_shown(
    app: Flask, bay: Partnership, editor: SignedIn, settings: Settings, opens: Opens
) -> None:
    path = opens(editor.user)
    other = replace(settings, secret="x" * 40)
    app.extensions["evenkeel"] = replace(app.extensions["evenkeel"], settings=other)
    assert "cannot be shown here again" in editor.get(OWN).text
    assert editor.get(path).status_code == 200


@pytest.mark.parametrize("path", [OWN, f"{OWN}/renew", f"{OWN}/off", f"{OWN}/scope", BAY, f"{BAY}/off"])
def test_a_form_from_elsewhere_is_refused(app: Flask, bay: Partnership, editor: SignedIn, path: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert editor.post(path).status_code == 400
    assert CalendarLink.select().count() == 0


def test_a_stranger_sees_no_page_of_links(bay: Partnership, editor: SignedIn, client: FlaskClient) -> None:
    for path in (OWN, BAY, "/contracts/calendar.ics", "/contracts/calendar"):
        assert client.get(path).headers["Location"].startswith("/sign-in"), path


def test_the_way_there_stands_where_people_look(bay: Partnership, editor: SignedIn) -> None:
    for page in ("/settings", "/partnerships/bay/dates"):
        assert f'href="{OWN}"' in editor.get(page).text, page
    assert "In your own calendar" in editor.get("/partnerships/bay/dates").text
    assert date(2027, 6, 30).strftime("%Y") in editor.get("/contracts/calendar").text
