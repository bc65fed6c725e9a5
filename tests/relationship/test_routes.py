"""The relationship in the browser: concerns, pulse, fit, contacts, and the two short logs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.actions.models import Action
from app.core.db import connected
from app.partnerships.models import Partnership
from app.people.models import CultureProfile, Person
from app.relationship.models import (
    Concern,
    DecisionRequest,
    FitAnswer,
    Pulse,
    SignSeen,
    Touch,
    TouchRhythm,
    UrgentQuestion,
)
from tests.conftest import NOW, SignedIn
from tests.factories import THEN, make_member, make_partnership, make_person

HOME = "/partnerships/kestrel-bay"
HTMX = {"HX-Request": "true"}
NEW = {
    "text": "Added tasks are unpaid",
    "opened_on": "2026-09-05",
    "raised_by_side": "provider",
    "area": "effort",
    "told_how": "not_yet",
}


@pytest.fixture
def partnership(database: str) -> Partnership:
    return make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway")


@pytest.fixture
def mina(partnership: Partnership) -> Person:
    person = make_person(partnership.payer, name="Mina Sato", function="data")
    make_member(partnership, person)
    return person


def make_concern(partnership: Partnership, **values: Any) -> Concern:
    facts = {
        "opened_on": date(2026, 9, 5), "raised_by_side": "provider", "area": "effort",
        "text": "Added tasks are unpaid", "created_at": THEN, **values,
    }  # fmt: skip
    return Concern.create(partnership=partnership, **facts)


def make_question(partnership: Partnership, **values: Any) -> UrgentQuestion:
    facts = {
        "asked_on": date(2026, 10, 5), "asked_by_side": "provider", "kind": "medicine",
        "created_at": THEN, **values,
    }  # fmt: skip
    return UrgentQuestion.create(partnership=partnership, **facts)


def make_request(partnership: Partnership, **values: Any) -> DecisionRequest:
    facts = {
        "asked_on": date(2026, 10, 5), "question": "Rate for the second year", "side": "payer",
        "created_at": THEN, **values,
    }  # fmt: skip
    return DecisionRequest.create(partnership=partnership, **facts)


# --- concerns


def test_a_concern_is_noted_prepared_promised_settled_and_opened_again(
    editor: SignedIn, partnership: Partnership
) -> None:
    assert editor.get(f"{HOME}/concerns/new").status_code == 200
    answer = editor.post(f"{HOME}/concerns", data=NEW)
    with connected():
        made = Concern.get()
    address = f"/concerns/{made.public_id}"
    assert (answer.status_code, answer.location) == (303, address)
    html = editor.get(address).text
    assert "Only us" in html and "not spoken of yet" in html and "h-talk" in html
    editor.post(f"{address}/talk", data={"asks": "Pay for them", "seen": "1"})
    editor.post(f"{address}/promise", data={"action_text": "Count the hours", "action_side": "provider"})
    editor.post(f"{address}/settle", data={"resolved_on": "2026-11-24", "resolution": "A higher rate."})
    with connected():
        made = Concern.get()
        assert (made.asks, made.resolved_on, Action.get().source) == (
            "Pay for them",
            date(2026, 11, 24),
            "concern",
        )
    page = editor.get(f"{HOME}/relationship").text
    assert f"{address}/reopen" in page and "1 settled" in page
    editor.post(f"{address}/reopen")
    assert "Open for 8" in editor.get(address).text


def test_a_concern_is_edited_against_the_version_that_was_seen(
    editor: SignedIn, partnership: Partnership
) -> None:
    made = make_concern(partnership)
    address = f"/concerns/{made.public_id}"
    assert "Added tasks are unpaid" in editor.get(f"{address}/edit").text
    told = {**NEW, "told_how": "in_person", "told_on": "2026-11-03", "sharable": "1", "seen": "1"}
    assert editor.post(address, data=told).status_code == 303
    late = editor.post(address, data={**told, "text": "Mine"})
    assert late.status_code == 409 and "Mine" in late.text and "Added tasks are unpaid" in late.text
    html = editor.get(f"{HOME}/concerns").text
    assert "told in person" in html and "private" not in html.split("</nav>")[-1]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("text", "", "Write in a sentence what weighs"),
        ("opened_on", "2027-01-01", "Enter this day once it has come."),
        ("raised_by_side", "", "Choose who raised it."),
        ("area", "weather", "Choose one of the answers"),
        ("told_how", "in_person", "Enter the day on which you spoke of it."),
        ("owner", "nobody", "Choose somebody who works on Kestrel Bay"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_stores_nothing(
    editor: SignedIn, partnership: Partnership, field: str, typed: str, sentence: str
) -> None:
    answer = editor.post(f"{HOME}/concerns", data={**NEW, field: typed})
    assert answer.status_code == 422 and sentence in answer.text and "<title>Error: " in answer.text
    assert "2026-09-05" in answer.text or field == "opened_on"
    with connected():
        assert Concern.select().count() == 0


def test_settling_needs_words_and_a_day_that_fits(editor: SignedIn, partnership: Partnership) -> None:
    address = f"/concerns/{make_concern(partnership).public_id}/settle"
    for data, sentence in (
        ({"resolved_on": "2026-11-24"}, "Write in a few words how it was settled."),
        ({"resolved_on": "2026-09-01", "resolution": "x"}, "This day is before the concern was raised."),
    ):
        answer = editor.post(address, data=data)
        assert answer.status_code == 422 and sentence in answer.text


# --- pulse


def test_a_sheet_is_entered_and_only_the_mean_is_shown(editor: SignedIn, partnership: Partnership) -> None:
    data = {"side": "provider", "on": "2026-11-24", "PU1": "2", "PU2": "3", "change": "More calls"}
    assert "I expect this partnership to be here in a year" in editor.get(f"{HOME}/pulse/new").text
    assert editor.post(f"{HOME}/pulse", data=data).status_code == 303
    html = editor.get(f"{HOME}/pulse").text
    assert "we 2.5" in html and "1 sheet" in html and "More calls" in html
    with connected():
        pulse = Pulse.get()
    back = editor.post(f"{HOME}/pulse/{pulse.id}/provider/take-back", follow_redirects=True)
    assert "The sheet is taken back." in back.text and "put-back" in back.text


def test_an_empty_sheet_is_refused_with_what_was_typed(editor: SignedIn, partnership: Partnership) -> None:
    answer = editor.post(f"{HOME}/pulse", data={"side": "payer", "on": "2026-11-24", "keep": "The calls"})
    assert answer.status_code == 422 and "Answer at least one question." in answer.text
    assert "The calls" in answer.text
    with connected():
        assert Pulse.select().count() == 0


def test_the_sheet_on_paper_asks_one_side_and_no_name(viewer: SignedIn, partnership: Partnership) -> None:
    html = viewer.get(f"{HOME}/pulse/sheet?side=payer").text
    assert f"Sheet for {partnership.payer.name}" in html and "Write no name" in html
    assert html.count("</tr>") == 8 and "<input" not in html.split("<main")[1]


# --- fit and signs


def test_fit_is_asked_again_and_shows_what_moved(editor: SignedIn, partnership: Partnership) -> None:
    for day, score in (("2025-09-30", "4"), ("2026-11-24", "2")):
        sent = {"of": "payer", "on": day, "score_PFA5": score, "saw_PFA5": "Two calls"}
        assert editor.post(f"{HOME}/fit", data=sent).status_code == 303
    html = editor.get(f"{HOME}/fit").text
    assert "Lower than the time before" in html and "4, now 2" in html
    assert "Last time, on Nov 24: 2, Two calls" in editor.get(f"{HOME}/fit/new").text
    their_sheet = {"of": "provider", "on": "2026-11-24", "score_PFB1": "5", "score_PFA1": "1"}
    editor.post(f"{HOME}/fit", data=their_sheet)
    with connected():
        assert {one.question for one in FitAnswer.select()} == {"PFA5", "PFB1"}


def test_a_note_of_fit_without_an_answer_is_asked_for_it(editor: SignedIn, partnership: Partnership) -> None:
    answer = editor.post(f"{HOME}/fit", data={"of": "payer", "on": "2026-11-24", "saw_PFA1": "They came"})
    assert answer.status_code == 422 and "Choose an answer beside what you saw." in answer.text
    assert "They came" in answer.text
    nothing = editor.post(f"{HOME}/fit", data={"of": "payer", "on": "2026-11-24"})
    assert "Answer at least one question" in nothing.text


def test_a_sign_is_noted_removed_and_restored(editor: SignedIn, partnership: Partnership) -> None:
    assert editor.post(f"{HOME}/signs", data={"sign": "VB5", "seen_on": "2026-11-03"}).status_code == 303
    assert "Speaks directly about concerns" in editor.get(f"{HOME}/relationship").text
    with connected():
        sign = SignSeen.get()
    gone = editor.post(f"{HOME}/signs/{sign.public_id}/remove", follow_redirects=True)
    assert f"{HOME}/signs/{sign.public_id}/restore" in gone.text
    editor.post(f"{HOME}/signs/{sign.public_id}/restore")
    with connected():
        assert not SignSeen.get().removed
    assert editor.post(f"{HOME}/signs", data={"sign": "XX1", "seen_on": "2026-11-03"}).status_code == 422


# --- contacts


def test_a_call_is_noted_and_taken_back(editor: SignedIn, partnership: Partnership, mina: Person) -> None:
    address = f"{HOME}/contacts/{mina.public_id}"
    assert "Mina Sato" in editor.get(address).text
    noted = {"on": "2026-11-20", "how": "phone", "note": "Asked for the file"}
    answer = editor.post(f"{address}/touches", data=noted)
    assert answer.location.endswith(f"{HOME}/relationship#h-touch")
    with connected():
        touch = Touch.get()
    assert f"/touches/{touch.public_id}/remove" in editor.get(f"{HOME}/relationship").text
    editor.post(f"{HOME}/touches/{touch.public_id}/remove")
    assert "Asked for the file" not in editor.get(address).text
    editor.post(f"{HOME}/touches/{touch.public_id}/restore")
    assert "Asked for the file" in editor.get(address).text
    assert editor.post(f"{address}/touches", data={**noted, "on": "2026-12-20"}).status_code == 422


def test_a_rhythm_is_set_whole_or_not_at_all(
    editor: SignedIn, partnership: Partnership, mina: Person
) -> None:
    address = f"{HOME}/contacts/{mina.public_id}/rhythm"
    half = editor.post(address, data={"key_contact": "1", "ideal_days": "28", "seen": "0"})
    assert half.status_code == 422 and "Enter both numbers of days" in half.text
    turned = editor.post(address, data={"ideal_days": "28", "longest_days": "14", "seen": "0"})
    assert turned.status_code == 422 and "cannot be shorter" in turned.text
    whole = {"key_contact": "1", "ideal_days": "28", "longest_days": "56", "seen": "0"}
    assert editor.post(address, data=whole).status_code == 303
    with connected():
        assert (TouchRhythm.get().ideal_days, TouchRhythm.get().longest_days) == (28, 56)
    assert editor.post(address, data=whole).status_code in (303, 409)
    assert editor.post(address, data={**whole, "ideal_days": "30"}).status_code == 409


def test_nobody_of_our_side_is_a_contact_of_theirs(editor: SignedIn, partnership: Partnership) -> None:
    ours = make_person(partnership.provider, name="Elena Greenhalgh")
    make_member(partnership, ours, side="provider")
    assert editor.get(f"{HOME}/contacts/{ours.public_id}").status_code == 404
    assert editor.post(f"{HOME}/contacts/{ours.public_id}/touches", data={}).status_code == 404


# --- the two logs


def test_an_urgent_question_is_noted_mended_in_its_line_and_removed(
    editor: SignedIn, partnership: Partnership, mina: Person
) -> None:
    asked = {"asked_on": "2026-11-20", "asked_by_side": "provider", "kind": "medicine"}
    asked["asked_of"] = mina.public_id
    assert editor.post(f"{HOME}/urgent-questions", data=asked).status_code == 303
    with connected():
        made = UrgentQuestion.get()
    address, first = f"/urgent-questions/{made.public_id}", made.public_id[:8] + "_"
    form = editor.get(f"{address}/edit", headers=HTMX)
    assert form.text.lstrip().startswith("<li") and f'name="{first}answered_on"' in form.text
    mended = {first + name: value for name, value in {**asked, "answered_on": "2026-11-24"}.items()}
    row = editor.post(address, data={**mended, "seen": "1"}, headers=HTMX)
    assert row.status_code == 200 and "2 business days" in row.text
    wrong = editor.post(address, data={**mended, f"{first}answered_on": "2026-11-01"}, headers=HTMX)
    assert wrong.status_code == 422 and "This day is before it was asked." in wrong.text
    assert editor.get(address, headers=HTMX).text.lstrip().startswith("<li")
    assert editor.get(address).location == f"{HOME}/urgent-questions"
    gone = editor.post(f"{address}/remove", follow_redirects=True)
    assert f"{address}/restore" in gone.text and "Mina Sato</span>" not in gone.text
    editor.post(f"{address}/restore")
    assert "Mina Sato</span>" in editor.get(f"{HOME}/urgent-questions").text


def test_a_decision_is_requested_late_and_decided(editor: SignedIn, partnership: Partnership) -> None:
    with connected():
        CultureProfile.create(organization=partnership.payer, usual_days_to_decide=42, created_at=THEN)
    asked = {"asked_on": "2026-10-01", "question": "Rate for the second year", "side": "payer"}
    assert editor.post(f"{HOME}/decision-requests", data=asked).status_code == 303
    html = editor.get(f"{HOME}/decision-requests").text
    assert "Late, 5" in html and "expected <time" in html
    with connected():
        made = DecisionRequest.get()
    address, first = f"/decision-requests/{made.public_id}", made.public_id[:8] + "_"
    sent = {first + name: value for name, value in {**asked, "decided_on": "2026-11-20"}.items()}
    refused = editor.post(address, data={**sent, "seen": "1"}, headers=HTMX)
    assert refused.status_code == 422 and "Write in a few words what was decided." in refused.text
    decided = editor.post(address, data={**sent, f"{first}decision": "Yes", "seen": "1"})
    assert decided.location == f"{HOME}/decision-requests"
    assert "took 50 days" in editor.get(f"{HOME}/decision-requests").text
    editor.post(f"{address}/remove")
    assert "Rate for the second year" not in editor.get(f"{HOME}/decision-requests").text.split("toast")[0]
    editor.post(f"{address}/restore")
    assert "Rate for the second year" in editor.get(f"{HOME}/decision-requests").text


# --- culture


def test_how_an_organization_works_is_saved_with_its_approvers(
    editor: SignedIn, partnership: Partnership
) -> None:
    address = f"/organizations/{partnership.payer.public_id}/culture"
    assert 'name="approver_function_1"' in editor.get(address).text
    sent = {
        "size": "large", "decision_process": "committee_chain", "usual_days_to_decide": "42",
        "preferred_modes": ["in_person", "email"], "comfort_with_risk": "2", "pressures_now": "An audit",
        "approver_function_0": "Finance committee", "approver_topic_0": "added pay", "approver_days_0": "21",
        "approver_function_1": "", "approver_topic_1": "", "approver_days_1": "", "seen": "0",
    }  # fmt: skip
    assert editor.post(address, data=sent).status_code == 303
    html = editor.get(f"{HOME}/relationship").text
    assert "A chain of committees" in html and "6 weeks per decision" in html and "An audit" in html
    assert editor.post(address, data={**sent, "size": "small"}).status_code == 409
    lost = editor.post(address, data={**sent, "approver_topic_1": "rates", "seen": "1"})
    assert lost.status_code == 422 and "Enter who approves this, by function." in lost.text
    assert 'value="rates"' in lost.text
    cleared = {**sent, "approver_function_0": "", "approver_topic_0": "", "approver_days_0": "", "seen": "1"}
    assert editor.post(address, data=cleared).status_code == 303
    with connected():
        assert CultureProfile.get().approvers == []


# --- who may


READ = ("relationship", "concerns", "pulse", "pulse/sheet", "fit", "urgent-questions", "decision-requests")


def test_a_viewer_reads_everything_and_is_offered_no_change(
    viewer: SignedIn, partnership: Partnership, mina: Person
) -> None:
    concern, question = make_concern(partnership), make_question(partnership)
    request = make_request(partnership)
    pages = [f"{HOME}/{one}" for one in READ]
    pages += [f"/concerns/{concern.public_id}", f"{HOME}/contacts/{mina.public_id}"]
    pages += [f"/organizations/{partnership.payer.public_id}/culture"]
    for address in pages:
        answer = viewer.get(address)
        assert answer.status_code == 200, address
        assert "<form" not in answer.text.split("<main")[1].split("</main>")[0], address
    for address in (
        f"/concerns/{concern.public_id}/settle",
        f"/urgent-questions/{question.public_id}",
        f"/decision-requests/{request.public_id}/remove",
        f"{HOME}/contacts/{mina.public_id}/touches",
        f"{HOME}/pulse",
    ):
        assert viewer.post(address).status_code == 403


def test_things_of_one_partnership_open_nothing_in_another(
    editor: SignedIn, partnership: Partnership, mina: Person
) -> None:
    other = make_partnership(key="other")
    stranger = make_person(other.payer, name="Stranger")
    make_member(other, stranger)
    with connected():
        pulse = Pulse.create(partnership=other, on=date(2026, 11, 1))
        touch = Touch.create(
            partnership=other, person=stranger, on=date(2026, 11, 1), how="phone", created_at=NOW
        )
        sign = SignSeen.create(partnership=other, sign="VB1", on=date(2026, 11, 1), created_at=NOW)
    answers = {
        "a sheet": editor.post(f"{HOME}/pulse/{pulse.id}/payer/take-back"),
        "a touch": editor.post(f"{HOME}/touches/{touch.public_id}/remove"),
        "a sign": editor.post(f"{HOME}/signs/{sign.public_id}/remove"),
        "a person": editor.post(f"{HOME}/contacts/{stranger.public_id}/touches"),
        "whom to ask": editor.post(
            f"{HOME}/urgent-questions",
            data={"asked_on": "2026-11-20", "asked_by_side": "provider", "kind": "medicine",
                  "asked_of": stranger.public_id},
        ),
        "who owns": editor.post(f"{HOME}/concerns", data={**NEW, "owner": stranger.public_id}),
    }  # fmt: skip
    assert {what: one.status_code for what, one in answers.items() if one.status_code < 400} == {}
    with connected():
        assert not Touch.get().removed and not SignSeen.get().removed
        assert UrgentQuestion.select().count() == Concern.select().count() == 0
