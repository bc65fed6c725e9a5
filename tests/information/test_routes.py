"""Requests, answers, aims and lessons in the browser."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from app.core.db import connected
from app.information.models import AimsLine, InformationItem, Lesson
from app.information.queries import first_meeting_facts, get_item, list_items, topics_to_talk_about
from app.partnerships.models import Partnership, StageChange
from tests.conftest import SignedIn
from tests.counting import count_statements
from tests.factories import make_organization, make_partnership

AT = "/partnerships/bay/information"


@pytest.fixture
def bay(database: str) -> Partnership:
    return make_partnership(key="bay", name="Kestrel Bay / Ordway", payer=make_organization(name="Ordway"))


def stored(ident: str) -> InformationItem:
    with connected():
        return InformationItem.get(InformationItem.item == ident)


def test_the_page_says_how_much_each_side_has_answered(editor: SignedIn, bay: Partnership) -> None:
    html = editor.get(AT).text
    assert "Ordway has answered 0 of 7; we have answered 0 of 6." in html
    editor.post(f"{AT}/items/IR1", data={"status": "answered", "answer": "Mesa\nAlder"})
    assert "we have answered 1 of 6." in editor.get(AT).text and "Mesa, Alder" in editor.get(AT).text


def test_several_things_are_asked_at_once_and_late_answers_are_told(
    editor: SignedIn, bay: Partnership
) -> None:
    editor.post(f"{AT}/items/IP3", data={"status": "answered", "answer.0.a": "Visits", "answer.0.b": "2"})
    form = {"items": ["IP1", "IP2", "IP3"], "on": "2026-11-01", "by": "2026-11-20"}
    assert editor.post(f"{AT}/asked", data=form).status_code == 303
    assert [stored(one).status for one in ("IP1", "IP2", "IP3")] == ["asked", "asked", "answered"]
    html = editor.get(AT).text
    assert "2 answers are later than wanted." in html and "wanted by Nov 20" in html


def test_a_table_answer_keeps_its_rows_and_offers_new_ones(editor: SignedIn, bay: Partnership) -> None:
    rows = {"answer.0.a": "Visits", "answer.0.b": "2 a month", "answer.1.a": "", "answer.1.b": ""}
    assert editor.post(f"{AT}/items/IP3", data={"status": "answered", **rows}).status_code == 303
    assert stored("IP3").answer == {"answer": [["Visits", "2 a month"]]}
    assert 'name="answer.3.a"' in editor.get(f"{AT}/items/IP3").text


def test_an_answer_that_is_replaced_can_still_be_read(editor: SignedIn, bay: Partnership) -> None:
    for text in ("Mesa", "Mesa\nAlder"):
        editor.post(f"{AT}/items/IP1", data={"status": "answered", "answer": text})
    html = editor.get(f"{AT}/items/IP1").text
    assert "Earlier answers" in html and ": Mesa</li>" in html


def test_a_wrong_answer_comes_back_with_what_was_typed(editor: SignedIn, bay: Partnership) -> None:
    answer = editor.post(f"{AT}/items/IP2", data={"status": "answered", "number": "many", "text": "Old"})
    assert answer.status_code == 422 and "Enter a number" in answer.text and 'value="many"' in answer.text
    empty = editor.post(f"{AT}/items/IP2", data={"status": "answered"})
    assert empty.status_code == 422 and "Not available" in empty.text


def test_two_people_who_answer_at_once_see_both_versions(editor: SignedIn, bay: Partnership) -> None:
    editor.post(f"{AT}/items/IP1", data={"status": "answered", "answer": "Mesa", "seen": "0"})
    version = stored("IP1").version
    editor.post(f"{AT}/items/IP1", data={"status": "answered", "answer": "Alder", "seen": version})
    late = editor.post(f"{AT}/items/IP1", data={"status": "answered", "answer": "Ute", "seen": version})
    assert late.status_code == 409 and "Ute" in late.text and "Alder" in late.text


def test_a_topic_keeps_what_is_known_and_who_told_it(editor: SignedIn, bay: Partnership) -> None:
    url = f"{AT}/topics/experience_capacity"
    form = {"current_caseload": "34", "hiring_plan": "One nurse", "told_by": "provider"}
    assert editor.post(url, data=form).status_code == 303
    assert "Current caseload: 34" in editor.get(AT).text
    assert "Rural, urban or mixed" in editor.get(f"{AT}/topics/service_area").text


def test_aims_are_read_side_by_side_and_differences_come_up_for_talk(
    editor: SignedIn, bay: Partnership
) -> None:
    form = {"AW1.seen": "0", "AW1.ours": "Relief early", "AW1.theirs": "Fewer stays", "AW1.talk": "1"}
    assert editor.post(f"{AT}/aims", data=form).status_code == 303
    with connected():
        assert AimsLine.select().count() == 1
        assert topics_to_talk_about(bay.id) == ("What do we mean by palliative care?",)
        facts = first_meeting_facts(bay.id)
        assert facts.aims[0] == ("What do we mean by palliative care?", "Relief early", "Fewer stays")
        assert len(facts.missing) == 13
    assert "Relief early" in editor.get(f"{AT}/aims?sheet=provider").text
    assert "Fewer stays" not in editor.get(f"{AT}/aims?sheet=provider").text


def test_what_an_ended_partnership_taught_stands_beside_the_aims_of_the_next(
    editor: SignedIn, bay: Partnership
) -> None:
    ended = make_partnership(key="flats", name="Juniper Flats / Norvane", stage="ended")
    StageChange.create(partnership=ended, from_stage="pilot", to_stage="ended", on=date(2025, 3, 31))
    form = {"text": "Volume was a guess", "ask_next": "Who counted?", "side": "provider"}
    url = "/partnerships/flats/information/lessons"
    assert editor.post(url, data={**form, "learned_on": "2025-04-15"}).status_code == 303
    html = editor.get(f"{AT}/aims").text
    assert "From Juniper Flats / Norvane, ended March 2025: Volume was a guess" in html
    lesson = Lesson.get()
    assert editor.post(f"{AT}/lessons/{lesson.public_id}/remove").status_code == 404
    assert editor.post(f"{url}/{lesson.public_id}/remove").status_code == 303
    assert "Volume was a guess" not in editor.get(f"{AT}/aims").text
    editor.post(f"{url}/{lesson.public_id}/restore")
    assert "Volume was a guess" in editor.get(f"{AT}/aims").text


def test_a_viewer_reads_and_changes_nothing(viewer: SignedIn, bay: Partnership) -> None:
    assert viewer.get(AT).status_code == 200 and viewer.get(f"{AT}/aims").status_code == 200
    assert "<form" not in viewer.get(AT).text.split("<main")[1].split("</main>")[0]
    assert viewer.post(f"{AT}/items/IP1", data={"status": "asked"}).status_code == 403


def test_a_stranger_is_sent_to_the_sign_in(client: FlaskClient, bay: Partnership) -> None:
    assert client.get(AT).status_code == 303


def test_the_pages_ask_the_database_little(editor: SignedIn, bay: Partnership) -> None:
    for one in ("IP1", "IP2", "IR1"):
        editor.post(f"{AT}/items/{one}", data={"status": "asked"})
    for path in ("", "/aims", "/items/IP1"):
        with count_statements() as counter:
            editor.get(f"{AT}{path}")
        assert counter.count <= 9, (path, counter.statements)


def test_the_method_fits_on_one_page(editor: SignedIn) -> None:
    html = editor.get("/method").text
    assert "Start well" in html and "Make it last" in html


def test_every_request_can_be_found(bay: Partnership) -> None:
    assert [row.item.id for row in list_items(bay.id)][:2] == ["IP1", "IP2"]
    assert get_item("IR6").label == "Capacity"
