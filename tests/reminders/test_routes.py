"""The reminders page: what goes out, what did not, and proof that mail arrives."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.core.clock import FixedClock
from app.core.history import History
from app.core.jobs import record_run
from app.mail.models import OutboxMail
from app.organization.models import House
from app.partnerships.models import Partnership
from app.reminders.jobs import remind
from app.reminders.routes import index
from app.settings import Settings
from app.web.request import Runtime
from tests.conftest import NOW
from tests.counting import count_statements
from tests.factories import make_action
from tests.mail.sink import Sink
from tests.reminders.conftest import signed_up
from tests.reminders.test_jobs import DAY


@pytest.fixture
def mailing_app(app: Flask, mailing: Settings, clock: FixedClock) -> Flask:
    """The program with a mail server."""
    app.extensions["evenkeel"] = Runtime(mailing, clock)
    return app


def queue(mailing: Settings, clock: FixedClock, **changed: Any) -> None:
    remind(now=clock.now(), settings=replace(mailing, **changed), lease_clock=clock)


def test_a_stranger_is_sent_to_the_sign_in(client: Any) -> None:
    assert client.get("/reminders").status_code == 303


def test_the_page_says_that_mail_is_not_set_up(viewer: Any) -> None:
    page = viewer.get("/reminders")
    assert page.status_code == 200
    assert "Mail is not set up yet." in page.text
    assert "Nothing goes out in the next 30 days." in page.text


def test_R13_the_page_shows_what_goes_out_to_whom_and_why(viewer: Any, partnership: Partnership) -> None:
    make_action(partnership, due_on=DAY + timedelta(days=10), text="Send <b>the</b> visit log", owner=None)
    page = viewer.get("/reminders").text
    # The week ahead, three days before, the day, three and ten days after, and one more Monday.
    assert "6 mails go out in the next 30 days." in page
    assert "To Dana Whitfield" in page
    assert "Send &lt;b&gt;the&lt;/b&gt; visit log" in page
    assert "<b>the</b>" not in page


def test_R12_a_test_mail_proves_that_mail_arrives(
    mailing_app: Flask, editor: Any, sink: Sink, mailing: Settings, clock: FixedClock
) -> None:
    assert "no test mail has arrived yet" in editor.get("/reminders").text
    editor.post("/reminders/test")
    queue(mailing, clock)
    part = sink.mails[0].get_body(("plain",))
    assert part is not None
    code = re.search(r"\b(\d{6})\b", str(part.get_content()))
    assert code is not None
    wrong = "000000" if code[1] != "000000" else "111111"
    refused = editor.post("/reminders/confirm", data={"code": wrong})
    assert refused.status_code == 422
    assert "That is not the code of the newest test mail." in refused.text
    assert f'value="{wrong}"' in refused.text
    assert House.get().mail_proven_at is None
    assert (
        editor.post("/reminders/confirm", data={"code": f" {code[1][:3]} {code[1][3:]} "}).status_code == 303
    )
    assert House.get().mail_proven_at == NOW
    assert "no test mail has arrived yet" not in editor.get("/reminders").text
    assert all(code[1] not in str(row.after) for row in History.select())


def test_a_code_that_is_none_keeps_what_was_typed(mailing_app: Flask, editor: Any) -> None:
    answer = editor.post("/reminders/confirm", data={"code": '12"><script>'})
    assert answer.status_code == 422
    assert "The code has six digits." in answer.text
    assert 'value="12&#34;&gt;&lt;script&gt;"' in answer.text


def test_a_test_mail_needs_mail_settings(editor: Any) -> None:
    answer = editor.post("/reminders/test")
    assert answer.status_code == 422
    assert "Mail is not set up yet." in answer.text
    assert OutboxMail.select().count() == 0


def test_a_second_test_mail_takes_the_place_of_the_first(mailing_app: Flask, editor: Any) -> None:
    editor.post("/reminders/test")
    editor.post("/reminders/test")
    assert [row.status for row in OutboxMail.select().order_by(OutboxMail.id)] == ["cancelled", "pending"]


def test_a_test_mail_that_was_refused_is_off_the_list_once_a_newer_one_is_asked_for(
    mailing_app: Flask, editor: Any, sink: Sink, mailing: Settings, clock: FixedClock
) -> None:
    editor.post("/reminders/test")
    sink.answer = lambda _number: "550 5.1.1 no such person here"
    queue(mailing, clock)
    editor.post("/reminders/test")
    assert [row.status for row in OutboxMail.select().order_by(OutboxMail.id)] == ["cancelled", "pending"]


def test_a_mail_that_only_waits_is_not_said_to_have_failed(
    mailing_app: Flask, editor: Any, sink: Sink, mailing: Settings, clock: FixedClock
) -> None:
    record_run("tick", clock.now(), clock.now(), ok=True)
    editor.post("/reminders/test")
    page = editor.get("/reminders").text
    assert "It goes out by itself, soon after" in page
    assert "On its way" in page and "Did not go out" not in page
    sink.answer = lambda _number: "451 4.7.1 please wait"
    queue(mailing, clock)
    page = editor.get("/reminders").text
    assert "Did not go out" in page and "On its way" not in page


PROMISED = re.compile("On its way|goes out by itself|We try again")


def says_that_it_only_waits(page: str) -> bool:
    return ">Waiting <" in page and "It waits." in page and not PROMISED.search(page)


def test_without_a_mail_server_no_mail_is_promised_to_go_out(
    app: Flask, editor: Any, mailing: Settings, clock: FixedClock, partnership: Partnership
) -> None:
    make_action(partnership, due_on=DAY, owner=None)
    record_run("tick", clock.now(), clock.now(), ok=True)
    queue(mailing, clock, smtp=None)
    page = editor.get("/reminders").text
    assert "Mail is not set up yet." in page and says_that_it_only_waits(page)


def test_while_nothing_runs_no_mail_is_promised_to_go_out(
    mailing_app: Flask, editor: Any, sink: Sink, mailing: Settings, clock: FixedClock
) -> None:
    editor.post("/reminders/test")
    assert says_that_it_only_waits(editor.get("/reminders").text)
    sink.answer = lambda _number: "451 4.7.1 please wait"
    queue(mailing, clock)
    page = editor.get("/reminders").text
    assert "Did not go out" in page and "It waits." in page and not PROMISED.search(page)
    record_run("tick", clock.now(), clock.now(), ok=True)
    assert "We try again at" in editor.get("/reminders").text


def test_what_is_not_shown_of_the_plan_is_counted_in_mails(
    viewer: Any, partnership: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_up(name="Sam Ortiz", email="sam@hospice.example", role="admin")
    make_action(partnership, due_on=DAY + timedelta(days=10), text="Send the visit log", owner=None)
    monkeypatch.setattr(index, "SHOWN", 1)
    monkeypatch.setattr(index, "LISTED", 2)
    page = viewer.get("/reminders").text
    assert "12 mails go out" in page and page.count('scope="row">Dana Whitfield and Sam') == 2
    assert "10 more mails until" in page and "6 more mails are not listed." in page


def test_the_page_says_when_nothing_looks_for_what_is_due(
    mailing_app: Flask, viewer: Any, clock: FixedClock
) -> None:
    warning = "Nothing looks for what is due"
    assert warning in viewer.get("/reminders").text
    record_run("tick", clock.now(), clock.now(), ok=True)
    assert warning not in viewer.get("/reminders").text
    clock.set(clock.now() + timedelta(minutes=6))
    assert f"{warning} since" in viewer.get("/reminders").text


def test_who_only_looks_is_offered_no_buttons_that_refuse(
    mailing_app: Flask, editor: Any, viewer: Any, sink: Sink, mailing: Settings, clock: FixedClock
) -> None:
    editor.post("/reminders/test")
    sink.answer = lambda _number: "550 5.1.1 no such person here"
    queue(mailing, clock)
    offers = ("Send a test mail", "Send again", "Call it off")
    assert [one in editor.get("/reminders").text for one in offers] == [True] * 3
    assert [one in viewer.get("/reminders").text for one in offers] == [False] * 3


def test_people_who_get_the_same_on_the_same_morning_stand_in_one_line(
    viewer: Any, partnership: Partnership
) -> None:
    signed_up(name="Sam Ortiz", email="sam@hospice.example", role="admin")
    make_action(partnership, due_on=DAY + timedelta(days=3), text="Send the visit log", owner=None)
    page = viewer.get("/reminders").text
    assert "To Dana Whitfield and Sam Ortiz" in page
    assert page.count("What it says") == page.count("To Dana Whitfield")


@pytest.mark.parametrize(
    "path", ["/reminders/test", "/reminders/confirm", "/reminders/mails/1/again", "/reminders/mails/1/cancel"]
)
def test_a_viewer_may_look_but_not_send(viewer: Any, path: str) -> None:
    assert viewer.post(path, data={"code": "123456", "reason": "x"}).status_code == 403


@pytest.mark.parametrize("verb", ["again", "cancel"])
def test_a_mail_that_is_not_there_is_not_found(editor: Any, verb: str) -> None:
    assert editor.post(f"/reminders/mails/999/{verb}", data={"reason": "gone"}).status_code == 404


def test_R12_a_refused_mail_is_shown_with_the_servers_words_and_can_be_sent_again(
    mailing_app: Flask,
    editor: Any,
    sink: Sink,
    mailing: Settings,
    clock: FixedClock,
    partnership: Partnership,
) -> None:
    make_action(partnership, due_on=DAY, text="Send the visit log", owner=None)
    sink.answer = lambda _number: "550 5.1.1 no such person here"
    queue(mailing, clock)
    page = editor.get("/reminders").text
    assert "550 5.1.1 no such person here" in page
    assert "Refused" in page
    sink.answer = lambda _number: "250 2.0.0 queued as 7"
    row = OutboxMail.get()
    assert editor.post(f"/reminders/mails/{row.id}/again").status_code == 303
    queue(mailing, clock)
    assert OutboxMail.get().words == "250 2.0.0 queued as 7"
    assert "250 2.0.0 queued as 7" in editor.get("/reminders").text
    assert sink.mails[0]["Message-ID"] == row.message_id


def test_a_mail_is_called_off_with_a_reason_and_stays_in_the_ledger(
    mailing_app: Flask, editor: Any, mailing: Settings, clock: FixedClock, partnership: Partnership
) -> None:
    make_action(partnership, due_on=DAY, owner=None)
    queue(mailing, clock, smtp=None)
    row = OutboxMail.get()
    answer = editor.post(f"/reminders/mails/{row.id}/cancel", data={"reason": ""})
    assert answer.status_code == 422
    assert "Say in a few words why" in answer.text
    editor.post(f"/reminders/mails/{row.id}/cancel", data={"reason": "Told by phone"})
    page = editor.get("/reminders").text
    assert "Called off" in page
    assert "Told by phone" in page
    queue(mailing, clock)
    assert OutboxMail.select().where(OutboxMail.user_id == row.user_id).count() == 1
    assert editor.post(f"/reminders/mails/{row.id}/again").status_code == 422


def test_the_ledger_has_pages_of_fifty(viewer: Any, database: str) -> None:
    for number in range(120):
        OutboxMail.create(
            dedupe_key=f"k{number}",
            kind="digest",
            recipient="dana@hospice.example",
            occurrence_on=DAY,
            why="",
            subject=f"Evenkeel: mail {number}",
            text="",
            message_id=f"<{number}@x>",
            created_at=NOW,
            not_before=NOW,
            status="sent",
            sent_at=NOW,
        )
    assert viewer.get("/reminders").text.count('data-label="Result"') == 50
    assert viewer.get("/reminders?page=3").text.count('data-label="Result"') == 20
    for odd in ("0", "x", "-1", "99999999999999999999"):
        assert viewer.get(f"/reminders?page={odd}").status_code == 200


def test_the_sheet_needs_no_mail(viewer: Any, partnership: Partnership) -> None:
    make_action(partnership, due_on=DAY - timedelta(days=2), text="Send the visit log", owner=None)
    page = viewer.get("/reminders/sheet").text
    assert "Send the visit log" in page
    assert "2 days ago" in page


def test_the_page_asks_the_same_few_questions_however_much_there_is(
    viewer: Any, partnership: Partnership
) -> None:
    def statements() -> int:
        with count_statements() as counter:
            assert viewer.get("/reminders").status_code == 200
        return counter.count

    record_run("tick", NOW, NOW, ok=True)
    make_action(partnership, due_on=DAY, owner=None)
    few = statements()
    for number in range(60):
        make_action(partnership, due_on=DAY + timedelta(days=number % 20), owner=None)
    assert statements() == few <= 40  # one for each kind of thing, and sixteen for the page
