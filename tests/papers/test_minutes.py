"""Minutes on the page: written and saved as typed, finished, mailed, locked, reopened; nothing is lost."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest

from app.actions.models import Action
from app.core.actor import Actor
from app.core.db import connected
from app.documents.blocks import Copy
from app.mail.models import OutboxMail
from app.meetings import queries, service
from app.meetings.models import AgendaTopic, Meeting
from app.meetings.service import NewTopic
from app.papers.paper.minutes import minutes_document
from app.papers.queries.minutes import minutes_facts
from app.papers.rules.minutes import compose_minutes, unfinished
from app.papers.service import make_paper
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.factories import make_meeting, make_member, make_partnership, make_person
from tests.papers.test_agenda import word_text

ON = date(2026, 11, 24)
HTMX = {"HX-Request": "true"}


def topics(meeting) -> dict[str, queries.TopicRow]:
    with connected():
        return {one.text: one for one in queries.topics_of(meeting.id)}


def whole_form(meeting, **changes: str) -> dict[str, str]:
    """What the browser sends when nothing but `changes` was typed; a text of a topic names its notes."""
    found = {"concerns": "", "seen-meeting": "1"}
    for text, line in topics(meeting).items():
        found[f"seen-{line.id}"] = str(line.version)
        found[f"notes-{line.id}"] = changes.pop(text, line.notes)
        if line.discussed:
            found[f"discussed-{line.id}"] = "1"
    return {**found, **changes}


def address(meeting, path: str = "") -> str:
    return f"/meetings/{meeting.public_id}/minutes{path}"


def test_without_scripts_one_button_saves_everything(editor: SignedIn, meeting) -> None:
    with connected():
        people = {p.name: p for p in queries.present(meeting.id)}
        marisol = people["Marisol Reyes"]
    sent = whole_form(meeting, Oxygen="Settled.", concerns="Late numbers; Priya asks.")
    sent |= {f"came-{marisol.person_id}": "here", "decision": "Weekly calls.", "decided_by": "Both"}
    sent |= {"action": "Call the clinic", "owner": marisol.public_id, "due_on": "2026-12-01"}
    sent["action_topic"] = str(topics(meeting)["Oxygen"].id)
    assert editor.post(address(meeting), data=sent).status_code == 303
    with connected():
        (action,) = queries.promised_in(meeting.id)
        assert (action.owner, action.side, action.due_on) == ("Marisol Reyes", "provider", date(2026, 12, 1))
        assert [one.text for one in queries.decisions_of(meeting.id)] == ["Weekly calls."]
        assert Meeting.get_by_id(meeting.id).concerns_note == "Late numbers; Priya asks."
        assert {p.name: p.came for p in queries.present(meeting.id)} == {
            "Marisol Reyes": "here",
            "Priya Nair": "",
        }
    assert topics(meeting)["Oxygen"].notes == "Settled." and topics(meeting)["Oxygen"].discussed
    html = editor.get(address(meeting)).text
    assert "Settled." in html and "Weekly calls." in html and "Call the clinic" in html


def test_a_pause_in_typing_saves_one_line_and_answers_beside_the_text(editor: SignedIn, meeting) -> None:
    line = topics(meeting)["Oxygen"]
    sent = {f"notes-{line.id}": "Settled.", f"seen-{line.id}": "1"}
    answer = editor.post(address(meeting, f"/lines/{line.id}"), data=sent, headers=HTMX)
    assert answer.status_code == 200 and "Saved" in answer.text
    assert "<textarea" not in answer.text
    assert f'id="seen-{line.id}" name="seen-{line.id}" value="2"' in answer.text
    assert topics(meeting)["Oxygen"].discussed
    again = {f"notes-{line.id}": "Settled now.", f"seen-{line.id}": "2"}
    assert editor.post(address(meeting, f"/lines/{line.id}"), data=again, headers=HTMX).status_code == 200


@pytest.mark.parametrize(
    ("chosen", "kept"), [("mine", "Mine."), ("theirs", "Theirs."), ("both", "Theirs.\nMine.")]
)
def test_two_who_type_on_one_line_see_both_texts_and_choose(
    editor: SignedIn, meeting, dana: Actor, chosen: str, kept: str
) -> None:
    line = topics(meeting)["Oxygen"]
    with connected():
        service.save_notes(meeting.public_id, line.id, "Theirs.", seen=1, actor=dana, now=NOW)
    sent = {f"notes-{line.id}": "Mine.", f"seen-{line.id}": "1"}
    answer = editor.post(address(meeting, f"/lines/{line.id}"), data=sent, headers=HTMX)
    assert answer.status_code == 409 and "Mine." in answer.text and "Theirs." in answer.text
    assert topics(meeting)["Oxygen"].notes == "Theirs."
    form = whole_form(meeting, Oxygen="Mine.", Mileage="Typed beside it.")
    looked = re.search(rf'name="looked-{line.id}" value="(\d+)"', answer.text)
    assert looked is not None
    form |= {f"seen-{line.id}": "1", f"looked-{line.id}": looked[1], chosen: str(line.id)}
    assert editor.post(address(meeting), data=form).status_code == 303
    assert topics(meeting)["Oxygen"].notes == kept
    assert topics(meeting)["Mileage"].notes == "Typed beside it."


@pytest.mark.parametrize("chosen", ["mine", "both"])
def test_a_third_text_that_nobody_was_shown_is_not_written_over(
    editor: SignedIn, meeting, dana: Actor, chosen: str
) -> None:
    line = topics(meeting)["Oxygen"]
    with connected():
        for version, text in ((1, "Theirs."), (2, "A third.")):
            service.save_notes(meeting.public_id, line.id, text, seen=version, actor=dana, now=NOW)
    form = whole_form(meeting, Oxygen="Mine.")
    form |= {f"seen-{line.id}": "1", f"looked-{line.id}": "2", chosen: str(line.id)}
    answer = editor.post(address(meeting), data=form)
    assert answer.status_code == 409 and "A third." in answer.text
    assert topics(meeting)["Oxygen"].notes == "A third."


def test_a_late_save_without_scripts_keeps_both_texts_on_the_page(
    editor: SignedIn, meeting, dana: Actor
) -> None:
    line = topics(meeting)["Oxygen"]
    form = whole_form(meeting, Oxygen="Mine.", Mileage="Also typed.", action="Call")
    with connected():
        service.save_notes(meeting.public_id, line.id, "Theirs.", seen=1, actor=dana, now=NOW)
    answer = editor.post(address(meeting), data=form)
    assert answer.status_code == 409 and "Mine." in answer.text and "Theirs." in answer.text
    assert topics(meeting)["Mileage"].notes == "Also typed."
    assert 'value="Call"' not in answer.text  # it stands in the list by now
    # Saved once more from that page, with what it now knows, the own text stands.
    assert editor.post(address(meeting), data=whole_form(meeting, Oxygen="Mine.")).status_code == 303
    assert topics(meeting)["Oxygen"].notes == "Mine."


def test_a_mistake_keeps_every_word_that_was_typed(editor: SignedIn, meeting) -> None:
    sent = whole_form(meeting, Oxygen="A long thought.", action="Call", due_on="the 40th")
    answer = editor.post(address(meeting), data=sent)
    assert answer.status_code == 422
    assert "A long thought." in answer.text and 'value="Call"' in answer.text
    assert "Enter a date that exists" in answer.text and "<title>Error: " in answer.text


def test_a_mistake_does_not_make_the_next_save_overwrite_somebody(
    editor: SignedIn, meeting, dana: Actor
) -> None:
    line = topics(meeting)["Oxygen"]
    sent = whole_form(meeting, Oxygen="Mine.", action="Call", due_on="the 40th")
    with connected():
        service.save_notes(meeting.public_id, line.id, "Theirs.", seen=1, actor=dana, now=NOW)
    html = editor.post(address(meeting), data=sent).text
    assert f'id="seen-{line.id}" name="seen-{line.id}" value="1"' in html
    assert editor.post(address(meeting), data={**sent, "due_on": ""}).status_code == 409


def test_case_conferences_say_that_only_patterns_are_recorded(editor: SignedIn, meeting, dana: Actor) -> None:
    with connected():
        talk = make_meeting(meeting.partnership, kind="case_conference", on=ON)
        service.seed_usual_topics(talk.public_id, actor=dana, now=NOW)
        hard = queries.topics_of(talk.id)[0]
    html = editor.get(address(talk)).text
    assert "Only patterns and actions are recorded." in html
    assert f'name="notes-{hard.id}"' not in html and "nothing of it is written down" in html.lower()
    editor.post(
        address(talk), data={f"seen-{hard.id}": "1", f"notes-{hard.id}": "x", f"discussed-{hard.id}": "1"}
    )
    with connected():
        stored = queries.get_topic(talk.id, hard.id)
    assert (stored.notes, stored.discussed) == ("", True)


def test_taking_an_action_out_saves_the_rest_and_can_be_taken_back(editor: SignedIn, meeting) -> None:
    editor.post(address(meeting), data=whole_form(meeting, action="Call", decision="Calls."))
    with connected():
        action, decision = queries.promised_in(meeting.id)[0], queries.decisions_of(meeting.id)[0]
    sent = whole_form(meeting, Mileage="Kept.", drop_action=action.public_id)
    editor.post(address(meeting), data=sent)
    editor.post(address(meeting), data=whole_form(meeting, drop_decision=decision.public_id))
    with connected():
        assert queries.promised_in(meeting.id) == queries.decisions_of(meeting.id) == ()
    assert topics(meeting)["Mileage"].notes == "Kept."
    editor.post(address(meeting, f"/actions/{action.public_id}/restore"))
    editor.post(address(meeting, f"/decisions/{decision.public_id}/restore"))
    with connected():
        assert len(queries.promised_in(meeting.id)) == len(queries.decisions_of(meeting.id)) == 1


def test_what_is_missing_is_shown_before_finishing_and_forbids_nothing(editor: SignedIn, meeting) -> None:
    editor.post(address(meeting), data=whole_form(meeting, action="Call"))
    html = editor.get(address(meeting, "/finish")).text
    assert "“Call” still needs an owner and a date." in html
    assert "Whether they came is not noted: Marisol Reyes, Priya Nair." in html
    assert "3 lines from before and from this meeting" in html
    assert editor.post(address(meeting, "/finish")).status_code == 303
    html = editor.get(address(meeting)).text
    assert "Finished and locked." in html and "<textarea" not in html


def finish(editor: SignedIn, meeting, **form: object) -> None:
    assert editor.post(address(meeting, "/finish"), data=form).status_code == 303


def test_reopened_minutes_become_another_version_and_are_not_sent_by_themselves(
    editor: SignedIn, meeting
) -> None:
    finish(editor, meeting)
    assert editor.post(address(meeting, "/reopen")).status_code == 303
    assert "Version 1 went out" in editor.get(address(meeting)).text
    editor.post(address(meeting), data=whole_form(meeting, Oxygen="Mended."))
    finish(editor, meeting)
    html = editor.get(address(meeting)).text
    assert "Version 2, changed since it first went out." in html and "Mended." in html
    with connected():
        assert OutboxMail.select().count() == 0


def test_a_later_meeting_with_minutes_keeps_earlier_ones_closed(editor: SignedIn, meeting) -> None:
    with connected():
        earlier = make_meeting(meeting.partnership, on=date(2026, 11, 3))
    finish(editor, earlier)
    finish(editor, meeting)
    assert "Reopen</button>" not in editor.get(address(earlier)).text
    assert editor.post(address(earlier, "/reopen")).status_code == 422


def test_the_word_file_says_what_the_page_says(editor: SignedIn, meeting) -> None:
    sent = whole_form(meeting, Oxygen="Settled.", decision="Weekly calls.", concerns="Late numbers.")
    editor.post(address(meeting), data=sent)
    finish(editor, meeting)
    html = editor.get(address(meeting)).text
    answer = editor.get(address(meeting, ".docx"))
    text = word_text(answer.data)
    assert "minutes, 2026-11-24" in answer.headers["Content-Disposition"]
    for said in ("Settled.", "Weekly calls.", "Late numbers.", "Mileage", "No patient is named"):
        assert said in html and said in text
    partner = word_text(editor.get(address(meeting, ".docx?copy=partner")).data)
    assert "Our own price" in text and "Our own price" not in partner


def test_the_latest_finished_minutes_are_the_paper_m2(meeting, dana: Actor) -> None:
    partnership = meeting.partnership
    earlier = make_meeting(partnership, on=date(2026, 11, 3))
    service.finish_minutes(earlier.public_id, today=ON, actor=dana, now=NOW)
    Meeting.update(status="held").where(Meeting.id == meeting.id).execute()
    assert "2026-11-03" in make_paper(partnership, "M2", as_of=ON).filename
    assert "2026-11-24" in make_paper(partnership, "M2", as_of=ON, of=meeting.public_id).filename
    service.finish_minutes(meeting.public_id, today=ON, actor=dana, now=NOW)
    assert "2026-11-24" in make_paper(partnership, "M2", as_of=ON).filename


def test_minutes_are_composed_from_what_was_said(meeting, dana: Actor) -> None:
    rows = topics(meeting)
    service.save_notes(meeting.public_id, rows["Oxygen"].id, "Settled.", seen=1, actor=dana, now=NOW)
    service.mark_discussed(meeting.public_id, rows["Our own price"].id, True, actor=dana, now=NOW)
    facts = minutes_facts(queries.get_meeting(meeting.public_id))
    view = compose_minutes(facts)
    assert ([one.text for one in view.said], view.also, view.not_discussed) == (
        ["Oxygen"], ("Our own price",), ("Mileage",),
    )  # fmt: skip
    assert compose_minutes(facts, partner_copy=True).also == ()
    assert len(unfinished(facts)) == 1
    document = minutes_document(view, draft_id="x", made_on=ON, partner_copy=False)
    assert document.meta.copy is Copy.INTERNAL and document.title == "Minutes: Operations meeting"


def test_a_viewer_reads_and_changes_nothing(viewer: SignedIn, meeting) -> None:
    html = viewer.get(address(meeting)).text
    assert "Not finished yet." in html and "<textarea" not in html
    for path in ("/finish", "/send"):
        assert viewer.get(address(meeting, path)).status_code == 403
    line = topics(meeting)["Oxygen"]
    for path in ("", "/finish", "/reopen", "/send", "/attendance", f"/lines/{line.id}"):
        assert viewer.post(address(meeting, path)).status_code == 403
    assert viewer.get(f"/meetings/{meeting.public_id}/returned").status_code == 403


def test_a_stranger_is_asked_to_sign_in(client, meeting) -> None:
    for path in ("", "/finish", ".docx"):
        assert "/sign-in" in client.get(address(meeting, path)).location


def test_what_belongs_to_another_meeting_is_not_changed(editor: SignedIn, meeting, dana: Actor) -> None:
    with connected():
        other = make_meeting(make_partnership(), on=ON)
        line = service.add_topic(other.public_id, NewTopic("topic", "Theirs", 5), actor=dana, now=NOW)
        stranger = make_person(other.partnership.payer)
        make_member(other.partnership, stranger)
    sent = {f"notes-{line.id}": "x", f"seen-{line.id}": "1"}
    assert editor.post(address(meeting, f"/lines/{line.id}"), data=sent, headers=HTMX).status_code == 404
    assert editor.post(address(meeting), data={**sent, f"came-{stranger.id}": "here"}).status_code == 303
    wrong = whole_form(meeting, action="Call", owner=stranger.public_id)
    assert editor.post(address(meeting), data=wrong).status_code == 422
    wrong = whole_form(meeting, decision="x", decision_topic=str(line.id))
    assert editor.post(address(meeting), data=wrong).status_code == 422
    with connected():
        assert queries.get_topic(other.id, line.id).notes == "" and Action.select().count() == 0


def test_the_pages_ask_the_database_as_often_with_many_lines_as_with_few(editor: SignedIn, meeting) -> None:
    def statements(path: str) -> int:
        with count_statements() as counter:
            assert editor.get(path).status_code == 200
        return counter.count

    pages = (address(meeting), address(meeting, "/finish"), "/partnerships/kestrel-bay/decisions")
    few = [statements(page) for page in pages]
    with connected():
        for number in range(30):
            AgendaTopic.create(meeting=meeting, text=f"Line {number}", position=number)
    for number in range(3):
        editor.post(address(meeting), data=whole_form(meeting, action=f"A{number}", decision=f"D{number}"))
    assert [statements(page) for page in pages] == few
    assert few[0] <= 16 and few[1] <= 16 and few[2] <= 8
    finish(editor, meeting)
    assert statements(address(meeting)) <= 16


def test_decisions_are_listed_by_kind_and_lead_to_their_minutes(editor: SignedIn, meeting) -> None:
    assert "Nothing is decided yet." in editor.get("/partnerships/kestrel-bay/decisions").text
    with connected():
        talk = make_meeting(meeting.partnership, kind="executive", on=ON)
    editor.post(address(meeting), data=whole_form(meeting, decision="Weekly calls."))
    editor.post(address(talk), data={"decision": "A third year."})
    html = editor.get("/partnerships/kestrel-bay/decisions").text
    assert "Weekly calls." in html and "A third year." in html and address(meeting) in html
    html = editor.get("/partnerships/kestrel-bay/decisions?kind=executive").text
    assert "A third year." in html and "Weekly calls." not in html


def test_markup_typed_into_minutes_is_shown_as_typed(editor: SignedIn, meeting) -> None:
    evil = "<script>boom()</script> {{ 7*191 }}"
    sent = whole_form(meeting, Oxygen=evil, concerns=evil, decision=evil, decided_by=evil, action=evil)
    editor.post(address(meeting), data=sent)
    for ask in (address(meeting), address(meeting, "/finish"), "/partnerships/kestrel-bay/decisions"):
        assert "<script>boom" not in editor.get(ask).text
    finish(editor, meeting)
    html = editor.get(address(meeting)).text
    assert "<script>boom" not in html and "&lt;script&gt;boom" in html and "1337" not in html
    parts = zipfile.ZipFile(io.BytesIO(editor.get(address(meeting, ".docx")).data))
    assert b"<script" not in parts.read("word/document.xml")
