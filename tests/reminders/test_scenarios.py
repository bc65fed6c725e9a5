"""Ticking through the life of the drifting example: each review is told to the right people in time."""

from __future__ import annotations

import re
from datetime import date, timedelta

from app.accounts.models import User
from app.core.actor import SYSTEM
from app.partnerships.models import Partnership
from app.reviews.models import Review
from app.reviews.rules import one_per_day, planned
from app.reviews.service import hold_review
from tests.factories import THEN, make_action, make_meeting, make_organization, make_person
from tests.mail.sink import Sink
from tests.reminders.conftest import Tick, signed_up, with_terms
from tests.reviews.test_rules import plan_of


def next_workday(day: date) -> date:
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def test_each_review_of_the_drifting_example_is_told_once_per_lead_time_to_its_lead(
    tick: Tick, sink: Sink, partnership: Partnership, dana_user: User
) -> None:
    signed_up(email="other@hospice.example", role="admin")
    Partnership.update(example=True).execute()
    plan = plan_of("b_drifting")
    with_terms(partnership, start_date=plan.start, end_date=plan.term_end, is_pilot=True)
    expected = {}
    for due, announced, reasons in one_per_day(planned(plan)):
        title = "; ".join(reasons)
        for lead in (announced, due - timedelta(days=7)):
            expected[(next_workday(lead), title[:1].upper() + title[1:])] = due
    told: dict[tuple[date, str], date] = {}
    day, last = plan.start, date(2025, 3, 15)
    while day <= last:
        tick(day)
        for mail in sink.mails:
            part = mail.get_body(("plain",))
            assert part is not None
            news = str(part.get_content()).replace("\r\n", "\n").split("\nALSO THIS WEEK\n")[0]
            for title in re.findall(r"^\* (.*review.*)$", news, re.MULTILINE):
                assert (day, title) not in told
                told[(day, title)] = day
        assert set(sink.recipients) <= {dana_user.email}
        sink.mails.clear()
        for open_one in [due for due, _, _ in one_per_day(planned(plan)) if due == day]:
            hold_review(partnership, open_one, day, actor=SYSTEM, now=THEN, today=day)
        day += timedelta(days=1)
    assert set(told) == {key for key in expected if key[0] <= last}
    assert len(told) == 8
    assert Review.select().count() == 4


def test_a_late_review_is_told_on_mondays_until_it_was_held(
    tick: Tick, sink: Sink, partnership: Partnership
) -> None:
    with_terms(partnership, start_date=date(2026, 8, 20), end_date=date(2028, 8, 19), is_pilot=True)
    monday = date(2026, 11, 30)
    tick(date(2026, 11, 16))
    sink.mails.clear()
    tick(monday)
    part = sink.mails[0].get_body(("plain",))
    assert part is not None
    assert "10 days late" in str(part.get_content())
    hold_review(partnership, date(2026, 11, 20), monday, actor=SYSTEM, now=THEN, today=monday)
    sink.mails.clear()
    tick(monday + timedelta(days=7))
    assert sink.mails == []


def test_after_a_notice_only_what_was_announced_stays(
    tick: Tick, sink: Sink, partnership: Partnership
) -> None:
    with_terms(partnership, start_date=date(2026, 6, 24), end_date=date(2028, 6, 23), is_pilot=True)
    Partnership.update(notice_given_on=date(2026, 10, 1)).execute()
    for step in range(120):
        tick(date(2026, 11, 24) + timedelta(days=step))
    text = "".join(str(mail.get_body(("plain",)).get_content()) for mail in sink.mails)  # type: ignore[union-attr]
    assert "month 3" in text
    assert "month 6" not in text


def test_a_run_as_of_a_day_long_ago_sees_what_was_open_then(
    tick: Tick, sink: Sink, partnership: Partnership
) -> None:
    with_terms(partnership, start_date=date(2024, 3, 1), end_date=date(2026, 2, 28), is_pilot=True)
    Partnership.update(example=True).execute()
    long_ago = date(2024, 5, 13)
    dana = make_person(make_organization(), user=partnership.lead)
    make_action(
        partnership, owner=dana, text="Done later", due_on=long_ago, status="done", done_on=date(2024, 5, 20)
    )
    make_action(
        partnership, owner=dana, text="Done before", due_on=long_ago, status="done", done_on=date(2024, 5, 2)
    )
    make_action(partnership, owner=dana, text="Dropped", due_on=long_ago, status="dropped")
    make_meeting(partnership, on=long_ago + timedelta(days=1), status="held")
    make_meeting(partnership, on=long_ago + timedelta(days=1), status="cancelled", kind="executive_review")
    hold_review(
        partnership, date(2024, 6, 1), date(2024, 6, 4), actor=SYSTEM, now=THEN, today=date(2024, 6, 4)
    )
    Partnership.update(
        stage="ended", stage_since=date(2026, 2, 1), notice_given_on=date(2025, 12, 1)
    ).execute()
    tick(long_ago)
    part = sink.mails[0].get_body(("plain",))
    assert part is not None
    titles = re.findall(r"^\* (.*?)\r?$", str(part.get_content()), re.MULTILINE)
    assert titles == [
        "Done later",
        "Operations meeting, 2:00 pm",
        "Interim review, month 3; data review after 3 months",
    ]
    sink.mails.clear()
    tick(date(2026, 3, 2))
    assert sink.mails == []
