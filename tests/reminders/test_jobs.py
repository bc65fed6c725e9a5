"""Thirteen ways reminders go wrong elsewhere; here each is a test (R1 to R13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from app.accounts.models import User
from app.actions.models import Action
from app.core.actor import SYSTEM
from app.core.clock import FixedClock
from app.mail.models import OutboxMail
from app.partnerships.models import Partnership
from app.reminders.jobs import remind
from app.reminders.models import Notice
from app.settings import Settings
from app.terms.service import set_terms
from tests.counting import count_statements
from tests.factories import THEN, make_action, make_organization, make_partnership, make_person
from tests.mail.sink import Sink
from tests.reminders.conftest import Tick, at, signed_up, with_terms

DAY = date(2026, 11, 24)  # Tuesday
NOTHING = {"due": 0, "queued": 0, "sent": 0, "failed": 0}


@pytest.fixture
def action(partnership: Partnership, dana_user: User) -> Action:
    """Dana's promise, due in three days."""
    dana = make_person(make_organization(), name="Dana Whitfield", user=dana_user)
    return make_action(partnership, owner=dana, due_on=DAY + timedelta(days=3), text="Send the visit log")


def body(sink: Sink, place: int = -1) -> str:
    part = sink.mails[place].get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_what_is_due_is_told_and_the_run_says_what_it_did(tick: Tick, sink: Sink, action: Action) -> None:
    assert tick(DAY) == {"due": 1, "queued": 1, "sent": 1, "failed": 0}
    assert sink.recipients == ["dana@hospice.example"]
    assert "Send the visit log" in body(sink)
    assert "Fri, Nov 27, 2026 (in 3 days)" in body(sink)
    where = f"/reminders/things/action/{action.public_id}/{action.due_on.isoformat()}"
    assert f"https://evenkeel.hospice.example{where}" in body(sink)


def test_a_second_run_sends_nothing_more(tick: Tick, sink: Sink, action: Action) -> None:
    tick(DAY)
    assert tick(DAY, 9, 1) == NOTHING
    assert tick(DAY, 18) == NOTHING
    assert len(sink.mails) == 1


def test_before_eight_nothing_goes_out(tick: Tick, sink: Sink, action: Action) -> None:
    assert tick(DAY, 7, 59) == NOTHING
    assert tick(DAY, 8)["sent"] == 1


def test_R1_after_a_week_off_there_is_one_catch_up_digest(
    tick: Tick, sink: Sink, partnership: Partnership, action: Action
) -> None:
    make_action(partnership, owner=action.owner, due_on=DAY - timedelta(days=2), text="Call the analyst")
    make_action(partnership, owner=action.owner, due_on=DAY + timedelta(days=1), text="Draft the agenda")
    tick(DAY - timedelta(days=8))
    sink.mails.clear()
    tick(DAY + timedelta(days=6))
    assert len(sink.mails) == 1
    assert [
        text in body(sink) for text in ("Send the visit log", "Call the analyst", "Draft the agenda")
    ] == [True] * 3
    tick(DAY + timedelta(days=6), 9, 1)
    assert len(sink.mails) == 1


def test_R2_each_mail_has_a_key_of_kind_thing_day_and_recipient(
    tick: Tick, action: Action, dana_user: User
) -> None:
    tick(DAY)
    assert OutboxMail.get().dedupe_key == f"digest:{dana_user.public_id}:2026-11-24:dana@hospice.example"
    assert Notice.get().key == f"action:{action.public_id}:2026-11-27:3:dana@hospice.example"


def test_R3_a_mail_counts_as_sent_only_after_the_server_took_it(
    tick: Tick, sink: Sink, action: Action
) -> None:
    seen: list[str] = []
    sink.before = lambda _number: seen.append("asked")
    sink.answer = lambda _number: "451 4.7.1 try later"
    assert tick(DAY)["sent"] == 0
    row = OutboxMail.get()
    assert (seen, row.status, row.words, row.sent_at) == (["asked"], "pending", "451 4.7.1 try later", None)


