"""A meeting with invitations, as people go about it; and what reaches their mail programs."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from typing import Any

from flask import Flask

from app.accounts.models import User
from app.calendars.jobs import invite
from app.core.actor import SYSTEM
from app.core.clock import SystemClock
from app.mail.service import deliver
from app.meetings.models import Attendance, Meeting
from app.meetings.service import MeetingPlan, update_meeting
from app.partnerships.models import Partnership
from app.people.models import Person
from app.settings import Settings
from tests.calendars.reading import Read, events_of, lines_of
from tests.factories import make_meeting, make_member, make_person
from tests.mail.sink import Sink

TODAY, ON = date(2026, 11, 24), date(2026, 12, 1)
LATER = timedelta(minutes=6)
PRIYA, MARISOL = "priya@ordway.example", "marisol@kb.example"


class House:
    """A meeting with one person of each side, somebody who invites, and a mail server."""

    def __init__(self, app: Flask, bay: Partnership, dana: User, mailing: Settings, sink: Sink) -> None:
        clock = app.extensions["evenkeel"].clock
        app.extensions["evenkeel"] = replace(app.extensions["evenkeel"], settings=mailing)
        self.bay, self.mailing, self.sink, self.clock = bay, mailing, sink, clock
        self.meeting = make_meeting(bay, on=ON, link="https://video.example/bay")
        self.priya = make_person(bay.payer, name="Priya Nair", email=PRIYA)
        self.marisol = make_person(bay.provider, name="Marisol Reyes", email=MARISOL)
        for person, side in ((self.priya, "payer"), (self.marisol, "provider")):
            make_member(bay, person, side)
            Attendance.create(meeting=self.meeting, person=person)
        self.browser = app.test_client()
        with self.browser.session_transaction() as session:
            session["_user_id"], session["_fresh"] = dana.fs_uniquifier, True
        self.page = f"/meetings/{self.meeting.public_id}/invitations"

    def choose(self, *people: Person) -> Any:
        """Open the page, tick these people alone, and send it."""
        was = re.findall(r'name="was" value="(\d+)"', self.browser.get(self.page).text)
        data = {"to": [str(one.id) for one in people], "was": was}
        answer = self.browser.post(self.page, data=data)
        assert answer.status_code == 303
        return answer

    def post(self) -> dict[str, Read]:
        """What reaches people now, by address; time goes on a little."""
        return {to: read(mail)[0] for to, mail in self.mails().items()}

    def mails(self) -> dict[str, EmailMessage]:
        before = len(self.sink.mails)
        invite(self.clock.now(), self.mailing)
        self.clock.set(self.clock.now() + LATER)
        deliver(now=self.clock.now(), lease_clock=SystemClock(), settings=self.mailing)
        fresh = self.sink.mails[before:]
        found = {str(mail["To"].addresses[0].addr_spec): mail for mail in fresh}
        assert len(found) == len(fresh), "two mails to one person"
        return found

    def change(self, **values: Any) -> str:
        row = Meeting.get_by_id(self.meeting.id)
        people = [one.person_id for one in Attendance.select().where(Attendance.meeting == row)]
        facts = {"kind": row.kind, "on": row.on, "starts_at": row.starts_at, "minutes": row.minutes}
        facts |= {"mode": row.mode, "place": row.place, "link": row.link, "person_ids": tuple(people)}
        plan = MeetingPlan(**{**facts, **values})
        now = self.clock.now()
        return update_meeting(row.public_id, plan, seen=None, actor=SYSTEM, now=now, today=TODAY)


def read(mail: EmailMessage) -> tuple[Read, str, list[str]]:
    """The entry inside a mail, its method, and its lines."""
    (part,) = [one for one in mail.walk() if one.get_content_type() == "text/calendar"]
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    (event,) = events_of(data)
    method = next(line for line in lines_of(data) if line.startswith("METHOD"))
    assert part.get_param("method") == method.partition(":")[2]
    return event, method, lines_of(data)
