"""Each mail has a page: why, to whom, every try with the server's words, what it says, who decided what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask

from app.core.clock import FixedClock
from app.core.jobs import record_run
from app.mail.models import MailAttempt, OutboxMail
from app.mail.rules import SHOWN_ATTEMPTS, Trouble
from app.mail.service import NewFile, NewMail, deliver, enqueue
from app.settings import Settings
from app.web.request import Runtime
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.mail.sink import Sink
from tests.reminders.test_jobs import DAY

TEXT = "Hello <b>Dana</b>,\n\nSend the visit log.\nToday."


def put(settings: Settings, **values: Any) -> int:
    facts: dict[str, Any] = {
        "dedupe_key": f"digest:u1:2026-11-24:{OutboxMail.select().count()}",
        "kind": "digest",
        "recipient": "dana@hospice.example",
        "recipient_name": "Dana Whitfield",
        "occurrence_on": DAY,
        "why": "1 late.",
        "subject": "Evenkeel: 1 late",
        "text": TEXT,
        "html": "<p>Never <script>shown</script></p>",
    }
    assert enqueue(NewMail(**(facts | values)), settings=settings, now=NOW)
    return int(OutboxMail.select().order_by(OutboxMail.id.desc()).get().id)


def send(settings: Settings, clock: FixedClock, hours: int = 0) -> None:
    moment = NOW + timedelta(hours=hours)
    deliver(now=moment, lease_clock=clock, settings=settings)


def test_the_page_tells_why_to_whom_what_and_every_try_with_the_servers_words(
    app: Flask, editor: SignedIn, mailing: Settings, sink: Sink, clock: FixedClock
) -> None:
    app.extensions["evenkeel"] = Runtime(mailing, clock)
    mail_id = put(mailing, file=NewFile("Notes.docx", "application/msword", b"x" * 3000))
    sink.answer = lambda number: "451 4.7.1 <greylisted> & wait" if number == 1 else "250 2.0.0 queued as 7"
    send(mailing, clock)
    page = editor.get(f"/reminders/mails/{mail_id}").text
    assert "Delayed" in page and "451 4.7.1 &lt;greylisted&gt; &amp; wait" in page
    assert "There is nothing to do unless this lasts for a day." in page
    assert "We try again" not in page and "It waits: nothing goes out by itself now." in page
    record_run("tick", NOW, NOW, ok=True)
    page = editor.get(f"/reminders/mails/{mail_id}").text
    assert "We try again at Nov 24, 10:00 am" in page
    send(mailing, clock, hours=1)
    page = editor.get(f"/reminders/mails/{mail_id}").text
    assert "451 4.7.1 &lt;greylisted&gt; &amp; wait" in page and "250 2.0.0 queued as 7" in page
    assert "The mail server took it on Nov 24, 10:00 am." in page
    assert "1 late." in page and "Dana Whitfield" in page and "dana@hospice.example" in page
    assert "Hello &lt;b&gt;Dana&lt;/b&gt;," in page and "Send the visit log.<br>Today." in page
    assert "<script>shown" not in page
    assert "Notes.docx, 3 KB" in page
    assert OutboxMail.get_by_id(mail_id).message_id.strip("<>") in page


def test_a_mail_that_is_not_there_is_not_found(viewer: SignedIn) -> None:
    assert viewer.get("/reminders/mails/999").status_code == 404


def test_who_only_looks_reads_what_went_to_them_and_nobody_elses_text(
    viewer: SignedIn, mailing: Settings
) -> None:
    own = viewer.get(f"/reminders/mails/{put(mailing, user_id=viewer.user.id)}").text
    others = viewer.get(f"/reminders/mails/{put(mailing)}").text
    assert "Send the visit log." in own
    assert "Send the visit log." not in others
    assert "Only the person it goes to" in others and "1 late." in others
    for page in (own, others):
        assert "Call it off" not in page and "Send again" not in page


def test_the_code_of_a_test_mail_is_read_in_the_mail_alone(editor: SignedIn, mailing: Settings) -> None:
    mail_id = put(mailing, kind="test", text="Your code: 123456", user_id=editor.user.id)
    page = editor.get(f"/reminders/mails/{mail_id}").text
    assert "123456" not in page
    assert "the code that proves that mail arrives" in page


def test_a_mail_is_called_off_on_its_page_and_the_page_says_by_whom(
    editor: SignedIn, mailing: Settings
) -> None:
    mail_id = put(mailing)
    address = f"/reminders/mails/{mail_id}"
    wrong = editor.post(f"{address}/cancel", data={"reason": "", "own_page": "1"})
    assert wrong.status_code == 422 and "Say in a few words why" in wrong.text
    done = editor.post(f"{address}/cancel", data={"reason": "Told <by> phone", "own_page": "1"})
    assert done.headers["Location"] == address
    page = editor.get(address).text
    assert "It was called off: Told &lt;by&gt; phone" in page
    assert f"by {editor.user.name}, Nov 24, 9:00 am" in page


def test_a_refused_mail_is_sent_again_from_its_page_and_both_tries_stay(
    editor: SignedIn, mailing: Settings, sink: Sink, clock: FixedClock
) -> None:
    mail_id = put(mailing)
    sink.to_recipient = "550 5.1.1 no such user"
    send(mailing, clock)
    page = editor.get(f"/reminders/mails/{mail_id}").text
    assert "Refused" in page and "The mail server knows nobody at this address." in page
    sink.to_recipient = ""
    editor.post(f"/reminders/mails/{mail_id}/again", data={"own_page": "1"})
    send(mailing, clock)
    page = editor.get(f"/reminders/mails/{mail_id}").text
    assert "550 5.1.1 no such user" in page and "250 2.0.0 queued" in page
    assert f"by {editor.user.name}" in page


def test_a_try_that_nobody_finished_is_said_to_be_one(
    editor: SignedIn, mailing: Settings, sink: Sink, clock: FixedClock
) -> None:
    mail_id = put(mailing)
    OutboxMail.update(attempts=1, first_attempt_at=NOW).execute()
    send(mailing, clock)
    page = editor.get(f"/reminders/mails/{mail_id}").text
    assert "Evenkeel was stopped in the middle, or took too long and let go." in page


def test_of_a_mail_that_is_tried_for_a_week_the_newest_fifty_tries_stay(
    editor: SignedIn, mailing: Settings, sink: Sink, clock: FixedClock
) -> None:
    mail_id = put(mailing)
    sink.answer = lambda number: f"451 try {number}"
    for hour in range(SHOWN_ATTEMPTS + 5):
        send(mailing, clock, hours=hour)
    numbers = [row.number for row in MailAttempt.select().order_by(MailAttempt.number)]
    assert numbers == list(range(6, SHOWN_ATTEMPTS + 6))
    with count_statements() as counter:
        page = editor.get(f"/reminders/mails/{mail_id}").text
    assert counter.count <= 8
    assert "The newest 50 tries are kept." in page and "451 try 5<" not in page


def test_the_list_leads_to_each_mail_and_says_what_to_do(
    editor: SignedIn, mailing: Settings, sink: Sink, clock: FixedClock
) -> None:
    mail_id = put(mailing)
    sink.to_sender = "553 5.7.1 not your address"
    send(mailing, clock)
    page = editor.get("/reminders").text
    assert f'href="/reminders/mails/{mail_id}"' in page
    assert "EVENKEEL_MAIL_FROM" in page and "Delayed" in page


def test_names_in_a_subject_keep_their_capitals_in_the_list_and_the_ledger(
    editor: SignedIn, mailing: Settings, sink: Sink, clock: FixedClock
) -> None:
    put(mailing, kind="agenda", subject="Agenda: Operations meeting, December 1, 2026")
    assert "Agenda: Operations meeting, December 1, 2026" in editor.get("/reminders").text
    send(mailing, clock)
    assert "Agenda: Operations meeting, December 1, 2026" in editor.get("/reminders").text


def test_a_digest_names_the_page_where_its_reader_changes_or_stops_it(
    mailing: Settings, sink: Sink, clock: FixedClock, database: str
) -> None:
    put(mailing)
    put(mailing, kind="minutes")
    send(mailing, clock)
    headers = [(mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]) for mail in sink.mails]
    assert headers == [("<https://evenkeel.hospice.example/reminders/preferences>", None), (None, None)]


def test_every_way_in_which_mail_fails_stands_on_the_help_page(viewer: SignedIn) -> None:
    page = viewer.get("/reminders/mails").text
    assert page.count('data-label="What to do"') == len(Trouble)
    assert "Exactly once does not exist in mail." in page
    assert 'href="/reminders/mails"' in viewer.get("/reminders").text
