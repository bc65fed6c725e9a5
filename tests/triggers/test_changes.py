"""A change is noted, opens what it asks for in one click, is edited, and taken back."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from app.actions.models import Action
from app.actions.service import complete_action
from app.assessments.models import Assessment
from app.catalogue import catalogue
from app.core.actor import SYSTEM
from app.meetings.models import DensePeriod, Meeting, MeetingSeries
from app.meetings.service import NewTopic, add_topic
from app.metrics.models import Assumption
from app.partnerships.models import Partnership
from app.terms.service import set_terms
from app.triggers.models import ChangeEvent, Signal
from app.triggers.rules import duties, propose
from tests.conftest import NOW, SignedIn
from tests.factories import make_action, make_member, make_partnership, make_person

TODAY = date(2026, 11, 24)
URL = "/partnerships/bay/signals"
TABLE = [
    {"change": "A key person leaves or begins", "days": 14},
    {"change": "A grant or other funding begins or ends", "days": 60},
    {"change": "A location is added", "days": 0},
    {"change": "", "days": 5},
]


def test_a_duty_counts_back_from_the_change_and_is_late_within_business_days() -> None:
    found = duties(TABLE, 5, "partner_or_stakeholder", date(2026, 11, 20), TODAY)
    assert [(one.place, one.fits, one.late, one.due_on) for one in found] == [
        (0, True, True, date(2026, 12, 1)),
        (1, False, True, date(2026, 12, 1)),
        (2, False, True, date(2026, 12, 1)),
    ]
    ahead = duties(TABLE, None, "program_expansion", date(2027, 1, 10), TODAY)
    assert [(one.fits, one.late, one.due_on) for one in ahead] == [
        (False, False, date(2026, 12, 27)),
        (False, True, TODAY),  # nothing agreed for what is late: at once
        (True, False, date(2027, 1, 10)),
    ]


@pytest.mark.parametrize(
    ("kind", "usual"),
    [
        ("TE01", {"review", "assess", "denser", "tell-0"}),
        ("TE08", {"review", "assess", "denser", "assumptions"}),
        ("TE14", {"review"}),
        ("TE17", {"review", "denser", "assumptions"}),
    ],
)
def test_what_is_ticked_is_what_the_catalogue_says(kind: str, usual: set[str]) -> None:
    one = next(one for one in catalogue().event_triggers if one.id == kind)
    told = duties(TABLE, 5, one.group, TODAY, TODAY)
    found = propose(one, told, assumptions=3, can_review=True, today=TODAY)
    assert found.usual == usual


@pytest.fixture
def bay(app: Any) -> Partnership:
    made = make_partnership(key="bay", name="Bay / Ordway", stage="pilot")
    terms = {"S35.notice_table": TABLE[:2], "S35.late_notice_days": 5}
    set_terms(made, terms, effective_on=date(2026, 1, 1), actor=SYSTEM, now=NOW)
    stamp = {"partnership": made, "changed_at": NOW}
    Assumption.create(**stamp, fact="referrals", value=9)
    Assumption.create(**stamp, fact="auth_days", value=3, check_on=date(2026, 12, 1))
    return made


def noted(editor: SignedIn, kind: str = "TE08", **more: str) -> ChangeEvent:
    sent = {"kind": kind, "on": "2026-11-20", "text": "The plan asks us to order equipment.", **more}
    assert editor.post(f"{URL}/change", data=sent).status_code == 303
    return ChangeEvent.select().order_by(ChangeEvent.id.desc()).get()


def test_one_click_opens_all_of_it_and_one_takes_it_back(bay: Partnership, editor: SignedIn) -> None:
    ours = make_person(bay.provider, name="Dana Whitfield")
    make_member(bay, ours, side="provider")
    event = noted(editor)
    address = f"{URL}/changes/{event.public_id}"
    page = editor.get(f"{address}/opens").text
    for words in ("Take it into a review", "Held by December 24, 2026", "Repeat the needs assessment"):
        assert words in page
    assert (
        "14 days before the change; that day has passed, so it is told by December 2, 2026" in page
    )  # Thanksgiving does not count
    assert Action.select().count() == 0
    sent = {"review": "1", "assess": "1", "denser": "1", "weeks": "4", "assumptions": "1", "tell": "0"}
    sent["teller"] = "provider"
    editor.post(f"{address}/opens", data={**sent, "owner": ours.public_id})
    signal = Signal.get(Signal.trigger == "TE08")
    assert (signal.answer, signal.review_on) == ("review", date(2026, 12, 24))
    assert Assessment.get().because == "New task given to a party, November 20, 2026"
    made = {row.text: row for row in Action.select()}
    assert set(made) == {f"Tell {bay.payer.name} of this change: New task given to a party"}
    assert {row.due_on for row in made.values()} == {date(2026, 12, 2)}
    assert all(
        (row.source, row.side, row.owner_id) == ("trigger", "provider", ours.id) for row in made.values()
    )
    period = DensePeriod.get()
    assert (period.starts_on, period.ends_on, period.source) == (TODAY, date(2026, 12, 21), "event")
    checked = {row.fact: row.check_on for row in Assumption.select()}
    assert checked == {"referrals": date(2026, 12, 24), "auth_days": date(2026, 12, 1)}
    shown = editor.get(address).text
    assert "What it asks for is opened" in shown
    assert editor.get(f"{address}/opens").status_code == 303  # once is enough
    again = editor.post(f"{address}/opens", data=sent)
    assert "a moment ago" in again.text and Action.select().count() == 1
    page = editor.post(f"{address}/opens/undo", follow_redirects=True).text
    assert "It is as before." in page
    assert (Action.select().count(), DensePeriod.select().count()) == (0, 0)
    assert Signal.get(Signal.trigger == "TE08").answer == ""
    assert {row.fact: row.check_on for row in Assumption.select()}["referrals"] is None
    assert editor.get(f"{address}/opens").status_code == 200


def test_nothing_ticked_and_weeks_that_cannot_be_meant_are_said(bay: Partnership, editor: SignedIn) -> None:
    address = f"{URL}/changes/{noted(editor).public_id}/opens"
    refused = editor.post(address, data={})
    assert refused.status_code == 422 and "Tick what this change is to open" in refused.text
    refused = editor.post(address, data={"denser": "1", "weeks": "80", "assess": "1"})
    assert refused.status_code == 422 and "from 1 to 26" in refused.text and 'value="80"' in refused.text
    assert Action.select().count() == 0


def test_taking_a_change_back_takes_what_it_opened_unless_somebody_worked_on_it(
    bay: Partnership, editor: SignedIn
) -> None:
    event = noted(editor)
    address = f"{URL}/changes/{event.public_id}"
    editor.post(f"{address}/opens", data={"assess": "1", "tell": "0", "teller": "provider"})
    other = make_action(bay, text="Not of this change")
    done = Action.get(Action.text.startswith("Tell"))
    complete_action(done, on=TODAY, actor=SYSTEM, now=NOW + timedelta(hours=1))
    page = editor.post(f"{address}/remove", follow_redirects=True).text
    assert "what somebody worked on since stays." in page
    assert {row.text for row in Action.select()} == {done.text, other.text}
    assert Assessment.select().count() == 0
    assert ChangeEvent.select().count() == 0
    assert Signal.get(Signal.trigger == "TE08").changed_why == "The change was taken back."
    undo = page.split('action="/partnerships/bay/signals/change/undo/')[-1].split('"')[0]
    editor.post(f"{URL}/change/undo/{undo}")
    assert ChangeEvent.get().public_id == event.public_id
    assert Signal.get(Signal.trigger == "TE08").withdrawn_on is None


def test_a_change_is_edited_and_keeps_the_answer_to_its_signal(bay: Partnership, editor: SignedIn) -> None:
    event = noted(editor)
    signal = Signal.get(Signal.trigger == "TE08")
    editor.post(f"{URL}/{signal.public_id}/answer", data={"answer": "watch", "seen": "1"})
    address = f"{URL}/changes/{event.public_id}"
    typed = {"on": "2026-11-18", "text": "Equipment is ours now.", "answer": "Rate asked for.", "seen": "1"}
    for sent, sentence in (
        ({"on": "2029-01-01"}, "within the next year"),
        ({"text": ""}, "Say in a sentence what changed."),
    ):
        wrong = editor.post(address, data=typed | sent)
        assert wrong.status_code == 422 and sentence in wrong.text and "Rate asked for." in wrong.text
    assert editor.post(address, data=typed).status_code == 303
    fresh = ChangeEvent.get()
    assert (fresh.on, fresh.text, fresh.answer) == (date(2026, 11, 18), typed["text"], typed["answer"])
    moved = Signal.get(Signal.trigger == "TE08")
    assert (moved.id, moved.fired_on, moved.answer) == (signal.id, date(2026, 11, 18), "watch")
    late = editor.post(address, data=typed | {"text": "Mine."})
    assert late.status_code == 409 and "Equipment is ours now." in late.text and "Mine." in late.text


def test_changes_are_listed_newest_first_by_family(bay: Partnership, editor: SignedIn) -> None:
    for place in range(52):
        on = TODAY - timedelta(days=place)
        ChangeEvent.create(partnership=bay, on=on, kind="TE11", text=f"Grant {place}.", created_at=NOW)
    ChangeEvent.create(partnership=bay, on=TODAY, kind="TE01", text="The director leaves.", created_at=NOW)
    page = editor.get(f"{URL}/changes").text
    assert page.index("The director leaves.") < page.index("Grant 0.") < page.index("Grant 1.")
    assert "Grant 49." not in page and "Next 50" in page
    assert "Grant 51." in editor.get(f"{URL}/changes?offset=50").text
    only = editor.get(f"{URL}/changes?family=partner_or_stakeholder").text
    assert "The director leaves." in only and "Grant 0." not in only
    assert "Grant 0." in editor.get(f"{URL}/changes?family=whatever").text


def test_an_address_brings_what_is_known_of_a_change(bay: Partnership, editor: SignedIn) -> None:
    page = editor.get(f"{URL}/change?kind=TE02&on=2026-11-01&text=The+nurse+leaves.").text
    assert 'value="TE02" selected' in page and 'value="2026-11-01"' in page and "The nurse leaves." in page


def test_a_viewer_reads_changes_and_opens_nothing(
    bay: Partnership, editor: SignedIn, viewer: SignedIn
) -> None:
    event = noted(editor)
    address = f"{URL}/changes/{event.public_id}"
    for shown in (f"{URL}/changes", address):
        assert viewer.get(shown).status_code == 200
    assert viewer.get(f"{address}/opens").status_code == 403
    for sent in (address, f"{address}/opens", f"{address}/opens/undo", f"{address}/remove"):
        assert viewer.post(sent, data={"assess": "1"}).status_code == 403
    make_partnership(key="hill")
    assert editor.get(address.replace("bay", "hill")).status_code == 404


def test_signals_are_filtered_by_side_and_others_stand_beside(bay: Partnership, editor: SignedIn) -> None:
    noted(editor)
    noted(editor, "TE01", text="The director leaves.")
    effort = editor.get(f"{URL}?side=effort").text
    assert "New task given to a party" in effort and "Change of leadership" not in effort
    assert "No signal speaks to this side." in editor.get(f"{URL}?side=payment").text
    page = editor.get(f"{URL}/{Signal.get(Signal.trigger == 'TE08').public_id}").text
    assert "Open beside it" in page and "Change of leadership" in page.split("Open beside it")[1]
    assert "The change it comes from" in page


def test_a_meeting_that_denser_weeks_opened_goes_with_them_unless_its_agenda_was_written(
    bay: Partnership, editor: SignedIn
) -> None:
    MeetingSeries.create(
        partnership=bay,
        kind="operations",
        rhythm="weeks",
        interval=4,
        first_on=date(2026, 11, 10),
        starts_at=time(10),
        minutes=45,
        mode="video",
        follows_stage=False,
        created_at=NOW,
    )
    address = f"{URL}/changes/{noted(editor).public_id}"
    editor.post(f"{address}/opens", data={"denser": "1", "weeks": "8"})
    assert Meeting.select().count() == 1
    editor.post(f"{address}/opens/undo")
    assert (Meeting.select().count(), DensePeriod.select().count()) == (0, 0)
    editor.post(f"{address}/opens", data={"denser": "1", "weeks": "8"})
    made = Meeting.get()
    line = NewTopic("topic", "Who orders equipment now?", 5)
    add_topic(made.public_id, line, actor=SYSTEM, now=NOW + timedelta(hours=1))
    page = editor.post(f"{address}/opens/undo", follow_redirects=True).text
    assert "except for what was worked on since" in page
    assert (Meeting.select().count(), DensePeriod.select().count()) == (1, 0)


@pytest.mark.parametrize(
    ("teller", "side", "whom"),
    [("provider", "provider", "Ordway"), ("payer", "payer", "the hospice"), ("joint", "joint", "each other")],
)
def test_the_promise_to_tell_is_of_the_side_whose_change_it_is(
    bay: Partnership, editor: SignedIn, teller: str, side: str, whom: str
) -> None:
    ours = make_person(bay.provider, name="Dana Whitfield")
    make_member(bay, ours, side="provider")
    address = f"{URL}/changes/{noted(editor, 'TE01').public_id}/opens"
    refused = editor.post(address, data={"tell": "0", "owner": ours.public_id})
    assert refused.status_code == 422 and "Choose who has to tell." in refused.text
    assert Action.select().count() == 0
    editor.post(address, data={"tell": "0", "owner": ours.public_id, "teller": teller})
    made = Action.get()
    told = {"Ordway": bay.payer.name, "the hospice": bay.provider.name}.get(whom, whom)
    assert made.text == f"Tell {told} of this change: Change of leadership, either side"
    assert (made.side, made.owner_id) == (side, None if side == "payer" else ours.id)
