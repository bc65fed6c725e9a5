"""Minutes that come back: what differs is proposed, row by row, and nothing changes by itself."""

from __future__ import annotations

import io
from datetime import date

import pytest

from app.actions.models import Action
from app.actions.service import ActionFacts
from app.core.actor import Actor
from app.core.db import connected
from app.documents import reader
from app.meetings import queries, service
from app.meetings.models import Decision, MinutesProposal
from app.papers.rules.returned import Known, Returned, differing, rows_of, same_person
from tests.conftest import NOW, SignedIn, without_ids
from tests.documents.test_reader import p, tbl, tc, tr, word
from tests.factories import make_meeting, make_member, make_partnership, make_person

ON = date(2026, 11, 24)
DECEMBER = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("head", "row", "found"),
    [
        (("What", "Who", "By"), ("Call", "Priya", "12/01/2026"), ("action", "Call", "Priya", DECEMBER)),
        (
            ("WHO:", "by when?", "Note", "what"),
            ("Priya", "Dec 1, 2026", "-", "Call"),
            ("action", "Call", "Priya", DECEMBER),
        ),
        (("Action", "Owner", "Due date"), ("Call", "Priya", "soon"), ("action", "Call", "Priya", None)),
        (("What", "By whom"), ("Weekly calls", "Both"), ("decision", "Weekly calls", "Both", None)),
        (
            ("No.", "Decision", "Decided by"),
            ("1", "Weekly calls", ""),
            ("decision", "Weekly calls", "", None),
        ),
    ],
)
def test_tables_are_known_by_the_words_of_their_head(
    head: tuple[str, ...], row: tuple[str, ...], found: tuple[object, ...]
) -> None:
    (one,) = rows_of([(head, [row])])
    assert (one.kind, one.text, one.who, one.due_on) == found


@pytest.mark.parametrize(
    "table",
    [
        (("Topic", "Asked by", "Minutes"), [("x", "y", "5")]),
        (("Name", "Function"), [("x", "y")]),
        (("What", "Who", "By"), [("", "Priya", "12/01/2026"), ()]),
        ((), []),
    ],
)
def test_other_tables_and_empty_rows_say_nothing(
    table: tuple[tuple[str, ...], list[tuple[str, ...]]],
) -> None:
    assert rows_of([table]) == ()


def test_only_what_differs_is_proposed_and_only_once() -> None:
    known = [
        Known("action", "Call the clinic.", "Priya Nair, Ordway", DECEMBER),
        Known("decision", "Weekly calls", "Both"),
    ]
    same = [
        Returned("action", "call  the clinic", "priya nair", "Dec 1, 2026", DECEMBER),
        Returned("decision", "Weekly calls.", "Both"),
    ]
    moved = Returned("action", "Call the clinic.", "Priya Nair, Ordway", "Dec 8, 2026", date(2026, 12, 8))
    assert differing([*same, moved, moved], known) == (moved,)


def test_a_person_is_known_by_the_name_before_the_comma() -> None:
    assert same_person("Grace Okonjo, Ordway", "grace okonjo") and same_person(
        " Grace  Okonjo ", "Grace Okonjo"
    )
    assert not same_person("Grace", "Grace Okonjo") and not same_person("", "")


@pytest.fixture
def meeting(database: str):
    partnership = make_partnership(key="kestrel-bay")
    priya = make_person(partnership.payer, name="Priya Nair")
    make_member(partnership, priya)
    return make_meeting(partnership, on=ON)


