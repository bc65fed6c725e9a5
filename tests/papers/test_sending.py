"""Finished minutes go to whom somebody chose: the own actions on top, the right copy with it, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.core.clock import FixedClock
from app.core.db import connected
from app.mail.models import MailFile, OutboxMail
from app.mail.service import deliver
from app.meetings import queries
from app.meetings.models import Attendance
from app.partnerships.models import Partnership
from app.people.models import Person
from tests.conftest import NOW, SignedIn
from tests.factories import make_meeting, make_person
from tests.mail.sink import running_sink
from tests.papers.test_agenda import word_text
from tests.papers.test_minutes import address, finish, topics, whole_form


def test_each_person_gets_the_own_actions_first_and_the_partner_nothing_private(
    editor: SignedIn, meeting, settings, tmp_path
) -> None:
    with connected():
        people = {p.name: p for p in queries.present(meeting.id)}
    marisol, priya = people["Marisol Reyes"], people["Priya Nair"]
    price = topics(meeting)["Our own price"]
    editor.post(address(meeting), data=whole_form(meeting, action="Call the clinic", owner=marisol.public_id))
    editor.post(address(meeting), data=whole_form(meeting, action="Send the list", owner=priya.public_id))
    editor.post(
        address(meeting),
        data=whole_form(meeting, decision="We stay at 980.", decision_topic=str(price.id)) | {"Oxygen": "x"},
    )
    finish(editor, meeting, to=[str(marisol.person_id), str(priya.person_id)])
    with connected(), running_sink() as sink:
        mailing = replace(settings, smtp=sink.smtp, mail_from="evenkeel@hospice.example")
        clock = FixedClock(NOW)
        assert deliver(now=NOW, lease_clock=clock, settings=mailing).sent == 2
        mails = dict(zip(sink.recipients, sink.mails, strict=True))
    ours, theirs = mails["marisol@kb.example"], mails["priya@ordway.example"]
    body, other = (mail.get_body().get_content() for mail in (ours, theirs))
    assert body.index("Your actions") < body.index("Call the clinic") < body.index("Decisions")
    assert "Your actions\n- Send the list" in other.replace("\r\n", "\n")
    assert "980" in body and "980" not in other and "Our own price" not in other
    for mail, private in ((ours, True), (theirs, False)):
        (file,) = mail.iter_attachments()
        assert file.get_filename().endswith(".docx")
        assert ("Our own price" in word_text(file.get_content())) is private


def test_what_came_of_a_line_of_ours_alone_stays_with_us_wherever_it_stands(
    editor: SignedIn, meeting
) -> None:
    """Also once the line itself is off the agenda, and on the agenda of the next meeting."""
    with connected():
        priya = next(p for p in queries.present(meeting.id) if p.name == "Priya Nair")
    price = topics(meeting)["Our own price"]
    new = {"action": "Name the floor", "owner": priya.public_id, "action_topic": str(price.id)}
    new |= {"decision": "We stay at 980.", "decision_topic": str(price.id)}
    editor.post(address(meeting), data=whole_form(meeting, **new))
    editor.post(f"/meetings/{meeting.public_id}/topics/{price.id}/delete")
    finish(editor, meeting, to=[str(priya.person_id)])
    with connected():
        following = make_meeting(meeting.partnership, on=date(2026, 12, 8))
        mail = OutboxMail.get()
    told = mail.text + word_text(editor.get(f"{address(meeting)}.docx?copy=partner").data)
    told += word_text(editor.get(f"/meetings/{following.public_id}/agenda.docx?copy=partner").data)
    assert "Name the floor" not in told and "980" not in told
    ours = word_text(editor.get(f"/meetings/{meeting.public_id}/minutes.docx").data)
    assert "Name the floor" in ours and "980" in ours


def test_nobody_is_mailed_who_was_not_chosen_and_nobody_twice(editor: SignedIn, meeting) -> None:
    with connected():
        ids = [p.person_id for p in queries.present(meeting.id)]
        stranger = make_person(meeting.partnership.payer, email="x@x.example")
    finish(editor, meeting)
    assert "Nobody got them by mail." in editor.get(address(meeting)).text
    for _ in range(2):
        editor.post(address(meeting, "/send"), data={"to": [ids[0], stranger.id]})
    with connected():
        assert OutboxMail.select().count() == 1
    html = editor.get(address(meeting)).text
    assert "Waiting" in html and "1 mail is waiting." in html


def test_one_file_goes_to_many_and_is_kept_once(editor: SignedIn, meeting) -> None:
    with connected():
        for number in range(3):
            person = make_person(
                meeting.partnership.provider, name=f"P{number}", email=f"p{number}@kb.example"
            )
            Attendance.create(meeting=meeting, person=person)
        ours = [p.person_id for p in queries.present(meeting.id) if p.side == "provider"]
    finish(editor, meeting, to=ours)
    with connected():
        assert (OutboxMail.select().count(), MailFile.select().count()) == (4, 1)


def test_of_the_people_of_an_example_only_who_signs_in_here_is_mailed(editor: SignedIn, meeting) -> None:
    with connected():
        Person.update(example=True).execute()
        Person.update(user=editor.user.id).where(Person.name == "Marisol Reyes").execute()
        everybody = [str(p.person_id) for p in queries.present(meeting.id)]
    for page in (f"/meetings/{meeting.public_id}/publish", f"{address(meeting)}/finish"):
        html = editor.get(page).text
        assert html.count('name="to"') == 1 and "Priya Nair is invented and gets no mail." in html
    editor.post(f"/meetings/{meeting.public_id}/publish", data={"to": everybody})
    finish(editor, meeting, to=everybody)
    with connected():
        mails = list(OutboxMail.select())
    assert [(mail.kind, mail.recipient) for mail in mails] == [
        ("agenda", "marisol@kb.example"),
        ("minutes", "marisol@kb.example"),
    ]


def test_whoever_was_typed_into_an_example_is_real_and_is_mailed(editor: SignedIn, meeting) -> None:
    with connected():
        Partnership.update(example=True).where(Partnership.id == meeting.partnership_id).execute()
        Person.update(example=True).where(Person.name == "Marisol Reyes").execute()
        everybody = [str(p.person_id) for p in queries.present(meeting.id)]
    html = editor.get(f"/meetings/{meeting.public_id}/publish").text
    assert html.count('name="to"') == 1 and "Marisol Reyes is invented and gets no mail." in html
    editor.post(f"/meetings/{meeting.public_id}/publish", data={"to": everybody})
    with connected():
        assert [mail.recipient_name for mail in OutboxMail.select()] == ["Priya Nair"]
