"""The state of the program, for an admin: what ran, what failed with its words, what waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from flask import Flask

from app import scheduler
from app.core.clock import FixedClock
from app.core.db import connected
from app.core.jobs import record_run
from app.home.queries.state import JOB_WORDS
from app.mail.models import OutboxMail
from app.settings import Settings
from app.web.request import Runtime
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.reminders.test_mail_page import put


def test_every_job_of_the_scheduler_has_words_on_the_page() -> None:
    assert list(JOB_WORDS) == list(scheduler.jobs())


def test_only_an_admin_sees_it(editor: SignedIn, viewer: SignedIn) -> None:
    assert editor.get("/settings/state").status_code == 403
    assert viewer.get("/settings/state").status_code == 403


def test_before_the_first_look_nothing_has_run(admin: SignedIn) -> None:
    page = admin.get("/settings/state").text
    assert "All is well." in page and "The first look is still to come." in page
    assert page.count("not yet") == len(JOB_WORDS)
    assert "not set up" in page and "No test mail has arrived yet" in page
    assert 'href="/settings/state"' in admin.get("/settings").text


def test_a_job_that_failed_stands_there_with_its_words_and_the_next_look(admin: SignedIn) -> None:
    with connected():
        record_run("tick", NOW, NOW, ok=True)
        record_run("backup", NOW, NOW, ok=False, words="OSError: <the disk is full>")
        record_run("reminders", NOW, NOW, ok=True)
    page = admin.get("/settings/state").text
    assert "1 thing did not work at the last run." in page
    assert "OSError: &lt;the disk is full&gt;" in page
    assert "the next look is at Nov 24, 9:01 am" in page


def test_a_scheduler_that_is_silent_is_said_to_have_stopped(admin: SignedIn, clock: FixedClock) -> None:
    with connected():
        record_run("tick", NOW, NOW, ok=True)
    clock.set(NOW + timedelta(minutes=6))
    page = admin.get("/settings/state").text
    assert "The scheduler has not run for more than five minutes." in page
    assert "The scheduler has stopped." in page


def test_a_scheduler_that_should_run_elsewhere_and_does_not_is_missed(
    app: Flask, admin: SignedIn, settings: Settings, clock: FixedClock
) -> None:
    app.extensions["evenkeel"] = Runtime(replace(settings, scheduler=False), clock)
    assert "Nothing looks for what is due." in admin.get("/settings/state").text
    with connected():
        record_run("tick", NOW, NOW, ok=True)
    assert "All is well." in admin.get("/settings/state").text
    clock.set(NOW + timedelta(minutes=6))
    assert "Nothing looks for what is due since Nov 24, 9:00 am." in admin.get("/settings/state").text


def test_what_waits_since_when_and_what_went_out_last(
    app: Flask, admin: SignedIn, settings: Settings, tmp_path: Path
) -> None:
    with connected():
        for at in (NOW - timedelta(hours=3), NOW - timedelta(hours=2)):
            OutboxMail.update(created_at=at).where(OutboxMail.id == put(settings)).execute()
        gone = put(settings)
        OutboxMail.update(status="sent", sent_at=NOW - timedelta(hours=1)).where(
            OutboxMail.id == gone
        ).execute()
        OutboxMail.update(status="failed").where(OutboxMail.id == put(settings)).execute()
    with count_statements() as counter:
        page = admin.get("/settings/state").text
    assert counter.count <= 16
    assert "<dt>Waiting</dt><dd>2 mails</dd><dt>Oldest</dt><dd>since Nov 24, 6:00 am</dd>" in page
    assert "1 mail did not go out." in page
    assert "<dt>Last sent</dt><dd>Nov 24, 8:00 am</dd>" in page
