"""When people come together, or agreed to: meetings with their papers, reviews, a former partner."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from peewee import JOIN

from app.core.calendar import add_business_days, clock_words
from app.core.db import rows
from app.meetings.models import Attendance, Meeting
from app.meetings.queries import kind_name
from app.people.models import Person
from app.reviews.rules import packet_by

from ...rules import DueItem, Kind, short_date
from .columns import day_of
from .facts import Facts, item, lead_of, page

AGAIN = "S36.recontact_date"
AGENDA_WORKDAYS = 3
MINUTES_AFTER = timedelta(days=2)


def meetings(facts: Facts) -> Iterable[DueItem]:
    query = (
        Meeting.select(
            Meeting.public_id, Meeting.partnership, Meeting.on, Meeting.kind, Meeting.starts_at, Person.user
        )
        .join(Attendance, JOIN.LEFT_OUTER)
        .join(Person, JOIN.LEFT_OUTER, on=(Attendance.person == Person.id))
        .where(
            ((Meeting.status == "planned") | ((Meeting.status == "held") & (Meeting.on > facts.today)))
            & Meeting.on.between(facts.today, facts.until)
        )
    )
    asked: dict[tuple[Any, ...], set[int]] = {}
    for *meeting, user_id in rows(query):
        people = asked.setdefault(tuple(meeting), set())
        if user_id is not None:
            people.add(user_id)
    for (public_id, partnership_id, on, kind, at), people in asked.items():
        home = facts.partnerships[partnership_id]
        title = f"{kind_name(kind)}, {clock_words(at)}"
        path = f"/meetings/{public_id}/agenda"
        tell = (tuple(sorted(people)), *lead_of(home))
        yield item(Kind.MEETING, public_id, on, title, partnership_id, home, path, tell)


def agendas(facts: Facts) -> Iterable[DueItem]:
    """The agenda goes out three workdays before its meeting [ours]; afterwards nobody needs it."""
    for row, home in facts.running("agenda"):
        due = add_business_days(row.day, -AGENDA_WORKDAYS, facts.holidays)
        if due <= facts.until and not _happened(row.more, facts.today):
            title = f"Publish the agenda: {kind_name(row.words)}, {short_date(row.day)}"
            yield page(Kind.AGENDA, row, home, title, f"/meetings/{row.thing}/agenda", on=due)


def minutes(facts: Facts) -> Iterable[DueItem]:
    """Minutes are fresh for two days [ours]."""
    for row, home in facts.running("minutes"):
        due = row.day + MINUTES_AFTER
        if due <= facts.until and not _happened(row.more, facts.today):
            title = f"Finish the minutes: {kind_name(row.words)}, {short_date(row.day)}"
            yield page(Kind.MINUTES, row, home, title, f"/meetings/{row.thing}/minutes", on=due)


def _happened(moment: str, today: date) -> bool:
    """Whether something was done by a day; in our evening it is the next day in UTC already."""
    on = day_of(moment)
    return on is not None and on <= today + timedelta(days=1)


def reviews(facts: Facts) -> Iterable[DueItem]:
    for one in facts.reviews:
        if one.due_on > facts.until:
            continue
        home = facts.partnerships[one.partnership_id]
        path = f"/partnerships/{one.key}/reviews"
        yield item(
            Kind.REVIEW, home.public_id, one.due_on, one.title, one.partnership_id, home, path, lead_of(home)
        )


def packets(facts: Facts) -> Iterable[DueItem]:
    """The packet goes out ten days before its review; on the day itself it is too late to read it."""
    for one in facts.reviews:
        due = packet_by(one.due_on)
        if due > facts.until or one.due_on <= facts.today:
            continue
        home = facts.partnerships[one.partnership_id]
        path = f"/partnerships/{one.key}/reviews" + (f"/{one.public_id}" if one.public_id else "")
        title = f"Send the packet for {short_date(one.due_on)} to everybody who takes part"
        yield item(Kind.PACKET, home.public_id, due, title, one.partnership_id, home, path, lead_of(home))


def talks_again(facts: Facts) -> Iterable[DueItem]:
    """The agreed day to contact a partner again [L7 exit]; before a notice the day says nothing."""
    for partnership_id, home in facts.partnerships.items():
        on = facts.terms.get(partnership_id, {}).get(AGAIN)
        if (home.has_ended or home.notice_given) and on is not None and facts.today <= on <= facts.until:
            path, title = f"/partnerships/{home.key}/ending", "The day you agreed to talk again"
            if home.has_ended:
                title = "Talk again with a former partner"
            tell = lead_of(home)
            yield item(Kind.TALK_AGAIN, home.public_id, on, title, partnership_id, home, path, tell)