def upload(editor: SignedIn, meeting, data: bytes, name: str = "back.docx"):
    return editor.post(
        f"/meetings/{meeting.public_id}/returned",
        data={"file": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
    )


def returned_file(*actions: tuple[str, str, str], decisions: tuple[tuple[str, str], ...] = ()) -> bytes:
    rows = [tr(*(tc(cell) for cell in row)) for row in actions]
    decided = [tr(*(tc(cell) for cell in row)) for row in decisions]
    return word(
        p("Minutes")
        + tbl(tr(tc("What"), tc("Who"), tc("By")), *rows)
        + tbl(tr(tc("What"), tc("By whom")), *decided)
    )


def test_our_own_file_sent_back_unchanged_proposes_nothing(editor: SignedIn, meeting, dana: Actor) -> None:
    with connected():
        priya = queries.candidates(meeting.partnership_id)[0]
        facts = ActionFacts("Call the clinic", "payer", priya.person_id, DECEMBER)
        service.add_action(meeting.public_id, facts, None, actor=dana, now=NOW)
        service.add_action(meeting.public_id, ActionFacts("Nobody yet"), None, actor=dana, now=NOW)
        service.add_decision(meeting.public_id, "Weekly calls.", "Both", None, actor=dana, now=NOW)
    file = editor.get(f"/meetings/{meeting.public_id}/minutes.docx").data
    answer = upload(editor, meeting, file)
    assert answer.status_code == 303
    assert "Everything in that file is here already." in editor.get(answer.location).text
    with connected():
        assert MinutesProposal.select().count() == 0


def test_what_came_back_waits_for_somebody_and_is_taken_or_left_out(editor: SignedIn, meeting) -> None:
    data = returned_file(
        ("Call the clinic", "priya nair, Ordway", "December 1, 2026"),
        ("Send the list", "The new nurse", "next week"),
        decisions=(("Weekly calls.", "Both"),),
    )
    assert upload(editor, meeting, data).status_code == 303
    page = f"/meetings/{meeting.public_id}/returned"
    html = editor.get(page).text
    assert "3 rows say something else" in html and "it names The new nurse, by “next week”" in html
    assert 'value="2026-12-01"' in html and "selected>Priya Nair" in html
    with connected():
        assert Action.select().count() == Decision.select().count() == 0
        call, send, decided = queries.open_proposals(meeting.id)
        priya = queries.candidates(meeting.partnership_id)[0]
        key = make_key(priya.person_id)
    sent = {"action": "Call both clinics", "owner": key, "due_on": "2026-12-02"}
    assert editor.post(f"{page}/{call.id}/take", data=sent).status_code == 303
    editor.post(f"{page}/{decided.id}/take", data={"decision": "Weekly calls.", "decided_by": "Both"})
    editor.post(f"{page}/{send.id}/refuse")
    with connected():
        (action,) = queries.promised_in(meeting.id)
        assert (action.text, action.owner, action.due_on) == (
            "Call both clinics",
            "Priya Nair",
            date(2026, 12, 2),
        )
        assert [one.text for one in queries.decisions_of(meeting.id)] == ["Weekly calls."]
        assert queries.open_proposals(meeting.id) == ()
    editor.post(f"{page}/{call.id}/again")
    editor.post(f"{page}/{send.id}/again")
    with connected():
        assert queries.promised_in(meeting.id) == () and len(queries.open_proposals(meeting.id)) == 2


def make_key(person_id: int) -> str:
    from app.people.models import Person

    return str(Person.get_by_id(person_id).public_id)


def test_a_row_that_is_taken_wrongly_comes_back_with_what_was_typed(editor: SignedIn, meeting) -> None:
    upload(editor, meeting, returned_file(("Call", "", "")))
    with connected():
        (row,) = queries.open_proposals(meeting.id)
    address = f"/meetings/{meeting.public_id}/returned/{row.id}/take"
    answer = editor.post(address, data={"action": "Call them", "due_on": "the 40th"})
    assert answer.status_code == 422 and "Call them" in answer.text and "date that exists" in answer.text
    assert editor.post(address, data={"action": ""}).status_code == 422


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"hello", "Save it in Word as .docx"),
        (word("", extra={"word/vbaProject.bin": b"x"}), "holds macros"),
        (word(tbl(tr(tc("Topic")))), "We found no table of actions"),
    ],
)
def test_a_file_we_cannot_use_is_refused_with_what_to_do(
    editor: SignedIn, meeting, data: bytes, sentence: str
) -> None:
    answer = upload(editor, meeting, data)
    assert answer.status_code == 422 and sentence in answer.text


def test_a_file_that_is_too_large_is_refused_with_what_to_do(
    editor: SignedIn, meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "MOST_BYTES", 1000)
    answer = upload(editor, meeting, b"PK" + b"\0" * 1000)
    assert answer.status_code == 422 and "larger than a page of minutes" in answer.text


def test_without_a_file_it_is_asked_for(editor: SignedIn, meeting) -> None:
    answer = editor.post(f"/meetings/{meeting.public_id}/returned")
    assert answer.status_code == 422 and "Choose the Word file that came back." in answer.text


def test_proposals_of_another_meeting_are_not_answered_here(
    editor: SignedIn, meeting, viewer: SignedIn
) -> None:
    with connected():
        other = make_meeting(make_partnership(), on=ON)
    upload(editor, other, returned_file(("Theirs", "", "")))
    with connected():
        (row,) = queries.open_proposals(other.id)
    mine = f"/meetings/{meeting.public_id}/returned/{row.id}"
    for what in ("take", "refuse", "again"):
        assert editor.post(f"{mine}/{what}", data={"action": "x"}).status_code == 404
        assert viewer.post(f"{mine}/{what}").status_code == 403
    assert viewer.post(f"/meetings/{meeting.public_id}/returned").status_code == 403
    with connected():
        assert len(queries.open_proposals(other.id)) == 1


def test_markup_in_a_returned_file_stays_words(editor: SignedIn, meeting) -> None:
    upload(editor, meeting, returned_file(("&lt;script&gt;boom()&lt;/script&gt;", "{{ 7*191 }}", "x")))
    html = editor.get(f"/meetings/{meeting.public_id}/returned").text
    assert "<script>boom" not in html and "boom()" in html and "1337" not in without_ids(html)
