"""Ticking through the life of the examples: each review is told to the right people in time."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date, timedelta

import pytest

from app.accounts.models import User
from app.core.actor import SYSTEM
from app.core.db import close_database, db, open_database
from app.examples.service import load_examples
from app.partnerships.models import Partnership
from app.reviews.service import hold_review
from tests.factories import THEN, make_action, make_meeting, make_organization, make_person
from tests.mail.sink import Sink
from tests.reminders.conftest import Tick, signed_up, with_terms
from tests.reviews.test_rules import EXPECTED, plan_of


def next_workday(day: date) -> date:
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day


def reviews_of(key: str) -> dict[date, str]:
    """Day and title of each review that the expected table fires, from its rows and not from our rules."""
    reasons: dict[date, list[str]] = {}
    with EXPECTED.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["scenario"] == key and row["trigger"] in ("TD01", "TD05") and row["what"] == "fires":
                reasons.setdefault(date.fromisoformat(row["when"]) + timedelta(days=21), []).append(
                    row["why"]
                )
    titles = {due: "; ".join(why) for due, why in reasons.items()}
    return {due: title[:1].upper() + title[1:] for due, title in titles.items()}


def news_of_reviews(sink: Sink) -> list[tuple[str, str]]:
    """Whom the mails since the last look told of which review; the week ahead is no news."""
    found = []
    for mail, recipient in zip(sink.mails, sink.recipients, strict=True):
        part = mail.get_body(("plain",))
        assert part is not None
        news = str(part.get_content()).replace("\r\n", "\n").split("\nALSO THIS WEEK\n")[0]
        found += [(recipient, title) for title in re.findall(r"^\* (.*review.*)$", news, re.MULTILINE)]
    sink.mails.clear()
    sink.recipients.clear()
    return found


def tick_through(
    key: str, last: date | None, tick: Tick, sink: Sink, partnership: Partnership, database_url: str
) -> None:
    """Tick on every day of the example's life, with a restart in the middle, and hold each review."""
    plan, due = plan_of(key), reviews_of(key)
    last = last or plan.term_end + timedelta(days=30)
    Partnership.update(example=True, notice_given_on=plan.notice_given_on).execute()
    with_terms(partnership, start_date=plan.start, end_date=plan.term_end, is_pilot=True)
    expected = [
        (next_workday(day - timedelta(days=lead)), title) for day, title in due.items() for lead in (21, 7)
    ]
    told = []
    for step in range((last - plan.start).days + 1):
        day = plan.start + timedelta(days=step)
        if step == (last - plan.start).days // 2:
            close_database()
            open_database(database_url)
            db.connect()
        tick(day)
        for recipient, title in news_of_reviews(sink):
            assert recipient == "dana@hospice.example"
            told.append((day, title))
        if day in due:
            hold_review(partnership, day, day, actor=SYSTEM, now=THEN, today=day)
    assert sorted(told) == sorted(one for one in expected if one[0] <= last)


# Each of these spans holds both changes of the clock, the restart and four reviews.
@pytest.mark.parametrize(
    ("key", "last"),
    [
        ("a_healthy", date(2024, 12, 31)),
        ("b_drifting", date(2025, 3, 15)),
        ("c_graceful_end", date(2024, 9, 30)),
    ],
)
def test_each_review_of_an_example_is_told_once_per_lead_time_to_its_lead(
    key: str, last: date, tick: Tick, sink: Sink, partnership: Partnership, database_url: str
) -> None:
    signed_up(email="other@hospice.example", role="admin")
    tick_through(key, last, tick, sink, partnership, database_url)


@pytest.mark.audit
@pytest.mark.parametrize("key", ["a_healthy", "b_drifting", "c_graceful_end"])
def test_through_the_whole_life_of_an_example_each_review_is_told_once_per_lead_time(
    key: str, tick: Tick, sink: Sink, partnership: Partnership, database_url: str
) -> None:
    signed_up(email="other@hospice.example", role="admin")
    tick_through(key, None, tick, sink, partnership, database_url)


@pytest.mark.audit
def test_three_examples_at_once_are_told_to_everybody_who_writes_and_nobody_else(
    database: str, tick: Tick, sink: Sink, dana_user: User
) -> None:
    signed_up(email="other@hospice.example", role="admin")
    signed_up(email="viewer@hospice.example", role="viewer")
    load_examples(None, shift=False, actor=SYSTEM, now=THEN, today=date(2026, 11, 24))
    expected = {
        (next_workday(due - timedelta(days=lead)), title)
        for key in ("a_healthy", "b_drifting", "c_graceful_end")
        for due, title in reviews_of(key).items()
        for lead in (21, 7)
    }
    told: Counter[tuple[date, str, str]] = Counter()
    for step in range((date(2026, 3, 15) - date(2023, 10, 1)).days):
        day = date(2023, 10, 1) + timedelta(days=step)
        tick(day)
        told.update((day, title, recipient) for recipient, title in news_of_reviews(sink))
    everybody = {"dana@hospice.example", "other@hospice.example"}
    assert {recipient for _, _, recipient in told} == everybody
    wanted = {(day, title, recipient) for day, title in expected for recipient in everybody}
    assert {one for one in told if (one[0], one[1]) in expected} == wanted


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
