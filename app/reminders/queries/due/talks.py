"""When people come together, or agreed to: meetings, reviews, checks, a former partner."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peewee import JOIN

from app.balance.queries import checks_until
from app.core.db import rows
from app.meetings.models import Attendance, Meeting
from app.meetings.queries import kind_name
from app.people.models import Person
from app.reviews.queries import reviews_due

from ...rules import DueItem, Kind
from .facts import Facts, item, lead_of

AGAIN = "S36.recontact_date"


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
        title = f"{kind_name(kind)}, {at.hour % 12 or 12}:{at.minute:02d} {'am' if at.hour < 12 else 'pm'}"
        path = f"/meetings/{public_id}/agenda"
        tell = (tuple(sorted(people)), *lead_of(home))
        yield item(Kind.MEETING, public_id, on, title, partnership_id, home, path, tell)


def reviews(facts: Facts) -> Iterable[DueItem]:
    for one in reviews_due(facts.today, (facts.until - facts.today).days, terms=facts.terms):
        home = facts.partnerships[one.partnership_id]
        path = f"/partnerships/{one.key}/reviews"
        yield item(
            Kind.REVIEW, home.public_id, one.due_on, one.title, one.partnership_id, home, path, lead_of(home)
        )


def checks(facts: Facts) -> Iterable[DueItem]:
    for public_id, partnership_id, on, text in checks_until(facts.until, facts.today):
        home = facts.partnerships[partnership_id]
        if not home.has_ended:
            path, title = f"/partnerships/{home.key}/adjustments", f"Check what came of: {text}"
            yield item(Kind.CHECK, public_id, on, title, partnership_id, home, path, lead_of(home))


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
