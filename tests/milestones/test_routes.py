"""Milestones in the browser."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.core.db import connected
from app.milestones.models import Milestone, MilestoneShift, MilestoneWait
from app.partnerships.models import Partnership, StageChange
from tests.conftest import SignedIn
from tests.counting import count_statements
from tests.factories import THEN, make_member, make_partnership, make_person

AT = "/partnerships/kestrel-bay/milestones"
TODAY = date(2026, 11, 24)
HX = {"HX-Request": "true"}
NEW = {
    "title": "Device list received",
    "stage": "pilot",
    "lead": "payer",
    "anchor": "",
    "due_on": "2026-12-04",
}


def make_step(partnership: Partnership, **values: Any) -> Milestone:
    defaults = {"stage": "pilot", "title": "Step", "lead": "joint", "due_on": TODAY, "created_at": THEN}
    return Milestone.create(partnership=partnership, **{**defaults, **values})


@pytest.fixture
def partnership(database: str) -> Partnership:
    made = make_partnership(key="kestrel-bay", name="Kestrel Bay / Ordway")
    StageChange.create(partnership=made, to_stage="pilot", on=date(2025, 12, 1))
    return made


def test_an_empty_plan_says_what_belongs_here_and_where_to_begin(
    editor: SignedIn, partnership: Partnership
) -> None:
    html = editor.get(AT).text
    assert "No milestone has a date yet." in html and f"{AT[:-11]}/stage/plan" in html
    assert 'class="gantt"' not in html


def test_the_page_opens_with_what_is_late_and_next_and_shows_both_as_picture_and_list(
    editor: SignedIn, partnership: Partnership
) -> None:
    needed = make_step(partnership, title="Device list", due_on=date(2026, 11, 18), lead="payer")
    step = make_step(partnership, title="Telehealth visits", due_on=date(2027, 1, 4), lesson="L4")
    make_step(partnership, catalogue_id="PI03", title="Material", done_on=date(2026, 11, 10))
    MilestoneWait.create(milestone=step, needs=needed)
    html = editor.get(AT).text
    assert "One milestone is late: “Device list”, due November 18, 2026. Next is “Telehealth visits”" in html
    assert 'aria-label="Oct 21 to Nov 18, late."' in html and "6 days late" in html
    assert "waits for Device list" in html and "Design care and workflows" in html
    assert "Now and next 2" in html and "Late 1" in html and "Done 1" in html and "All 3" in html
    assert "Material</a>" not in html  # done: under its own view
    done = editor.get(f"{AT}?show=done").text
    assert "Material</a>" in done and "Find patients together" in done  # the catalogue's lesson
    assert '<h3 id="g-1">Pilot</h3>' in editor.get(f"{AT}?by=stage").text


def test_a_chip_brings_only_the_list(editor: SignedIn, partnership: Partnership) -> None:
    make_step(partnership)
    html = editor.get(f"{AT}?show=all", headers=HX).text
    assert html.lstrip().startswith('<div id="milestones"') and "<h1>" not in html
    assert "<h1>" in editor.get(f"{AT}?show=nonsense&offset=-3").text


def test_a_tick_marks_it_done_and_can_be_taken_back(editor: SignedIn, partnership: Partnership) -> None:
    step = make_step(partnership, title="Material sent")
    answer = editor.post(f"/milestones/{step.public_id}/complete", headers=HX)
    assert 'innerHTML:#chip-done">Done 1<' in answer.text and 'innerHTML:#lede">' in answer.text
    assert (
        answer.status_code == 200
        and 'aria-pressed="true"' in answer.text
        and "Say what shows it" in answer.text
    )
    assert f"/milestones/{step.public_id}/reopen" in answer.text
    with connected():
        assert Milestone.get().done_on == TODAY
    answer = editor.post(f"/milestones/{step.public_id}/reopen", data={"next": AT})
    assert answer.status_code == 303 and answer.location == AT
    with connected():
        assert Milestone.get().done_on is None


def test_done_is_noted_with_a_day_and_what_shows_it(editor: SignedIn, partnership: Partnership) -> None:
    step = make_step(partnership, catalogue_id="PI03", title="Material sent")
    page = f"/milestones/{step.public_id}"
    html = editor.get(page).text
    assert "Referrers trust an outside team" in html and "Material sent; list of receivers" in html
    data = {"on": "2026-11-20", "evidence": "Sent to 14 practices", "seen": "1"}
    html = editor.post(f"{page}/note", data=data, follow_redirects=True).text
    assert "Done on November 20, 2026." in html and "Sent to 14 practices" in html
    answer = editor.post(f"{page}/note", data={**data, "evidence": "Another"})
    assert answer.status_code == 409 and "Another" in answer.text and "Sent to 14 practices" in answer.text
    for typed, sentence in (("", "Enter the day it was reached."), ("2026-11-25", "still to come")):
        answer = editor.post(f"{page}/note", data={**data, "on": typed, "evidence": "Kept words"})
        assert answer.status_code == 422 and sentence in answer.text and "Kept words" in answer.text


def test_one_of_our_own_is_put_on_the_plan(editor: SignedIn, partnership: Partnership) -> None:
    person = make_person(partnership.payer, name="Priya Nair")
    make_member(partnership, person)
    first = make_step(partnership, title="First")
    with connected():
        stage = StageChange.get().id
    assert "Priya Nair" in editor.get(f"{AT}/new").text
    data = {
        **NEW,
        "owner": person.public_id,
        "lesson": "L4",
        "why": "Visits need it",
        "wanted": "The list",
        "anchor": "stage",
        "anchor_stage": stage,
        "offset": "53",
        "waits": [first.public_id],
    }
    answer = editor.post(AT, data=data, follow_redirects=True)
    assert "The milestone is on the plan." in answer.text and "Visits need it" in answer.text
    assert "53 weeks after the first day of Pilot" in answer.text and "It waits for First." in answer.text
    with connected():
        made = Milestone.get(Milestone.title == "Device list received")
        assert (made.due_on, made.offset_days, made.owner_id) == (date(2026, 12, 7), 371, person.id)
    html = editor.get(f"/milestones/{made.public_id}/edit").text
    assert 'value="53"' in html and f'value="{first.public_id}" checked' in html


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "Write what is reached then"),
        ("title", "x" * 300, "Keep this under 255"),
        ("stage", "dreaming", "Choose one of the answers"),
        ("lead", "", "Choose who takes the first step."),
        ("lesson", "L9", "Choose one of the answers"),
        ("owner", "nobody", "Choose one of the answers"),
        ("due_on", "someday", "Enter a date that exists"),
        ("anchor", "stage", "Choose the stage from whose first day it counts."),
        ("anchor", "milestone", "Choose the milestone from which it counts."),
        ("offset", "a while", "Enter a whole number"),
        ("waits", "made-up", "Choose from the answers"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_stores_nothing(
    editor: SignedIn, partnership: Partnership, field: str, typed: str, sentence: str
) -> None:
    make_step(partnership)
    answer = editor.post(AT, data={**NEW, "why": "Typed words", field: typed})
    assert answer.status_code == 422 and sentence in answer.text and "Typed words" in answer.text
    with connected():
        assert Milestone.select().count() == 1


def test_a_changed_day_leads_to_a_look_at_what_would_move(editor: SignedIn, partnership: Partnership) -> None:
    first = make_step(partnership, title="First")
    hung = make_step(
        partnership, title="Second", due_on=TODAY + timedelta(7), anchor="milestone", anchor_milestone=first,
        offset_days=7,
    )  # fmt: skip
    data = {**NEW, "title": "First", "due_on": "2026-12-01", "seen": "1"}
    answer = editor.post(f"/milestones/{first.public_id}", data=data)
    assert answer.location == f"{AT}/moves"
    html = editor.get(answer.location).text
    assert "1 open milestone hangs on a day that changed." in html and "Dec 8" in html
    assert "1 date no longer fits" in editor.get(AT).text
    answer = editor.post(f"{AT}/move", data={"take": f"{hung.public_id}:1"}, follow_redirects=True)
    assert "The dates are moved." in answer.text and "no longer fit" not in answer.text
    with connected():
        assert Milestone.get_by_id(hung.id).due_on == date(2026, 12, 8)
        shift = MilestoneShift.get().public_id
    answer = editor.post(f"{AT}/moves/{shift}/undo", follow_redirects=True)
    assert "Everything is as it was." in answer.text
    answer = editor.post(
        f"{AT}/move", data={"none": "1", "take": f"{hung.public_id}:3"}, follow_redirects=True
    )
    assert "The dates stay as they were." in answer.text
    with connected():
        assert Milestone.get_by_id(hung.id).offset_days == 0
    assert "Every date was in its place already." in editor.post(f"{AT}/move", follow_redirects=True).text


def test_a_tick_on_what_others_hang_on_leads_to_the_same_look(
    editor: SignedIn, partnership: Partnership
) -> None:
    first = make_step(partnership, due_on=TODAY + timedelta(7))
    make_step(
        partnership, due_on=TODAY + timedelta(14), anchor="milestone", anchor_milestone=first, offset_days=7
    )
    answer = editor.post(f"/milestones/{first.public_id}/complete", headers=HX)
    assert answer.headers["HX-Redirect"] == f"{AT}/moves"
    other = make_step(partnership)
    answer = editor.post(f"/milestones/{other.public_id}/complete", headers=HX)
    assert "HX-Redirect" not in answer.headers  # only what this tick moved asks for a look


def test_an_owner_who_has_left_stays_until_somebody_else_is_chosen(
    editor: SignedIn, partnership: Partnership
) -> None:
    person = make_person(partnership.payer, name="Priya Nair", left_on=date(2026, 11, 1))
    step = make_step(partnership, owner=person)
    page = f"/milestones/{step.public_id}"
    assert "Priya Nair, no longer on this partnership" in editor.get(f"{page}/edit").text
    data = {**NEW, "owner": person.public_id, "seen": "1"}
    assert editor.post(page, data=data).status_code == 303
    with connected():
        assert Milestone.get().owner_id == person.id
    assert editor.post(AT, data={**NEW, "owner": person.public_id}).status_code == 422


def test_waiting_in_a_circle_is_refused_beside_its_field(editor: SignedIn, partnership: Partnership) -> None:
    first, second = make_step(partnership, title="First"), make_step(partnership, title="Second")
    MilestoneWait.create(milestone=second, needs=first)
    data = {**NEW, "waits": [second.public_id], "seen": "1", "why": "Typed words"}
    answer = editor.post(f"/milestones/{first.public_id}", data=data)
    assert answer.status_code == 422 and "in a circle" in answer.text and "Typed words" in answer.text
    with connected():
        assert Milestone.get_by_id(first.id).title == "First"


def test_the_words_of_the_method_are_not_stored_again(editor: SignedIn, partnership: Partnership) -> None:
    step = make_step(partnership, catalogue_id="PI01", title="Open to referrals")
    html = editor.get(f"/milestones/{step.public_id}/edit").text
    assert "Begin with few hospitals and clinics" in html
    data = {**NEW, "why": "Begin with few hospitals and clinics and teach there; widen later.", "seen": "1"}
    editor.post(f"/milestones/{step.public_id}", data={**data, "wanted": "Three sites"})
    with connected():
        assert (Milestone.get().why, Milestone.get().wanted) == ("", "Three sites")


def test_what_is_not_needed_goes_off_the_plan_with_a_reason_and_back(
    editor: SignedIn, partnership: Partnership
) -> None:
    step = make_step(partnership, catalogue_id="PI08", title="Widen sites")
    page = f"/milestones/{step.public_id}"
    answer = editor.post(f"{page}/drop", data={"reason": "", "seen": "1"})
    assert answer.status_code == 422 and "why it is not needed here" in answer.text
    answer = editor.post(f"{page}/drop", data={"reason": "One site only", "seen": "1"}, follow_redirects=True)
    assert "off the plan" in answer.text and f"{page}/restore" in answer.text
    assert "Widen sites</a>" not in editor.get(AT).text
    every = editor.get(f"{AT}?show=all").text
    assert "Widen sites</a>" in every and "One site only" in every and "Not needed" in every
    assert "Put it back on the plan" in editor.get(page).text
    assert editor.post(f"{page}/delete").status_code == 422
    assert "on the plan again" in editor.post(f"{page}/restore", follow_redirects=True).text


def test_one_of_our_own_is_deleted_and_brought_back(editor: SignedIn, partnership: Partnership) -> None:
    step = make_step(partnership, title="By mistake")
    page = f"/milestones/{step.public_id}"
    answer = editor.post(f"{page}/delete", follow_redirects=True)
    assert "The milestone is deleted." in answer.text
    assert editor.get(page).status_code == 404
    assert "By mistake</a>" not in editor.get(f"{AT}?show=all").text
    assert "By mistake" in editor.post(f"{page}/restore", follow_redirects=True).text


def test_people_and_steps_of_another_partnership_are_not_put_in(
    editor: SignedIn, partnership: Partnership
) -> None:
    other = make_partnership(key="other")
    stranger = make_person(other.payer)
    make_member(other, stranger)
    theirs = make_step(other, title="Theirs")
    stage = StageChange.create(partnership=other, to_stage="pilot", on=TODAY)
    shift = MilestoneShift.create(
        partnership=other, before={"steps": [], "stage": None, "made": [theirs.id]}, created_at=THEN
    )
    for field in (
        {"owner": stranger.public_id},
        {"waits": theirs.public_id},
        {"anchor": "milestone", "anchor_milestone": theirs.public_id, "offset": "1"},
        {"anchor": "stage", "anchor_stage": stage.id, "offset": "1"},
    ):
        assert editor.post(AT, data={**NEW, **field}).status_code == 422, field
    assert editor.post(f"{AT}/moves/{shift.public_id}/undo").status_code == 404
    editor.post(f"{AT}/move", data={"take": f"{theirs.public_id}:1"})
    with connected():
        assert [(one.title, one.version) for one in Milestone.select()] == [("Theirs", 1)]


def test_a_viewer_looks_and_changes_nothing(viewer: SignedIn, partnership: Partnership) -> None:
    step = make_step(partnership, title="Device list")
    page = f"/milestones/{step.public_id}"
    html = viewer.get(AT).text
    assert "Device list" in html and "New milestone" not in html and "formaction" not in html
    assert "Mark as done" not in viewer.get(page).text
    for address in (f"{AT}/new", f"{AT}/moves", f"{page}/edit"):
        assert viewer.get(address).status_code == 403, address
    verbs = ("complete", "note", "reopen", "drop", "delete", "restore")
    for address in (AT, f"{AT}/move", f"{AT}/moves/x/undo", page, *(f"{page}/{verb}" for verb in verbs)):
        assert viewer.post(address, data=NEW).status_code == 403, address


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient, partnership: Partnership) -> None:
    for address in (AT, f"{AT}/new", "/milestones/x"):
        assert client.get(address).location.startswith("/sign-in"), address


def test_what_is_not_there_is_not_found(editor: SignedIn, partnership: Partnership) -> None:
    for address in ("/partnerships/none/milestones", "/milestones/none", "/milestones/none/edit"):
        assert editor.get(address).status_code == 404, address
    assert editor.post("/milestones/none/complete").status_code == 404


def test_what_is_typed_comes_out_as_text(editor: SignedIn, partnership: Partnership) -> None:
    make_step(partnership, title="<b>{{ 7*7 }}</b>", why="<img src=x>")
    html = editor.get(AT).text
    assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in html and "<b>{{" not in html and "<img src=x>" not in html


@pytest.mark.parametrize("show", ["now", "late", "done", "all"])
def test_the_page_stays_small_and_costs_the_same_with_many_milestones(
    editor: SignedIn, partnership: Partnership, show: str
) -> None:
    from gzip import compress

    def visit() -> tuple[int, bytes]:
        with count_statements() as counter:
            answer = editor.get(f"{AT}?show={show}")
        assert answer.status_code == 200
        return counter.count, answer.data

    known = [f"PL{n:02d}" for n in range(1, 20)] + [f"EX{n:02d}" for n in range(1, 9)]
    with connected():
        make_step(partnership, done_on=TODAY)
        MilestoneWait.create(
            milestone=make_step(partnership), needs=make_step(partnership, due_on=date(2026, 11, 2))
        )
        few, _data = visit()
        steps = [
            {"partnership": partnership, "stage": "pilot", "title": f"{known[n % 27]} and what belongs to it",
             "catalogue_id": known[n % 27], "lead": "joint", "due_on": TODAY + timedelta(n % 400 - 200),
             "done_on": TODAY - timedelta(n % 90) if n % 3 == 0 else None, "created_at": THEN,
             "version": 1, "evidence": "In the minutes of that day."}
            for n in range(900)
        ]  # fmt: skip
        Milestone.insert_many(steps).execute()
        many, data = visit()
    assert few == many <= 14
    assert len(data) <= 60_000 and len(compress(data)) <= 8_000
