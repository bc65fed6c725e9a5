"""The outbox: put in once, claimed by one worker, marked only by its owner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.core.actor import SYSTEM
from app.core.clock import FixedClock
from app.core.errors import NotFound, RuleViolation
from app.core.history import History
from app.mail.models import MailFile, OutboxMail
from app.mail.rules import LEASE, MailStatus, Verdict
from app.mail.service import (
    NewFile,
    NewMail,
    call_off,
    cancel_mail,
    deliver,
    enqueue,
    next_key,
    send_again,
)
from app.mail.service.sending import claim, mark
from app.mail.smtp import Answer
from app.settings import Settings
from tests.mail.sink import Sink, running_sink

NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running_sink() as running:
        yield running


@pytest.fixture
def mailing(database: str, settings: Settings, sink: Sink) -> Settings:
    return replace(settings, smtp=sink.smtp, mail_from="evenkeel@hospice.example")


@pytest.fixture
def real() -> FixedClock:
    """The clock by which claims are judged."""
    return FixedClock(NOW)


def put(settings: Settings, number: int = 1, **values: Any) -> bool:
    mail = NewMail(
        dedupe_key=f"digest:u{number}:2026-11-24:dana{number}@hospice.example",
        kind="digest",
        recipient=f"dana{number}@hospice.example",
        recipient_name="Dana Whitfield",
        occurrence_on=date(2026, 11, 24),
        why="1 late.",
        subject="Evenkeel: 1 late",
        text="1 late",
    )
    return enqueue(replace(mail, **values), settings=settings, now=NOW)


def states() -> list[str]:
    return [row.status for row in OutboxMail.select().order_by(OutboxMail.id)]


def test_the_same_mail_is_put_in_once(mailing: Settings) -> None:
    assert put(mailing)
    assert not put(mailing)
    assert OutboxMail.select().count() == 1


def test_an_address_that_cannot_be_one_stops_nothing_else(
    mailing: Settings, sink: Sink, real: FixedClock
) -> None:
    assert put(mailing, 1, recipient="dana@hospice.example\r\nBcc: x@y.example")
    assert put(mailing, 2)
    assert deliver(now=NOW, lease_clock=real, settings=mailing).sent == 1
    assert states() == ["failed", "sent"]
    assert sink.recipients == ["dana2@hospice.example"]
    with pytest.raises(RuleViolation, match="not an address"):
        send_again(OutboxMail.get(OutboxMail.status == "failed").id, actor=SYSTEM, now=NOW)


def test_one_run_sends_until_nothing_is_left(mailing: Settings, sink: Sink, real: FixedClock) -> None:
    for number in range(13):
        put(mailing, number)
    delivered = deliver(now=NOW, lease_clock=real, settings=mailing)
    assert (delivered.sent, delivered.failed, len(sink.mails)) == (13, 0, 13)
    assert len(set(sink.ids)) == 13


def test_what_is_due_later_waits(mailing: Settings, sink: Sink, real: FixedClock) -> None:
    put(mailing)
    OutboxMail.update(not_before=NOW + timedelta(minutes=1)).execute()
    assert deliver(now=NOW, lease_clock=real, settings=mailing).sent == 0
    assert deliver(now=NOW + timedelta(minutes=1), lease_clock=real, settings=mailing).sent == 1


def test_two_workers_never_hold_the_same_mail(mailing: Settings, real: FixedClock) -> None:
    for number in range(8):
        put(mailing, number)
    first, second, third = (claim(name, now=NOW, lease_clock=real) for name in "abc")
    assert [len(first), len(second), len(third)] == [5, 3, 0]
    assert not {row.id for row in first} & {row.id for row in second}


def test_R3_a_claim_that_ran_out_is_taken_over_with_the_same_message_id(
    mailing: Settings, sink: Sink, real: FixedClock
) -> None:
    put(mailing)
    (row,) = claim("dead", now=NOW, lease_clock=real)
    assert deliver(now=NOW, lease_clock=real, settings=mailing).sent == 0
    real.set(NOW + LEASE + timedelta(seconds=1))
    assert deliver(now=NOW, lease_clock=real, settings=mailing).sent == 1
    assert sink.ids == [row.message_id]
    assert sink.mails[0]["Date"] == "Tue, 24 Nov 2026 17:00:00 +0000"


def test_leases_are_judged_by_the_real_clock_and_due_by_the_stated_one(
    mailing: Settings, sink: Sink, real: FixedClock
) -> None:
    put(mailing)
    claim("dead", now=NOW, lease_clock=real)
    assert deliver(now=NOW + timedelta(days=400), lease_clock=real, settings=mailing).sent == 0


def test_the_mark_of_a_worker_that_lost_its_claim_changes_nothing(
    mailing: Settings, real: FixedClock
) -> None:
    put(mailing)
    (row,) = claim("slow", now=NOW, lease_clock=real)
    real.set(NOW + LEASE + timedelta(seconds=1))
    claim("fast", now=NOW, lease_clock=real)
    assert mark(row, "slow", Answer(Verdict.SENT, "250 OK"), now=NOW) is None
    assert OutboxMail.get().claimed_by == "fast"
    assert mark(row, "fast", Answer(Verdict.SENT, "250 OK"), now=NOW) is MailStatus.SENT


def test_the_claim_is_looked_at_before_each_message(mailing: Settings, sink: Sink, real: FixedClock) -> None:
    for number in range(3):
        put(mailing, number)
    # The first message takes so long that the claim of the others runs out; they are claimed anew.
    sink.before = lambda number: real.set(NOW + LEASE * 2) if number == 1 else None
    assert deliver(now=NOW, lease_clock=real, settings=mailing).sent == 3
    assert [row.attempts for row in OutboxMail.select().order_by(OutboxMail.id)] == [1, 2, 2]
    assert len(sink.mails) == 3


def test_a_server_that_hangs_up_after_taking_a_mail_costs_one_copy_at_most(
    mailing: Settings, sink: Sink, real: FixedClock
) -> None:
    for number in range(10):
        put(mailing, number)
    sink.drop = lambda number: number % 4 == 0
    deliver(now=NOW, lease_clock=real, settings=mailing)
    sink.drop = lambda _number: False
    deliver(now=NOW + timedelta(hours=1), lease_clock=real, settings=mailing)
    assert states() == ["sent"] * 10
    assert len(set(sink.ids)) == 10
    assert len(sink.ids) == 12


def test_while_the_server_is_gone_one_session_is_tried_per_run(mailing: Settings, real: FixedClock) -> None:
    for number in range(12):
        put(mailing, number)
    assert mailing.smtp is not None
    gone = replace(mailing, smtp=replace(mailing.smtp, port=1))
    assert deliver(now=NOW, lease_clock=real, settings=gone).sent == 0
    rows = list(OutboxMail.select().order_by(OutboxMail.id))
    assert [row.attempts for row in rows] == [1] * 5 + [0] * 7
    assert {row.status for row in rows} == {"pending"}
    assert "refused" in rows[0].words


def test_a_wrong_password_at_the_server_is_not_the_mails_fault(mailing: Settings, real: FixedClock) -> None:
    put(mailing)
    assert mailing.smtp is not None
    signed = replace(mailing, smtp=replace(mailing.smtp, user="u", password="wrong"))
    deliver(now=NOW, lease_clock=real, settings=signed)
    assert states() == ["pending"]
    assert OutboxMail.get().words != ""


def test_R5_a_waiting_mail_is_called_off_and_one_that_is_being_sent_is_not(
    mailing: Settings, real: FixedClock
) -> None:
    put(mailing)
    key = OutboxMail.get().dedupe_key
    assert next_key(key) is None
    assert call_off(key, "The date moved.")
    assert (OutboxMail.get().status, OutboxMail.get().words) == ("cancelled", "The date moved.")
    assert not call_off(key, "again")
    assert next_key(key) == f"{key}:2"
    put(mailing, 2)
    claim("a", now=NOW, lease_clock=real)
    assert not call_off("digest:u2:2026-11-24:dana2@hospice.example", "too late")


def test_sending_again_and_calling_off_are_remembered_with_the_person(
    mailing: Settings, real: FixedClock
) -> None:
    put(mailing)
    row = OutboxMail.get()
    cancel_mail(row.id, "Told by phone", actor=SYSTEM, now=NOW)
    assert History.select().where(History.entity == "outbox_mail").count() == 1
    with pytest.raises(RuleViolation):
        send_again(row.id, actor=SYSTEM, now=NOW)
    with pytest.raises(RuleViolation):
        cancel_mail(row.id, "twice", actor=SYSTEM, now=NOW)
    with pytest.raises(NotFound):
        send_again(999, actor=SYSTEM, now=NOW)


def test_without_mail_settings_nothing_is_claimed(mailing: Settings, real: FixedClock) -> None:
    put(mailing)
    assert deliver(now=NOW, lease_clock=real, settings=replace(mailing, smtp=None)).sent == 0
    assert OutboxMail.get().attempts == 0


def test_a_file_goes_with_each_mail_and_is_kept_once(mailing: Settings, sink: Sink, real: FixedClock) -> None:
    word = NewFile("Notes \r\nBcc: x, November.docx", "application/msword", bytes(range(256)) * 20)
    for number in (1, 2):
        put(mailing, number, file=word)
    assert MailFile.select().count() == 1
    assert deliver(now=NOW, lease_clock=real, settings=mailing).sent == 2
    for mail in sink.mails:
        (file,) = mail.iter_attachments()
        assert file.get_content() == word.data and file.get_content_type() == "application/msword"
        assert file.get_filename() == "Notes Bcc: x, November.docx" and mail["Bcc"] is None
        body = mail.get_body()
        assert body is not None and body.get_content().strip() == "1 late"


def test_a_mail_without_a_file_has_none(mailing: Settings, sink: Sink, real: FixedClock) -> None:
    put(mailing)
    deliver(now=NOW, lease_clock=real, settings=mailing)
    assert list(sink.mails[0].iter_attachments()) == []
