"""Texts of old mails go, their lines stay; nothing that is unsent is touched; logs hold nobody's address."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

import pytest

from app import scheduler
from app.core.clock import FixedClock
from app.core.errors import RuleViolation
from app.mail.models import MailFile, OutboxMail
from app.mail.service import NewFile, forget_texts, send_again
from app.mail.service import sending as mail_service
from app.organization.models import House
from app.reminders.jobs import forget_mail_texts
from app.settings import Settings
from tests.conftest import NOW, SignedIn
from tests.mail.sink import Sink
from tests.reminders.test_mail_page import put, send

YEAR = timedelta(days=366)


def aged(settings: Settings, status: str, at: datetime, **values: Any) -> int:
    mail_id = put(settings, **values)
    sent_at = at if status == "sent" else None
    OutboxMail.update(status=status, created_at=at, sent_at=sent_at).where(OutboxMail.id == mail_id).execute()
    return mail_id


def test_the_texts_of_old_mails_go_and_their_lines_stay(mailing: Settings, database: str) -> None:
    old = [aged(mailing, status, NOW - YEAR) for status in ("sent", "failed", "cancelled")]
    waiting = [aged(mailing, status, NOW - YEAR) for status in ("pending", "sending")]
    new = aged(mailing, "sent", NOW - timedelta(days=360))
    assert forget_mail_texts(now=NOW, settings=mailing) == "Texts taken away today: 3."
    for mail in OutboxMail.select():
        gone = mail.id in old
        assert (mail.text == "", mail.html == "", mail.emptied_at is not None) == (gone, gone, gone)
        assert mail.subject == "Evenkeel: 1 late" and mail.why and mail.recipient
    assert OutboxMail.select().count() == len(old) + len(waiting) + 1 and new


def test_a_mail_that_went_out_late_counts_from_then(mailing: Settings, database: str) -> None:
    mail_id = aged(mailing, "sent", NOW - YEAR)
    OutboxMail.update(sent_at=NOW - timedelta(days=1)).execute()
    forget_texts(NOW - timedelta(days=30), now=NOW)
    assert OutboxMail.get_by_id(mail_id).text


def test_files_that_no_mail_needs_any_more_go_as_well(mailing: Settings, database: str) -> None:
    shared = NewFile("Shared.docx", "application/msword", b"shared")
    alone = NewFile("Alone.docx", "application/msword", b"alone")
    aged(mailing, "sent", NOW - YEAR, file=shared)
    aged(mailing, "sent", NOW - YEAR, file=alone)
    aged(mailing, "pending", NOW - YEAR, file=shared)
    forget_mail_texts(now=NOW, settings=mailing)
    assert [file.name for file in MailFile.select()] == ["Shared.docx"]
    assert OutboxMail.select().where(OutboxMail.file.is_null(False)).count() == 1


def test_it_is_done_once_a_day_and_for_as_long_as_the_house_says(mailing: Settings, database: str) -> None:
    forget_mail_texts(now=NOW, settings=mailing)
    aged(mailing, "sent", NOW - timedelta(days=70))
    House.update(mail_text_months=2).execute()
    forget_mail_texts(now=NOW + timedelta(hours=1), settings=mailing)
    assert OutboxMail.get().text
    forget_mail_texts(now=NOW + timedelta(days=1), settings=mailing)
    assert OutboxMail.get().text == ""


def test_a_mail_without_its_text_says_so_and_is_not_sent_again(
    editor: SignedIn, mailing: Settings, database: str
) -> None:
    mail_id = aged(mailing, "failed", NOW - YEAR)
    OutboxMail.update(attempts=1).execute()
    forget_texts(NOW, now=NOW)
    page = editor.get(f"/reminders/mails/{mail_id}").text
    assert "The text was taken away on Nov 24, 9:00 am" in page and "Send again" not in page
    with pytest.raises(RuleViolation, match="no longer kept"):
        send_again(mail_id, actor=None, now=NOW)  # type: ignore[arg-type]


def test_an_admin_says_how_long_texts_are_kept(admin: SignedIn, editor: SignedIn) -> None:
    assert 'name="mail_text_months"' in admin.get("/settings").text
    assert admin.post("/settings/mail", data={"mail_text_months": "6"}).status_code == 303
    assert House.get().mail_text_months == 6
    for wrong in ("0", "121", "<b>", ""):
        answer = admin.post("/settings/mail", data={"mail_text_months": wrong})
        assert answer.status_code == 422
    assert editor.post("/settings/mail", data={"mail_text_months": "6"}).status_code == 403
    assert House.get().mail_text_months == 6


def test_two_admins_at_once_see_both_values(admin: SignedIn) -> None:
    seen = House.get().version
    assert admin.post("/settings/mail", data={"mail_text_months": "6", "seen": seen}).status_code == 303
    assert admin.post("/settings/mail", data={"mail_text_months": "7", "seen": seen}).status_code == 409


@pytest.mark.parametrize("reply", ["550 5.1.1 dana@hospice.example is unknown", "451 4.7.1 not yet, Dana"])
def test_a_mail_that_fails_leaves_neither_address_nor_subject_in_the_logs(
    database: str,
    mailing: Settings,
    sink: Sink,
    clock: FixedClock,
    caplog: pytest.LogCaptureFixture,
    reply: str,
) -> None:
    put(mailing)
    sink.answer = lambda _number: reply
    with caplog.at_level(logging.INFO):
        send(mailing, clock)
    assert OutboxMail.get().words == reply
    told_nobody(caplog)


def test_a_job_that_breaks_over_a_mail_leaves_neither_address_nor_subject_in_the_logs(
    database: str,
    mailing: Settings,
    clock: FixedClock,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put(mailing)
    private = "dana@hospice.example: Evenkeel: 1 late, Send the visit log"

    def breaks(*_args: Any, **_options: Any) -> None:
        raise ValueError(private)

    monkeypatch.setattr(mail_service, "_send_one", breaks)
    with caplog.at_level(logging.INFO):
        scheduler.run_jobs(mailing, clock)
    assert "job reminders failed: ValueError" in caplog.text and "in _send_batch" in caplog.text
    told_nobody(caplog)


def told_nobody(caplog: pytest.LogCaptureFixture) -> None:
    ours = "\n".join(
        f"{record.getMessage()} {record.exc_text or ''}"
        for record in caplog.records
        if not record.name.startswith("mail.log")  # the test's own mail server
    )
    for private in ("dana@", "Dana", "1 late", "visit log"):
        assert private not in ours