def test_R4_a_delayed_mail_is_tried_at_most_hourly_and_never_queued_twice(
    tick: Tick, sink: Sink, action: Action
) -> None:
    sink.answer = lambda _number: "451 4.7.1 try later"
    for minute in range(0, 180, 10):
        tick(DAY, 9 + minute // 60, minute % 60)
    assert sink.tries == 3
    assert OutboxMail.select().count() == 1
    assert OutboxMail.get().attempts == 3


def test_R4_a_refused_mail_is_failed_with_the_servers_words(tick: Tick, sink: Sink, action: Action) -> None:
    sink.answer = lambda _number: "550 5.1.1 no such person"
    assert tick(DAY) == {"due": 1, "queued": 1, "sent": 0, "failed": 1}
    assert tick(DAY, 12) == NOTHING
    row = OutboxMail.get()
    assert (row.status, row.words, sink.tries) == ("failed", "550 5.1.1 no such person", 1)


def test_R4_a_week_without_a_mail_server_heals_by_itself(
    tick: Tick, sink: Sink, mailing: Settings, action: Action
) -> None:
    assert mailing.smtp is not None
    gone = replace(mailing.smtp, port=1)
    for step in range(7):
        assert tick(DAY + timedelta(days=step), smtp=gone)["sent"] == 0
    unsent = OutboxMail.select().where(OutboxMail.status == "pending")
    assert unsent.count() == 1
    assert tick(DAY + timedelta(days=7), 13)["sent"] == 1
    assert len(sink.mails) == 1
    assert "Send the visit log" in body(sink)
    assert {row.status for row in OutboxMail.select()} == {"sent", "cancelled"}


def test_R5_a_moved_date_calls_off_the_unsent_mail_and_is_told_once_for_its_new_day(
    tick: Tick, sink: Sink, mailing: Settings, action: Action
) -> None:
    tick(DAY, smtp=None)
    Action.update(due_on=DAY + timedelta(days=1)).execute()
    assert tick(DAY, 10) == {"due": 1, "queued": 1, "sent": 1, "failed": 0}
    old, new = OutboxMail.select().order_by(OutboxMail.id)
    assert (old.status, old.words) == (
        "cancelled",
        "“Send the visit log” moved from Nov 27, 2026 to Nov 25, 2026.",
    )
    assert new.dedupe_key == f"{old.dedupe_key}:2"
    assert "Wed, Nov 25, 2026 (tomorrow)" in body(sink)
    assert [row.lead_days for row in Notice.select()] == [3]
    assert tick(DAY, 11) == NOTHING


def test_R5_a_date_moved_after_the_mail_went_is_told_again(tick: Tick, sink: Sink, action: Action) -> None:
    tick(DAY)
    Action.update(due_on=DAY + timedelta(days=60)).execute()
    assert tick(DAY + timedelta(days=1)) == NOTHING
    Action.update(due_on=DAY + timedelta(days=2)).execute()
    assert tick(DAY + timedelta(days=1), 10)["sent"] == 1


def test_R5_an_action_done_before_its_mail_went_is_not_mentioned(
    tick: Tick, sink: Sink, partnership: Partnership, action: Action
) -> None:
    make_action(partnership, owner=action.owner, due_on=DAY, text="Call the analyst")
    tick(DAY, smtp=None)
    Action.update(status="done").where(Action.id == action.id).execute()
    tick(DAY, 10)
    assert len(sink.mails) == 1
    assert "Call the analyst" in body(sink)
    assert "Send the visit log" not in body(sink)


def test_R6_the_digest_keeps_its_hour_through_both_clock_changes_and_new_year(
    tick: Tick, sink: Sink, partnership: Partnership, action: Action
) -> None:
    for change in (date(2026, 3, 8), date(2026, 11, 1), date(2027, 1, 1), date(2028, 2, 29)):
        for step in range(-1, 3):
            day = change + timedelta(days=step)
            if day.weekday() > 4:
                continue
            make_action(partnership, owner=action.owner, due_on=day, text=f"Due on {day}")
            sink.mails.clear()
            assert tick(day, 7, 59)["sent"] == 0
            tick(day, 8)
            assert len(sink.mails) == 1, day
            assert f"Due on {day}" in body(sink)


def test_R7_without_anything_due_nobody_gets_a_mail(tick: Tick, sink: Sink, partnership: Partnership) -> None:
    for step in range(14):
        assert tick(DAY + timedelta(days=step)) == NOTHING
    assert sink.mails == []


def test_R7_a_person_gets_one_mail_for_everything_of_the_day(
    tick: Tick, sink: Sink, partnership: Partnership, action: Action
) -> None:
    other = make_partnership(name="Tallow Ridge / Sunmere")
    for number in range(20):
        make_action(
            partnership, owner=action.owner, due_on=DAY - timedelta(days=number), text=f"Promise {number}"
        )
        make_action(other, owner=action.owner, due_on=DAY, text=f"Other {number}")
    assert tick(DAY)["sent"] == 1
    text = body(sink)
    assert text.index("LATE") < text.index("Promise 19") < text.index("Promise 1\n") < text.index("COMING UP")


def test_R7_digest_days_are_each_persons_choice(
    tick: Tick, sink: Sink, partnership: Partnership, action: Action, dana_user: User
) -> None:
    monday = date(2026, 11, 30)
    User.update(digest_days="weekly", digest_at=time(10)).execute()
    for step in range(6):
        assert tick(DAY + timedelta(days=step))["queued"] == 0
    assert tick(monday, 9)["queued"] == 0
    assert tick(monday, 10)["queued"] == 1
    User.update(digest_days="none").execute()
    Action.update(due_on=monday + timedelta(days=1)).execute()
    assert tick(monday + timedelta(days=1), 12) == NOTHING


def test_things_without_an_owner_go_to_every_active_admin_and_editor(
    tick: Tick, sink: Sink, partnership: Partnership
) -> None:
    signed_up(email="admin@hospice.example", role="admin")
    signed_up(email="viewer@hospice.example", role="viewer")
    signed_up(email="gone@hospice.example", role="editor", active=False)
    signed_up(email="invited@hospice.example", role="editor", password=None)
    make_action(partnership, due_on=DAY, owner=None)
    tick(DAY)
    assert sorted(sink.recipients) == ["admin@hospice.example", "dana@hospice.example"]


def test_a_promise_of_the_partner_is_told_to_our_lead_and_never_to_the_partner(
    tick: Tick, sink: Sink, partnership: Partnership
) -> None:
    signed_up(email="admin@hospice.example", role="admin")
    priya = make_person(make_organization(), name="Priya Nair", email="priya@plan.example")
    make_action(partnership, due_on=DAY, owner=priya, side="payer")
    tick(DAY)
    assert sink.recipients == ["dana@hospice.example"]


def test_contract_dates_are_told_sixty_thirty_and_seven_days_before_the_last_notice_day(
    tick: Tick, sink: Sink, partnership: Partnership
) -> None:
    with_terms(partnership, start_date=date(2020, 1, 1), end_date=date(2027, 5, 31), notice_days=90)
    told = []
    for step in range(100):
        day = date(2026, 12, 1) + timedelta(days=step)
        tick(day)
        text = "".join(body(sink, place) for place in range(len(sink.mails)))
        sink.mails.clear()
        news = text.split("ALSO THIS WEEK")[0]
        if "Last day to give notice (90 days before the term ends)" in news:
            told.append((date(2027, 3, 2) - day).days)
    # The 60th and the 30th day before fall on a Friday and a Sunday, the 7th on a Tuesday.
    assert told == [60, 29, 7]


def test_after_a_notice_contract_dates_are_silent(tick: Tick, sink: Sink, partnership: Partnership) -> None:
    with_terms(partnership, start_date=date(2026, 11, 1), end_date=DAY + timedelta(days=95), notice_days=90)
    Partnership.update(notice_given_on=date(2026, 10, 1)).execute()
    assert tick(DAY) == NOTHING


def test_the_day_to_talk_again_is_told_a_week_before_and_on_the_day_once_it_ended(
    tick: Tick, sink: Sink, partnership: Partnership
) -> None:
    again = {"S36.recontact_date": DAY + timedelta(days=7)}
    set_terms(partnership, again, effective_on=date(2020, 1, 1), actor=SYSTEM, now=THEN)
    assert tick(DAY) == NOTHING  # while it runs, nobody is former
    Partnership.update(stage="ended", stage_since=DAY).execute()
    told = []
    for step in range(9):
        tick(DAY + timedelta(days=step), 10)
        if any("Talk again with a former partner" in body(sink, place) for place in range(len(sink.mails))):
            told.append(step)
        sink.mails.clear()
    assert told[0] == 0 and told[-1] == 7


def test_a_moment_earlier_than_the_last_run_sends_nothing_twice(
    tick: Tick, sink: Sink, action: Action
) -> None:
    monday = DAY + timedelta(days=6)
    tick(DAY)
    tick(monday)
    sent = len(sink.mails)
    for step in range(-10, 7):
        assert tick(DAY + timedelta(days=step), 10) == NOTHING, step
    assert len(sink.mails) == sent == 2


def test_R12_without_mail_the_digest_waits_and_nothing_breaks(tick: Tick, action: Action) -> None:
    assert tick(DAY, smtp=None, mail_from=None) == {**NOTHING, "due": 1, "queued": 1}
    assert tick(DAY, 10, smtp=None) == NOTHING
    assert OutboxMail.get().status == "pending"


def test_two_schedulers_at_once_make_one_mail(mailing: Settings, sink: Sink, action: Action) -> None:
    first = remind(now=at(DAY), settings=mailing, lease_clock=FixedClock(at(DAY)))
    second = remind(now=at(DAY), settings=mailing, lease_clock=FixedClock(at(DAY)))
    assert (first["queued"], second["queued"], len(sink.mails)) == (1, 0, 1)


def test_markup_typed_into_an_action_is_inert_in_the_mail(tick: Tick, sink: Sink, action: Action) -> None:
    Action.update(text="<script>alert(1)</script> {{ 7 * 7 }}\nBcc: x@y.example").execute()
    tick(DAY)
    part = sink.mails[0].get_body(("html",))
    assert part is not None
    html = str(part.get_content())
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }} Bcc: x@y.example" in html
    assert sink.mails[0]["Bcc"] is None
    assert sink.recipients == ["dana@hospice.example"]


