"""A digest that waits goes to nobody who left, and to no address that is no longer somebody's."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from app.accounts.models import User
from app.accounts.service import change_account, deactivate_user, reactivate_user
from app.actions.models import Action
from app.core.actor import SYSTEM
from app.core.clock import FixedClock
from app.mail.models import OutboxMail
from app.mail.service.sending import claim
from app.partnerships.models import Partnership
from tests.factories import THEN, make_action
from tests.mail.sink import Sink
from tests.reminders.conftest import LEASE_NOW, Tick, at, signed_up

DAY = date(2026, 11, 24)  # Tuesday


@pytest.fixture
def waiting(tick: Tick, sink: Sink, partnership: Partnership, dana_user: User) -> Action:
    """Dana's promise of today, in a digest that the mail server has put off; Sam is an admin."""
    signed_up(email="sam@hospice.example", name="Sam Ortiz", role="admin")
    action = make_action(partnership, due_on=DAY, text="Send the visit log")
    sink.moods["dana@hospice.example"] = "451 4.7.1 Greylisted"
    tick(DAY, 8)
    sink.moods.clear()
    sink.mails.clear()
    return action


def mended(user: User, email: str) -> None:
    change_account(user, name=user.name, email=email, role=user.role, actor=SYSTEM, now=THEN)


def told(sink: Sink) -> list[str]:
    return [str(mail["To"]) for mail in sink.mails]


def test_nobody_who_left_gets_a_digest_that_waited(
    tick: Tick, sink: Sink, waiting: Action, dana_user: User
) -> None:
    deactivate_user(dana_user, actor=SYSTEM, now=THEN)
    tick(DAY, 10)
    row = OutboxMail.get(OutboxMail.recipient == "dana@hospice.example")
    assert told(sink) == []
    assert (row.status, row.words) == ("cancelled", "Dana Whitfield does not sign in here any more.")


def test_who_was_let_in_again_hears_of_what_was_called_off(
    tick: Tick, sink: Sink, waiting: Action, dana_user: User
) -> None:
    deactivate_user(dana_user, actor=SYSTEM, now=THEN)
    tick(DAY, 10)
    reactivate_user(User.get_by_id(dana_user.id), actor=SYSTEM, now=THEN)
    sink.mails.clear()
    tick(DAY + timedelta(days=1), 8)
    assert told(sink) == ["Dana Whitfield <dana@hospice.example>"]
    assert "Send the visit log" in str(sink.mails[0])


def test_a_mended_address_gets_the_digest_and_the_old_one_does_not(
    tick: Tick, sink: Sink, waiting: Action, dana_user: User
) -> None:
    mended(dana_user, "dana.whitfield@hospice.example")
    tick(DAY, 10)
    assert told(sink) == ["Dana Whitfield <dana.whitfield@hospice.example>"]


def test_a_digest_that_was_refused_is_off_the_list_once_the_address_is_mended(
    tick: Tick, sink: Sink, partnership: Partnership, dana_user: User
) -> None:
    make_action(partnership, due_on=DAY, text="Send the visit log")
    sink.moods["dana@hospice.example"] = "550 5.1.1 User unknown"
    tick(DAY, 8)
    sink.moods.clear()
    mended(dana_user, "dana.whitfield@hospice.example")
    tick(DAY, 10)
    old = OutboxMail.get(OutboxMail.recipient == "dana@hospice.example")
    assert (old.status, old.words) == (
        "cancelled",
        "Dana Whitfield has another address now; what still holds is told there.",
    )
    assert told(sink) == ["Dana Whitfield <dana.whitfield@hospice.example>"]


def left_by_a_crash(real: datetime) -> None:
    """A worker took Dana's digest at this moment of the real clock, and died."""
    claim("dead", now=at(DAY, 10), lease_clock=FixedClock(real))
    assert OutboxMail.get(OutboxMail.recipient == "dana@hospice.example").status == "sending"


def test_a_digest_that_a_crash_left_half_sent_does_not_go_to_the_old_address(
    tick: Tick, sink: Sink, waiting: Action, dana_user: User
) -> None:
    left_by_a_crash(LEASE_NOW - timedelta(hours=1))
    mended(dana_user, "dana.whitfield@hospice.example")
    tick(DAY, 11)
    old = OutboxMail.get(OutboxMail.recipient == "dana@hospice.example")
    assert (old.status, old.claimed_by, old.claim_until) == ("cancelled", None, None)
    assert told(sink) == ["Dana Whitfield <dana.whitfield@hospice.example>"]


def test_a_digest_that_is_being_sent_at_this_moment_is_left_to_its_worker(
    tick: Tick, sink: Sink, waiting: Action, dana_user: User
) -> None:
    left_by_a_crash(LEASE_NOW)
    deactivate_user(dana_user, actor=SYSTEM, now=THEN)
    tick(DAY, 11)
    assert OutboxMail.get(OutboxMail.recipient == "dana@hospice.example").status == "sending"
    assert told(sink) == []
