"""Invitations: sent to whom somebody chose, kept up to date, called off; a slip taken back tells nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import User
from app.calendars.jobs import invite
from app.calendars.models import Invitation, InvitationMail
from app.core.actor import SYSTEM
from app.core.clock import SystemClock
from app.mail.models import OutboxMail
from app.mail.service import cancel_mail
from app.meetings.models import Meeting
from app.meetings.service import (
    cancel_meeting,
    replan_meeting,
    take_meeting_back,
)
from app.partnerships.models import Partnership
from app.people.models import Person
from app.scheduler import look_once
from tests.calendars.inviting import LATER, MARISOL, ON, PRIYA, TODAY, House, read
from tests.calendars.reading import events_of, lines_of
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.factories import make_meeting, make_member, make_person


def test_who_is_chosen_gets_an_invitation_that_mail_programs_know(house: House) -> None:
    house.choose(house.priya)
    (mail,) = house.mails().values()
    event, method, lines = read(mail)
    assert mail.get_content_type() == "multipart/alternative"
    assert (
        str(mail["Subject"]).strip()
        == "Invitation: Operations meeting, Kestrel Bay / Ordway, December 1, 2026"
    )
    assert (method, event.sequence, event.minutes) == ("METHOD:REQUEST", 0, 60)
    (organizer,) = [one for one in lines if one.startswith("ORGANIZER")]
    assert organizer.endswith(":mailto:evenkeel@hospice.example")
    assert [one.endswith(f"mailto:{PRIYA}") for one in lines if one.startswith("ATTENDEE")] == [True]
    assert "DTSTART;TZID=America/Los_Angeles:20261201T140000" in lines
    text = mail.get_body(("plain",)).get_content()
    assert "Tuesday, December 1, 2026, 2:00 pm to 3:00 pm (PST)" in text
    assert "If you cannot come, answer this mail: Dana Whitfield reads it." in text
    assert str(mail["Reply-To"]) == "editor@hospice.example"


def test_nobody_gets_anything_who_was_not_chosen(house: House) -> None:
    assert house.post() == {}
    house.choose(house.marisol)
    assert set(house.post()) == {MARISOL}
    house.change(starts_at=time(9))
    assert set(house.post()) == {MARISOL}
    assert house.post() == {}


def test_nothing_of_ours_stands_in_what_the_partner_gets(house: House) -> None:
    house.choose(house.priya, house.marisol)
    mail = house.mails()[PRIYA]
    _event, _method, lines = read(mail)
    everything = mail.as_string() + "\n".join(lines)
    assert "Marisol" not in everything and "evenkeel.hospice.example" not in everything


def test_another_time_or_place_reaches_everybody_invited_under_the_same_name(house: House) -> None:
    house.choose(house.priya, house.marisol)
    before = house.post()
    house.change(on=date(2026, 12, 3), starts_at=time(9, 30), place="Room 2")
    mails = house.mails()
    assert str(mails[PRIYA]["Subject"]).strip().startswith("Changed: ")
    for to, mail in mails.items():
        event, method, _lines = read(mail)
        assert (event.uid, method) == (before[to].uid, "METHOD:REQUEST")
        assert event.sequence > before[to].sequence
        assert isinstance(event.start, datetime)
        assert (event.start.day, event.start.hour, event.place) == (3, 9, "Room 2")


def test_the_command_tick_tells_calendars_what_changed_as_well(house: House) -> None:
    house.choose(house.priya)
    house.post()
    house.change(on=date(2026, 12, 3))
    look_once(house.mailing, house.clock, SystemClock())
    house.clock.set(house.clock.now() + LATER)
    assert look_once(house.mailing, house.clock, SystemClock())["sent"] == 1
    assert "Changed: " in str(house.sink.mails[-1]["Subject"])


def test_an_answer_reaches_who_invited_them_as_long_as_they_are_here(house: House) -> None:
    house.choose(house.priya)
    house.post()
    assert "Who answers the mail reaches the person who invited them." in house.browser.get(house.page).text
    User.update(email="dana.new@hospice.example").execute()
    house.change(on=date(2026, 12, 3))
    assert str(house.mails()[PRIYA]["Reply-To"]) == "dana.new@hospice.example"
    User.update(active=False).execute()
    house.change(on=date(2026, 12, 4))
    mail = house.mails()[PRIYA]
    assert mail["Reply-To"] is None
    assert "Answers to this mail are not read here." in mail.get_body(("plain",)).get_content()


def test_what_changes_nothing_for_them_is_not_told(house: House) -> None:
    house.choose(house.priya)
    house.post()
    Meeting.update(published_at=NOW, version=7).where(Meeting.id == house.meeting.id).execute()
    Partnership.update(name="Another name").where(Partnership.id == house.bay.id).execute()
    assert house.post() == {}


def test_called_off_and_planned_again_are_told_with_rising_numbers(house: House) -> None:
    house.choose(house.priya)
    first = house.post()[PRIYA]
    cancel_meeting(house.meeting.public_id, actor=SYSTEM, now=house.clock.now())
    mail = house.mails()[PRIYA]
    off, method, _lines = read(mail)
    assert (method, off.status, off.uid) == ("METHOD:CANCEL", "CANCELLED", first.uid)
    assert str(mail["Subject"]).strip().startswith("Called off: ") and off.sequence > first.sequence
    assert house.post() == {}
    replan_meeting(house.meeting.public_id, actor=SYSTEM, now=house.clock.now())
    again, method, _lines = read(house.mails()[PRIYA])
    assert (method, again.uid) == ("METHOD:REQUEST", first.uid)
    assert again.sequence > off.sequence


def test_called_off_is_the_day_that_people_know_and_none_they_were_never_told(house: House) -> None:
    house.choose(house.priya)
    house.post()
    house.change(on=date(2026, 12, 3))
    cancel_meeting(house.meeting.public_id, actor=SYSTEM, now=house.clock.now())
    mail = house.mails()[PRIYA]
    text = mail.get_body(("plain",))
    assert text is not None and "Tuesday, December 1, 2026" in text.get_content()
    assert "December 3" not in mail.as_string() and str(mail["Subject"]).endswith("December 1, 2026")


def test_who_is_taken_off_the_list_gets_the_end_of_it_and_the_others_nothing(house: House) -> None:
    house.choose(house.priya, house.marisol)
    house.post()
    house.change(person_ids=(house.marisol.id,))
    told = house.mails()
    assert set(told) == {PRIYA} and read(told[PRIYA])[1] == "METHOD:CANCEL"
    assert "Not asked any more" in house.browser.get(house.page).text
    house.change(person_ids=(house.marisol.id, house.priya.id))
    event, method, _lines = read(house.mails()[PRIYA])
    assert method == "METHOD:REQUEST" and event.sequence >= 2


def test_who_is_not_ticked_any_more_is_told(house: House) -> None:
    house.choose(house.priya, house.marisol)
    house.post()
    house.choose(house.marisol)
    told = house.mails()
    assert set(told) == {PRIYA} and read(told[PRIYA])[1] == "METHOD:CANCEL"


def test_who_is_asked_later_gets_the_present_state_when_chosen(house: House) -> None:
    house.choose(house.priya)
    house.change(starts_at=time(10))
    house.post()
    ana = make_person(house.bay.payer, name="Ana Silveira", email="ana@ordway.example")
    make_member(house.bay, ana)
    house.change(person_ids=(house.priya.id, house.marisol.id, ana.id))
    assert house.post() == {}
    house.choose(house.priya, ana)
    told = house.post()
    assert set(told) == {"ana@ordway.example"}
    start = told["ana@ordway.example"].start
    assert isinstance(start, datetime) and start.hour == 10


def test_what_a_colleague_chose_meanwhile_stays(house: House) -> None:
    house.choose(house.marisol)
    house.browser.post(house.page, data={"to": [str(house.priya.id)], "was": []})
    assert set(house.post()) == {PRIYA, MARISOL}


# --- taken back


def test_a_change_that_is_taken_back_at_once_tells_nobody(house: House) -> None:
    house.choose(house.priya)
    house.post()
    batch = house.change(starts_at=time(9))
    invite(house.clock.now(), house.mailing)
    take_meeting_back(batch, actor=SYSTEM, now=house.clock.now(), today=TODAY)
    assert house.post() == {}
    assert InvitationMail.select().count() == 1


def test_a_change_that_is_taken_back_late_is_told_both_times(house: House) -> None:
    house.choose(house.priya)
    first = house.post()[PRIYA]
    batch = house.change(starts_at=time(9))
    second = house.post()[PRIYA]
    take_meeting_back(batch, actor=SYSTEM, now=house.clock.now(), today=TODAY)
    third = house.post()[PRIYA]
    assert third.start == first.start and first.sequence < second.sequence < third.sequence


def test_called_off_and_taken_back_at_once_tells_nobody(house: House) -> None:
    house.choose(house.priya)
    house.post()
    cancel_meeting(house.meeting.public_id, actor=SYSTEM, now=house.clock.now())
    invite(house.clock.now(), house.mailing)
    replan_meeting(house.meeting.public_id, actor=SYSTEM, now=house.clock.now())
    assert house.post() == {}


def test_two_changes_within_minutes_are_one_mail(house: House) -> None:
    house.choose(house.priya)
    house.post()
    for hour in (9, 10, 11):
        house.change(starts_at=time(hour))
        invite(house.clock.now(), house.mailing)
    start = house.post()[PRIYA].start
    assert isinstance(start, datetime) and start.hour == 11


def test_a_choice_taken_back_before_the_mail_left_tells_nobody(house: House) -> None:
    house.choose(house.priya)
    house.choose()
    assert house.post() == {}


def test_what_a_person_called_off_on_the_page_of_mails_is_not_sent_after_all(house: House) -> None:
    house.choose(house.priya)
    cancel_mail(OutboxMail.get().id, "Not yet", actor=SYSTEM, now=NOW)
    assert house.post() == {}
    assert "Did not arrive" in house.browser.get(house.page).text
    cancel_meeting(house.meeting.public_id, actor=SYSTEM, now=house.clock.now())
    assert house.post() == {}


# --- edges


def test_a_run_twice_at_once_queues_nothing_twice(house: House) -> None:
    house.choose(house.priya)
    house.post()
    house.change(starts_at=time(9))
    assert [invite(house.clock.now(), house.mailing) for _ in range(3)] == [1, 0, 0]


def test_a_meeting_whose_row_is_gone_is_called_off(house: House) -> None:
    house.choose(house.priya)
    house.post()
    house.meeting.delete_instance()
    event, method, _lines = read(house.mails()[PRIYA])
    assert (method, event.title) == ("METHOD:CANCEL", "Operations meeting, Kestrel Bay / Ordway")
    assert house.post() == {}


def test_a_meeting_that_was_held_or_whose_day_has_passed_is_left_in_peace(house: House) -> None:
    house.choose(house.priya)
    house.post()
    Meeting.update(status="held").where(Meeting.id == house.meeting.id).execute()
    assert house.post() == {}
    house.clock.set(datetime(2026, 12, 2, 20, tzinfo=UTC))
    cancel = Meeting.update(status="cancelled", version=9)
    cancel.where(Meeting.id == house.meeting.id).execute()
    assert house.post() == {}
    assert house.browser.post(house.page, data={"to": [str(house.priya.id)]}).status_code == 422


def test_who_has_left_gets_no_more_mail(house: House) -> None:
    house.choose(house.priya)
    house.post()
    Person.update(left_on=TODAY).where(Person.id == house.priya.id).execute()
    house.change(starts_at=time(9))
    assert house.post() == {}


def test_another_address_gets_the_invitation_as_well(house: House) -> None:
    house.choose(house.priya)
    house.post()
    Person.update(email="p.nair@ordway.example").where(Person.id == house.priya.id).execute()
    assert set(house.post()) == {"p.nair@ordway.example"}
    assert house.post() == {}


def test_people_who_are_not_asked_cannot_be_invited(house: House) -> None:
    stranger = make_person(house.bay.payer, email="nobody@ordway.example")
    house.browser.post(house.page, data={"to": [str(stranger.id), "x", "-1", "99999999999"]})
    assert house.post() == {} and Invitation.select().count() == 0


def test_when_nobody_is_ticked_the_answer_says_so(house: House) -> None:
    house.choose()
    assert "Nobody is ticked, so no mail goes out." in house.browser.get(house.page).text
    house.choose(house.priya)
    house.choose(house.priya)
    assert "Nothing new to send: everybody who is ticked knows already." in house.browser.get(house.page).text


def test_without_an_address_the_page_says_so(house: House) -> None:
    Person.update(email="").where(Person.id == house.priya.id).execute()
    assert "Priya Nair has no address here" in house.browser.get(house.page).text
    house.choose(house.priya)
    assert house.post() == {}


def test_the_number_of_statements_of_a_run_does_not_grow_with_the_meetings(house: House) -> None:
    house.choose(house.priya)
    house.post()

    def asked() -> int:
        with count_statements() as counter:
            assert invite(house.clock.now(), house.mailing) == 0
        return counter.count

    before = asked()
    for day in range(2, 8):
        more = make_meeting(house.bay, on=ON + timedelta(days=day))
        Invitation.create(meeting=more, person=house.priya, uid=f"x{day}", wanted=False, created_at=NOW)
    assert asked() == before


# --- without mail


def test_without_mail_the_choice_waits_and_goes_out_once_mail_is_set_up(
    house: House, app: Flask, editor: SignedIn
) -> None:
    unset = replace(house.mailing, smtp=None)
    app.extensions["evenkeel"] = replace(app.extensions["evenkeel"], settings=unset)
    assert editor.post(house.page, data={"to": [str(house.priya.id)]}).status_code == 303
    page = editor.get(house.page).text
    assert "1 invitation waits until it is" in page and "Waits" in page
    assert invite(NOW, unset) == 0 and OutboxMail.select().count() == 0
    assert set(house.post()) == {PRIYA}


def test_the_file_for_a_calendar_works_without_mail(house: House, editor: SignedIn) -> None:
    answer = editor.get(f"/meetings/{house.meeting.public_id}/meeting.ics")
    assert re.fullmatch(r'attachment; .*\.ics"?', answer.headers["Content-Disposition"])
    (event,) = events_of(answer.data)
    assert "METHOD:PUBLISH" in lines_of(answer.data)
    house.choose(house.priya)
    assert event.uid == house.post()[PRIYA].uid


# --- who may


def test_only_who_may_change_the_meeting_invites(house: House, viewer: SignedIn, client: FlaskClient) -> None:
    assert viewer.get(house.page).status_code == 403
    assert viewer.post(house.page, data={"to": [str(house.priya.id)]}).status_code == 403
    assert client.post(house.page).status_code == 303
    assert Invitation.select().count() == 0
    assert viewer.get(f"/meetings/{house.meeting.public_id}/meeting.ics").status_code == 200
    assert "Invite people by mail" not in viewer.get(f"/meetings/{house.meeting.public_id}/agenda").text


def test_a_form_from_elsewhere_is_refused(house: House, app: Flask, editor: SignedIn) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert editor.post(house.page, data={"to": [str(house.priya.id)]}).status_code == 400
    assert Invitation.select().count() == 0


STATES: list[tuple[Callable[[House], Any], str]] = [
    (lambda house: house.choose(house.priya), "Mail on its way"),
    (lambda house: (house.choose(house.priya), house.post()), "Invited for Dec 1"),
    (lambda house: None, "Not invited"),
]


@pytest.mark.parametrize(("steps", "words"), STATES)
def test_the_page_says_where_each_invitation_stands(
    house: House, steps: Callable[[House], Any], words: str
) -> None:
    steps(house)
    assert words in house.browser.get(house.page).text
