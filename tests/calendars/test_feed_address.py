"""The address of a feed: what it opens, and when it opens nothing."""

from __future__ import annotations

import logging
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.calendars.models import CalendarEntry, CalendarLink
from app.calendars.service import turn_off
from app.core.actor import SYSTEM
from app.core.clock import FixedClock
from app.partnerships.models import Partnership
from tests.calendars.conftest import Opens
from tests.conftest import NOW
from tests.factories import make_action, make_person, make_user

from .test_feed import read


def test_the_feed_answers_without_anybody_signed_in_and_leaves_no_cookie(
    bay: Partnership, client: FlaskClient, opens: Opens
) -> None:
    answer = client.get(opens(bay))
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_did_not_change_is_not_sent_again(
    bay: Partnership, client: FlaskClient, opens: Opens, clock: FixedClock
) -> None:
    path = opens(bay)
    first = client.get(path)
    clock.set(NOW + timedelta(hours=3))
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    make_action(bay, text="New")
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_head_tells_the_size_and_no_more(bay: Partnership, client: FlaskClient, opens: Opens) -> None:
    path = opens(bay)
    answer = client.head(path)
    assert (answer.status_code, answer.data) == (200, b"")
    assert int(answer.headers["Content-Length"]) == len(client.get(path).data)


def test_an_address_that_opens_nothing_is_answered_the_same_whatever_the_reason(
    bay: Partnership, dana: User, client: FlaskClient, opens: Opens
) -> None:
    gone, mine, left = opens(bay), opens(dana), make_user(password="set")
    turn_off(CalendarLink.get(CalendarLink.partnership == bay).id, seen=None, actor=SYSTEM, now=NOW)
    User.update(active=False).where(User.id == dana.id).execute()
    theirs = opens(left)
    make_person(bay.provider, user=left, left_on=date(2026, 11, 20))
    never = ("/calendar/x.ics", f"/calendar/{'x' * 5000}.ics", "/calendar/%F0%9F%99%82%00.ics")
    answers = [client.get(path) for path in (gone, mine, theirs, *never)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1
    assert CalendarLink.get(CalendarLink.user == dana).read_at is None


def test_who_comes_back_has_the_calendar_again(
    bay: Partnership, dana: User, client: FlaskClient, opens: Opens
) -> None:
    path = opens(dana)
    for active, status in ((False, 404), (True, 200)):
        User.update(active=active).where(User.id == dana.id).execute()
        assert client.get(path).status_code == status


def test_the_address_is_only_for_looking(bay: Partnership, client: FlaskClient, opens: Opens) -> None:
    assert client.post(opens(bay)).status_code == 405


def test_the_address_is_in_no_log_even_when_something_fails(
    app: Flask,
    bay: Partnership,
    opens: Opens,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = opens(bay)
    token = path.rpartition("/")[2].removesuffix(".ics")

    def fail(*_: object, **__: object) -> bytes:
        raise RuntimeError("broken")

    monkeypatch.setattr("app.calendars.routes.feed.calendar_of", fail)
    app.testing = False
    with caplog.at_level(logging.DEBUG):
        assert app.test_client().get(path).status_code == 500
    assert "broken" in caplog.text and token not in caplog.text


def test_reading_changes_nothing_but_the_memory_of_what_was_told(
    bay: Partnership, client: FlaskClient, opens: Opens
) -> None:
    path = opens(bay)
    read(client, path)
    told = list(CalendarEntry.select().order_by(CalendarEntry.id).dicts())
    read(client, path)
    assert list(CalendarEntry.select().order_by(CalendarEntry.id).dicts()) == told


def test_what_was_told_more_than_a_year_ago_is_forgotten(
    bay: Partnership, client: FlaskClient, opens: Opens
) -> None:
    old = {"kind": "action", "thing": "x", "title": "Old", "told": "x", "changed_at": NOW}
    CalendarEntry.create(uid="old@evenkeel", on=date(2025, 1, 1), **old)
    read(client, opens(bay))
    assert CalendarEntry.get_or_none(CalendarEntry.uid == "old@evenkeel") is None