def test_P9_a_tick_asks_the_same_few_questions_however_much_is_open(
    tick: Tick, partnership: Partnership, dana_user: User
) -> None:
    def statements(day: date) -> int:
        with count_statements() as counter:
            tick(day, smtp=None)
        return counter.count

    User.update(digest_days="none").where(User.id != dana_user.id).execute()
    with_terms(partnership, start_date=date(2026, 1, 1), end_date=date(2028, 12, 31), is_pilot=True)
    make_action(partnership, due_on=DAY, owner=None)
    few = statements(DAY)
    for number in range(90):
        other = make_partnership()
        make_action(other, due_on=DAY + timedelta(days=1 + number % 3), owner=None)
    OutboxMail.update(status="sent").execute()
    many = statements(DAY + timedelta(days=1))
    assert many <= few + 1 <= 30


def test_R5_a_weekly_digest_that_was_called_off_is_told_anew_within_its_week(
    tick: Tick, sink: Sink, partnership: Partnership, action: Action
) -> None:
    User.update(digest_days="weekly").execute()
    monday = DAY - timedelta(days=1)
    Action.update(due_on=DAY + timedelta(days=2)).execute()
    make_action(partnership, owner=action.owner, due_on=DAY + timedelta(days=1), text="Call the analyst")
    tick(monday, smtp=None)
    Action.update(status="done").where(Action.id == action.id).execute()
    tick(DAY)
    assert len(sink.mails) == 1
    assert "Call the analyst" in body(sink)
    assert "Send the visit log" not in body(sink)


def test_R5_a_digest_called_off_twice_on_one_day_is_still_told_that_day(
    tick: Tick, sink: Sink, partnership: Partnership, action: Action
) -> None:
    others = [make_action(partnership, owner=action.owner, due_on=DAY, text=f"Promise {n}") for n in range(2)]
    tick(DAY, smtp=None)
    for hour, done in enumerate((action, others[0]), start=10):
        Action.update(status="done").where(Action.id == done.id).execute()
        tick(DAY, hour, smtp=None)
    tick(DAY, 13)
    assert len(sink.mails) == 1
    assert "Promise 1" in body(sink)


def test_R1_a_run_with_a_clock_ahead_takes_nobodys_turn(tick: Tick, sink: Sink, action: Action) -> None:
    User.update(digest_days="weekly").execute()
    friday, wednesday = DAY - timedelta(days=4), DAY + timedelta(days=1)
    tick(friday + timedelta(days=40), smtp=None)
    OutboxMail.delete().execute()
    Notice.delete().execute()
    tick(friday)
    assert sink.mails == []
    tick(wednesday)
    assert len(sink.mails) == 1, "nothing ran on Monday"
