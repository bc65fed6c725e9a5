"""The agenda on the page: lines are changed in place, carried over, parked, published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.core.actor import Actor
from app.core.db import connected
from app.information.models import AimsLine, InformationItem
from app.mail.models import OutboxMail
from app.meetings import queries, service
from app.meetings.models import AgendaTopic, Attendance, Meeting
from app.meetings.service import NewTopic
from app.papers.queries.agenda import agenda_facts, first_meeting_sheet
from app.papers.rules.agenda import compose_agenda, suggestions
from app.relationship.models import Concern
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.factories import make_action, make_meeting, make_member, make_partnership, make_person

BEFORE, ON = date(2026, 11, 17), date(2026, 12, 1)


@pytest.fixture
def earlier(database: str):
    return make_meeting(make_partnership(key="kestrel-bay"), on=BEFORE)


@pytest.fixture
def meeting(earlier, dana: Actor):
    row = make_meeting(earlier.partnership, on=ON)
    service.seed_usual_topics(row.public_id, actor=dana, now=NOW)
    priya = make_person(earlier.partnership.payer, name="Priya Nair", email="priya@ordway.example")
    marisol = make_person(earlier.partnership.provider, name="Marisol Reyes", email="marisol@kb.example")
    for person, side in ((priya, "payer"), (marisol, "provider")):
        make_member(earlier.partnership, person, side)
        Attendance.create(meeting=row, person=person)
    return row


def lines(meeting) -> list[str]:
    with connected():
        return [one.text for one in queries.topics_of(meeting.id)]


def add(meeting, dana: Actor, text: str = "Oxygen", **values: object) -> AgendaTopic:
    with connected():
        return service.add_topic(meeting.public_id, NewTopic("topic", text, 5, **values), actor=dana, now=NOW)  # type: ignore[arg-type]


def test_a_meeting_without_topics_offers_the_usual_ones(editor: SignedIn, earlier) -> None:
    address = f"/meetings/{earlier.public_id}"
    assert "Add the usual topics" in editor.get(f"{address}/agenda").text
    assert editor.post(f"{address}/topics/usual").status_code == 303
    html = editor.get(f"{address}/agenda").text
    assert "Enrolled against forecast" in html and "Add the usual topics" not in html


def test_a_line_is_changed_in_its_place_with_and_without_scripts(
    editor: SignedIn, meeting, dana: Actor
) -> None:
    line = add(meeting, dana)
    address = f"/meetings/{meeting.public_id}"
    for headers in ({}, {"HX-Request": "true"}):
        html = editor.get(f"{address}/agenda?edit={line.id}", headers=headers).text
        assert "Change this line" in html and 'value="Oxygen"' in html
    sent = {
        "text": "Oxygen at night",
        "topic_minutes": "12",
        "kind": "decision",
        "seen": "1",
        "standing": "1",
    }
    assert editor.post(f"{address}/topics/{line.id}", data=sent).status_code == 303
    with connected():
        stored = queries.get_topic(meeting.id, line.id)
    assert (stored.text, stored.minutes, stored.kind, stored.standing) == (
        "Oxygen at night", 12, "decision", True,
    )  # fmt: skip


def test_a_mistake_in_a_line_opens_its_editor_again_with_what_was_typed(
    editor: SignedIn, meeting, dana: Actor
) -> None:
    line = add(meeting, dana)
    sent = {"text": "Oxygen at night", "topic_minutes": "ages", "seen": "1"}
    for headers in ({}, {"HX-Request": "true"}):
        answer = editor.post(f"/meetings/{meeting.public_id}/topics/{line.id}", data=sent, headers=headers)
        assert answer.status_code == 422
        assert 'value="Oxygen at night"' in answer.text and "Enter a whole number" in answer.text


def test_two_people_who_change_one_line_see_both_versions(editor: SignedIn, meeting, dana: Actor) -> None:
    line = add(meeting, dana)
    address = f"/meetings/{meeting.public_id}/topics/{line.id}"
    first = {"text": "First words", "topic_minutes": "5", "seen": "1"}
    assert editor.post(address, data=first).status_code == 303
    late = editor.post(address, data={**first, "text": "Second words"})
    assert late.status_code == 409 and "First words" in late.text and "Second words" in late.text


def test_what_was_not_discussed_is_offered_with_where_it_comes_from(
    editor: SignedIn, earlier, meeting, dana: Actor
) -> None:
    oxygen, mileage = add(earlier, dana), add(earlier, dana, "Mileage")
    address = f"/meetings/{meeting.public_id}"
    html = editor.get(f"{address}/agenda").text
    assert "2 lines from before can go on here" in html and "from Nov 17, not discussed yet" in html
    sent = {"offered": [oxygen.id, mileage.id], "take": [mileage.id]}
    for _ in range(2):
        assert editor.post(f"{address}/carry", data=sent).status_code == 303
    assert (lines(meeting).count("Mileage"), lines(meeting).count("Oxygen")) == (1, 0)
    html = editor.get(f"{address}/agenda").text
    assert "carried from November 17" in html and "Left out this time: Oxygen." in html
    assert "can go on here" not in html


def test_a_line_is_parked_and_the_undo_puts_it_back(editor: SignedIn, meeting, dana: Actor) -> None:
    line = add(meeting, dana)
    address = f"/meetings/{meeting.public_id}"
    editor.post(f"{address}/topics/{line.id}/park")
    html = editor.get(f"{address}/agenda").text
    assert "Parking lot (1)" in html and "Oxygen" not in lines(meeting)
    with connected():
        (lot,) = queries.parked(meeting.partnership_id, "operations")
    assert f"/topics/{line.id}/unpark/{lot.id}" in html
    editor.post(f"{address}/topics/{line.id}/unpark/{lot.id}")
    assert "Oxygen" in lines(meeting)


def test_parked_topics_are_taken_thrown_away_and_kept(editor: SignedIn, meeting, dana: Actor) -> None:
    line = add(meeting, dana)
    address = f"/meetings/{meeting.public_id}"
    editor.post(f"{address}/topics/{line.id}/park")
    with connected():
        (lot,) = queries.parked(meeting.partnership_id, "operations")
    for what, there in (("drop", False), ("keep", True), ("take", False)):
        assert editor.post(f"{address}/parked/{lot.id}/{what}").status_code == 303
        with connected():
            assert bool(queries.parked(meeting.partnership_id, "operations")) is there
    assert lines(meeting)[-1] == "Oxygen"


def test_a_line_goes_to_another_meeting(editor: SignedIn, meeting, dana: Actor) -> None:
    with connected():
        other = make_meeting(meeting.partnership, on=date(2026, 12, 15))
    line = add(meeting, dana)
    sent = {"meeting": other.public_id, "how": "instead"}
    assert editor.post(f"/meetings/{meeting.public_id}/topics/{line.id}/send", data=sent).status_code == 303
    assert (lines(other), "Oxygen" in lines(meeting)) == (["Oxygen"], False)


def test_open_work_suggests_lines_and_nothing_private_loses_its_mark(
    editor: SignedIn, meeting, dana: Actor
) -> None:
    with connected():
        make_action(meeting.partnership, text="Send the visit log", due_on=date(2026, 11, 20), private=True)
        Concern.create(
            partnership=meeting.partnership, opened_on=BEFORE, raised_by_side="payer", area="data",
            text="Numbers come late", sharable=True, created_at=NOW,
        )  # fmt: skip
        facts = agenda_facts(queries.get_meeting(meeting.public_id))
    assert [(one.text, one.source, one.private) for one in suggestions(facts)] == [
        ("Send the visit log", "11 days late", True),
        ("Numbers come late", "concern", False),
    ]
    sent = {"text": "Send the visit log", "topic_minutes": "5", "private": "1", "suggested": "1"}
    editor.post(f"/meetings/{meeting.public_id}/topics", data=sent)
    html = editor.get(f"/meetings/{meeting.public_id}/agenda").text
    assert "1 suggestion from open work" in html and "Numbers come late" in html


def test_the_first_meeting_with_a_partner_brings_the_worksheet_and_later_ones_do_not(
    editor: SignedIn, earlier, meeting
) -> None:
    with connected():
        first = agenda_facts(queries.get_meeting(earlier.public_id)).first
        assert first == first_meeting_sheet(earlier.partnership_id, partner_copy=False)
        assert agenda_facts(queries.get_meeting(meeting.public_id)).first is None
    assert first is not None and len(first.aims) == 9
    assert first.aims[0] == ("What do we mean by palliative care?", "", "")
    assert (len(first.from_payer), len(first.from_provider)) == (7, 6)
    assert "For a first meeting" in editor.get(f"/meetings/{earlier.public_id}/agenda").text


def test_what_both_sides_told_already_is_on_our_first_agenda_and_our_aims_are_not_on_the_partners(
    database: str, earlier
) -> None:
    home = earlier.partnership_id
    AimsLine.create(partnership=home, question="AW1", ours="Relief early", theirs="")
    InformationItem.create(partnership=home, item="IP1", status="answered", answer={"answer": ["Mesa"]})
    ours, theirs = (first_meeting_sheet(home, partner_copy=partner) for partner in (False, True))
    assert ours.aims[0][1] == "Relief early" and theirs.aims[0] == (ours.aims[0][0], "", "")
    assert len(ours.from_payer) == 6 and not any("counties" in ask for ask in ours.from_payer)


def test_aims_that_both_sides_see_differently_are_suggested_for_the_planning_group(
    editor: SignedIn, meeting
) -> None:
    with connected():
        Meeting.update(kind="core_planning").where(Meeting.id == meeting.id).execute()
        AimsLine.create(partnership=meeting.partnership_id, question="AW4", ours="A", talk_about=True)
    html = editor.get(f"/meetings/{meeting.public_id}/agenda").text
    assert "How would we recognize success?" in html and "seen differently by both sides" in html


def test_a_meeting_that_was_called_off_is_no_first_meeting(earlier, meeting) -> None:
    Meeting.update(status="cancelled").where(Meeting.id == earlier.id).execute()
    assert agenda_facts(queries.get_meeting(meeting.public_id)).first is not None


def test_publishing_mails_only_whom_somebody_chose_and_the_partner_gets_the_partners_copy(
    editor: SignedIn, meeting, dana: Actor
) -> None:
    add(meeting, dana, "Our own price", private=True)
    address = f"/meetings/{meeting.public_id}"
    assert 'class="tag"' in editor.get(f"{address}/agenda").text
    html = editor.get(f"{address}/publish").text
    assert "priya@ordway.example" in html and "checked" not in html  # no mail is set up here
    with connected():
        ids = {p.name: p.person_id for p in queries.present(meeting.id)}
    assert editor.post(f"{address}/publish", data={"to": list(ids.values())}).status_code == 303
    assert "Published" in editor.get(f"{address}/agenda").text
    with connected():
        mails = {mail.recipient: mail for mail in OutboxMail.select()}
        ours, theirs = mails["marisol@kb.example"], mails["priya@ordway.example"]
        assert "Our own price" in ours.text and "Our own price" not in theirs.text
        assert ours.file_id != theirs.file_id and "internal" not in theirs.file.name
    editor.post(f"{address}/unpublish")
    assert "Draft" in editor.get(f"{address}/agenda").text


def test_only_the_editor_is_shown_how_to_change_the_agenda(viewer: SignedIn, meeting, dana: Actor) -> None:
    line = add(meeting, dana)
    address = f"/meetings/{meeting.public_id}"
    html = viewer.get(f"{address}/agenda").text
    assert "Oxygen" in html and "Move up" not in html and "Publish" not in html
    for path in (f"/agenda?edit={line.id}", "/publish"):
        assert viewer.get(address + path).status_code == 403
    for path in ("/carry", "/publish", "/unpublish", f"/topics/{line.id}", f"/topics/{line.id}/park"):
        assert viewer.post(address + path).status_code == 403


def test_lines_and_parked_topics_of_another_partnership_are_not_reached(
    editor: SignedIn, meeting, dana: Actor
) -> None:
    with connected():
        other = make_meeting(make_partnership(), on=ON)
    line = add(other, dana, "Theirs")
    with connected():
        lot = service.park_topic(other.public_id, add(other, dana).id, today=ON, actor=dana, now=NOW)
    mine = f"/meetings/{meeting.public_id}"
    sent = {"text": "x", "topic_minutes": "5", "seen": "1", "meeting": meeting.public_id}
    for path in (
        f"/topics/{line.id}", f"/topics/{line.id}/park", f"/topics/{line.id}/send",
        f"/topics/{line.id}/unpark/{lot.id}", f"/parked/{lot.id}/take", f"/parked/{lot.id}/drop",
        f"/parked/{lot.id}/keep",
    ):  # fmt: skip
        assert editor.post(mine + path, data=sent).status_code == 404, path
    with connected():
        away = make_meeting(make_partnership(), on=ON)
    own = add(meeting, dana)
    sent["meeting"] = away.public_id
    assert editor.post(f"{mine}/topics/{own.id}/send", data=sent).status_code == 404
    assert (lines(other), lines(away)) == (["Theirs"], [])


def test_the_page_asks_the_database_at_most_sixteen_times_however_much_there_is(
    editor: SignedIn, earlier, meeting, dana: Actor
) -> None:
    add(earlier, dana)

    def statements() -> int:
        with count_statements() as counter:
            assert editor.get(f"/meetings/{meeting.public_id}/agenda").status_code == 200
        return counter.count

    few = statements()
    for number in range(15):
        add(earlier, dana, f"Line {number}")
        add(meeting, dana, f"Other {number}")
    assert statements() == few <= 16


def test_a_carried_line_says_so_on_our_copy_and_not_on_the_partners(
    editor: SignedIn, earlier, meeting, dana: Actor
) -> None:
    from app.documents.blocks import Table, plain
    from app.papers.paper.agenda import agenda_document

    add(earlier, dana)
    with connected():
        service.carry_over(meeting.public_id, today=ON, actor=dana, now=NOW)
        facts = agenda_facts(queries.get_meeting(meeting.public_id))
    for partner, said in ((False, True), (True, False)):
        agenda = compose_agenda(replace(facts), partner_copy=partner)
        document = agenda_document(agenda, draft_id="x", made_on=ON, partner_copy=partner)
        tables = [block for block in document.body if isinstance(block, Table)]
        cells = [plain(cell) for table in tables for row in table.rows for cell in row]
        assert any("carried from November 17" in cell for cell in cells) is said
