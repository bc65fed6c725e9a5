"""The agenda fills itself: follow-up first, then topics, numbers, decisions."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.core.actor import Actor
from app.core.db import connected
from app.core.errors import NotFound, RuleViolation
from app.meetings.models import AgendaTopic, MeetingAction
from app.meetings.queries import get_meeting
from app.meetings.service import NewTopic, add_topic, seed_usual_topics
from app.metrics.models import DataMonth
from app.milestones.models import Milestone
from app.papers.queries.agenda import agenda_facts
from app.papers.rules.agenda import MonthFigures, compose_agenda, figures_at_a_glance
from app.papers.service import make_paper
from app.terms.service import set_terms
from tests.conftest import NOW, SignedIn
from tests.counting import count_statements
from tests.factories import make_action, make_meeting, make_member, make_partnership, make_person

MONTH = MonthFigures(date(2026, 10, 1), 16, 28, 8, 11, 2, Decimal("6.00"))
NASTY = '<b>*x*</b> {{ 7 * 7 }} {% raw %} # not a heading | "quoted" & more'


@pytest.fixture
def meeting(database: str):
    partnership = make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway")
    ken = make_person(partnership.payer, name="Ken Lindqvist", function="clinical")
    make_member(partnership, ken)
    row = make_meeting(partnership)
    make_action(
        partnership, text="Name a billing contact", side="payer", owner=ken, due_on=date(2026, 12, 20)
    )
    make_action(partnership, text="Send the October visit log", due_on=date(2026, 11, 20))
    make_action(partnership, text="Old and done", done_on=date(2026, 11, 1), status="done")
    make_action(partnership, text="Check our own margin", private=True)
    DataMonth.create(
        partnership=partnership,
        month=11,
        month_on=date(2026, 10, 1),
        census_end=16,
        forecast_census=28,
        referrals=8,
        forecast_referrals=11,
        declined=2,
        auth_days_mean=Decimal(6),
        changed_at=NOW,
    )
    Milestone.create(
        partnership=partnership,
        stage="pilot",
        title="Year-one data review",
        lead="joint",
        due_on=date(2026, 12, 10),
        created_at=NOW,
    )
    return row


def test_late_promises_stand_first_and_done_ones_are_gone(meeting) -> None:
    agenda = compose_agenda(agenda_facts(get_meeting(meeting.public_id)))
    assert [(p.text, p.late_days) for p in agenda.promises] == [
        ("Check our own margin", 11),
        ("Send the October visit log", 11),
        ("Name a billing contact", 0),
    ]


def test_the_minutes_of_all_topics_are_summed_against_the_meeting(meeting, dana: Actor) -> None:
    seed_usual_topics(meeting.public_id, actor=dana, now=NOW)
    before = compose_agenda(agenda_facts(get_meeting(meeting.public_id)))
    assert before.fit == "50 of 60 minutes are planned, 10 stay free."
    add_topic(meeting.public_id, NewTopic("topic", "Referrals", 45), actor=dana, now=NOW)
    after = compose_agenda(agenda_facts(get_meeting(meeting.public_id)))
    assert after.planned_minutes == before.planned_minutes + 45
    assert after.over_by == after.planned_minutes - 60 > 0
    assert after.fit == "95 minutes are planned, 35 more than the meeting has."


def test_numbers_stand_against_the_forecast_and_unknown_is_not_zero() -> None:
    shown = {f.label: (f.value, f.expected) for f in figures_at_a_glance(MONTH, partner_copy=False)}
    assert shown["Enrolled at the end of the month"] == ("16", "28")
    assert shown["Authorizations, mean time"] == ("6 business days", "")
    unknown = MonthFigures(date(2026, 10, 1), None, 28, 0, None, None, None)
    shown = {f.label: f.value for f in figures_at_a_glance(unknown, partner_copy=False)}
    assert shown["Enrolled at the end of the month"] == "not known yet" and shown["Referrals"] == "0"


def test_the_partner_sees_no_count_from_one_to_ten_and_nothing_private(meeting, dana: Actor) -> None:
    add_topic(
        meeting.public_id, NewTopic("topic", "Our walk-away price", 5, private=True), actor=dana, now=NOW
    )
    row = get_meeting(meeting.public_id)
    agenda = compose_agenda(agenda_facts(row, partner_copy=True), partner_copy=True)
    assert [f.value for f in agenda.figures[:3]] == ["16", "under 11", "under 11"]
    assert "Check our own margin" not in [p.text for p in agenda.promises]
    assert agenda.topics == ()


@pytest.mark.parametrize(
    ("agreed", "counts"),
    [
        ({"S28.small_counts_shown": True}, ["16", "8", "2"]),
        ({"S28.small_count_rule": 20}, ["under 21", "under 21", "under 21"]),
    ],
)
def test_the_partners_agenda_hides_counts_as_both_sides_agreed(
    meeting, dana: Actor, agreed: dict[str, Any], counts: list[str]
) -> None:
    set_terms(meeting.partnership, agreed, effective_on=date(2026, 1, 1), actor=dana, now=NOW)
    row = get_meeting(meeting.public_id)
    theirs = compose_agenda(agenda_facts(row, partner_copy=True), partner_copy=True)
    assert [f.value for f in theirs.figures[:3]] == counts
    assert [f.value for f in compose_agenda(agenda_facts(row)).figures[:3]] == ["16", "8", "2"]


def test_an_action_of_a_line_made_private_later_leaves_the_partners_agenda(meeting, dana: Actor) -> None:
    topic = AgendaTopic.create(meeting=meeting, text="Price", position=1)
    action = make_action(meeting.partnership, text="Count our walk-away price")
    MeetingAction.create(meeting=meeting, topic=topic, action=action)
    row = get_meeting(meeting.public_id)

    def shown(partner: bool) -> bool:
        facts = agenda_facts(row, partner_copy=partner)
        promises = compose_agenda(facts, partner_copy=partner).promises
        return "Count our walk-away price" in [one.text for one in promises]

    assert shown(partner=True)
    AgendaTopic.update(private=True).where(AgendaTopic.id == topic.id).execute()
    assert not shown(partner=True) and shown(partner=False)


def test_the_word_file_says_what_the_page_says(editor: SignedIn, meeting, dana: Actor) -> None:
    with connected():
        add_topic(
            meeting.public_id,
            NewTopic("decision", "Pay for screening?", 10, approver="Finance"),
            actor=dana,
            now=NOW,
        )
    html = editor.get(f"/meetings/{meeting.public_id}/agenda").text
    answer = editor.get(f"/meetings/{meeting.public_id}/agenda.docx")
    assert "Operations meeting, agenda, 2026-12-01" in answer.headers["Content-Disposition"].replace(
        "operations", "Operations"
    )
    text = word_text(answer.data)
    for said in (
        "Send the October visit log",
        "11 days late",
        "Pay for screening?",
        "Year-one data review",
        "Ken Lindqvist",
    ):
        assert said in text and said in html


def test_markup_typed_as_a_topic_appears_verbatim_on_the_page_and_in_word(editor: SignedIn, meeting) -> None:
    assert (
        editor.post(
            f"/meetings/{meeting.public_id}/topics", data={"text": NASTY, "topic_minutes": "5"}
        ).status_code
        == 303
    )
    html = editor.get(f"/meetings/{meeting.public_id}/agenda").text
    assert "&lt;b&gt;*x*&lt;/b&gt; {{ 7 * 7 }}" in html and "<b>*x*" not in html
    assert NASTY in word_text(editor.get(f"/meetings/{meeting.public_id}/agenda.docx").data)


def test_a_wrong_topic_keeps_what_was_typed_and_stores_nothing(editor: SignedIn, meeting) -> None:
    answer = editor.post(
        f"/meetings/{meeting.public_id}/topics", data={"text": "Referrals", "topic_minutes": "many"}
    )
    assert (
        answer.status_code == 422
        and 'value="Referrals"' in answer.text
        and "Enter a whole number" in answer.text
    )
    with connected():
        assert AgendaTopic.select().count() == 0


def test_htmx_gets_the_fragment_and_the_toast(editor: SignedIn, meeting) -> None:
    answer = editor.post(
        f"/meetings/{meeting.public_id}/topics",
        data={"text": "Referrals", "topic_minutes": "5"},
        headers={"HX-Request": "true"},
    )
    assert answer.text.lstrip().startswith('<section aria-labelledby="h-ag" id="agenda">')
    assert "hx-swap-oob" in answer.text and "<html" not in answer.text


def test_a_viewer_reads_the_agenda_and_changes_nothing(viewer: SignedIn, meeting) -> None:
    assert viewer.get(f"/meetings/{meeting.public_id}/agenda").status_code == 200
    answer = viewer.post(
        f"/meetings/{meeting.public_id}/topics", data={"text": "Referrals", "topic_minutes": "5"}
    )
    assert answer.status_code == 403


def test_an_agenda_asks_the_database_at_most_sixteen_times_however_much_is_open(
    editor: SignedIn, meeting
) -> None:
    def statements() -> int:
        with count_statements() as counter:
            assert editor.get(f"/meetings/{meeting.public_id}/agenda").status_code == 200
        return counter.count

    few = statements()
    with connected():
        for _ in range(40):
            make_action(meeting.partnership)
    assert statements() == few <= 16


def test_a_paper_that_cannot_be_made_is_refused_with_a_sentence(database: str) -> None:
    partnership = make_partnership(name="Kestrel Bay / Ordway")
    with pytest.raises(NotFound, match="has no meeting"):
        make_paper(partnership, "M1", as_of=date(2026, 11, 24))
    with pytest.raises(RuleViolation, match="no paper M99"):
        make_paper(partnership, "M99", as_of=date(2026, 11, 24))


def word_text(data: bytes) -> str:
    """The text of a Word file's body, paragraph by paragraph."""
    from lxml import etree

    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return "\n".join("".join(t.text or "" for t in p.iter(f"{w}t")) for p in root.iter(f"{w}p"))
