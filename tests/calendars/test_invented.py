"""Whoever came with an example is invented and gets no invitation; whoever was typed in is real."""

from __future__ import annotations

from datetime import time

from app.calendars.models import Invitation
from app.core.actor import SYSTEM
from app.meetings.service import cancel_meeting
from app.partnerships.models import Partnership
from app.people.models import Person
from tests.calendars.inviting import MARISOL, PRIYA, House
from tests.conftest import NOW, SignedIn


def invent(*people: Person) -> None:
    """These came with an example."""
    Person.update(example=True).where(Person.id.in_([one.id for one in people])).execute()


def test_of_the_people_of_an_example_only_who_signs_in_here_is_invited(
    house: House, editor: SignedIn
) -> None:
    invent(house.priya, house.marisol)
    Person.update(user=editor.user.id).where(Person.id == house.marisol.id).execute()
    html = house.browser.get(house.page).text
    assert html.count('name="to"') == 1 and "Priya Nair is invented and gets no mail." in html
    house.choose(house.priya, house.marisol)
    assert set(house.post()) == {MARISOL}


def test_whoever_was_typed_into_an_example_is_real_and_is_invited(house: House) -> None:
    Partnership.update(example=True).where(Partnership.id == house.bay.id).execute()
    invent(house.marisol)
    html = house.browser.get(house.page).text
    assert html.count('name="to"') == 1 and "Marisol Reyes is invented and gets no mail." in html
    house.choose(house.priya, house.marisol)
    assert set(house.post()) == {PRIYA}


def test_an_invitation_noted_for_somebody_invented_sends_nothing_and_can_be_taken_back(house: House) -> None:
    values = {"meeting": house.meeting, "uid": f"meeting-{house.meeting.public_id}@evenkeel"}
    Invitation.create(person=house.priya, created_at=NOW, **values)
    invent(house.priya, house.marisol)
    assert house.post() == {}
    html = house.browser.get(house.page).text
    assert html.count('name="to"') == 1 and "Invented: gets no mail." in html
    assert "Waits" not in html and "Send to those ticked" in html
    house.choose()
    assert not Invitation.get().wanted
    html = house.browser.get(house.page).text
    assert 'name="to"' not in html and "Send to those ticked" not in html


def test_nobody_invented_hears_of_a_change_or_that_it_is_off(house: House) -> None:
    house.choose(house.priya)
    house.post()
    invent(house.priya)
    house.change(starts_at=time(9))
    assert house.post() == {}
    cancel_meeting(house.meeting.public_id, actor=SYSTEM, now=house.clock.now())
    assert house.post() == {}
