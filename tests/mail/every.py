"""A house in which each kind of mail is sent as people send it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from email.message import EmailMessage

from app.core.actor import Actor, Role
from app.meetings.models import AgendaTopic
from app.meetings.queries import get_meeting
from app.meetings.service import cancel_meeting, finish_minutes
from app.organization.models import House as OurHouse
from app.papers.service.mails import mail_agenda, mail_minutes
from app.reminders.service import queue_digests, queue_test_mail
from tests.calendars.inviting import ON, TODAY, House
from tests.conftest import NOW
from tests.factories import make_action

DAY = timedelta(days=1)


class Desk:
    """Somebody of ours at work with a meeting to which one of the partner's people comes."""

    def __init__(self, house: House) -> None:
        self.house = house
        OurHouse.update(name="Kestrel Bay Hospice").execute()
        dana = house.bay.lead
        self.actor = Actor(dana.id, dana.name, Role(dana.role))

    def each(self) -> Iterator[tuple[str, EmailMessage]]:
        """Every mail, by what it is."""
        house = self.house
        yield from self._of_meeting()
        now, dana = house.clock.now(), house.bay.lead
        queue_test_mail(dana.email, dana.name, actor=self.actor, now=now, today=TODAY, settings=house.mailing)
        yield "test", self._sent()
        make_action(house.bay, due_on=ON - 3 * DAY, owner=None, text="Send the visit log for October")
        make_action(house.bay, due_on=ON + 2 * DAY, owner=None, text="Call the clinic <at once> & ask")
        house.clock.set(NOW + 7 * DAY)
        queue_digests(now=house.clock.now(), settings=house.mailing)
        yield "digest", self._sent()

    def _of_meeting(self) -> Iterator[tuple[str, EmailMessage]]:
        house, public_id = self.house, self.house.meeting.public_id
        house.choose(house.priya)
        yield "invitation", self._sent()
        house.change(starts_at=time(9, 30), place="Room 2")
        yield "invitation changed", self._sent()
        for position, text in enumerate(("Oxygen at night", "Mileage"), start=1):
            AgendaTopic.create(meeting=house.meeting, text=text, position=position)
        wanted = {"settings": house.mailing, "actor": self.actor, "now": house.clock.now()}
        mail_agenda(get_meeting(public_id), [house.priya.id], today=TODAY, **wanted)
        yield "agenda", self._sent()
        finish_minutes(public_id, today=ON, actor=self.actor, now=house.clock.now())
        mail_minutes(get_meeting(public_id), [house.priya.id], today=ON, **wanted)
        yield "minutes", self._sent()

    def called_off(self) -> EmailMessage:
        """What somebody invited gets when the meeting does not take place."""
        self.house.choose(self.house.priya)
        self._sent()
        cancel_meeting(self.house.meeting.public_id, actor=self.actor, now=self.house.clock.now())
        return self._sent()

    def _sent(self) -> EmailMessage:
        """What waits, sent: one mail."""
        (mail,) = self.house.mails().values()
        return mail
